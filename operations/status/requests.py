"""Each request as one line of the log and one observation: which page, how it ended, how long it took."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from operations.status.counters import observe

logger = logging.getLogger(__name__)
UNSEEN = ("livez", "readyz", "metrics")  # asked every few seconds by machines


class Measured:
    """Outside all that answers, so that it sees refusals too. No address of a page: that can hold a key or a number
    of a household; the name of the page in `urls.py` says which it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - begun
        match = request.resolver_match
        view = match.view_name if match else ""
        observe(view=view, method=str(request.method), status=response.status_code, seconds=seconds)
        if view not in UNSEEN:
            said = {
                "view": view, "method": request.method, "status": response.status_code, "ms": round(seconds * 1000, 1)
            }  # fmt: skip
            logger.info("request", extra=said)
        return response
