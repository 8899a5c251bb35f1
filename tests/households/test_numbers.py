"""Certificate and national numbers: encrypted at rest, found by a keyed hash, masked on every page, shown in full once
with a reason that the read log keeps; and the keys can be replaced."""

import base64
import io
import json
import logging
import uuid

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from audit.encryption import CannotDecrypt, Secret, decrypt, encrypt, indexes
from audit.models import Reading
from audit.rotation import places, remaining
from config.environment import require_environment
from households import actions
from households.doubles import Typed, find_doubles
from households.migrations._numbers import decrypt_numbers, encrypt_numbers
from households.models import HouseholdMerge, Person
from housing.actions import merge_households, undo_household_merge
from tests.everywhere import where_is
from tests.factories import HouseholdFactory
from tests.households.test_files import papers
from tests.households.test_households import URL, form
from tests.households.test_lists import URL as LIST_URL

NATIONAL, BIS = "85073003328", "85473003317"
CERTIFICATE = "MARKER-748291"
PURPOSE = "person.national_number"


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


@pytest.fixture
def desk(client_for, local):
    return client_for(local)


@pytest.fixture
def family(local):
    return HouseholdFactory(registered_by=local.organisation)


@pytest.fixture
def mother(family):
    person = family.people()[0]
    person.certificate_number, person.national_number = CERTIFICATE, NATIONAL
    person.save()
    return person


# --- A value at rest -------------------------------------------------------------------------------------------


def test_a_value_is_opened_again_and_never_written_twice_alike():
    first, second = encrypt(NATIONAL, PURPOSE), encrypt(NATIONAL, PURPOSE)
    assert first != second and NATIONAL not in first
    assert decrypt(first, PURPOSE) == decrypt(second, PURPOSE) == NATIONAL
    assert first.split(":")[4] == second.split(":")[4] == indexes(NATIONAL, PURPOSE)[0]
    assert indexes(NATIONAL, "person.certificate_number") != indexes(NATIONAL, PURPOSE)


def test_a_value_that_was_moved_or_changed_is_not_opened():
    stored = encrypt(NATIONAL, PURPOSE)
    with pytest.raises(CannotDecrypt, match="hoort bij"):
        decrypt(stored, "person.certificate_number")
    renamed = stored.replace(PURPOSE, "person.certificate_number")
    other_index = stored.replace(indexes(NATIONAL, PURPOSE)[0], indexes(BIS, PURPOSE)[0])
    bent = stored[:-5] + ("A" if stored[-5] != "A" else "B") + stored[-4:]
    for wrong, purpose in ((renamed, "person.certificate_number"), (other_index, PURPOSE), (bent, PURPOSE)):
        with pytest.raises(CannotDecrypt, match="beschadigd of verplaatst"):
            decrypt(wrong, purpose)
    with pytest.raises(CannotDecrypt, match="geen versleutelde waarde"):
        decrypt(NATIONAL, PURPOSE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [(NATIONAL, "••• 328"), ("DEMO-000123", "••• 123"), ("ATT-1", "••• 1"), ("A1", "•••"), ("", "")],
)
def test_whatever_prints_a_number_prints_its_mask(text, shown):
    secret = Secret(text, PURPOSE)
    assert (f"{secret}", bool(secret), secret == text) == (shown, bool(text), True)
    assert text == "" or text not in repr(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)


def test_without_its_key_a_number_stays_hidden_and_nothing_breaks(settings):
    there = Secret.at_rest(encrypt(NATIONAL, PURPOSE), PURPOSE)
    settings.FIELD_ENCRYPTION_KEYS = [key("x")]
    assert str(there) == "••• (niet leesbaar)" and there
    with pytest.raises(CannotDecrypt, match="staat niet"):
        there.reveal()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [([], "ontbreekt"), (["kort"], "sleutel 1 is geen base64"), ([key("a"), key("a")], "twee keer")],
)
def test_keys_that_are_missing_or_wrong_are_told_in_dutch(settings, keys, sentence):
    settings.FIELD_ENCRYPTION_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=sentence):
        encrypt(NATIONAL, PURPOSE)


