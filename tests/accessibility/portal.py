"""The portal as a browser sees it, with no server in between.

What the browser asks is caught and answered by Django's test client, in the transaction of the test: a page costs no
signing in and no socket, a form may be sent, and all that it did is rolled back. Nothing leaves the machine.
"""

import mimetypes
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import connections, transaction
from playwright.sync_api import BrowserContext, Page, Route

from tests.house.world import World

ORIGIN = "http://testserver"
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
        self.posts: dict[str, Any] | None = None
        self.answers: list[Answer] = []
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

    def show(self, path: str, *, hat: str, post: dict[str, Any] | None = None) -> Answer:
        """Opens a page as a hat; with `post` as the answer to a form with that in it."""
        self.client, self.posts, self.answers = self.world.client(hat), post, []
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.goto(ORIGIN + path, wait_until="load")
        return self.answers[0]

    def ask(self, path: str, *, hat: str, post: dict[str, Any] | None = None) -> Any:
        """The same without the browser, with its effects undone: is it a page at all?"""
        client = self.world.client(hat)
        with transaction.atomic():
            response = client.get(path) if post is None else client.post(path, post)
            if response.streaming:
                b"".join(response)
            transaction.set_rollback(True)
        return response

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
            route.abort()
        elif asked.path.startswith("/static/"):
            route.fulfill(body=static_file(asked.path), content_type=mimetypes.guess_type(asked.path)[0])
        else:
            self._ask_django(route, asked.path + (f"?{asked.query}" if asked.query else ""))

    def _ask_django(self, route: Route, path: str) -> None:
        # Playwright calls us beside the test, where Django would open a connection that does not see the test's world.
        connections["default"] = self.connection
        request = route.request
        headers = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in request.headers.items()}
        if self.posts is not None and request.is_navigation_request():
            data, self.posts = self.posts, None
            response = self.client.post(path, data, HTTP_REFERER=ORIGIN + path, HTTP_ORIGIN=ORIGIN)
        else:
            response = self.client.generic(
                request.method,
                path,
                request.post_data_buffer or b"",
                content_type=request.headers.get("content-type", "application/octet-stream"),
                **{
                    key: value
                    for key, value in headers.items()
                    if key not in ("HTTP_COOKIE", "HTTP_CONTENT_TYPE")
                },
            )
        method = request.method
        while response.status_code in (301, 302, 303) and response.headers["Location"].startswith("/"):
            response = self.client.get(response.headers["Location"])
        body = b"".join(response) if response.streaming else response.content
        self.answers.append(Answer(method, path, response.status_code, body.decode(errors="replace")))
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
