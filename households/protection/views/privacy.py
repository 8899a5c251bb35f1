"""What everybody may read about privacy: the statements, and the register of processing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.protection.register import lines
from households.protection.rules import may_see_retention
from households.protection.statements import STATEMENTS, Statement


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """For whom is which statement, and whom to ask."""
    return _statements(request, None)


@login_not_required
def privacy_for(request: HttpRequest, audience: str) -> HttpResponse:
    """What we keep of people who come to us in this way, why, how long, and whom to ask."""
    if audience not in STATEMENTS:
        raise Http404
    return _statements(request, STATEMENTS[audience])


def _statements(request: HttpRequest, chosen: Statement | None) -> HttpResponse:
    rows = {line.processing.code: line for line in lines(on=timezone.localdate())}
    context = {
        "statements": STATEMENTS.values(),
        "chosen": chosen,
        "kept": [rows[code] for code in (chosen.processings if chosen else ())],
        "contact": settings.PRIVACY_CONTACT,
        "may_see_retention": may_see_retention(getattr(request, "by", None)),
    }
    return render(request, "households/privacy.html", context)


@login_not_required
def processing_register(request: HttpRequest) -> HttpResponse:
    """The register of processing (art. 30), made of what the code declares and of the terms that are valid today."""
    context = {"lines": lines(on=timezone.localdate()), "contact": settings.PRIVACY_CONTACT}
    return render(request, "households/processing_register.html", context)
