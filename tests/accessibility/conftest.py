"""The worlds in which every page is looked at, the browser that looks, and how a long walk is cut in slices.

With LOOK_MINUTES=5, a walk stops after five minutes and goes first where a fault was found, then where nobody ever
looked, then where a template, a style or a script changed since; what is of now is left out. With LOOK_AGAIN=yes it
goes only where a fault was found. What was seen is kept, also when the walk dies.
"""

import os
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from playwright.sync_api import Browser, BrowserContext

from config.accessibility.sources import marks_of_now
from tests.accessibility.looks import SCRIPT
from tests.accessibility.portal import Portal
from tests.accessibility.results import Results, keep_together, kept_rows
from tests.accessibility.worlds import WORLDS
from tests.browser import COLLECT_PROBLEMS, browser_context_args, browser_type_launch_args
from tests.house.conftest import files_of_the_world
from tests.house.world import World


@pytest.fixture(scope="module")
def made_world(request, django_db_setup, django_db_blocker) -> Iterator[World]:
    """One of WORLDS, made once for all pages and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:  # a page is looked at for longer than it may be made
            cursor.execute(
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
            )
        world = WORLDS[getattr(request, "param", "filled")]()
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, files_of_the_world, db, settings) -> World:
    settings.DEMO_MODE = True
    settings.MEDIA_ROOT = files_of_the_world
    return made_world


@pytest.fixture(scope="module")
def window(browser: Browser, browser_context_args) -> Iterator[BrowserContext]:
    """One window of the browser for all pages of a module."""
    context = browser.new_context(**browser_context_args)
    context.add_init_script(COLLECT_PROBLEMS)
    context.add_init_script(SCRIPT)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window_without_script(browser: Browser, browser_context_args) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def portal(world, window) -> Iterator[Portal]:
    """The portal behind the window: what the browser asks is answered from the world of the test."""
    with Portal(window, world) as opened:
        yield opened


@pytest.fixture
def portal_without_script(world, window_without_script) -> Iterator[Portal]:
    with Portal(window_without_script, world) as opened:
        yield opened


@pytest.fixture(scope="session")
def results() -> Results:
    """What was found of each page; each worker keeps its own part."""
    return Results()


ONLY_FAULTY = "LOOK_AGAIN" in os.environ
MINUTES = float(os.environ.get("LOOK_MINUTES", "60" if ONLY_FAULTY else "0"))
# Of a test without a state in its name, the state is that of its world.
STATE_OF = {
    "test_a_page_after_a_choice": "",
    "test_a_page_with_something_on_it": "filled",
    "test_a_form_with_errors": "errors",
    "test_a_page_with_nothing_on_it": "empty",
    "test_a_page_with_long_texts": "long",
    "test_forms_work_without_javascript": "no script",
}
FAULTY, NEVER, CHANGED, ABSENT = range(4)  # the order of a walk in slices


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A walk in slices: what was never seen comes first, and what is of now not at all."""
    if not MINUTES:
        return
    rows, now = kept_rows(), marks_of_now()
    order = {}
    for item in items:
        state = STATE_OF.get(getattr(item, "originalname", ""))
        if state is None:
            continue
        params = item.callspec.params  # type: ignore[attr-defined]
        row = rows.get((params["look"].name, state or params["made_world"]))
        if row is None:
            order[item] = NEVER
        elif "absent" in row:
            order[item] = ABSENT
        elif row["faults"]:
            order[item] = FAULTY
        elif not set(row.get("sources", "-").split()) <= now:
            order[item] = CHANGED
    if ONLY_FAULTY:
        order = {item: place for item, place in order.items() if place == FAULTY}
    left_out = [item for item in items if item not in order]
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(order, key=lambda item: order[item])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The time begins with the first page: making the database is no looking."""
    session = item.session
    if MINUTES and not hasattr(session, "looks_until"):
        session.looks_until = time.monotonic() + 60 * MINUTES  # type: ignore[attr-defined]
    elif MINUTES and time.monotonic() > session.looks_until:  # type: ignore[attr-defined]
        session.shouldstop = f"{MINUTES:g} minutes are over"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After the last worker: its parts become the file that the statement is made from."""
    if session.config.option.markexpr == "soak" and not hasattr(session.config, "workerinput"):
        keep_together()
