"""What is forgotten when: the terms, what is due, what went, what must stay."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, for_data_protection, require
from households.models import Erasure, ForgetLine, LegalHold
from households.protection import rules
from households.protection.report import due_by_kind


@for_data_protection
def retention(request: HatRequest) -> HttpResponse:
    """A dry run on each visit: what would go today and within a month, of one's own; and what went."""
    require(rules.may_see_retention(request.by))
    today = timezone.localdate()
    context = {
        "kinds": due_by_kind(request.by, on=today),
        "lines": ForgetLine.objects.visible_to(request.by)
        .select_related("run", "organisation")
        .order_by("-run__week", "kind")[:40],
        "erasures": Erasure.objects.visible_to(request.by).select_related("organisation")[:20],
        "holds": LegalHold.objects.visible_to(request.by).standing().select_related("organisation")[:50],
        "next_run": today + timedelta(days=(7 - today.weekday()) % 7),
        "may_set": rules.may_set_terms(request.by),
    }
    return render(request, "households/retention.html", context)
