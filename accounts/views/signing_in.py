"""Pages about how one is signed in: the second step, one's other devices, and the way out."""

from allauth.account.views import logout as sign_out_of_portal
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, second_factor, sessions
from accounts.acm_idm.signing_out import farewell_url
from accounts.hats import HatRequest, for_data_protection, in_any_hat, no_hat_needed


@no_hat_needed
def second_step(request: HatRequest) -> HttpResponse:
    """Why a second step is needed, and how: to set one up, or to show the one that there is."""
    wanted = request.GET.get("next", "")
    context = {
        "needed": second_factor.still_needed(request, request.by),
        "has_step": second_factor.steps_of(request.user) > 0,
        "next": wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "",
    }
    return render(request, "accounts/second_factor.html", context)


@require_http_methods(["GET", "POST"])
@no_hat_needed
@for_data_protection
@in_any_hat
def session_time(request: HatRequest) -> HttpResponse:
    """How long the session lasts yet, for the warning on the page (static/js/session.js); a post makes it last. Without
    script a post leads back to the start."""
    if request.method == "POST":
        sessions.note_use(request, at_once=True)
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("home")
    left = sessions.time_left(request, request.hats)
    return JsonResponse({"seconds": left.seconds, "can_grow": left.can_grow})


@require_POST
@no_hat_needed
def session_end(request: HatRequest, pk: int) -> HttpResponse:
    """Sign out on one of one's other devices."""
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    actions.end_session(session=session, by=request.by)
    messages.success(request, "Op dat toestel bent u afgemeld.")
    return redirect("usersessions_list")


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of the portal first; the browser forgets what it kept of it. Who came through ACM/IDM is then taken there, to
    sign out as well, by a page of ours: a form may not lead to another site (content security policy)."""
    farewell = farewell_url(request) if request.method == "POST" else ""
    response: HttpResponse = sign_out_of_portal(request)
    if request.method != "POST":
        return response
    if farewell:
        response = render(request, "accounts/signed_out.html", {"farewell": farewell})
    # Not the cookies: the session's is gone, and the one by which we know this browser stays.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
