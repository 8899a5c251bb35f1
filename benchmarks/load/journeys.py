"""What people of each role do, again and again, as scripted journeys over HTTP.

A journey asks for pages as a browser does: it follows the redirect after a form, sends forms with what the page put in
them, and leaves out pictures and style sheets (the proxy serves those).
"""

import random
import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Protocol

from benchmarks.load.pages import Form, forms_and_links


class Answer(Protocol):
    """What a journey may know of an answer."""

    @property
    def text(self) -> str: ...


class Visitor(Protocol):
    """One person with one connection. `get` and `post` follow redirects and note how long each request took."""

    async def get(self, path: str) -> Answer: ...

    async def post(self, path: str, fields: dict[str, str]) -> Answer: ...


Journey = Callable[[Visitor], Awaitable[None]]


async def municipal_officer(who: Visitor) -> None:
    """Home, the sites of the town, the households that wait, a place for one of them: proposed and taken back."""
    await who.get("/")
    sites = await who.get("/locaties/")
    await who.get("/locaties/?toestand=alle&vrij_van=2")
    if site := one_of(r"/locaties/\d+/", sites):
        await who.get(site)
    waiting = await who.get("/huishoudens/?lijst=wachtend")
    household = one_of(r"/huishoudens/\d+/", waiting)
    if household is None:
        await who.get("/huishoudens/nieuw/")
        return
    await who.get(household)
    places = await who.get(f"{household}plaatsen/")
    offered = form_to(places, f"{household}voorstellen/")
    if offered is None:
        return
    proposed = await who.post(offered.action, offered.fields)
    if (back := form_to(proposed, "/intrekken/")) is not None:
        await who.post(back.action, back.fields)


async def company(who: Visitor) -> None:
    """An offer: the form, two times kept while one types, sent; then the own list."""
    await who.get("/")
    page = await who.get("/aanbod/nieuw/")
    form = form_to(page, "/aanbod/concept/") or form_with(page, "street")
    if form is None:
        return
    token = re.search(r"/aanbod/concept/([0-9a-f-]{36})/", page.text)
    draft = f"/aanbod/concept/{token[1] if token else uuid.uuid4()}/"
    typed = form.fields | {"street": "Kerkstraat", "house_number": str(random.randint(1, 900))}
    await who.post(f"{draft}bewaren/", typed)
    typed |= {
        "postal_code": "9000", "kind": "building", "category": "private", "term": "durable", "setting": "individual",
        "estimated_places": "6", "readiness": "ready", "available_from": "2026-11-01", "contact_name": "Contact",
        "contact_email": "contact@proef.example",
    }  # fmt: skip
    await who.post(f"{draft}bewaren/", typed)
    await who.post(draft, typed | {"submit": "1"})
    await who.get("/aanbod/mijn/")


async def flemish_official(who: Visitor) -> None:
    """How the places are shared out, one town, the register, and the lists of the back office."""
    await who.get("/")
    overview = await who.get("/spreiding/")
    if town := one_of(r"/spreiding/\d{5}/", overview):
        await who.get(town)
    await who.get("/locaties/?provincie=OVL")
    await who.get("/aanbod/?zoek=kerkstrat")
    await who.get("/beheer/housing/site/")
    await who.get("/beheer/accounts/membership/")


async def facility(who: Visitor) -> None:
    await who.get("/")
    requests = await who.get("/facility/aanvragen/")
    if request := one_of(r"/facility/aanvraag/\d+/", requests):
        await who.get(request)
    orders = await who.get("/facility/bestellingen/")
    if order := one_of(r"/facility/bestelling/\d+/", orders):
        await who.get(order)
    await who.get("/facility/budgetten/")


async def vlot(who: Visitor) -> None:
    await who.get("/")
    calls = await who.get("/vlot/oproepen/")
    if call := one_of(r"/vlot/oproep/\d+/", calls):
        await who.get(call)
    await who.get("/vlot/oproep/nieuw/")
    await who.get("/vlot/bezoeken/")


async def governor(who: Visitor) -> None:
    await who.get("/")
    await who.get("/spreiding/")
    await who.get("/spreiding/provincie/40000/")
    await who.get("/locaties/")


async def visitor(who: Visitor) -> None:
    """Somebody without an account."""
    for path in ("/", "/cijfers/", "/particulier/?postcode=9000", "/privacy/", "/account/login/"):
        await who.get(path)


# How many of a hundred people have this role.
ROLES: dict[str, tuple[int, Journey]] = {
    "local_authority": (50, municipal_officer),
    "company": (15, company),
    "abb": (10, flemish_official),
    "facility": (5, facility),
    "vlot": (6, vlot),
    "governor": (4, governor),
    "": (10, visitor),
}


def one_of(pattern: str, page: Answer) -> str | None:
    """Some link of the page that is just such an address."""
    found = [link for link in forms_and_links(page.text)[1] if re.fullmatch(pattern, link)]
    return random.choice(found) if found else None


def form_to(page: Answer, part: str) -> Form | None:
    """One of the forms that are sent to an address with this in it."""
    found = [form for form in forms_and_links(page.text)[0] if part in form.action]
    return random.choice(found) if found else None


def form_with(page: Answer, field: str) -> Form | None:
    return next((form for form in forms_and_links(page.text)[0] if field in form.fields), None)
