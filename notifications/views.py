"""What my organisation was told, and how I want to be told."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from notifications import rules
from notifications.actions import choose_notices, mark_all_read, mark_read, mark_unread
from notifications.forms import NoticeChoicesForm
from notifications.kinds import NoticeKind
from notifications.models import Notification, NotificationQuerySet

PER_PAGE = 25


def notification_list(request: HatRequest) -> HttpResponse:
    """Newest first, unread ones marked; of one kind, or only what nobody read yet, when that is asked."""
    kind, unread = asked_kind(request), request.GET.get("ongelezen") == "ja"
    page = CappedPaginator(chosen(request), PER_PAGE).get_page(request.GET.get("pagina"))
    counts = dict(
        Notification.objects.visible_to(request.by)
        .unread()
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    context = {
        "page": page,
        "kind": kind,
        "only_unread": unread,
        "kinds": [(code, label, counts.get(code, 0)) for code, label in NoticeKind.choices],
        "unread_count": sum(counts.values()),  # the head of the page need not ask it again
        "may_undo": bool(request.session.get(UNDO_KEY)),
        "unread_here": any(notice.read_at is None for notice in page),
    }
    return render(request, "notifications/notification_list.html", context)


def asked_kind(request: HatRequest) -> str:
    kind = (request.POST if request.method == "POST" else request.GET).get("soort", "")
    return kind if kind in NoticeKind.values else ""


def chosen(request: HatRequest) -> NotificationQuerySet:
    rows = Notification.objects.visible_to(request.by)
    if kind := asked_kind(request):
        rows = rows.filter(kind=kind)
    return rows.unread() if request.GET.get("ongelezen") == "ja" else rows


@require_POST
def notification_open(request: HatRequest, pk: int) -> HttpResponse:
    """Mark as read and go to the page that it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.by), pk=pk)
    mark_read(notification=notification, by=request.by)
    return redirect(notification.url or "notifications:notification_list")


@require_POST
def notifications_read(request: HatRequest) -> HttpResponse:
    """Mark those that were ticked as read, or all of this kind; it can be taken back for some minutes."""
    require(rules.may_read_notifications(request.by))
    if "alles" in request.POST:
        rows = chosen(request).unread()
        numbers = list(rows.order_by().values_list("pk", flat=True)[:MOST_UNDONE])
    else:
        numbers = ticked(request)
        rows = Notification.objects.visible_to(request.by).filter(pk__in=numbers)
    done = mark_all_read(notifications=rows, by=request.by)
    if not done:
        messages.info(request, "Er was niets om als gelezen te markeren.")
        return back(request)
    request.session[UNDO_KEY] = numbers
    word = "bericht" if done == 1 else "berichten"
    messages.success(request, f"{done} {word} als gelezen gemarkeerd.")
    return back(request)


@require_POST
def notifications_unread(request: HatRequest) -> HttpResponse:
    """Take back what was just marked."""
    require(rules.may_read_notifications(request.by))
    rows = Notification.objects.filter(pk__in=request.session.pop(UNDO_KEY, []))
    done = mark_unread(notifications=rows, by=request.by)
    messages.success(
        request, f"{done} opnieuw ongelezen." if done else "Dat kan niet meer ongedaan gemaakt worden."
    )
    return back(request)


UNDO_KEY = "notifications.read"
MOST_UNDONE = 500  # kept in the session; what was marked beyond them stays read


def ticked(request: HatRequest) -> list[int]:
    return [int(number) for number in request.POST.getlist("bericht") if number.isdecimal()][:PER_PAGE]


def back(request: HatRequest) -> HttpResponse:
    """To the list as it was: the same kind, the same page."""
    url = request.POST.get("terug", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/")
    return redirect(url if safe else reverse("notifications:notification_list"))


def notification_settings(request: HatRequest) -> HttpResponse:
    """How I am told of each kind, in this hat."""
    require(rules.may_read_notifications(request.by))
    form = NoticeChoicesForm(request.POST or None, by=request.by)
    if request.method == "POST" and form.is_valid():
        choose_notices(choices=form.cleaned_data, by=request.by)
        messages.success(request, "Uw keuzes zijn bewaard.")
        return redirect("notifications:notification_list")
    context = {"form": form, "mailbox": request.by.organisation.email}
    status = 422 if form.errors else 200
    return render(request, "notifications/notification_settings.html", context, status=status)
