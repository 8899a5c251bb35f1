"""Keys for systems of the organisation: made and ended by its administrator."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.forms import ServiceAccountForm
from accounts.hats import HatRequest, require
from accounts.models import ServiceAccount
from accounts.rules import may_end_service_account, may_keep_keys


@never_cache
def key_list(request: HatRequest) -> HttpResponse:
    """The keys and the form for a new one. A new key stands on the answer to the form, and nowhere after that."""
    require(may_keep_keys(request.by))
    today = timezone.localdate()
    form = ServiceAccountForm(request.POST or None, initial={"ends_on": today + timedelta(days=365)})
    key, made = "", None
    if request.method == "POST" and form.is_valid():
        try:
            made, key = actions.create_service_account(by=request.by, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    accounts = ServiceAccount.objects.visible_to(request.by).select_related("created_by", "ended_by")
    context = {"form": form, "key": key, "made": made, "accounts": accounts, "today": today}
    return render(request, "accounts/key_list.html", context, status=422 if form.errors else 200)


@require_POST
def key_end(request: HatRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    account = get_object_or_404(
        ServiceAccount.objects.visible_to(request.by).select_related("organisation"), pk=pk
    )
    require(may_end_service_account(request.by, account))
    actions.end_service_account(account=account, by=request.by)
    messages.success(request, f"De sleutel van {account.name} werkt niet meer.")
    return redirect("accounts:key_list")
