"""Many people at once, each on a connection of his own: `python -m benchmarks.load.drive ORDER.json`.

Prints what happened as JSON. A process of its own, so that what the asking costs is not mixed with what answering does.
Nobody thinks between two pages, so `people` is also the number of requests on their way.
"""

import asyncio
import json
import re
import ssl
import sys
import time
from dataclasses import asdict, dataclass, field
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx

from benchmarks.load.journeys import ROLES


@dataclass
class Order:
    """`people`: role and session cookie (name=value) of each. `patient`: who is told to come back later, waits as long
    as he is told (but not beyond the end); else he asks again at once. `path`: just this one, asked as cheaply as
    can be, so that the asking takes little of the machine."""

    url: str
    seconds: float
    people: list[tuple[str, str]]
    certificate: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    patient: bool = True
    path: str = ""


@dataclass
class Asked:
    """One request: when (seconds since 1970), what, how long (seconds), and the status (0: no answer)."""

    at: float
    path: str
    took: float
    status: int
    method: str = "GET"
    retry_after: bool = False
    dutch: bool = True
    said: str = ""  # of an answer that was no page: what stood on it


class Over(Exception):
    """The time is up."""


class Person:
    """Follows redirects, and keeps cookies by itself: also those for https when there is no proxy that speaks it."""

    def __init__(
        self, client: httpx.AsyncClient, cookie: str, order: Order, until: float, asked: list[Asked]
    ) -> None:
        self.client, self.order, self.until, self.asked = client, order, until, asked
        self.cookies = dict(part.split("=", 1) for part in cookie.split("; ")) if cookie else {}

    async def get(self, path: str) -> httpx.Response:
        return await self._ask("GET", path, None)

    async def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return await self._ask("POST", path, fields)

    async def _ask(self, method: str, path: str, fields: dict[str, str] | None) -> httpx.Response:
        while True:
            answer = await self._once(method, path, fields)
            if answer.status_code not in {301, 302, 303, 307, 308}:
                return answer
            place = httpx.URL(answer.headers["location"])
            method, path, fields = "GET", place.raw_path.decode(), None

    async def _once(self, method: str, path: str, fields: dict[str, str] | None) -> httpx.Response:
        if time.time() >= self.until:
            raise Over
        at, start = time.time(), time.perf_counter()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields:
            headers["Referer"] = "https://127.0.0.1/"  # in production without a port
        try:
            answer = await self.client.request(method, path, data=fields, headers=headers)
        except httpx.HTTPError:
            self.asked.append(Asked(at, path, time.perf_counter() - start, 0, method))
            await asyncio.sleep(0.1)
            return httpx.Response(0, text="")
        took = time.perf_counter() - start
        for line in answer.headers.get_list("set-cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        again = answer.headers.get("retry-after", "")
        dutch = answer.status_code < 500 or 'lang="nl' in answer.text
        said = "" if answer.status_code < 400 else words_of(answer.text)
        self.asked.append(Asked(at, path, took, answer.status_code, method, bool(again), dutch, said))
        if answer.status_code in {429, 503} and self.order.patient and again.isdigit():
            await asyncio.sleep(max(0.0, min(float(again), self.until - time.time())))
        return answer


def words_of(html: str) -> str:
    """What a person reads first: the summary of errors when there is one, else the text."""
    start = max(html.find("error-summary"), html.find("<h1"), 0)
    return " ".join(re.sub(r"<[^>]*>?", " ", html[start : start + 3000]).split())[:300]


async def live(
    role: str, cookie: str, order: Order, trust: ssl.SSLContext | bool, asked: list[Asked]
) -> None:
    until = time.time() + order.seconds
    async with httpx.AsyncClient(
        base_url=order.url,
        verify=trust,
        headers=order.headers,
        timeout=60,
        limits=httpx.Limits(max_connections=1),
        trust_env=False,
    ) as client:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        person = Person(client, cookie, order, until, asked)
        try:
            while True:
                await ROLES[role][1](person)
        except Over:
            return


async def hammer(order: Order, trust: ssl.SSLContext | bool, asked: list[Asked]) -> None:
    """One path on one connection, without anything that a browser does; a connection that ends is made again."""
    until, place = time.time() + order.seconds, httpx.URL(order.url)
    words = f"GET {order.path} HTTP/1.1\r\nHost: {place.host}\r\nX-Forwarded-Proto: https\r\n\r\n".encode()
    while time.time() < until:
        reader, writer = await asyncio.open_connection(place.host, place.port, ssl=trust or None)
        try:
            while time.time() < until:
                at, start = time.time(), time.perf_counter()
                writer.write(words)
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                await reader.readexactly(int(length[1]) if length else 0)
                asked.append(Asked(at, order.path, time.perf_counter() - start, int(head.split(b" ", 2)[1])))
        except (ConnectionError, asyncio.IncompleteReadError):
            continue  # the proxy ends a connection after a thousand requests
        finally:
            writer.close()


async def drive(order: Order) -> list[Asked]:
    asked: list[Asked] = []
    trust = ssl.create_default_context(cafile=order.certificate) if order.certificate else False
    if order.path:
        await asyncio.gather(*(hammer(order, trust, asked) for _ in order.people))
    else:
        await asyncio.gather(*(live(role, cookie, order, trust, asked) for role, cookie in order.people))
    return asked


def main(path: str) -> None:
    order: dict[str, Any] = json.loads(Path(path).read_text())
    json.dump([asdict(one) for one in asyncio.run(drive(Order(**order)))], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
