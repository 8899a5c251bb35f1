"""Whole classes of mistakes that every test looks for, without asking.

Installed by tests/conftest.py for the whole run:

- a list that nobody ordered comes back shuffled, so that no page and no test can lean on luck;
- a page that asks the database once per row fails (zeal), wherever the test client opens it;
- a run that begins shortly before midnight stays on its day.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import time_machine
from django.db.models.query import MAX_GET_RESULTS, QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from zeal import zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

# The back office and the sign-in of libraries ask more than once in places that we cannot reach.
NOT_OURS = ("/beheer/", "/account/")
# Longer than the whole suite takes, and shorter than a session may stay unused.
LONGEST_RUN = timedelta(minutes=25)
# What tells other processes how far the clock was put back, and what lets each Python among them do the same.
BEHIND, CLOCK = "TESTS_CLOCK_BEHIND", Path(__file__).parent / "clock"


def install() -> None:
    QuerySet._fetch_all = shuffling(QuerySet._fetch_all)  # type: ignore[method-assign]
    initialize_app_registry()
    patch()
    Client.request = watching(Client.request)  # type: ignore[method-assign]
    if not time_machine.escape_hatch.is_travelling():  # by tests/clock, when this Python started
        stay_on_one_day(timezone.localtime())


def stay_on_one_day(now: datetime) -> time_machine.travel | None:
    """Tests name days when they are read and look at them when they run: between the two it may not become tomorrow.

    Close to midnight the clock of this process is put back, and that of every Python that it starts: a portal, a
    worker or another party of a test that reckoned with the real clock would find its sessions unused for too long
    and its tokens of the future. PostgreSQL and the browser keep theirs. `TESTS_CLOCK_BEHIND=1500 ./run test` does the
    same at any hour. Returns the travel, for who wants to come back; None if there is nothing to do.
    """
    close = (now + LONGEST_RUN).date() > now.date()
    behind = float(os.environ.setdefault(BEHIND, str(LONGEST_RUN.total_seconds()) if close else "0"))
    if not behind:
        return None
    share_the_clock()
    travel = time_machine.travel(now - timedelta(seconds=behind), tick=True)
    travel.start()
    return travel


def share_the_clock() -> None:
    """Every Python that is started from here reads tests/clock/sitecustomize.py."""
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(CLOCK), *([others] if others else [])])


@contextmanager
def real_clock() -> Iterator[None]:
    """The clock that PostgreSQL has, for a test that compares the two."""
    if not time_machine.escape_hatch.is_travelling():
        yield
        return
    with time_machine.travel(time_machine.escape_hatch.time.time(), tick=True):
        yield


def has_no_order(rows: QuerySet[Any]) -> bool:
    """Whether PostgreSQL may give these rows in any order, and a random one asks for the same rows.

    Not so: DISTINCT, where the order becomes part of what is distinct, and UNION, which takes columns only.
    """
    query = rows.query
    one_asked = query.high_mark == MAX_GET_RESULTS  # get() refuses a second row, in whatever order
    return not (rows.ordered or one_asked or query.distinct or query.combinator or query.is_empty())


def shuffling(fetch_all: Callable[[QuerySet[Any]], None]) -> Callable[[QuerySet[Any]], None]:
    @wraps(fetch_all)
    def _fetch_all(self: QuerySet[Any]) -> None:
        if self._result_cache is not None or not has_no_order(self):
            return fetch_all(self)
        as_asked = self._query
        self._query = as_asked.chain()
        self._query.add_ordering("?")
        try:
            return fetch_all(self)
        finally:
            self._query = as_asked

    return _fetch_all


def watching(request: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(request)
    def watched(self: Client, **environ: Any) -> Any:
        if environ.get("PATH_INFO", "").startswith(NOT_OURS):
            return to_the_end(request(self, **environ))
        with zeal_context():
            return to_the_end(request(self, **environ))

    return watched


def to_the_end(response: HttpResponseBase) -> HttpResponseBase:
    """Takes in a streamed answer as a browser does: what is left open would fail whichever test comes next."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = [b"".join(response.streaming_content)]
    return response
