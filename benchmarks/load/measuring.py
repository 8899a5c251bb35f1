"""`./run bench load [seconds]`: people of all roles at once, against the portal as in production.

gunicorn with the words of the Dockerfile, behind nginx with our template when this machine has nginx (else straight,
and the table says so), on a database with the demo and 20,000 sites around it. Levels of 8, 64 and 256 connections, so
many seconds each; nobody thinks between two pages. The floor is a WSGI function with psycopg under the same gunicorn
and the same proxy, in the same run. Limits per account are off: the people here ask more than people do.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks.load import world
from benchmarks.load.drive import Asked, Order
from benchmarks.load.processor import parent_of, seconds_of
from config.local.packages import ROOT
from config.local.processes import Child, Children
from config.local.production import Production, free_port, nginx

LEVELS = (8, 64, 256)
SECONDS = 20
WARM = 4  # seconds before the first level: pools, templates and names are loaded
HEADINGS = (
    "what", "connections", "answers/s", "of the floor", "p50 ms", "p95 ms", "p99 ms",
    "CPU ms web", "CPU ms PostgreSQL", "503", "other errors",
)  # fmt: skip


class Measurement:
    """The portal, its floor and the people who ask, in one folder."""

    def __init__(self, folder: Path, children: Children, url: str) -> None:
        self.folder, self.url = folder, url
        static = folder / "static"
        environment = os.environ | {
            "DATABASE_URL": url, "DATABASE_POOL": "true", "SECURE": "true", "DEBUG": "false", "DEMO_MODE": "false",
            "ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": "https://127.0.0.1", "TRUSTED_PROXY_COUNT": "1",
            "RATE_LIMITING": "false", "SECOND_FACTOR_REQUIRED": "false", "STATIC_ROOT": str(static),
            "MEDIA_ROOT": str(folder / "media"), "LOG_LEVEL": "WARNING", "EMAIL_URL": "dummymail://",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
            env=environment, check=True, cwd=ROOT,
        )  # fmt: skip
        self.production = Production(folder, children, environment)
        self.has_proxy = nginx() is not None
        self.port = free_port()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.postgres = parent_of(cursor.fetchone()[0])

    def start(self, application: str) -> Child:
        child = self.production.start_web(
            port=self.port, name=application.replace(".", "-"), application=application
        )
        self.production.wait_for(self.port)
        if self.has_proxy and self.production.proxy is None:
            self.production.start_proxy(self.port)
        return child

    def ask(self, web: Child, people: list[tuple[str, str]], seconds: float, **more: Any) -> dict[str, Any]:
        """What one level gave: figures by name."""
        order = Order(url=f"http://127.0.0.1:{self.port}", seconds=seconds, people=people, **more)
        if self.has_proxy:
            order.url, order.certificate = self.production.url, self.production.certificate
        else:
            order.headers = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https"}
        path = self.folder / "order.json"
        path.write_text(json.dumps(order.__dict__))
        before = seconds_of(web.process.pid), seconds_of(self.postgres)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load.drive", path],
            check=True,
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        after = seconds_of(web.process.pid), seconds_of(self.postgres)
        asked = [Asked(**one) for one in json.loads(done.stdout)]
        return figures(asked, seconds) | {
            "web": 1000 * (after[0] - before[0]) / max(1, len(asked)),
            "postgres": 1000 * (after[1] - before[1]) / max(1, len(asked)),
            "asked": asked,
        }


def figures(asked: list[Asked], seconds: float) -> dict[str, Any]:
    """Of the answers that were no refusal: how many a second, and how long half, 95 and 99 of a hundred took."""
    good = sorted(one.took for one in asked if 0 < one.status < 500)
    statuses = Counter(one.status for one in asked)
    return {
        "rate": len(good) / seconds,
        "p50": percentile(good, 50), "p95": percentile(good, 95), "p99": percentile(good, 99),
        "refused": statuses[503],
        "errors": sum(number for status, number in statuses.items() if status == 0 or status >= 500) - statuses[503],
        "statuses": dict(sorted(statuses.items())),
    }  # fmt: skip


def percentile(ordered: list[float], per: int) -> float:
    """In milliseconds; 0 when there is none."""
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * per // 100)] if ordered else 0.0


def row(what: str, number: int, found: dict[str, Any], floor: float) -> str:
    cells = [
        what, str(number), f"{found['rate']:.0f}", f"{found['rate'] / floor:.3f} x",
        *(f"{found[name]:.0f}" for name in ("p50", "p95", "p99")),
        f"{found['web']:.2f}", f"{found['postgres']:.2f}", str(found["refused"]), str(found["errors"]),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def pages(asked: list[Asked]) -> list[str]:
    """The slowest pages of a level, with numbers in addresses left out."""
    kinds: dict[str, list[float]] = {}
    for one in asked:
        if 0 < one.status < 500:
            words = one.path.split("?")[0].split("/")
            path = "/".join("N" if any(sign.isdigit() for sign in word) else word for word in words)
            kinds.setdefault(f"{one.method} {path}", []).append(one.took)
    slow = sorted(kinds.items(), key=lambda kind: -percentile(sorted(kind[1]), 50))[:12]
    return [
        f"  {name:48} {len(took):5} x  p50 {percentile(sorted(took), 50):6.0f} ms"
        f"  p95 {percentile(sorted(took), 95):6.0f} ms"
        for name, took in slow
    ]


def main(words: list[str]) -> None:
    seconds = float(words[0]) if words else SECONDS
    url = world.own_database(os.environ["DATABASE_URL"])
    world.point_at(url)
    world.fill(url)
    call_command("migrate", verbosity=0)  # a database of an earlier time
    with tempfile.TemporaryDirectory(prefix="hl") as name, Children(Path(name) / "log") as children:
        measurement = Measurement(Path(name), children, url)
        way = "nginx with TLS" if measurement.has_proxy else "no proxy (no nginx here)"
        print(f"\nThrough {way}, {seconds:.0f} s a level")
        print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}", flush=True)
        floor_web = measurement.start("benchmarks.load.floor")
        nobody = [("", "")] * 8
        measurement.ask(floor_web, nobody, WARM, path="/")
        found = measurement.ask(floor_web, nobody, seconds, path="/")
        floor = found["rate"]
        print(row("floor: WSGI and psycopg", 8, found, floor), flush=True)
        floor_web.stop()
        children.running.remove(floor_web)
        web = measurement.start("config.wsgi")
        everybody = world.people(max(LEVELS))
        measurement.ask(web, everybody[:8], WARM)
        first: list[Asked] = []
        statuses = {}
        for number in LEVELS:
            found = measurement.ask(web, everybody[:number], seconds)
            first = first or found["asked"]
            statuses[str(number)] = found["statuses"]
            print(row("all roles", number, found, floor), flush=True)
        found = measurement.ask(web, everybody, seconds, patient=False)
        statuses["256, impatient"] = found["statuses"]
        print(row("all roles, asking again at once when refused", max(LEVELS), found, floor), flush=True)
        print("\nstatuses", json.dumps(statuses))
        print("slowest pages at 8 connections:", *pages(first), sep="\n")
