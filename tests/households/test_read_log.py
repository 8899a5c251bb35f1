"""Wie keek mee: a data-protection officer sees who looked at the households of his municipality, and nothing else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.forms import AcceptJoinForm
from accounts.models import Kind, Membership
from accounts.rules import may_open_back_office, may_read_the_read_log, may_write
from audit.models import AuditEvent, Reading
from audit.readings import MANY_HITS, note_reading, note_search
from households.models import Person
from households.read_log import looks_at
from tests.factories import HouseholdFactory

LOG, EXPORT = reverse("households:read_log"), reverse("households:read_log_export")


@pytest.fixture
def family(local):
    return HouseholdFactory(registered_by=local.organisation)


@pytest.fixture
def looked(local, reader, neighbour, family):
    """Three looks at a household of Gent, one by a neighbour; one at a household of the neighbour."""
    note_reading(family, "het dossier", by=local)
    note_reading(family, "noden en contact", by=reader)
    note_reading(family, "overdracht V-1", by=neighbour)
    note_reading(HouseholdFactory(registered_by=neighbour.organisation), "het dossier", by=neighbour)


def words(client, url=LOG, **query):
    return client.get(url, query).content.decode()


def test_the_officer_sees_every_look_at_his_own_households_and_none_at_others(looked, officer, family):
    assert [look.page for look in looks_at(officer)] == ["overdracht V-1", "noden en contact", "het dossier"]


def test_nobody_else_has_a_read_log(looked, local, reader, neighbour, abb):
    assert not any(looks_at(hat).exists() for hat in (None, local, reader, neighbour, abb))


def test_the_log_names_no_displaced_person_and_looking_in_it_is_a_look(looked, client_for, officer, family):
    page = words(client_for(officer))
    assert family.reference in page and "overdracht V-1" in page
    assert not any(person.family_name in page for person in family.persons.all())
    own = looks_at(officer).first()
    assert (own.page, own.user_id) == ("het inzagelogboek", officer.user_id)


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ({}, {"het dossier", "noden en contact", "overdracht V-1"}),
        ({"wie": "LEZER"}, {"noden en contact"}),
        ({"soort": "zoeken"}, {"de lijst van huishoudens"}),
        ({"van": "2999-01-01"}, set()),
        ({"tot": "2000-01-01"}, set()),
        ({"van": "geen dag", "huishouden": ""}, {"het dossier", "noden en contact", "overdracht V-1"}),
        ({"huishouden": "xyz"}, set()),
    ],
)
def test_filters_on_who_which_and_when(looked, client_for, officer, family, local, query, pages):
    Reading.objects.create(
        occurred_at=timezone.now(), page="noden en contact", target_type="households.household",
        target_id=str(family.pk), user_id=1, user_name="Lezer Proef", organisation_name="x",
    )  # fmt: skip
    note_search(local.organisation, "de", MANY_HITS, "de lijst van huishoudens", by=local)
    shown = words(client_for(officer), **query)
    for name in ("het dossier", "noden en contact", "overdracht V-1"):
        assert (f'data-label="Wat">{name}' in shown) is (name in pages), name


def test_one_household_by_its_number(looked, client_for, officer, family, local):
    note_reading(HouseholdFactory(registered_by=local.organisation), "een ander", by=local)
    page = words(client_for(officer), huishouden=family.reference.lower())
    assert "overdracht V-1" in page and "een ander" not in page


def test_a_search_that_shows_many_is_noted_with_its_words_and_a_small_one_is_not(client_for, local, officer):
    name = "familie"
    note_search(local.organisation, name, MANY_HITS - 1, "de lijst", by=local)
    note_search(local.organisation, "  ", MANY_HITS, "de lijst", by=local)
    assert not Reading.objects.exists()
    note_search(local.organisation, name, MANY_HITS, "de lijst", by=local)
    assert f"gezocht op “{name}”, {MANY_HITS} gevonden" in words(client_for(officer))


def test_the_list_of_households_notes_what_was_searched(client_for, local):
    for _ in range(MANY_HITS):
        HouseholdFactory(registered_by=local.organisation)
    Person.objects.update(family_name="Bondarenko")
    client_for(local).get(reverse("matching:household_list"), {"zoek": "Bondarenko"})
    search = Reading.objects.get()
    assert (search.words, search.hits, search.organisation_id) == (
        "Bondarenko",
        MANY_HITS,
        local.organisation_id,
    )


def test_words_and_hits_go_together(db):
    with pytest.raises(IntegrityError, match="reading_words_and_hits"), transaction.atomic():
        Reading.objects.create(
            occurred_at=timezone.now(), page="x", target_type="x", target_id="1", user_id=1, user_name="x",
            organisation_name="x", words="x",
        )  # fmt: skip


def test_the_log_leaves_as_csv_with_defused_cells_and_that_is_kept(
    looked, client_for, officer, local, family
):
    local.user.name = "=1+1"
    note_reading(family, "het dossier", by=local)
    text = b"".join(client_for(officer).get(EXPORT)).decode()
    assert "'=1+1" in text and family.reference in text
    assert Reading.objects.filter(page="het inzagelogboek, als csv", user_id=officer.user_id).exists()
    assert AuditEvent.objects.filter(verb="readings.exported").exists()


def test_a_log_of_many_costs_no_more_queries(
    looked, client_for, officer, family, local, django_assert_num_queries
):
    client = client_for(officer)
    for _ in range(40):
        note_reading(family, "het dossier", by=local)
    with django_assert_num_queries(6):
        client.get(LOG)


def test_of_one_household_the_officer_sees_who_looked_and_not_what_was_changed(
    looked, client_for, officer, family, neighbour
):
    page = words(client_for(officer), reverse("households:household_readings", args=[family.pk]))
    assert "overdracht V-1" in page and "Wat werd er gewijzigd" not in page
    theirs = HouseholdFactory(registered_by=neighbour.organisation)
    url = reverse("households:household_readings", args=[theirs.pk])
    assert client_for(officer).get(url).status_code == 404


def test_an_officer_does_the_work_of_no_organisation(officer, local, abb):
    assert not officer.is_kind(Kind.LOCAL_AUTHORITY) and not may_write(officer, *Kind.values)
    assert may_read_the_read_log(officer) and not may_read_the_read_log(local)
    abb.role = Membership.Role.DATA_PROTECTION
    assert not may_open_back_office(abb) and not may_read_the_read_log(abb)
    assert officer not in Membership.objects.at_work() and local in Membership.objects.at_work()


def test_only_a_local_government_lets_in_a_data_protection_officer(local, company):
    def roles(hat):
        form = AcceptJoinForm({"role": "privacy"}, organisation=hat.organisation)
        return form.is_valid()

    assert roles(local) and not roles(company)
