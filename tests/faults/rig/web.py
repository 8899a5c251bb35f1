"""The web as in production (gunicorn, gthread, the pool), and people who use it over HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, Client, encode_multipart

from accounts.models import Membership
from tests.faults.rig.waiting import until


def environment(*, database: str, broker: str, folder: Path, **more: str) -> dict[str, str]:
    """What compose gives a process of the portal. `database`: a URL; `broker`: a URL of Redis."""
    return {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "BROKER_KEY_PREFIX": "",
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": f"filemail:///{folder / 'mails'}",
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "PYTHONWARNINGS": "ignore",
        "LOG_FORMAT": "line",  # the log of production leaves out which task it was
        **more,
    }


def on_socket(folder: str, name: str) -> str:
    return f"postgres://housing@{quote(folder, safe='')}/{name}"


def on_port(port: int, name: str) -> str:
    return f"postgres://housing@127.0.0.1:{port}/{name}"


@dataclass
class Web:
    """gunicorn with the words of the Dockerfile, on a port of this machine."""

    env: dict[str, str]
    folder: Path
    port: int = 0
    inside: tuple[str, ...] = ()  # words before its own, to run it inside something
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> "Web":
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        words = [*command_of_the_image(), "--bind", f"127.0.0.1:{self.port}"]
        with (self.folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.inside, sys.executable, "-m", *words],
                env=self.env | {"ALLOWED_HOSTS": "127.0.0.1", "SECURE": "true", "DATABASE_POOL": "true"},
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self.is_up, seconds=90, step=0.05)
        return self

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log()[-3000:]
        return self.ask("/livez", timeout=1).status == 200

    def log(self) -> str:
        return (self.folder / "web.log").read_text(errors="replace")

    def workers(self) -> list[int]:
        """The processes that answer, by number."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def memory(self) -> int:
        """Of its largest process, in MiB."""
        sizes = [
            re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in self.workers()
        ]
        return max(int(size[1]) for size in sizes if size) // 1024

    def processor_seconds(self) -> float:
        """What its processes worked, together: says more than a clock on a machine that others use too."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers()]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def kill_workers(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def ask(self, path: str, *, timeout: float = 60, **how: Any) -> "Answer":
        return Visitor(self).ask(path, timeout=timeout, **how)

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def command_of_the_image() -> list[str]:
    """What the container runs, so that no fault is tried on another web than that of production."""
    text = (Path(settings.BASE_DIR) / "Dockerfile").read_text()
    found = re.search(r'^CMD (\["gunicorn".*\])$', text, re.MULTILINE)
    assert found
    return list(json.loads(found[1]))


@dataclass
class Answer:
    """What came back, and after how many seconds. `status` 0: no answer at all."""

    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def form(self, holds: str = "csrfmiddlewaretoken") -> dict[str, str]:
        """The fields of the form on the page that has a field with this name, as a browser would send them."""
        reader = Forms()
        reader.feed(self.text)
        return next(form for form in reader.found if holds in form)


class Forms(HTMLParser):
    """Reads the forms of a page: name and value of what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({})
        elif tag == "select":
            self.choosing = given.get("name", "")
        elif not self.found or "disabled" in given:
            return
        elif tag == "option" and "selected" in given:
            self.found[-1][self.choosing] = given.get("value", "")
        elif tag == "input" and (name := given.get("name")):
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            if given.get("type") not in {"submit", "file", "button"}:
                self.found[-1][name] = given.get("value", "on" if given.get("type") == "checkbox" else "")


@dataclass
class Visitor:
    """A browser without a screen; signed in when it has the cookie of a session."""

    web: Web
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        path: str,
        *,
        data: dict[str, Any] | None = None,
        files: bool = False,
        port: int = 0,
        timeout: float = 60,
    ) -> Answer:
        """GET, or POST when there is data; never follows a redirect. Several threads may ask at once."""
        headers = {"X-Forwarded-Proto": "https", "Host": "127.0.0.1", "Origin": "https://127.0.0.1"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body: bytes | None = None
        if data is not None:
            headers["Content-Type"] = MULTIPART_CONTENT if files else "application/x-www-form-urlencoded"
            body = encode_multipart(BOUNDARY, data) if files else urlencode(data, doseq=True).encode()
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", port or self.web.port, timeout=timeout)
        try:
            line.request("GET" if data is None else "POST", path, body=body, headers=headers)
            reply = line.getresponse()
            text = reply.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            return Answer(0, f"{type(problem).__name__}: {problem}", {}, time.monotonic() - begun)
        finally:
            line.close()
        self._keep(reply.headers.get_all("Set-Cookie") or [])
        return Answer(reply.status, text, dict(reply.headers), time.monotonic() - begun)

    def _keep(self, cookies: Iterable[str]) -> None:
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value

    def page_with_form(self, path: str, holds: str = "form_token") -> dict[str, str]:
        answer = self.ask(path)
        assert answer.status == 200, answer
        return answer.form(holds)


def signed_in(web: Web, hat: Membership) -> Visitor:
    """Somebody who signed in and put on this hat; the session stands in the database that the test is on."""
    client = Client()
    client.force_login(hat.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["hat"] = hat.pk
    session.save()
    return Visitor(web, {"__Host-sessionid": session.session_key})
