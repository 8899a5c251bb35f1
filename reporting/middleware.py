"""Keeps which things somebody opened, without that any page needs to say so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import Membership
from reporting.opened import note_opened
from reporting.rules import may_look_for_things
from reporting.things import BY_URL


class RememberOpened:
    """Every page about one thing of `reporting.things` that was shown whole counts as opening that thing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method != "GET" or response.status_code != 200 or match is None:
            return response
        thing = BY_URL.get(match.view_name)
        by: Membership | None = getattr(request, "by", None)
        if thing is not None and by is not None and may_look_for_things(by):
            note_opened(thing.code, str(match.kwargs[thing.argument]), by=by)
        return response
