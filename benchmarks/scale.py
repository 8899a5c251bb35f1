"""A register of any size: at scale 1 100,000 places and 200,000 persons, at 10 a million and two million.

Filled by SQL with triggers and foreign keys off (`session_replication_role = replica`), because only reading is
measured; what follows from the rows is then made by the portal's own verbs: the spread, and the vocabulary of the
search. Statistics are those that autovacuum would have made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation, User
from audit.models import AuditEvent
from benchmarks.filling import complete
from benchmarks.lists import FILL_OFFERS, FILL_SITES, FILL_UNITS, STREETS
from facility.models import SupportRequest
from households.models import Household, Person
from housing.models import Offer, Site, Stay, Unit
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread.actions import load_published_keys, recompute
from vlot.actions import ensure_teams, join_team
from vlot.models import Intervention, Team, Topic

SITES, UNITS_PER_SITE, OFFERS, HOUSEHOLDS, CALLS, REQUESTS, EVENTS = (
    10_000, 5, 50_000, 80_000, 5_000, 5_000, 200_000,
)  # fmt: skip

FILL_AUTHORITIES = """
INSERT INTO accounts_organisation (kind, name, municipality_id)
SELECT 'local_authority', 'Lokaal bestuur ' || name, id
FROM municipalities_municipality WHERE merged_into_id IS NULL
"""
FILL_HOUSEHOLDS = """
INSERT INTO households_household (form_token, registered_by_id, channel, wanted_from, within_km, registered_at)
SELECT gen_random_uuid(), councils.ids[1 + n %% array_length(councils.ids, 1)], 'counter', %(on)s::date - n %% 90, 10,
    now() - n * interval '1 minute'
FROM generate_series(1, %(households)s) n,
    (SELECT array_agg(id ORDER BY id) ids FROM accounts_organisation WHERE kind = 'local_authority') councils
"""
FILL_PERSONS = """
INSERT INTO households_person (household_id, given_name, family_name, birth_year, born_on, sex, relation)
SELECT household.id,
    (ARRAY['Olena', 'Iryna', 'Oksana', 'Andrii', 'Serhii', 'Dmytro', 'Sofiia', 'Maksym', 'Yuliia', 'Bohdan', 'Taras',
        'Nadiia', 'Vira', 'Hanna', 'Pavlo', 'Roman', 'Zoia', 'Inna', 'Kateryna', 'Lev'])[1 + (household.id + n) %% 20],
    (ARRAY['Kov', 'Shev', 'Bon', 'Tka', 'Mel', 'Kra', 'Lys', 'Pol', 'Sav', 'Rud', 'Hry', 'Dan', 'Zin', 'Vas', 'Mar',
        'Sym', 'Chor', 'Bil', 'Honch', 'Pet'])[1 + household.id %% 20]
        || (ARRAY['al', 'ud', 'er', 'ny', 'iv', 'os', 'ur', 'yk', 'en', 'ash', 'ok'])[1 + household.id / 20 %% 11]
        || (ARRAY['enko', 'chuk', 'uk', 'ets', 'ska', 'yshyn', 'iak'])[1 + household.id / 220 %% 7],
    1950 + (household.id + 17 * n) %% 70,
    CASE WHEN household.id %% 4 > 0 THEN make_date(1950 + ((household.id + 17 * n) %% 70)::int, 1, 1)
        + (household.id * 7 %% 365)::int END, (ARRAY['f', 'm'])[1 + (household.id + n) %% 2],
    CASE n WHEN 1 THEN 'reference' ELSE 'other' END
FROM households_household household, generate_series(1, 4) n WHERE n <= 1 + household.id %% 4
"""
FILL_STAYS = """
INSERT INTO housing_stay (household_id, unit_id, period, status, created_at)
SELECT h.id, u.id, daterange(%(on)s::date - 90, CASE WHEN h.n %% 3 = 0 THEN %(on)s::date + h.n::int %% 200 END),
    'lived_in', now()
FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM households_household WHERE id %% 3 = 0) h
JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM housing_unit) u USING (n)
"""
FILL_STAY_PERSONS = """
INSERT INTO housing_stay_persons (stay_id, person_id)
SELECT stay.id, person.id FROM housing_stay stay JOIN households_person person USING (household_id)
"""
FILL_CALLS = """
INSERT INTO vlot_intervention (form_token, municipality_id, team_id, status, topic_id, question, caller_name, channel,
    urgency, asked_at, asked_by_id)
SELECT gen_random_uuid(), towns.id, team.id, 'open', 'hosts', 'Een gezin zoekt een andere plaats, nummer ' || n,
    'Coördinator', 'phone', (ARRAY['today', 'this_week', 'can_wait'])[1 + n %% 3], now() - n * interval '20 minutes',
    %(user)s
FROM generate_series(1, %(calls)s) n
JOIN (SELECT id, province_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS towns
      FROM municipalities_municipality WHERE merged_into_id IS NULL) towns ON towns.place = n %% towns.towns
