"""How long ranking one household against 100,000 units takes, as a ratio to the bare SQL of the hard conditions.

The floor is one statement that counts the units that meet every hard condition, sent by psycopg itself. Three
households: who asks little (most units fit), who asks much, and who knows how long. Beside the ranking: everything
around it (the facts of the household, the municipalities, the reasons of the twenty best), and the page.
"""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation, User
from benchmarks.asking import asked_in_process
from benchmarks.filling import complete
from benchmarks.timing import best_of
from households.models import Household, Person
from housing.models import Site, Stay, Unavailability, Unit
from matching.ranking import SHOWN, Question, best_units, fitting_units
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread.actions import load_published_keys, recompute

SITES, UNITS_PER_SITE = 20_000, 5
RUNS = 5
PLAIN = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}  # also where nothing was collected

FILL_SITES = """
INSERT INTO housing_site (organisation_id, municipality_id, name, street, house_number, box, postal_code, category,
    kind, term, setting, available, checked_on, opened_at, closed_reason, kitchen, sanitary, lift, furniture, rent_per,
    costs_included, ownership, on_request, turnaround_days, admits, open_to_others, latitude, longitude)
SELECT %(provider)s, towns.ids[1 + n %% array_length(towns.ids, 1)], 'Locatie ' || n, 'Kerkstraat', n::text, '', '9000',
    'private', 'building', 'durable', 'individual',
    daterange('2025-01-01', CASE WHEN n %% 4 = 0 THEN %(on)s::date + n %% 900 + 1 END), %(on)s::date - n %% 45, now(),
    '', '', '', n %% 3 = 0, '', '', false, '', false, 0,
    (ARRAY['everyone', 'everyone', 'everyone', 'women', 'families'])[1 + n %% 5], n %% 10 <> 0,
    50.8 + n %% 500 / 1000.0, 3.2 + n %% 700 / 1000.0
FROM generate_series(1, %(sites)s) n,
    (SELECT array_agg(id) ids FROM municipalities_municipality WHERE merged_into_id IS NULL) towns
"""
FILL_UNITS = """
INSERT INTO housing_unit (site_id, label, places, step_free, ground_floor, own_kitchen, own_sanitary, pets_allowed, cot)
SELECT id, 'Kamer ' || n, 1 + (id + n) %% 6, (id + n) %% 7 = 0, n = 1, (id + n) %% 2 = 0, id %% 3 = 0, id %% 4 = 0,
    id %% 5 = 0
FROM housing_site, generate_series(1, %(units)s) n WHERE organisation_id = %(provider)s
"""
FILL_HOUSEHOLDS = """
INSERT INTO households_household (form_token, registered_by_id, channel, wanted_from, need_step_free,
    need_ground_floor, need_lift, need_cot, need_pets, need_own_kitchen, need_own_sanitary, need_stay_here, near_school,
    near_work, near_household, within_km, languages, contact_phone, contact_email, note, registered_at, left_reason)
SELECT gen_random_uuid(), %(authority)s, 'counter', %(on)s, '', '', '', '', '', '', '', '', '', '', '', 10, '', '', '',
    '', now(), ''
FROM generate_series(1, %(taken)s)
"""
FILL_STAYS = """
INSERT INTO housing_stay (household_id, unit_id, period, status, end_reason, destination, created_at)
SELECT h.id, u.id, daterange(%(on)s::date - 90, CASE WHEN u.n %% 3 > 0 THEN %(on)s::date + u.n::int %% 200 - 60 END),
    'lived_in', '', '', now()
FROM (SELECT id, row_number() OVER () n FROM households_household) h
JOIN (SELECT unit.id, row_number() OVER () n FROM housing_unit unit JOIN housing_site site ON site.id = unit.site_id
      WHERE upper_inf(site.available)) u USING (n)
"""
FILL_OUTAGES = """
INSERT INTO housing_unavailability (unit_id, kind, period, reason)
SELECT unit.id, 'works', daterange(%(on)s::date + 300, %(on)s::date + 330), 'Werken'
FROM housing_unit unit WHERE unit.id %% 20 = 0 AND NOT EXISTS (SELECT FROM housing_stay WHERE unit_id = unit.id)
"""


