"""How long the spread takes: `./run bench [places]`.

Makes that many places in one transaction and rolls it back. Compares a full recomputation with the one SQL statement
that counts the same, and an incremental one (a stay in one municipality) with the full one.
"""

from collections.abc import Callable
from datetime import date
from time import perf_counter

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Kind, Organisation
from benchmarks.filling import complete
from households.models import Household
from housing.models import Site, Stay, Unit
from municipalities.changes import announce
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.counting import count_loads, successors_of_today
from spread.models import IndicatorSnapshot, MunicipalityLoad

PLACES_PER_UNIT, UNITS_PER_SITE = 3, 5

SITES = """
INSERT INTO housing_site (organisation_id, municipality_id, name, street, house_number, box, postal_code, category,
    kind, term, setting, available, checked_on, opened_at, closed_reason, kitchen, sanitary, lift, furniture, rent_per,
    costs_included, ownership, on_request, turnaround_days)
SELECT %s, towns.ids[1 + n %% array_length(towns.ids, 1)], 'Locatie ' || n, 'Kerkstraat', n::text, '', '9000',
    (ARRAY['public', 'private', 'village'])[1 + n %% 3], 'building', 'durable', 'individual',
    daterange('2025-01-01', NULL), %s::date - n %% 45, now(), '', '', '', false, '', '', false, '', false, 0
FROM generate_series(1, %s) n,
    (SELECT array_agg(id) ids FROM municipalities_municipality WHERE merged_into_id IS NULL) towns
"""
UNITS = """
INSERT INTO housing_unit (site_id, label, places, step_free, ground_floor, own_kitchen, own_sanitary, pets_allowed, cot)
SELECT id, 'Kamer ' || n, %s, false, false, false, false, false, false
FROM housing_site, generate_series(1, %s) n WHERE organisation_id = %s
"""
HOUSEHOLDS = """
INSERT INTO households_household (form_token, registered_by_id, channel, wanted_from, need_step_free,
    need_ground_floor, need_lift, need_cot, need_pets, need_own_kitchen, need_own_sanitary, need_stay_here, near_school,
    near_work, near_household, within_km, languages,
    contact_phone, contact_email, note, registered_at, left_reason)
SELECT gen_random_uuid(), %s, 'counter', %s, '', '', '', '', '', '', '', '', '', '', '', 10, '', '', '', '', now(), ''
FROM generate_series(1, %s)
"""
STAYS = """
INSERT INTO housing_stay (household_id, unit_id, period, status, end_reason, destination, created_at)
SELECT h.id, u.id, daterange('2026-01-01', NULL), 'lived_in', '', '', now()
FROM (SELECT id, row_number() OVER () n FROM households_household WHERE registered_by_id = %s) h
JOIN (SELECT unit.id, row_number() OVER () n FROM housing_unit unit JOIN housing_site site ON site.id = unit.site_id
      WHERE site.organisation_id = %s) u USING (n)
"""


def best_of(runs: int, work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of the fastest run."""
    times = []
    for _ in range(runs):
        before()
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return min(times)


def fill(places: int, on: date) -> Organisation:
    """Sites, units and, for half of the units, stays; by SQL, because only the reading is measured."""
    provider = Organisation.objects.create(kind=Kind.COMPANY, name="Meting NV", kbo_number="0999999922")
    units = places // PLACES_PER_UNIT
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(complete(SITES, Site), [provider.pk, on, units // UNITS_PER_SITE])
        cursor.execute(complete(UNITS, Unit), [PLACES_PER_UNIT, UNITS_PER_SITE, provider.pk])
        cursor.execute(complete(HOUSEHOLDS, Household), [provider.pk, on, units // 2])
        cursor.execute(complete(STAYS, Stay), [provider.pk, provider.pk])
        for table in ("housing_site", "housing_unit", "housing_stay", "households_household"):
            cursor.execute(f"ANALYZE {table}")
    return provider


def forget() -> None:
    IndicatorSnapshot.objects.all().delete()
    MunicipalityLoad.objects.all().delete()


def measure(places: int) -> None:
    on = timezone.localdate()
    actions.load_published_keys()
    provider = fill(places, on)
    successors = successors_of_today()
    one_sql = best_of(3, lambda: count_loads(successors, on=on))
    full = best_of(3, lambda: actions.recompute(on=on), before=forget)
    again = best_of(3, lambda: actions.recompute(on=on))
    gent = Municipality.objects.get(nis_code="44021")
    stays = iter(Stay.objects.filter(unit__site__organisation=provider, unit__site__municipality=gent)[:5])

    def end_a_stay() -> None:
        Stay.objects.filter(pk=next(stays).pk).update(status=Stay.Status.CANCELLED)
        announce(gent, "stay")

    incremental = best_of(5, lambda: actions.recompute_changed(on=on), before=end_a_stay)
    print(f"{places} places, {places // PLACES_PER_UNIT} units, half of them lived in")
    print(f"one SQL statement       {one_sql:8.1f} ms")
    print(f"full, all rows written  {full:8.1f} ms  {full / one_sql:5.2f} x the statement")
    print(f"full, nothing changed   {again:8.1f} ms  {again / one_sql:5.2f} x the statement")
    print(f"incremental, one stay   {incremental:8.1f} ms  1/{full / incremental:.0f} of full")


def main(words: list[str]) -> None:
    """Measures on `words[0]` places (100,000) and leaves nothing behind."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        load_reference_data()
        measure(int(words[0]) if words else 100_000)
        transaction.set_rollback(True)
