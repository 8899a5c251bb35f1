"""The worlds in which every page is looked at, and the browser that looks."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from playwright.sync_api import Browser, BrowserContext

from tests.accessibility.looks import SCRIPT
from tests.accessibility.portal import Portal
from tests.accessibility.results import Results, keep_together
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After the last worker: its parts become the file that the statement is made from."""
    if not hasattr(session.config, "workerinput"):
        keep_together()
