"""A copy of the database for testing: nobody is in it any more, and the portal still opens."""

import io

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection, models, transaction

from audit.models import AuditEvent, DaySeal, Reading
from audit.readings import note_revealing
from audit.verifying import problems
from config.scrubbing import columns as scrubbed
from config.scrubbing.columns import EMPTIED, KEPT, Column, columns, undeclared
from config.scrubbing.words import NUMBERS
from config.scrubbing.work import keys_of, scrub, unknown_tables
from households.models import Household, Person
from tests.everywhere import where_is

MARKER = "Zzmrk"
SEED = "proef"
# What a constraint keeps in its own shape: the marker cannot stand there. Their values are looked at one by one.
SHAPED = {"kbo_number", "iban", "sha256"}


@pytest.fixture
def marked(world, client_for):
    """The marker in every column that has to be replaced, in every history, and in what gives access."""
    local = world.hats["local"]
    Person.objects.update(annex15_number="B1", a_card_number="A1")
    mother = Person.objects.first()
    mother.national_number, mother.certificate_number = "85073003328", "ATT-7"
    mother.save()
    note_revealing(mother.household, "nummers voluit", reason=f"{MARKER} belde", by=local)
    session = SessionStore()
    session["typed"] = MARKER
    session.save()
    EmailAddress.objects.create(user=local.user, email=f"{MARKER}@proef.be")
    Authenticator.objects.create(user=local.user, type="totp", data={"secret": MARKER})
    UserSession.objects.create(
        user=local.user, ip="192.0.2.77", session_key=session.session_key, user_agent=MARKER
    )
    client_for(local).get("/")
    unmarked = set()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = {column.model._meta.db_table for column in columns() if column.kind}
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for column in columns():
            if column.kind not in (None, "number", "date") and not mark(cursor, column):
                unmarked.add(column.field.name)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("INSERT INTO housing_search_word VALUES ('zzmrk')")
    assert unmarked <= SHAPED, unmarked
    return world


def mark(cursor, column: Column) -> bool:
    """Write the marker in every filled row; False where a constraint does not take it."""
    name, table, key = f'"{column.field.column}"', column.model._meta.db_table, column.model._meta.pk.column
    text = f"left('{MARKER}' || {key}, {column.field.max_length or 200})"
    value = {
        "json": f"CASE jsonb_typeof({name}) WHEN 'array' THEN {name} || to_jsonb({text})"
        f" ELSE {name} || jsonb_build_object('typed', {text}, {text}, 1) END",
        "email": f"left('{MARKER}' || {key} || '@proef.be', {column.field.max_length or 200})",
        "array": f"{name} || ARRAY[{text}]",
        "bytes": f"convert_to({text}, 'UTF8')",
        "file": f"'documents/{MARKER}' || {key} || '.pdf'",
    }.get(str(column.kind), text)
    filled = f"{name} IS NOT NULL" + (
        "" if column.kind in ("json", "array", "bytes") else f" AND {name} <> ''"
    )
    where = scrubbed.ONLY_WHERE.get(column.declared, "true")
    try:
        with transaction.atomic():
            cursor.execute(f"UPDATE {table} SET {name} = {value} WHERE {filled} AND {where}")  # noqa: S608
    except (IntegrityError, DataError):
        return False
    return True


def names() -> list[str]:
    return [str(person) for person in Person.objects.order_by("pk")]


