"""Private hosts: the municipality notes how and when they agreed; taking it back has consequences, said first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent
from documents.models import Document
from households.models import LegalHold
from households.protection.actions import forget_week
from housing.actions import note_host, save_draft, withdraw_host
from housing.forms import OfferForm
from housing.models import Offer, Site, SiteDocument, Unit
from tests.factories import (
    HouseholdFactory,
    OfferFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    offer_fields,
)

TODAY = timezone.localdate()
DAY = timedelta(days=1)
TOLD = {"private_host": True, "host_told_on": TODAY - DAY, "host_told_how": "signed"}


@pytest.fixture
def hosted(local):
    """A room with a host who agreed last week."""
    unit = UnitFactory(site=SiteFactory(organisation=local.organisation, contact_name="Zz Gastvrouw"))
    note_host(site=unit.site, told_on=TODAY - 7 * DAY, told_how="signed", by=local)
    unit.site.refresh_from_db()
    return unit


def offer_of(local, **fields):
    return OfferFactory(organisation=local.organisation, created_by=local.user, **fields)


@pytest.mark.parametrize("missing", ["host_told_on", "host_told_how", "host_told_by"])
def test_postgresql_keeps_no_offered_place_of_a_private_person_who_was_not_told(local, missing):
    offer = offer_of(local)
    fields = {**TOLD, "host_told_by": local.user} | {missing: "" if missing == "host_told_how" else None}
    with pytest.raises(IntegrityError, match="offer_host_was_told"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**fields)


def test_postgresql_keeps_no_site_of_a_private_person_who_was_not_told(local):
    site = SiteFactory()
    for fields in ({"private_host": True}, {"host_told_on": TODAY}, {"host_withdrew_on": TODAY}):
        with pytest.raises(IntegrityError, match="site_host_w"), transaction.atomic():
            Site.objects.filter(pk=site.pk).update(**fields)


def test_who_noted_it_is_filled_in_by_the_portal(local):
    draft = save_draft(
        form_token="8f0d7d3c-6b0e-4f0e-9d62-0a4a5f0a9b21", fields=offer_fields() | TOLD, by=local
    )
    assert draft.host_told_by == local.user
    draft = save_draft(form_token=draft.form_token, fields={"private_host": False}, by=local)
    assert draft.host_told_by is None


def form_for(hat, **data):
    instance = Offer(organisation=hat.organisation)
    return OfferForm(data, instance=instance, submitting=True)


def test_the_form_asks_a_municipality_and_nobody_else(local, company):
    assert "private_host" in form_for(local).fields
    assert "private_host" not in form_for(company).fields


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"private_host": "on"}, "host_told_on"),
        ({"private_host": "on", "host_told_on": "2024-01-01"}, "host_told_how"),
        ({"host_told_how": "signed"}, "private_host"),
        ({"private_host": "on", "host_told_on": "2999-01-01", "host_told_how": "signed"}, "host_told_on"),
    ],
)
def test_the_form_says_what_is_missing(local, data, field):
    assert field in form_for(local, **data).errors


def test_the_site_takes_it_over_from_its_offer():
    from housing.models import FROM_OFFER

    assert {"private_host", "host_told_on", "host_told_how", "host_told_by"} <= set(FROM_OFFER)


def test_after_a_withdrawal_nobody_new_comes_and_who_lives_there_stays(hosted, local):
    household = HouseholdFactory(registered_by=local.organisation)
    stay = StayFactory(unit=hosted)
    assert Unit.objects.habitable(on=TODAY).filter(pk=hosted.pk).exists()
    withdraw_host(site=hosted.site, on=TODAY, by=local)
    assert not Unit.objects.habitable(on=TODAY).filter(pk=hosted.pk).exists()
    stay.refresh_from_db()
    assert stay.period.upper is None and household.pk
    assert AuditEvent.objects.about(hosted.site).filter(verb="site.host_withdrew").exists()


def test_whoever_withdrew_is_forgotten_as_soon_as_the_site_is_closed(hosted, local):
    plan = Document.objects.create(
        file="documents/aa/proef", name="huis van Zz Gastvrouw.pdf", content_type="application/pdf", size=9,
        uploaded_by=local.user,
    )  # fmt: skip
    SiteDocument.objects.create(site=hosted.site, document=plan, kind="other", added_by=local.user)
    withdraw_host(site=hosted.site, on=TODAY, by=local)
    forget_week(TODAY, seconds=30)
    assert Site.objects.get().contact_name == "Zz Gastvrouw"
    Site.objects.update(closed_on=TODAY, closed_reason="gastgezin stopt")
    forget_week(TODAY + 7 * DAY, seconds=30)
    site = Site.objects.get()
    assert (site.contact_name, site.private_host) == ("gewist", True)
    assert not Document.objects.exists()
    assert not Site.pgh_event_model.objects.filter(contact_name="Zz Gastvrouw").exists()


def test_only_the_municipality_of_the_place_notes_it(hosted, company, neighbour, reader):
    for hat in (company, neighbour, reader):
        with pytest.raises(NotAllowed):
            withdraw_host(site=hosted.site, on=TODAY, by=hat)


def test_the_page_says_what_happens_before_it_asks(client_for, local, hosted):
    StayFactory(unit=hosted, period=DateRange(TODAY - DAY, None))
    client, url = client_for(local), reverse("housing:site_host", args=[hosted.site_id])
    shown = client.get(url).content.decode()
    assert "geen nieuwe mensen" in shown and "nog 1 verblijf" in shown
    early = client.post(url, {"on": str(TODAY - 30 * DAY)})
    assert early.status_code == 422 and "niet voor hij akkoord ging" in early.content.decode()
    client.post(url, {"on": str(TODAY)})
    assert (
        "trok het akkoord in"
        in client.get(reverse("housing:site_detail", args=[hosted.site_id])).content.decode()
    )
    client.post(url, {"told_on": str(TODAY), "told_how": "phone"})
    assert Site.objects.get().host_withdrew_on is None


def test_a_site_and_a_call_can_be_held_and_let_go(client_for, local, hosted):
    client, url = client_for(local), reverse("housing:site_hold", args=[hosted.site_id])
    assert client.post(url, {}).status_code == 422
    client.post(url, {"hold-reason": "Geschil over huur"})
    assert "Geschil over huur" in client.get(url).content.decode()
    client.post(url)
    assert LegalHold.objects.get().lifted_at is not None


def test_values_of_contact_persons_never_enter_the_sealed_trail(local):
    save_draft(
        form_token="8f0d7d3c-6b0e-4f0e-9d62-0a4a5f0a9b22",
        fields=offer_fields(contact_name="Zz Contact", contact_email="zz@example.org"),
        by=local,
    )
    event = AuditEvent.objects.get(verb="offer.started")
    assert event.changes["contact_name"] is None
    assert "Zz Contact" not in str(event.changes)
