"""Verbs on offers: a draft is never lost, a decision is taken once, nothing is approved unseen."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from housing import actions
from housing.models import Offer, Site, Unit
from municipalities.models import Change, Municipality
from notifications.models import Notification
from tests.factories import OfferFactory, hat, offer_fields, walked

TODAY = timezone.localdate()


def submitted(company, gent, **changes):
    draft = actions.save_draft(
        form_token=uuid.uuid4(), fields=offer_fields(municipality=gent, **changes), by=company
    )
    return actions.submit_offer(offer=draft, by=company)


def inspected(offer, local, **changes):
    seen = {"safe": True, "healthy": True, "dignified": True, "usable_places": 6, **changes}
    return actions.record_inspection(offer=offer, inspected_on=TODAY, answers=walked(), by=local, **seen)


def test_saving_twice_with_one_token_keeps_one_offer(company, gent):
    token = uuid.uuid4()
    actions.save_draft(form_token=token, fields={"street": "Kerkstraat"}, by=company)
    actions.save_draft(form_token=token, fields={"street": "Dorpsstraat"}, by=company)
    assert [offer.street for offer in Offer.objects.all()] == ["Dorpsstraat"]


def test_a_draft_keeps_what_is_not_valid_yet_as_it_was_typed(company):
    offer = actions.save_draft(
        form_token=uuid.uuid4(), fields={}, typed={"estimated_places": "nul"}, by=company
    )
    assert Offer.objects.get(pk=offer.pk).typed == {"estimated_places": "nul"}


def test_submitting_tells_the_municipality_and_confirms_to_the_provider(company, local, gent):
    offer = submitted(company, gent)
    told = {notification.organisation_id: notification.subject for notification in Notification.objects.all()}
    assert offer.name in told[local.organisation_id]
    assert offer.reference in told[company.organisation_id]


def test_an_incomplete_offer_cannot_be_submitted_whoever_tries(company, local):
    draft = actions.save_draft(form_token=uuid.uuid4(), fields={"street": "Kerkstraat"}, by=company)
    with pytest.raises(ValidationError, match="nog niet volledig"):
        actions.submit_offer(offer=draft, by=company)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=draft.pk).update(status=Offer.Status.SUBMITTED)
    assert Offer.objects.get(pk=draft.pk).status == Offer.Status.DRAFT


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("estimated_places", 0),
        ("available", DateRange(date(2022, 3, 13), None)),
        ("status", "approved"),
        ("status", "no-such-status"),
        ("municipality", None),
    ],
)
def test_the_database_refuses_what_may_not_exist(gent, column, value):
    offer = OfferFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**{column: value})


def test_approving_makes_a_site_with_numbered_units_and_announces_the_change(company, local, gent):
    offer = submitted(company, gent)
    inspected(offer, local)
    site = actions.approve_offer(
        offer=offer,
        units=[actions.UnitLine(2, "Kamer", 2, step_free=True), actions.UnitLine(1, "Studio", 2)],
        by=local,
    )
    units = Unit.objects.filter(site=site).order_by("pk")
    assert [(unit.label, unit.places, unit.step_free) for unit in units] == [
        ("Kamer 1", 2, True),
        ("Kamer 2", 2, True),
        ("Studio", 2, False),
    ]
    assert Change.objects.filter(municipality=gent, kind="places", handled_at__isnull=True).count() == 1
    assert Offer.objects.get(pk=offer.pk).decided_by == local.user
    assert AuditEvent.objects.filter(verb="offer.approved", target_id=str(offer.pk)).count() == 1


def test_lines_with_the_same_name_are_numbered_on(company, local, gent):
    offer = submitted(company, gent)
    inspected(offer, local)
    actions.approve_offer(
        offer=offer, units=[actions.UnitLine(1, "Kamer", 2), actions.UnitLine(2, "Kamer", 1)], by=local
    )
    assert sorted(Unit.objects.values_list("label", flat=True)) == ["Kamer 1", "Kamer 2", "Kamer 3"]


def test_nothing_is_approved_without_a_passed_inspection(company, local, gent):
    offer = submitted(company, gent)
    with pytest.raises(actions.NotInspected, match="nog geen plaatsbezoek"):
        actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    inspected(offer, local, safe=False, findings="Losse kabels")
    with pytest.raises(actions.NotInspected, match="niet geslaagd"):
        actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("category", "domain", "passes"),
    [
        ("1", "fire", True),
        ("2", "other", True),
        ("2", "fire", False),
        ("2", "damp", False),
        ("3", "other", False),
    ],
)
def test_defects_block_as_the_relaxed_norms_say(company, local, gent, category, domain, passes):
    offer = submitted(company, gent)
    inspection = inspected(
        offer, local, defects=[{"category": category, "domain": domain, "description": "gebrek"}]
    )
    assert inspection.passed is passes


def test_units_never_have_more_places_than_the_inspection_found(company, local, gent):
    offer = submitted(company, gent)
    inspected(offer, local, usable_places=3)
    with pytest.raises(actions.TooManyPlaces, match=r"4 slaapplekken.*3 bruikbaar"):
        actions.approve_offer(offer=offer, units=[actions.UnitLine(2, "Kamer", 2)], by=local)


def test_an_offer_is_decided_once(company, local, gent):
    offer = submitted(company, gent)
    inspected(offer, local)
    actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    with pytest.raises(IllegalTransition, match="gevalideerd"):
        actions.reject_offer(offer=offer, reason="other", note="Te laat", by=local)
    with pytest.raises(IllegalTransition):
        actions.withdraw_offer(offer=offer, reason="taken", note="Verhuurd.", by=company)
    with pytest.raises(IllegalTransition):
        actions.save_draft(form_token=offer.form_token, fields={"street": "Anders"}, by=company)


def test_a_refusal_needs_a_reason_and_a_sentence(company, local, gent):
    offer = submitted(company, gent)
    with pytest.raises(ValidationError, match="reden"):
        actions.reject_offer(offer=offer, reason="", note="", by=local)
    actions.reject_offer(offer=offer, reason="unsafe", note="De trap is niet veilig.", by=local)
    told = Notification.objects.filter(organisation=company.organisation).latest("pk")
    assert "De trap is niet veilig." in told.body


def test_who_sees_which_offers(company, other_company, local, neighbour, governor, facility, vlot, abb, gent):
    offer = submitted(company, gent)
    draft = actions.save_draft(form_token=uuid.uuid4(), fields={}, by=company)
    seen = {
        hat: set(Offer.objects.visible_to(hat))
        for hat in (company, other_company, local, neighbour, governor)
    }
    assert seen == {
        company: {offer, draft},
        other_company: set(),
        local: {offer},
        neighbour: set(),
        governor: {offer},
    }
    assert set(Offer.objects.visible_to(abb)) == {offer}
    assert not Offer.objects.visible_to(facility) and not Offer.objects.visible_to(vlot)
    assert not Offer.objects.visible_to(None)


def test_a_site_fades_when_nobody_looks_and_comes_back_by_one_tap(company, local, gent):
    offer = submitted(company, gent)
    inspected(offer, local)
    site = actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    later = TODAY + timedelta(days=45)
    assert Unit.objects.free(on=TODAY).count() == 1
    assert Unit.objects.free(on=later).count() == 0
    actions.check_sites(sites=[site], on=later, by=company)
    assert Unit.objects.free(on=later).count() == 1


def test_a_specific_site_counts_only_after_confirmation(company, local, abb, gent):
    offer = submitted(company, gent, category="specific", kind="hotel")
    inspected(offer, local)
    site = actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    assert Unit.objects.deployable(on=TODAY).count() == 0
    actions.confirm_site(site=site, by=abb)
    first = Site.objects.get(pk=site.pk).confirmed_at
    actions.confirm_site(site=site, by=abb)
    assert Unit.objects.deployable(on=TODAY).count() == 1
    assert Site.objects.get(pk=site.pk).confirmed_at == first


# --- A governor offers in his own province


def test_a_governor_offers_places_in_his_province_and_in_no_other(gent):
    governor = hat(Kind.GOVERNOR, province=gent.province)
    hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    draft = OfferFactory(
        organisation=governor.organisation, status="draft", submitted_at=None, submitted_by=None
    )
    assert actions.submit_offer(offer=draft, by=governor).status == Offer.Status.SUBMITTED
    antwerp = Municipality.objects.current().get(name="Antwerpen")
    elsewhere = OfferFactory(
        organisation=governor.organisation,
        municipality=antwerp,
        status="draft",
        submitted_at=None,
        submitted_by=None,
    )
    with pytest.raises(actions.OutsideProvince):
        actions.submit_offer(offer=elsewhere, by=governor)
    elsewhere.refresh_from_db()
    assert elsewhere.status == Offer.Status.DRAFT