def test_nobody_is_left_and_the_portal_opens(marked, client_for, settings):
    found = where_is(MARKER)
    assert len(found) > 100, "else the question below asks little"
    tables = {place.split(".")[0] for place in found}
    assert tables >= {
        "households_person", "households_personevent", "accounts_user", "notifications_notification",
        "documents_document", "django_session", "mfa_authenticator", "audit_reading", "housing_search_word",
        "housing_site", "vlot_intervention", "facility_supportrequest",
    }  # fmt: skip
    people, born = names(), list(Person.objects.order_by("pk").values_list("born_on", flat=True))
    households = Household.objects.count()
    companies = list(shaped())
    keys = scrub(connection, seed=SEED)
    assert where_is(MARKER) == set()
    assert not any(apps.get_model(label).objects.exists() for label in EMPTIED)
    assert (Household.objects.count(), len(names())) == (households, len(people))
    assert not any(set(companies) & {value} for value in shaped())
    assert born == [] or all(
        now is None or (now <= was and now.year == was.year)
        for was, now in zip(
            born, Person.objects.order_by("pk").values_list("born_on", flat=True), strict=True
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone() == (0,), "every trigger is at work again"
    settings.FIELD_ENCRYPTION_KEYS, settings.FIELD_INDEX_KEYS = [keys.to_encrypt], [keys.to_find]
    mother = Person.objects.exclude(national_number="").get()
    assert (mother.national_number.reveal(), mother.certificate_number.reveal()[:6]) == (
        "00000000001",
        "PROEF-",
    )
    assert {event.national_number.reveal() for event in mother.events.all()} == {"", "00000000001"}
    assert list(problems()) == [], "the trail begins anew"
    for hat, membership in marked.hats.items():
        membership.user.refresh_from_db()
        answer = client_for(membership).get("/", follow=True)
        assert answer.status_code == 200 and MARKER not in answer.content.decode(), hat
    assert AuditEvent.objects.count() == DaySeal.objects.count() == Reading.objects.count() == 0


def shaped():
    """Every number of a company and every account, as it stands in the tables."""
    for column in columns():
        if column.kind in ("kbo", "iban"):
            found = column.model.objects.exclude(**{column.field.name: ""})
            if column.declared in scrubbed.ONLY_WHERE:
                found = found.filter(kind__in=("company", "association"))
            yield from found.values_list(column.field.name, flat=True)


def test_one_seed_gives_one_copy_and_another_seed_another(world):
    def after(seed: str) -> list[str]:
        with transaction.atomic():
            scrub(connection, seed=seed)
            told = names()
            mother = Person.objects.first()
            assert {event.given_name for event in mother.events.all()} == {mother.given_name}
            scrub(connection, seed=seed)  # a copy of a copy
            transaction.set_rollback(True)
        return told

    first, again, other = after(SEED), after(SEED), after("anders")
    assert first == again != other and keys_of(SEED) != keys_of("anders")


# --- What is said of each column -------------------------------------------------------------------------------


def test_every_column_that_can_hold_a_name_says_whether_it_may_stay():
    assert undeclared() == []
    labels = {column.declared for column in columns()}
    assert set(KEPT) <= labels
    encrypted = {column.field.purpose for column in columns() if column.kind == "number"}
    assert encrypted == set(NUMBERS)


def test_a_new_column_of_which_nothing_is_said_is_noticed(monkeypatch):
    monkeypatch.setattr(Household, "PERSONAL", Household.PERSONAL - {"note"})
    assert undeclared() == ["households.Household.note"]
    note = Household._meta.get_field("note")
    assert scrubbed.kind_of(Household, note) == "text", "and until then it does not stay"
    monkeypatch.setattr(Household, "PERSONAL", Household.PERSONAL | {"note", "arrived_on"})
    monkeypatch.setattr(Household, "PLAIN", {"note"}, raising=False)
    assert undeclared() == ["households.Household.note"], "one of the two"
    assert scrubbed.kind_of(Household, Household._meta.get_field("arrived_on")) == "date"


def test_every_table_is_known(db):
    assert unknown_tables(connection) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (name text)")
    assert unknown_tables(connection) == ["left_behind"]
    assert all(issubclass(apps.get_model(label), models.Model) for label in EMPTIED)


# --- The command refuses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("own", "de databank van het portaal zelf"),
        ("postgres://iemand@127.0.0.1:1/huisvestingstool", "zegt niet dat dit een kopie is"),
        ("geen adres", "geen adres van een databank"),
    ],
)
def test_the_live_database_and_what_may_be_one_are_refused(db, to, sentence):
    own = django_settings.DATABASES["default"]
    if to == "own":
        host = own["HOST"].replace("/", "%2F")
        to = f"postgres://{own['USER']}@{host}:{own['PORT']}/{own['NAME']}"
    with pytest.raises(CommandError, match=sentence):
        call_command("scrub", to=to, stdout=io.StringIO())
