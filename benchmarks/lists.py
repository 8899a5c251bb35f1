"""How long the lists take: `./run bench`.

20,000 sites with 100,000 units and 100,000 offers, made by SQL and taken away at the end. For each filter the page
(request, sign-in, filter, query, template) stands beside the bare SQL of what it shows, run through psycopg on the same
connection in the same run: the rows of the page and how many there are, and for sites places, free places and the four
numbers of capacity. "data" is the same without HTML: from the words of the address to the rows of the page as objects;
what a page costs beyond it (some 25 ms: signing in, menus, the form, 25 rows of HTML) does not grow with the register.
"""

from contextlib import contextmanager
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation, User
from audit.paging import CappedPaginator
from benchmarks.asking import asked_in_process
from benchmarks.filling import complete
from benchmarks.imports import megabytes
from benchmarks.timing import best_of
from housing.lists import OFFERS, SITES, ListOf
from housing.models import Offer, Site, Unit
from municipalities.reference import load_reference_data
from spread.capacity import capacity_for

NUMBER_OF_SITES, UNITS_PER_SITE, NUMBER_OF_OFFERS, RUNS = 20_000, 5, 100_000, 5

PER_PAGE = 25

STREETS = """
CREATE TEMPORARY TABLE streets AS
SELECT row_number() OVER () AS place, stem || kind AS name
FROM unnest(ARRAY['Kerk', 'Molen', 'Nachtegaal', 'Berg', 'Linde', 'Stations', 'School', 'Beuken', 'Veld', 'Kasteel',
    'Zonnebloem', 'Leeuwerik', 'Vijver', 'Heide', 'Eiken', 'Populieren', 'Kapel', 'Brouwerij', 'Meidoorn',
    'Wilgen']) stem,
    unnest(ARRAY['straat', 'laan', 'dreef', 'weg', 'plein', 'hof', 'steenweg', 'pad']) kind
"""
FILL_SITES = """
INSERT INTO housing_site (organisation_id, municipality_id, name, street, house_number, box, postal_code, category,
    kind, term, setting, available, checked_on, opened_at, closed_reason, kitchen, sanitary, lift, furniture, rent_per,
    costs_included, ownership, on_request, turnaround_days, admits, open_to_others,
    contact_name, contact_email, contact_phone)
SELECT %(provider)s, towns.ids[1 + n %% array_length(towns.ids, 1)], 'Locatie ' || n, streets.name, (n %% 300)::text,
    '', '9000', (ARRAY['public', 'private', 'village'])[1 + n %% 3], 'building', 'durable', 'individual',
    daterange('2025-01-01', NULL), %(on)s::date - n %% 60, now(), '', '', '', false, '', '', false, '', false, 0,
    'everyone', true, 'Proef', '', ''
FROM generate_series(1, %(sites)s) n JOIN streets ON streets.place = 1 + n %% 160,
    (SELECT array_agg(id) ids FROM municipalities_municipality WHERE merged_into_id IS NULL) towns
"""
FILL_UNITS = """
INSERT INTO housing_unit (site_id, label, places, step_free, ground_floor, own_kitchen, own_sanitary, pets_allowed, cot)
SELECT id, 'Kamer ' || n, 2, (id + n) %% 7 = 0, false, false, false, id %% 11 = 0, false
FROM housing_site, generate_series(1, %(units)s) n WHERE organisation_id = %(provider)s
"""
FILL_OFFERS = """
INSERT INTO housing_offer (form_token, organisation_id, status, title, street, house_number, box, postal_code,
    municipality_id, category, kind, term, setting, estimated_places, readiness, works, available, contact_name,
    contact_email, contact_phone, remarks, source_reference, created_at, created_by_id, changed_at,
    submitted_at, submitted_by_id, rejection_reason, withdrawal_reason, decision_note, typed, kitchen, sanitary,
    step_free, ground_floor, lift, pets_allowed, furniture, rent_per, costs_included, ownership, on_request)
SELECT gen_random_uuid(), %(provider)s, 'submitted', '', streets.name, (n %% 300)::text, '', '9000',
    towns.ids[1 + n %% array_length(towns.ids, 1)], (ARRAY['public', 'private', 'village'])[1 + n %% 3], 'building',
    'durable', 'individual', 1 + n %% 40, 'ready', '', daterange('2025-01-01', NULL), 'Proef', '', '', '', 'F' || n,
    now() - n * interval '1 minute', %(user)s, now(), now(), %(user)s, '', '', '', '{}', '', '', n %% 7 = 0,
    false, false, n %% 11 = 0, '', '', false, '', false
FROM generate_series(1, %(offers)s) n JOIN streets ON streets.place = 1 + n %% 160,
    (SELECT array_agg(id) ids FROM municipalities_municipality WHERE merged_into_id IS NULL) towns
"""

