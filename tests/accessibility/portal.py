"""The portal as a browser sees it, with no server in between.

What the browser asks is caught and answered by Django's test client, in the transaction of the test: a page costs no
signing in and no socket, a form may be sent, and all that it did is rolled back. Nothing leaves the machine.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import connections, transaction
from playwright.sync_api import BrowserContext, Page, Route

from tests.house.world import World

ORIGIN = "http://testserver"
OURS = {"cookie", "content-type", "content-length", "host"}  # the client of the test has its own
NOT_FOR_A_BROWSER = {"content-length", "transfer-encoding"}
_static: dict[str, bytes] = {}


class Answer(NamedTuple):
    method: str
    path: str
    status: int
    text: str


class Portal:
    """Open pages with `show`; `answers` is what was asked since, the page itself first."""

    def __init__(self, window: BrowserContext, world: World) -> None:
        self.window, self.world = window, world
        self.page: Page = window.pages[0] if window.pages else window.new_page()
        self.client: Any = None
        self.first: Any = None
        self.answers: list[Answer] = []
        self.files: set[str] = set()  # the templates, styles and scripts of what is shown
        self.connection = connections["default"]

    def __enter__(self) -> Self:
        self.window.route("**/*", self._answer)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.page.goto("about:blank")
        self.window.unroute("**/*", self._answer)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def ask(self, path: str, *, hat: str, post: dict[str, Any] | None = None) -> Any:
        """What a hat gets for a page or, with `post`, for a form with that in it; what it did is undone."""
        self.client = self.world.client(hat)
        with transaction.atomic():
            response = self.client.get(path) if post is None else self.client.post(path, post)
            response.body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        self.first = response
        return response

    def show(self, path: str) -> Answer:
        """Puts on the screen what was asked last; what the page asks by itself is answered anew."""
        self.answers = []
        self.files = set()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.goto(ORIGIN + path, wait_until="load")
        return self.answers[0]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is sent meanwhile is undone after."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
            route.abort()
        elif asked.path.startswith("/static/"):
            self.files.add(finders.find(asked.path.removeprefix("/static/")) or "")
            route.fulfill(body=static_file(asked.path), content_type=mimetypes.guess_type(asked.path)[0])
        else:
            self._ask_django(route, asked.path + (f"?{asked.query}" if asked.query else ""))

    def _ask_django(self, route: Route, path: str) -> None:
        # Playwright calls us beside the test, where Django would open a connection that does not see the test's world.
        connections["default"] = self.connection
        request = route.request
        response, self.first = self.first, None
        if response is None:
            response = self.client.generic(
                request.method,
                path,
                request.post_data_buffer or b"",
                content_type=request.headers.get("content-type", "application/octet-stream"),
                headers={key: value for key, value in request.headers.items() if key not in OURS},
            )
        while response.status_code in (301, 302, 303) and response.headers["Location"].startswith("/"):
            response = self.client.get(response.headers["Location"])
        self.files |= {part.origin.name for part in response.templates}
        body = b"".join(response) if response.streaming else response.content
        self.answers.append(Answer(request.method, path, response.status_code, body.decode(errors="replace")))
        kept = {key: value for key, value in response.headers.items() if key.lower() not in NOT_FOR_A_BROWSER}
        route.fulfill(status=response.status_code, headers=kept, body=body)


def static_file(path: str) -> bytes:
    if path not in _static:
        found = finders.find(path.removeprefix("/static/"))
        if found is None:
            raise FileNotFoundError(path)
        with open(found, "rb") as file:
            _static[path] = file.read()
    return _static[path]
