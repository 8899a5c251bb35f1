"""Who comes in, who gets a hat, and who loses it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import (
    OrganisationExists,
    change_organisation,
    end_membership,
    grant_membership,
    register_provider,
    rename_user,
)
from accounts.models import Kind, Membership, Organisation
from audit.models import AuditEvent
from tests import factories
from tests.together import all_at_once

Role = Membership.Role


@pytest.fixture
def person(db):
    return factories.UserFactory()


def register(user, number, **changes):
    fields = {"kind": Kind.COMPANY, "name": "Linde BV", "kbo_number": number, "by": None, **changes}
    return register_provider(user=user, **fields)


def test_who_registers_a_company_becomes_its_local_administrator(person):
    membership = register(person, factories.kbo_number(1), phone="09 000 00 00")

    assert membership.role == Role.MANAGER
    assert membership.user == person
    organisation = membership.organisation
    assert (organisation.kind, organisation.name, organisation.phone) == (
        Kind.COMPANY,
        "Linde BV",
        "09 000 00 00",
    )
    assert organisation.email == person.email
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "organisation.registered",
        "membership.granted",
    }
    assert not person.is_staff


def test_an_organisation_is_registered_once(person):
    number = factories.kbo_number(1)
    register(person, number)

    with pytest.raises(OrganisationExists, match="Linde BV is al geregistreerd") as exists:
        register(factories.UserFactory(), number, name="Linde")

    assert exists.value.organisation.name == "Linde BV"
    assert Organisation.objects.count() == 1


def test_registering_again_by_the_same_person_gives_the_hat_that_he_has(person):
    number = factories.kbo_number(1)
    assert register(person, number) == register(person, number)
    assert Membership.objects.count() == 1


def test_who_lost_his_hat_does_not_get_it_back_by_registering_again(person):
    number = factories.kbo_number(1)
    first = register(person, number)
    factories.MembershipFactory(organisation=first.organisation)
    end_membership(membership=first, by=first)
    with pytest.raises(OrganisationExists):
        register(person, number)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_people_who_register_one_number_at_the_same_moment_make_one_organisation():
    number = factories.kbo_number(1)
    people = factories.UserFactory.create_batch(3)

    outcomes = all_at_once(*[lambda user=user: register(user, number) for user in people])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Membership",
        "OrganisationExists",
        "OrganisationExists",
    ]
    assert Organisation.objects.get().memberships.count() == 1


@pytest.mark.parametrize("kind", set(Kind) - {Kind.COMPANY, Kind.ASSOCIATION})
def test_a_government_does_not_register_itself(person, kind):
    with pytest.raises(ValueError, match="registers itself"):
        register(person, factories.kbo_number(1), kind=kind)


# --- Hats -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "staff"),
    [
        (Kind.COMPANY, False),
        (Kind.ASSOCIATION, False),
        (Kind.FACILITY, True),
        (Kind.VLOT, True),
        (Kind.ABB, True),
    ],
)
def test_a_hat_of_a_flemish_service_opens_the_back_office(person, kind, staff):
    organisation = factories.OrganisationFactory(kind=kind)
    grant_membership(user=person, organisation=organisation, role=Role.STAFF, by=None)
    person.refresh_from_db()
    assert person.is_staff is staff


def test_a_hat_says_who_gave_it(company, person):
    membership = grant_membership(
        user=person, organisation=company.organisation, role=Role.READER, by=company
    )
    event = AuditEvent.objects.about(membership).get()
    assert membership.started_by == company.user
    assert (event.user_name, event.changes) == (company.user.name, {"role": "reader"})


def test_nobody_has_two_hats_of_one_organisation(company):
    with pytest.raises(IntegrityError, match="membership_one_open"), transaction.atomic():
        grant_membership(user=company.user, organisation=company.organisation, role=Role.STAFF, by=None)


def test_ending_a_hat_says_who_and_when_and_takes_the_back_office_away(abb):
    colleague = grant_membership(
        user=factories.UserFactory(), organisation=abb.organisation, role=Role.STAFF, by=abb
    )

    ended = end_membership(membership=colleague, by=abb)

    assert ended.ended_by == abb.user
    assert ended.ended_at is not None
    ended.user.refresh_from_db()
    assert not ended.user.is_staff
    assert not Membership.objects.hats_of(ended.user).exists()


def test_the_back_office_stays_open_for_who_has_another_hat_of_it(abb, facility):
    second = grant_membership(user=abb.user, organisation=facility.organisation, role=Role.STAFF, by=facility)
    end_membership(membership=second, by=facility)
    abb.user.refresh_from_db()
    assert abb.user.is_staff


def test_ending_twice_keeps_the_first_end(company):
    colleague = factories.MembershipFactory(organisation=company.organisation)
    first = end_membership(membership=company, by=company)
    second = end_membership(membership=company, by=colleague)
    assert (second.ended_at, second.ended_by) == (first.ended_at, company.user)
    assert AuditEvent.objects.about(company).filter(verb="membership.ended").count() == 1


def test_a_hat_that_ended_can_be_given_again(company):
    factories.MembershipFactory(organisation=company.organisation)
    end_membership(membership=company, by=company)
    assert grant_membership(user=company.user, organisation=company.organisation, role=Role.STAFF, by=None)


# --- Changing ---------------------------------------------------------------------------------------------------


def test_changing_an_organisation_keeps_what_it_was_in_the_trail(company):
    organisation = company.organisation
    change_organisation(organisation=organisation, by=company, name="Eik BV", email="info@eik.example")
    organisation.refresh_from_db()
    assert (organisation.name, organisation.email) == ("Eik BV", "info@eik.example")
    event = AuditEvent.objects.about(organisation).get()
    assert event.verb == "organisation.changed"
    assert event.changes["name"][1] == "Eik BV"
    assert set(event.changes) == {"name", "email"}


def test_what_was_not_changed_does_not_stand_in_the_trail(company):
    change_organisation(
        organisation=company.organisation, by=company, name=company.organisation.name, phone="09 1"
    )
    assert set(AuditEvent.objects.about(company.organisation).get().changes) == {"phone"}


def test_a_person_is_called_as_he_wants(company):
    rename_user(user=company.user, name="An Peeters", by=company)
    company.user.refresh_from_db()
    assert str(company.user) == "An Peeters"
    rename_user(user=company.user, name="An Peeters", by=company)
    assert AuditEvent.objects.filter(verb="user.renamed").count() == 1


# --- What may exist ---------------------------------------------------------------------------------------------

WRONG = {
    "a company without an enterprise number": (
        {"kind": Kind.COMPANY, "kbo_number": ""},
        "ondernemingsnummer nodig",
    ),
    "a local government without a municipality": ({"kind": Kind.LOCAL_AUTHORITY}, "hoort bij een gemeente"),
    "a governor without a province": ({"kind": Kind.GOVERNOR}, "hoort bij een provincie"),
    "a second Facilitair Bedrijf": ({"kind": Kind.FACILITY}, "bestaat er maar een"),
    "an enterprise number that is taken": ({"kbo_number": factories.kbo_number(7)}, "al een organisatie"),
    "an enterprise number of nine digits": ({"kbo_number": "012345678"}, "tien cijfers"),
    "a kind that nobody knows": ({"kind": "club"}, "club"),
}


@pytest.mark.parametrize(("fields", "sentence"), WRONG.values(), ids=WRONG)
def test_an_organisation_that_may_not_exist_is_refused_in_dutch(facility, fields, sentence):
    factories.OrganisationFactory(kbo_number=factories.kbo_number(7))
    organisation = Organisation(
        **{"kind": Kind.COMPANY, "name": "X", "kbo_number": factories.kbo_number(8), **fields}
    )
    with pytest.raises(ValidationError) as refusal:
        organisation.full_clean()
    assert sentence in " ".join(refusal.value.messages)


def test_a_municipality_and_a_province_have_one_government_each(local, governor, gent):
    for kind, place in (
        (Kind.LOCAL_AUTHORITY, {"municipality": gent}),
        (Kind.GOVERNOR, {"province": gent.province}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.OrganisationFactory(kind=kind, **place)


def test_an_address_is_one_person_in_any_spelling(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UserFactory(email=person.email.upper())


def test_only_a_local_government_has_a_data_protection_officer(person):
    company = factories.OrganisationFactory()

    with pytest.raises(ValidationError, match="Alleen een lokaal bestuur"):
        grant_membership(user=person, organisation=company, role=Role.DATA_PROTECTION, by=None)

    with pytest.raises(IntegrityError, match="Alleen een lokaal bestuur"), transaction.atomic():
        Membership.objects.create(user=person, organisation=company, role=Role.DATA_PROTECTION)
    hat = grant_membership(user=person, organisation=company, role=Role.READER, by=None)
    with pytest.raises(IntegrityError, match="Alleen een lokaal bestuur"), transaction.atomic():
        Membership.objects.filter(pk=hat.pk).update(role=Role.DATA_PROTECTION)


def test_a_role_that_does_not_exist_is_refused_by_the_database(person):
    hat = factories.MembershipFactory(user=person)

    with pytest.raises(IntegrityError, match="membership_role_known"), transaction.atomic():
        Membership.objects.filter(pk=hat.pk).update(role="boss")
