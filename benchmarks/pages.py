"""What a page costs: `./run bench pages [1|10] [history] [keep]`.

Each page is asked as a web server asks it (WSGI, all middleware, a session), from a register of that scale
(`benchmarks.scale`). Milliseconds of processor, of this process and of its PostgreSQL backend apart: other work on the
machine makes those slower, not more. The floor is taken in the same run through the same middleware: one statement with
a raw cursor, 25 rows joined as text (for lists), one row (for details and forms). The least of many times counts, and
p95 of both processors together.

`history` first lengthens the trail to ten million rows. `keep` leaves the rows for the next time; without it, the
database is emptied at the end.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import process_time_ns
from types import ModuleType
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, path, reverse, set_urlconf

from accounts.models import Kind, Organisation
from benchmarks import scale
from benchmarks.asking import asked_in_process, log_to_nowhere
from config.warm import share_memory, warm_up
from facility.models import SupportRequest
from households.models import Household
from housing.models import Offer, Site
from vlot.models import Intervention

RUNS = 15
LONG_HISTORY = 10_000_000  # rows of the trail
KEPT = Path(settings.BASE_DIR) / "var" / "bench"

FLOOR_LIST = """
SELECT site.id, site.name, town.name, site.kind, site.category, site.checked_on, provider.name
FROM housing_site site JOIN municipalities_municipality town ON town.id = site.municipality_id
JOIN accounts_organisation provider ON provider.id = site.organisation_id
ORDER BY site.id DESC LIMIT 25
"""
FLOOR_ROW = "SELECT id, name, street, house_number, postal_code, kind FROM housing_site WHERE id = %s"


class Target(NamedTuple):
    """Of reliability.md 4.4: at most so many times the floor, and so many queries; None where it says nothing."""

    floor: str
    times: float | None
    queries: int | None


LIST, DETAIL, FORM = Target("list", 10, 8), Target("row", 4, 8), Target("row", 8, None)
ADMIN, HOME, EXPORT = Target("list", None, 12), Target("list", None, None), Target("list", None, None)


class Page(NamedTuple):
    """A page that is measured, and who asks it."""

    name: str
    hat: str
    url: str
    target: Target


class Cost(NamedTuple):
    """Milliseconds of processor, and what else a page takes."""

    app: float
    database: float
    p95: float
    queries: int
    kibibytes: float


def pages(filled: scale.Filled) -> list[Page]:
    gent = filled.hats["local"].organisation
    household = Household.objects.filter(registered_by=gent).order_by("pk")[0]
    site = Site.objects.filter(municipality=gent.municipality).order_by("pk")[0]
    offer = Offer.objects.filter(municipality=gent.municipality).order_by("pk")[0]
    call = Intervention.objects.visible_to(filled.hats["local"]).order_by("pk")[0]
    asked = SupportRequest.objects.filter(organisation=gent).order_by("pk")[0]
    typos = "zoek=nachtegaldref"

    def row(name: str, hat: str, view: str, target: Target, query: str = "", *args: int) -> Page:
        return Page(name, hat, reverse(view, args=args) + (f"?{query}" if query else ""), target)

    return [
        row("sites", "abb", "housing:site_list", LIST),
        row("sites of a municipality", "local", "housing:site_list", LIST),
        row("sites, search with typos", "abb", "housing:site_list", LIST, typos),
        row("offers", "abb", "housing:offer_list", LIST),
        row("offers, search with typos", "abb", "housing:offer_list", LIST, typos),
        row("households", "local", "matching:household_list", LIST),
        row("stays", "local", "housing:movement_list", LIST),
        row("support requests", "facility", "facility:request_list", LIST),
        row("cases", "vlot", "vlot:intervention_list", LIST),
        row("notifications", "local", "notifications:notification_list", LIST),
        row("site", "local", "housing:site_detail", DETAIL, "", site.pk),
        row("offer", "local", "housing:offer_detail", DETAIL, "", offer.pk),
        row("household", "local", "matching:household_detail", DETAIL, "", household.pk),
        row("support request", "facility", "facility:request_detail", DETAIL, "", asked.pk),
        row("case", "local", "vlot:intervention_detail", DETAIL, "", call.pk),
        row("form: household", "local", "households:household_add", FORM),
        row("form: case", "local", "vlot:intervention_add", FORM),
        row("form: visit with findings", "local", "housing:offer_inspect", FORM, "", offer.pk),
        row("admin: sites", "abb", "admin:housing_site_changelist", ADMIN),
        row("admin: units", "abb", "admin:housing_unit_changelist", ADMIN),
        row("admin: offers", "abb", "admin:housing_offer_changelist", ADMIN),
        row("admin: stays", "abb", "admin:housing_stay_changelist", ADMIN),
        row("admin: trail", "abb", "admin:audit_auditevent_changelist", ADMIN),
        row("admin: trail, of one thing", "abb", "admin:audit_auditevent_changelist", ADMIN, "q=12345"),
        row(
            "admin: trail, of one name",
            "abb",
            "admin:audit_auditevent_changelist",
            ADMIN,
            "q=Medewerker+1234",
        ),
        *(
            row(f"home of {hat}", hat, "home", HOME)
            for hat in ("local", "governor", "facility", "vlot", "abb")
        ),
        row("sites as a file", "local", "housing:site_export", EXPORT, "vorm=csv"),
    ]


FAR = (
    ("sites", "abb", "housing:site_list"),
    ("offers", "abb", "housing:offer_list"),
    ("households", "local", "matching:household_list"),
    ("stays", "local", "housing:movement_list"),
    ("support requests", "facility", "facility:request_list"),
    ("cases", "vlot", "vlot:intervention_list"),
    ("notifications", "local", "notifications:notification_list"),
)


@login_not_required
def floor_list(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_LIST)
        rows = cursor.fetchall()
    return HttpResponse("<table>" + "".join(f"<tr>{''.join(f'<td>{v}</td>' for v in row)}" for row in rows))


@login_not_required
def floor_row(request: HttpRequest, pk: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_ROW, [pk])
        return HttpResponse("<p>".join(str(value) for value in cursor.fetchone()))


@contextmanager
def measured() -> Iterator[None]:
    """The addresses of the floors beside those of the portal; one connection that stays, as with the pool; no limit on
    how often one may ask, and no second step for who looks."""
    urls = ModuleType("measured_urls")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("meting/lijst/", floor_list),
        path("meting/rij/<int:pk>/", floor_row),
        *get_resolver().url_patterns,
    ]
    with (
        asked_in_process(),
        override_settings(ROOT_URLCONF=urls, RATE_LIMITING=False, SECOND_FACTOR_REQUIRED=False),
    ):
        yield
    set_urlconf(None)


class Browser:
    """Asks as nginx would, with the session of one hat or without."""

    def __init__(self, application: Callable[..., Any], session: str = "") -> None:
        self.application, self.session = application, session

    def get(self, url: str) -> bytes:
        where, _, query = url.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "443", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.session}", "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(), "wsgi.errors": None, "wsgi.multithread": True,
        }  # fmt: skip
        begun: list[str] = []
        answer = self.application(environ, lambda status, headers: begun.append(status))
        body = b"".join(answer)
        answer.close()
        if not begun[0].startswith("200"):
            raise RuntimeError(f"{url} answers {begun[0]}")
        return body


def database_ns() -> int:
    """Processor time of our PostgreSQL backend so far, as Linux tells it."""
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0])


def cost(browser: Browser, url: str, runs: int = RUNS) -> Cost:
    body = browser.get(url)  # templates and names are loaded
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        browser.get(url)
    costs = []
    for _ in range(runs):
        database, app = database_ns(), process_time_ns()
        browser.get(url)
        costs.append(((process_time_ns() - app) / 1e6, (database_ns() - database) / 1e6))
    both = sorted(app + database for app, database in costs)
    return Cost(
        min(app for app, _ in costs),
        min(database for _, database in costs),
        both[int(0.95 * (len(both) - 1))],
        len(queries),
        len(body) / 1024,
    )


def verdict(found: float, asked: float | None) -> str:
    return "" if asked is None else f" ({'≤' if found <= asked else '>'} {asked:g})"


def measure(filled: scale.Filled, only: list[str]) -> dict[str, Cost]:
    application = get_wsgi_application()
    warm_up()
    share_memory()  # as gunicorn before its first process (config/production/gunicorn.py)
    with log_to_nowhere():
        return measure_on(application, filled, only)


def measure_on(application: WSGIHandler, filled: scale.Filled, only: list[str]) -> dict[str, Cost]:
    anybody = Browser(application)
    floors = {
        "list": cost(anybody, "/meting/lijst/", 4 * RUNS).app,
        "row": cost(anybody, f"/meting/rij/{Site.objects.first().pk}/", 4 * RUNS).app,  # type: ignore[union-attr]
    }
    print(
        f"\nscale {filled.scale:g}; floors: {floors['list']:.2f} ms (25 rows), {floors['row']:.2f} ms (one)\n"
    )
    print("| page | asked by | app ms | × floor | PostgreSQL ms | p95 of both | queries | KiB |")
    print("|---|---|---|---|---|---|---|---|")
    browsers = {}
    for hat, membership in filled.hats.items():
        client = Client(headers={"host": "localhost"})
        client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
        browsers[hat] = Browser(application, str(client.session.session_key))
    found = {}
    for page in pages(filled):
        if only and not any(word in page.name for word in only):
            continue
        one = cost(browsers[page.hat], page.url, 3 if page.target is EXPORT else RUNS)
        found[page.name] = one
        times = one.app / floors[page.target.floor]
        print(
            f"| {page.name} | {page.hat} | {one.app:.1f} | {times:.1f}{verdict(times, page.target.times)} "
            f"| {one.database:.1f} | {one.p95:.1f} | {one.queries}{verdict(one.queries, page.target.queries)} "
            f"| {one.kibibytes:.0f} |",
            flush=True,
        )
    if not only or "far" in only:
        measure_far(browsers)
    return found


def measure_far(browsers: dict[str, Browser]) -> None:
    """The page of the last number that there is, the one after or before it by row, and the end of the list."""
    print(
        "\n| list | page 1, ms of both | last number | by row, there | the end | furthest / first (≤ 1.3) |"
    )
    print("|---|---|---|---|---|---|")
    for name, hat, view in FAR:
        url, browser = reverse(view), browsers[hat]
        last = browser.get(f"{url}?pagina=1000000").decode()
        step = re.search(r'href="\?pagina=([^"]*)" rel="next"', last) or re.search(
            r'href="\?pagina=([^"]*)" rel="prev"', last
        )
        if step is None:
            print(f"| {name} | one page | | | | |")
            continue
        asked = ("1", "1000000", step[1], "einde")
        first, *far = (
            one.app + one.database for one in (cost(browser, f"{url}?pagina={page}") for page in asked)
        )
        told = " | ".join(f"{one:.1f}" for one in far)
        print(f"| {name} | {first:.1f} | {told} | {max(far) / first:.2f} |", flush=True)


def main(words: list[str]) -> None:
    """`words`: the scale, "history", "keep", and parts of the names of the pages that are wanted."""
    numbers = [float(word) for word in words if word.replace(".", "").isdigit()]
    size, keep = numbers[0] if numbers else 1.0, "keep" in words
    only = [word for word in words if word not in ("keep", "history") and not word.replace(".", "").isdigit()]
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = None
    try:
        if Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).count() < 200:
            scale.fill(size)
        if "history" in words:
            scale.lengthen_history(LONG_HISTORY)
        kept = scale.Filled(scale.hats(), Site.objects.count() / scale.SITES)
        with measured():
            found = measure(kept, only)
        compare(found, kept.scale)
    finally:
        if not keep:
            scale.empty()


def compare(found: dict[str, Cost], size: float) -> None:
    """Keeps the p95 of each page, and beside those of the smallest scale shows how much they grew."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / "pages.json"
    before: dict[str, dict[str, float]] = json.loads(file.read_text()) if file.exists() else {}
    base = before.get("1", {})
    if size > 1 and base:
        print(f"\n| page | p95 at {size:g} × / p95 at 1 × (≤ 1.3) |\n|---|---|")
        for name, one in found.items():
            if base.get(name):
                print(f"| {name} | {one.p95 / base[name]:.2f} |")
    before[f"{size:g}"] = before.get(f"{size:g}", {}) | {name: one.p95 for name, one in found.items()}
    file.write_text(json.dumps(before))
