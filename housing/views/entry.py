"""The public page where offering begins."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from accounts.hats import HatRequest
from housing import rules


@login_not_required
def entry(request: HatRequest) -> HttpResponse:
    """What is asked, what happens next, and how long it takes."""
    return render(request, "housing/entry.html", {"may_offer": rules.may_offer(request.by)})
