"""Whole flows in a real Chromium, with a real Celery worker where the flow needs one."""

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import BrowserContext, Page

from accounts.models import Membership
from tests.browser import (
    axe_violations,
    browser_context_args,
    browser_type_launch_args,
    context,
    overflow,
    problems,
)

SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots"
README_PICTURES = Path(settings.BASE_DIR) / "docs" / "screenshots"
PHONE, DESKTOP = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def sign_in(client_for, live_server, context: BrowserContext):
    """Puts on a hat in the browser, as if its owner had just signed in."""

    def make(hat: Membership) -> None:
        session = client_for(hat).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return make


def faults_of(page: Page, *, with_axe: bool = True) -> list[str]:
    """Wider than the window, complaints of the browser, and what axe finds."""
    wider = overflow(page)
    return [
        *([f"{wider} px wider than the window"] if wider else []),
        *map(str, problems(page)),
        *(map(str, axe_violations(page)) if with_axe else []),
    ]


@pytest.fixture
def look():
    """Judges the page as it stands, on a phone and on a desk, and keeps a picture of each in var/screenshots: always
    when the journeys are asked for by name, and of a page at fault in a run of everything (they cost a minute there).
    Axe takes half of a journey: in a run of everything half of the pages meet it on the phone and the others on the
    desk; by name, and in `./run soak`, all meet it on both.

    With `readme` a name and UPDATE_SCREENSHOTS set, the picture in the README is made anew.
    """

    def judge(page: Page, name: str, *, readme: str = "") -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_load_state("load")  # a click waits for the page, and not for its styles
        by_name = bool(os.environ.get("KEEP_SCREENSHOTS"))
        drawn = ("360", "1280")[zlib.crc32(name.encode()) % 2]
        for kind, size in (("360", PHONE), ("1280", DESKTOP)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            faults = faults_of(page, with_axe=by_name or kind == drawn)
            if faults or by_name:
                page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png", full_page=True)
            if readme and kind == "1280" and os.environ.get("UPDATE_SCREENSHOTS"):
                page.screenshot(path=README_PICTURES / f"{readme}.png")
            assert faults == [], f"{name} at {kind} px"

    return judge


@pytest.fixture
def worker(transactional_db) -> Iterator[None]:
    """A real Celery worker on the test database, and a beat that ticks as in production."""
    test_database = connection.settings_dict["NAME"]
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base}/{test_database}",
        "BROKER_KEY_PREFIX": f"{test_database}-",
        "EMAIL_URL": "dummymail://",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    schedule = SCREENSHOTS.parent / f"beat-{test_database}"
    schedule.parent.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "-B",
        "-c",
        "1",
        "-s",
        str(schedule),
        "-l",
        "warning",
    ]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    yield
    process.terminate()
    process.wait(timeout=30)
    for left in schedule.parent.glob(f"{schedule.name}*"):
        left.unlink()


def wait_until(what, *, seconds: float = 45) -> None:
    """Waits for something that another process does; fails with its name when it does not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return
        time.sleep(0.3)
    raise AssertionError(f"{what} did not become true within {seconds} s")