def test_the_portal_does_not_start_without_keys(monkeypatch):
    monkeypatch.delenv("FIELD_INDEX_KEYS", raising=False)
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", "")
    with pytest.raises(ImproperlyConfigured, match=r"FIELD_ENCRYPTION_KEYS.*FIELD_INDEX_KEYS"):
        require_environment()
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", key("a"))
    monkeypatch.setenv("FIELD_INDEX_KEYS", "geen-sleutel")
    with pytest.raises(ImproperlyConfigured, match="FIELD_INDEX_KEYS: sleutel 1"):
        require_environment()


# --- In the database -------------------------------------------------------------------------------------------


def test_a_number_typed_anywhere_stands_nowhere(desk, local, family, caplog):
    caplog.set_level(logging.DEBUG)
    other = "MARKER-111222"
    typed = {"certificate_number": CERTIFICATE, "national_number": "85.07.30-033 28"}
    wrong = form({**typed, "born": "nooit"})
    assert desk.post(URL, wrong).status_code == 422
    assert desk.post(URL, form(typed)).status_code == 302
    assert desk.post(URL, form({**typed, "given_name": "Iryna"})).status_code == 422, "known already"
    person = family.people()[0]
    edit = reverse("households:person_edit", args=[person.pk])
    assert desk.post(edit, papers(person, certificate_number=other, national_number=BIS)).status_code == 302
    assert desk.post(edit, papers(person, certificate_number="", national_number=BIS)).status_code == 302
    pasted = f"Voornaam\tNaam\tGeboren\tM/V\tAttest\nPetro\tAnders\t1970\tm\t{other}\n"
    for confirm in ({}, {"confirm": "1"}):
        desk.post(LIST_URL, {"form_token": str(uuid.uuid4()), "text": pasted, **confirm})
    desk.post(reverse("households:number_find"), {"number": NATIONAL})
    desk.post(reverse("households:number_find"), {"number": "MARKER-333"})
    reveal = reverse("households:person_numbers", args=[person.pk])
    assert BIS in desk.post(reveal, {"why": "compare"}).content.decode()
    markers = ("MARKER-", NATIONAL, "85.07.30-033", BIS)
    assert Person.objects.get(national_number=NATIONAL).certificate_number == CERTIFICATE
    assert Person.objects.get(certificate_number=other).given_name == "Petro"
    assert where_is(*markers) == set()
    assert not any(marker in caplog.text for marker in markers)
    assert where_is("Petro") >= {"households_person.given_name", "households_personevent.given_name"}