def fill() -> Membership:
    """100,000 units all over Flanders, a third of them taken, and somebody of Gent who looks for a place."""
    today = timezone.localdate()
    gent = Municipality.objects.get(nis_code="44021")
    provider = Organisation.objects.create(kind=Kind.COMPANY, name="Meting NV", kbo_number="0999999922")
    authority = Organisation.objects.create(
        kind=Kind.LOCAL_AUTHORITY, name="Lokaal bestuur Gent", municipality=gent
    )
    numbers: dict[str, Any] = {
        "provider": provider.pk, "authority": authority.pk, "on": today, "sites": SITES, "units": UNITS_PER_SITE,
        "taken": SITES * UNITS_PER_SITE // 3,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for statement, model in (
            (FILL_SITES, Site), (FILL_UNITS, Unit), (FILL_HOUSEHOLDS, Household), (FILL_STAYS, Stay),
            (FILL_OUTAGES, Unavailability),
        ):  # fmt: skip
            cursor.execute(complete(statement, model), numbers)
        for table in ("site", "unit", "stay", "unavailability"):
            cursor.execute(f"VACUUM ANALYZE housing_{table}")  # as autovacuum does after a while
    load_published_keys()
    recompute(on=today)
    user = User.objects.create_user("meting@gent.example")
    return Membership.objects.create(user=user, organisation=authority, role=Membership.Role.MANAGER)


def households(hat: Membership) -> dict[str, tuple[Household, int | None]]:
    """Who asks, and for how many days if known."""
    deinze = Municipality.objects.current().get(name="Deinze")
    much = {
        "need_pets": "hard", "need_own_kitchen": "wish", "need_own_sanitary": "wish", "need_lift": "hard",
        "near_school": "hard", "school_town": deinze, "near_work": "wish",
        "work_town": hat.organisation.municipality, "within_km": 40,
    }  # fmt: skip
    asked: dict[str, tuple[int, dict[str, Any], int | None]] = {
        "asks little": (1, {}, None),
        "asks much": (3, much, None),
        "knows how long": (2, {"need_own_kitchen": "wish"}, 180),
    }
    found = {}
    for name, (size, needs, days) in asked.items():
        household = Household.objects.create(
            registered_by=hat.organisation, channel="counter", wanted_from=timezone.localdate(), **needs
        )
        for number in range(size):
            Person.objects.create(
                household=household, given_name=f"Proef {number}", family_name="Meting", birth_year=1990, sex="f",
                relation="other" if number else "reference",
            )  # fmt: skip
        found[name] = (household, days)
    return found


def measure(client: Client, name: str, household: Household, days: int | None) -> None:
    today = timezone.localdate()
    question = Question.of(household, start=today, days=days, today=today)
    bare, filled = fitting_units(question.asked, question.flanders)
    count = f"SELECT count(*) FROM ({bare}) fitting"  # noqa: S608  our own statement
    last = f"&tot={today + timedelta(days=days - 1)}" if days else ""
    address = f"{reverse('matching:household_places', args=[household.pk])}?vanaf={today}{last}"

    def floor() -> None:
        with connection.connection.cursor() as cursor:  # psycopg's own, without Django
            cursor.execute(count, filled)
            cursor.fetchall()

    def ranked() -> None:
        best_units(question.asked, question.flanders, question.weights, shown=SHOWN)

    def whole() -> None:
        Question.of(household, start=today, days=days, today=today).rank()

    def page() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    page()
    with CaptureQueriesContext(connection) as captured:
        ranking = Question.of(household, start=today, days=days, today=today).rank()
    queries = len(captured)  # now: the next request empties the log
    bare_ms = best_of(RUNS, floor)
    times = [best_of(RUNS, work) for work in (ranked, whole, page)]
    shown = "   ".join(f"{took:6.1f} ms {took / bare_ms:5.2f} x" for took in times)
    fitting = ranking.own_total + ranking.elsewhere_total
    print(f"{name:16} {fitting:7} {bare_ms:7.1f} ms   {shown}   {queries} queries")


def main() -> None:
    """Measures and leaves nothing behind."""
    load_reference_data()
    try:
        hat = fill()
        client = Client(headers={"host": "localhost"})
        client.force_login(hat.user)
        print(f"\nranking against {SITES * UNITS_PER_SITE} units")
        print(
            f"{'household':16} {'fit':>7} {'bare SQL':>10} {'ranking in SQL':>21} {'with reasons':>20} {'page':>20}"
        )
        with asked_in_process():
            for name, (household, days) in households(hat).items():
                measure(client, name, household, days)
    finally:
        call_command("flush", interactive=False, verbosity=0)
