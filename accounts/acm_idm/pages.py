"""The page of who does not come in through ACM/IDM: what is wrong, and whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Kind, Organisation

STATUS = {"unreachable": 503, "invalid": 400}


def refusal(request: HttpRequest, reason: str, **facts: str) -> HttpResponse:
    """`reason` is one of those in the template; `facts` are what ACM/IDM called the organisation."""
    context = {
        "reason": reason,
        "facts": facts,
        "abb": Organisation.objects.filter(kind=Kind.ABB).first(),
    }
    return render(request, "accounts/acm_idm_refused.html", context, status=STATUS.get(reason, 403))