JOIN vlot_team team ON team.province_id = towns.province_id
"""
FILL_REQUESTS = """
INSERT INTO facility_supportrequest (form_token, organisation_id, municipality_id, status, kind, title, urgency,
    needed_by, persons, submitted_at, submitted_by_id, answers, description)
SELECT gen_random_uuid(), council.id, council.municipality_id, 'submitted', 'search', 'Bedden, aanvraag ' || n,
    (ARRAY['today', 'week', 'planned'])[1 + n %% 3], %(on)s::date + n %% 60, 1 + n %% 80,
    now() - n * interval '20 minutes', %(user)s, '{}', 'Proef'
FROM generate_series(1, %(requests)s) n
JOIN (SELECT id, municipality_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS councils
      FROM accounts_organisation WHERE kind = 'local_authority') council ON council.place = n %% council.councils
"""
FILL_EVENTS = """
INSERT INTO audit_auditevent (occurred_at, verb, target_type, target_id, user_id, user_name, organisation_name, changes,
    recorded_on, digest)
SELECT now() - n * interval '5 seconds', (ARRAY['offer.submitted', 'stay.started', 'household.registered'])[1 + n %% 3],
    (ARRAY['housing.offer', 'housing.stay', 'households.household'])[1 + n %% 3], (1 + n / 7)::text, n %% 3000,
    'Medewerker ' || n %% 3000, 'Lokaal bestuur ' || n %% 285, '{"status": ["draft", "submitted"]}',
    (now() - n * interval '5 seconds')::date, md5(n::text) || md5((n + 1)::text)
FROM generate_series(%(first)s, %(last)s) n
"""


class Filled(NamedTuple):
    """Who looks at what is there, by kind of hat."""

    hats: dict[str, Membership]
    scale: float


@contextmanager
def without_triggers() -> Iterator[Any]:
    """A cursor in a transaction that neither triggers nor foreign keys look at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def fill(scale: float) -> None:
    """The rows, and what follows from them."""
    today = timezone.localdate()
    if not Topic.objects.exists():
        migrate_anew()
    with transaction.atomic():  # all of it or nothing: what is kept for the next time is whole
        insert(scale, today)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    recompute(on=today)


def insert(scale: float, today: date) -> None:
    load_reference_data()
    load_published_keys()
    ensure_teams()
    provider = Organisation.objects.create(kind=Kind.COMPANY, name="Meting NV", kbo_number="0999999922")
    user = User.objects.create_user("meting@proef.example")
    numbers: dict[str, Any] = {
        "provider": provider.pk, "user": user.pk, "on": today, "sites": int(SITES * scale), "units": UNITS_PER_SITE,
        "offers": int(OFFERS * scale), "households": int(HOUSEHOLDS * scale), "calls": int(CALLS * scale),
        "requests": int(REQUESTS * scale), "first": 1, "last": int(EVENTS * scale),
    }  # fmt: skip
    filled: tuple[tuple[str, type[models.Model] | None], ...] = (
        (FILL_AUTHORITIES, Organisation), (FILL_SITES, Site), (FILL_UNITS, Unit), (FILL_OFFERS, Offer),
        (FILL_HOUSEHOLDS, Household), (FILL_PERSONS, Person), (FILL_STAYS, Stay), (FILL_STAY_PERSONS, None),
        (FILL_CALLS, Intervention), (FILL_REQUESTS, SupportRequest), (FILL_EVENTS, AuditEvent),
    )  # fmt: skip
    with without_triggers() as cursor:
        cursor.execute(STREETS)
        for statement, model in filled:
            cursor.execute(complete(statement, model) if model else statement, numbers)
        cursor.execute("SELECT learn_words(string_agg(name, ' ')) FROM streets")
        cursor.execute("SELECT learn_words('Locatie Meting')")
        cursor.execute("DROP TABLE streets")


def hats() -> dict[str, Membership]:
    """One hat of each kind, made when it is not there."""
    gent = Municipality.objects.get(nis_code="44021")
    organisations = {
        "local": Organisation.objects.get(kind=Kind.LOCAL_AUTHORITY, municipality=gent),
        "company": Organisation.objects.get(kbo_number="0999999922"),
        "governor": Organisation.objects.get_or_create(
            kind=Kind.GOVERNOR, province=gent.province, defaults={"name": "Gouverneur"}
        )[0],
        **{
            str(kind): Organisation.objects.get_or_create(kind=kind, defaults={"name": str(kind.label)})[0]
            for kind in (Kind.FACILITY, Kind.VLOT, Kind.ABB)
        },
    }
    found = {}
    for name, organisation in organisations.items():
        person, _ = User.objects.get_or_create(
            email=f"{name}@proef.example", defaults={"is_staff": name in ("facility", "vlot", "abb")}
        )
        found[name], _ = Membership.objects.get_or_create(
            user=person, organisation=organisation, defaults={"role": Membership.Role.MANAGER}
        )
    team = Team.objects.get(province=gent.province)
    if not team.team_memberships.filter(membership=found["vlot"]).exists():
        join_team(team=team, membership=found["vlot"], by=None)
    return found


def migrate_anew() -> None:
    """Another measurement emptied every table, also of what migrations bring: topics, checklists, norms."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)