def test_postgresql_refuses_the_number_itself_whoever_writes_it(mother):
    for text in (NATIONAL, encrypt(CERTIFICATE, "person.certificate_number")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE households_person SET national_number = %s", [text])


def test_only_equal_can_be_asked_and_every_way_of_writing_keeps_the_index(mother, family):
    assert Person.objects.filter(national_number=NATIONAL).get() == mother
    assert family._meta.model.objects.filter(persons__national_number=NATIONAL).get() == family
    assert not Person.objects.filter(national_number=BIS).exists()
    assert Person.objects.filter(national_number="").count() == 1
    for lookup in ("contains", "startswith", "in", "gt", "regex"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{f"national_number__{lookup}": NATIONAL}).exists()
    Person.objects.filter(pk=mother.pk).update(national_number=BIS)
    assert Person.objects.get(national_number=BIS) == mother
    mother.national_number = NATIONAL
    Person.objects.bulk_update([mother], ["national_number"])
    assert Person.objects.get(national_number=NATIONAL) == mother
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.exclude(pk=mother.pk).update(national_number=NATIONAL)


def test_saving_somebody_anew_is_no_change_of_his_number(mother):
    events = mother.events.count()
    again = Person.objects.get(pk=mother.pk)
    again.save()
    assert mother.events.count() == events
    again.national_number = BIS
    again.save()
    assert [f"{event.national_number}" for event in mother.events.order_by("pgh_id")] == [
        "", "••• 328", "••• 317",
    ]  # fmt: skip
    assert mother.events.last().national_number in (NATIONAL, BIS)


def test_a_list_of_people_opens_nothing(mother, monkeypatch):
    def refused(*_):
        raise AssertionError("opened")

    monkeypatch.setattr("audit.encryption.decrypt", refused)
    (person,) = Person.objects.filter(national_number=NATIONAL)
    assert person.national_number and not Person.objects.exclude(pk=mother.pk).get().national_number


def test_rows_of_before_are_encrypted_and_can_be_given_back(mother, family, local):
    second = HouseholdFactory(registered_by=local.organisation)
    twin, _ = second.people()
    twin.certificate_number = "MARKER-55"
    twin.save()
    merge = merge_households(kept=family, dropped=second, same={twin.pk: family.people()[1].pk}, by=local)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("certificate", "national_number"):
            cursor.execute(f"ALTER TABLE households_person DROP CONSTRAINT person_{name}_encrypted")
            cursor.execute(f"DROP INDEX person_{name}_unique")
    with connection.schema_editor(atomic=False) as editor:
        decrypt_numbers(None, editor)
        found = where_is("MARKER-", NATIONAL)
        assert found >= {
            "households_person.certificate_number", "households_personevent.national_number",
            "households_householdmerge.changes", "households_householdmergeevent.changes",
        }  # fmt: skip
        events = mother.events.count()
        encrypt_numbers(None, editor)
        encrypt_numbers(None, editor)
    assert where_is("MARKER-", NATIONAL) == set()
    assert Person.objects.get(national_number=NATIONAL).certificate_number == CERTIFICATE
    assert mother.events.count() == events
    undo_household_merge(merge=merge, by=local)
    assert Person.objects.get(certificate_number="MARKER-55") == twin


# --- Masked, and shown in full ---------------------------------------------------------------------------------


def test_pages_show_the_mask_and_a_mask_that_is_sent_back_changes_nothing(desk, mother, family):
    url = reverse("households:person_edit", args=[mother.pk])
    for address in (url, reverse("matching:household_detail", args=[family.pk])):
        page = desk.get(address).content.decode()
        assert "••• 291" in page and "••• 328" in page
        assert CERTIFICATE not in page and NATIONAL not in page
    kept = {"certificate_number": "••• 291", "national_number": "••• 328"}
    assert desk.post(url, papers(mother, **kept, family_name="Anders")).status_code == 302
    mother.refresh_from_db()
    assert (mother.family_name, mother.certificate_number, mother.national_number) == (
        "Anders", CERTIFICATE, NATIONAL,
    )  # fmt: skip
    assert desk.post(url, papers(mother, certificate_number="••• 999")).status_code == 422
    assert desk.post(url, papers(mother, **kept | {"national_number": ""})).status_code == 302
    mother.refresh_from_db()
    assert not mother.national_number and mother.certificate_number == CERTIFICATE


def test_a_number_is_shown_in_full_once_with_a_reason_that_the_log_keeps(
    client_for, desk, mother, family, officer
):
    url = reverse("households:person_numbers", args=[mother.pk])
    asked = desk.get(url)
    assert NATIONAL not in asked.content.decode() and "••• 328" in asked.content.decode()
    for refused in ({}, {"why": "other"}, {"why": "compare", "explanation": f"rrn {NATIONAL}"}):
        answer = desk.post(url, refused)
        assert answer.status_code == 422 and f">{NATIONAL}<" not in answer.content.decode()
    assert not Reading.objects.exclude(reason="").exists()
    shown = desk.post(url, {"why": "other", "explanation": "vraag van de politie"})
    assert NATIONAL in shown.content.decode() and CERTIFICATE in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    look = Reading.objects.exclude(reason="").get()
    assert (look.target_id, look.page, look.reason) == (
        str(family.pk), "nummers voluit", "een andere reden: vraag van de politie",
    )  # fmt: skip
    log = client_for(officer).get(reverse("households:read_log"), {"soort": "nummers"}).content.decode()
    assert "nummers voluit: een andere reden: vraag van de politie" in log and "nummers, verborgen" not in log
    assert NATIONAL not in log


def test_a_number_that_cannot_be_opened_is_a_sentence(desk, mother, settings):
    settings.FIELD_ENCRYPTION_KEYS = [key("x")]
    answer = desk.post(reverse("households:person_numbers", args=[mother.pk]), {"why": "compare"})
    assert answer.status_code == 422 and "de sleutel ontbreekt" in answer.content.decode()


def test_somebody_is_found_by_the_whole_number_among_the_own_households(
    desk, client_for, neighbour, mother, family
):
    url = reverse("households:number_find")
    for typed in ("85.07.30-033.28", "marker-748291", f" {NATIONAL} "):
        assert desk.post(url, {"number": typed}).url == reverse("matching:household_detail", args=[family.pk])
    for client, typed in ((desk, NATIONAL[:-1]), (desk, "MARKER"), (client_for(neighbour), NATIONAL)):
        answer = client.post(url, {"number": typed})
        assert answer.status_code == 422 and "staat niemand" in answer.content.decode()


def test_a_double_is_recognised_by_a_number_of_before_the_keys_were_replaced(local, mother, settings):
    settings.FIELD_INDEX_KEYS = [key("n"), *settings.FIELD_INDEX_KEYS]
    settings.FIELD_ENCRYPTION_KEYS = [key("m"), *settings.FIELD_ENCRYPTION_KEYS]
    assert Person.objects.get(national_number=NATIONAL) == mother
    (matches,) = find_doubles([Typed("Iemand", "Anders", national_number=NATIONAL)], by=local).own.values()
    assert matches[0].likeness == ["national_number"]


# --- Replacing the keys ----------------------------------------------------------------------------------------


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("rotate_keys", *words, stdout=out)
    return out.getvalue()


def test_rotation_reaches_every_place_and_stops_and_starts(mother, family, local, settings):
    second = HouseholdFactory(registered_by=local.organisation)
    twin = second.people()[0]
    twin.certificate_number = "MARKER-55"
    twin.save()
    merge = merge_households(kept=family, dropped=second, same={twin.pk: family.people()[1].pk}, by=local)
    assert {str(place) for place in places()} == {
        "households_person.certificate_number", "households_person.national_number",
        "households_personevent.certificate_number", "households_personevent.national_number",
        "households_householdmerge.changes", "households_householdmergeevent.changes",
    }  # fmt: skip
    old = {name: getattr(settings, name) for name in ("FIELD_ENCRYPTION_KEYS", "FIELD_INDEX_KEYS")}
    settings.FIELD_ENCRYPTION_KEYS = [key("m"), *old["FIELD_ENCRYPTION_KEYS"]]
    settings.FIELD_INDEX_KEYS = [key("n"), *old["FIELD_INDEX_KEYS"]]
    events = mother.events.count()
    to_do = {str(place): remaining(place) for place in places()}
    assert all(to_do.values()), to_do
    with pytest.raises(CommandError, match="draai rotate_keys"):
        run("--check")
    assert "households_person.national_number: 1 opnieuw" in run("--batch", "1")
    assert "Alles staat onder de eerste sleutels" in run("--check")
    assert ": 1 " not in run(), "nothing is written twice"
    settings.FIELD_ENCRYPTION_KEYS, settings.FIELD_INDEX_KEYS = [key("m")], [key("n")]
    assert Person.objects.get(national_number=NATIONAL).certificate_number.reveal() == CERTIFICATE
    assert mother.events.count() == events
    assert {event.national_number.reveal() for event in mother.events.all()} == {"", NATIONAL}
    undo_household_merge(merge=HouseholdMerge.objects.get(pk=merge.pk), by=local)
    assert Person.objects.get(certificate_number="MARKER-55") == twin


def test_rotation_says_what_it_cannot_open_or_finds_twice(mother, family, settings):
    old = settings.FIELD_INDEX_KEYS
    settings.FIELD_INDEX_KEYS = [key("n")]
    other = family.people()[1]
    Person.objects.filter(pk=other.pk).update(national_number=NATIONAL)  # slipped in between the two keys
    settings.FIELD_INDEX_KEYS = [key("n"), *old]
    with pytest.raises(CommandError, match=f"rij {mother.pk}: dit nummer staat al bij een andere rij"):
        run()
    settings.FIELD_ENCRYPTION_KEYS = [key("x")]
    with pytest.raises(CommandError, match=r"staat niet .meer. in FIELD_ENCRYPTION_KEYS"):
        run()


def test_the_verb_says_it_when_a_number_is_known(local, mother, family):
    with pytest.raises(actions.AlreadyKnown, match="rijksregister- of bisnummer"):
        actions.change_person(person=family.people()[1], fields={"national_number": NATIONAL}, by=local)