SITE_PAGES = (
    "",
    "pagina=700",
    "gemeente=Gent",
    "provincie=OVL",
    "referentieregio=regio-gent",
    "categorie=private",
    "nagekeken=faded",
    "drempelvrij=ja",
    "huisdieren=ja",
    "vrij_van=4",
    "van=2026-12-01&tot=2027-03-01",
    "toestand=alle",
    "zoek=nachtegaaldreef",
    "zoek=nachtegaldref",
    "categorie=private&provincie=OVL&drempelvrij=ja&vrij_van=2&zoek=kerkstrat",
)
OFFER_PAGES = (
    "",
    "pagina=3000",
    "gemeente=Gent",
    "plaatsen_van=10&plaatsen_tot=20&drempelvrij=ja",
    "zoek=nachtegaaldreef",
    "zoek=nachtegaldref",
    "zoek=nachtegaldref gnt",
    "zoek=kekrstraat antwerpn",
    "zoek=F4711",
)


def fill(on: date) -> Membership:
    """The rows, and somebody of ABB who looks at all of them."""
    provider = Organisation.objects.create(kind=Kind.COMPANY, name="Meting NV", kbo_number="0999999922")
    abb, _ = Organisation.objects.get_or_create(kind=Kind.ABB, defaults={"name": "ABB"})
    user = User.objects.create_user("meting@abb.example")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    numbers: dict[str, Any] = {
        "provider": provider.pk, "user": user.pk, "on": on,
        "sites": NUMBER_OF_SITES, "units": UNITS_PER_SITE, "offers": NUMBER_OF_OFFERS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STREETS)
        for statement, model in ((FILL_SITES, Site), (FILL_UNITS, Unit), (FILL_OFFERS, Offer)):
            cursor.execute(complete(statement, model), numbers)
            # As autovacuum does after a while: statistics, index entries.
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
    return Membership.objects.create(user=user, organisation=abb)


@contextmanager
def statements() -> Any:
    """The SELECTs that a page asks of supply, with what was filled in."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [one["sql"] for one in captured if one["sql"].lstrip().startswith(("SELECT", "WITH"))]


def of_supply(statement: str) -> bool:
    return any(
        table in statement for table in ("housing_site", "housing_unit", "housing_offer", "housing_search")
    )


def measure(client: Client, kind: ListOf, by: Membership, path: str, queries: tuple[str, ...]) -> None:
    worst_data = worst_page = 0.0
    counts = set()
    print(f"\n{path:62} {'SQL':>8} {'data':>17} {'page':>17}  queries")
    for query in queries:
        address = f"{path}?{query}"
        client.get(address)  # templates and names are loaded
        with statements() as asked:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        supply = [statement for statement in asked if of_supply(statement)]

        def bare(supply: list[str] = supply) -> None:
            with connection.connection.cursor() as cursor:  # psycopg's own, without Django
                for statement in supply:
                    cursor.execute(statement)
                    cursor.fetchall()

        floor = best_of(RUNS, bare)

        def whole(address: str = address) -> None:
            client.get(address)

        def data(query: str = query) -> None:
            asked, today = QueryDict(query), timezone.localdate()
            rows = kind.filtered(asked, by=by, on=today)[1].select_related("municipality", "organisation")
            kind.complete(list(CappedPaginator(rows, PER_PAGE).get_page(asked.get("pagina"))), today)
            if kind is SITES:
                capacity_for(by, on=today)

        objects, page = best_of(RUNS, data), best_of(RUNS, whole)
        counts.add(len(asked))
        worst_data, worst_page = max(worst_data, objects / floor), max(worst_page, page / floor)
        print(
            f"{query or '(no filter)':62} {floor:5.1f} ms {objects:5.1f} ms {objects / floor:5.2f} x"
            f" {page:5.1f} ms {page / floor:5.2f} x  {len(asked)}"
        )
    print(f"worst {worst_data:.2f} x, as pages {worst_page:.2f} x; queries {sorted(counts)}")


def export(client: Client, path: str, rows: int) -> None:
    """All rows as a file, in pieces: seconds, and what the memory of this process grew by."""
    before = megabytes()
    start = perf_counter()
    size = sum(len(part) for part in client.get(f"{path}?vorm=csv"))
    took = perf_counter() - start
    print(f"{path}: {rows} rows, {size // 1024} kB in {took:.1f} s, {megabytes() - before} MB more memory")


def main() -> None:
    """Measures and leaves nothing behind."""
    load_reference_data()
    try:
        hat = fill(timezone.localdate())
        client = Client(headers={"host": "localhost"})
        client.force_login(hat.user)
        with asked_in_process():
            measure(client, SITES, hat, "/locaties/", SITE_PAGES)
            measure(client, OFFERS, hat, "/aanbod/", OFFER_PAGES)
            export(client, "/locaties/bestand/", NUMBER_OF_SITES)
            export(client, "/aanbod/bestand/", NUMBER_OF_OFFERS)
    finally:
        call_command("flush", interactive=False, verbosity=0)
