"""What browsers report: something on a page of ours that the content security policy does not allow."""

import json
import logging
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger(__name__)

LARGEST_REPORT = 16 * 1024


@csrf_exempt
@login_not_required
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Logs which directive stopped what, without anything that could tell who looked at what. Always 204.

    Anybody can send anything here: it is text for the log of at most 100 printable characters a part, and no more.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REPORT:
        return HttpResponse(status=413)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=204)
    report = sent.get("csp-report") if isinstance(sent, dict) else None
    if isinstance(report, dict):
        directive = report.get("effective-directive") or report.get("violated-directive")
        logger.warning("csp: %s stopped %s", _plain(directive), _plain(_place(report.get("blocked-uri"))))
    return HttpResponse(status=204)


def _place(address: object) -> str:
    """The server of an address, or a word such as `inline`: paths and questions can hold names."""
    text = str(address)
    try:
        return urlsplit(text).hostname or text.partition("?")[0]
    except ValueError:
        return "?"


def _plain(text: object) -> str:
    return "".join(sign for sign in str(text)[:100] if sign.isascii() and sign.isprintable())
