"""Flemish property: found, held by the first request, handed over with a report, and returned."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from audit.trail import IllegalTransition
from facility import actions
from facility.models import FlemishProperty, PropertyReservation
from tests.documents.samples import PDF, picture, upload
from tests.facility.factories import SupportRequestFactory
from tests.facility.villages import PROTOCOL, PropertyFactory, handed_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(local):
    return SupportRequestFactory(organisation=local.organisation, kind="flemish_property")


def reserve(item, asked, by):
    return actions.reserve_property(form_token=uuid.uuid4(), item=item, support_request=asked, by=by)


def test_the_first_request_holds_and_the_second_one_waits_until_it_expires(local, facility, asked):
    item, today = PropertyFactory(hold_days=7), timezone.localdate()
    first = reserve(item, asked, local)
    assert first.period == DateRange(today, today + timedelta(7))
    with pytest.raises(actions.CannotReserve, match="Een andere aanvraag"):
        reserve(item, asked, facility)
    assert item not in FlemishProperty.objects.free(on=today)
    assert item in FlemishProperty.objects.free(on=today + timedelta(7))
    past = DateRange(today - timedelta(7), today)
    PropertyReservation.objects.filter(pk=first.pk).update(period=past)
    first.refresh_from_db()
    second = reserve(item, asked, facility)
    with pytest.raises(actions.CannotReserve, match="vervallen"):
        handed_over(first, by=facility)
    again = actions.reserve_property(
        form_token=second.form_token, item=item, support_request=asked, by=facility
    )
    assert again == second, "the same form sent twice"


def test_a_property_goes_out_and_comes_back_with_a_report_each_time(local, facility, asked):
    item, today = PropertyFactory(), timezone.localdate()
    used = handed_over(reserve(item, asked, local), by=facility)
    assert used.handover.keys == 4
    with pytest.raises(IllegalTransition):
        actions.release_property(reservation=used, reason="Toch niet.", by=local)
    actions.return_property(reservation=used, on=today, by=facility, **PROTOCOL)
    assert item in FlemishProperty.objects.free(on=today)
    for status, missing in (("in_use", "handover"), ("returned", "giving_back")):
        with pytest.raises(IntegrityError, match="property_"), transaction.atomic():
            PropertyReservation.objects.filter(pk=used.pk).update(status=status, **{missing: None})


def test_use_ends_within_the_availability_and_land_is_bare(local, facility, asked):
    item = PropertyFactory()
    held = reserve(item, asked, local)
    late = item.available.upper + timedelta(1)
    with pytest.raises(actions.CannotReserve, match="beschikbaar tot en met 31/12/2028"):
        handed_over(held, by=facility, until=late)
    with pytest.raises(IntegrityError, match="property_land_is_bare"), transaction.atomic():
        PropertyFactory(kind="land", state="ready")
    other = SupportRequestFactory(organisation=local.organisation, kind="urgent_purchase")
    with pytest.raises(actions.CannotReserve, match="Kies een open"):
        reserve(PropertyFactory(), other, local)


def test_the_pages_register_find_reserve_hand_over_and_take_back(client_for, local, facility, asked):
    agency, council = client_for(facility), client_for(local)
    form = {
        "name": "Kazerne", "kind": "building", "owner": "Defensieproef", "municipality": "", "street": "Laan",
        "postal_code": "9000", "surface": "2500,5", "state": "works", "zoning": "public", "hold_days": 14,
        "begins": "2026-01-01",
    }  # fmt: skip
    refused = agency.post(reverse("facility:property_add"), form)
    assert refused.status_code == 422
    form["municipality"] = local.organisation.municipality.name
    made = agency.post(reverse("facility:property_add"), form)
    assert made.status_code == 302, made.context["form"].errors
    item = FlemishProperty.objects.get()
    assert made.url == reverse("facility:property_detail", args=[item.pk])
    assert item.available.upper is None
    listed = council.get(
        reverse("facility:property_list"), {"zoek": "kazerne", "oppervlakte": "2000", "vrij": "ja"}
    )
    assert "Kazerne" in listed.content.decode() and "Gent: 1 pand" in listed.content.decode()
    assert "Geen panden" in council.get(reverse("facility:property_list"), {"soort": "land"}).content.decode()
    reserve_url = reverse("facility:property_reserve", args=[item.pk])
    held = council.post(reserve_url, {"form_token": uuid.uuid4(), "support_request": asked.pk}, follow=True)
    assert "vervalt op" in held.content.decode()
    second = council.post(reserve_url, {"form_token": uuid.uuid4(), "support_request": asked.pk})
    assert second.status_code == 422 and "Een andere aanvraag" in second.content.decode()
    row = PropertyReservation.objects.get()
    today = timezone.localdate()
    report = {"on": today.isoformat(), **PROTOCOL}
    agency.post(reverse("facility:property_hand_over", args=[row.pk]), report)
    agency.post(reverse("facility:property_edit", args=[item.pk]), {**form, "hold_days": 5})
    tomorrow = {**report, "on": (today + timedelta(1)).isoformat()}
    assert agency.post(reverse("facility:property_return", args=[row.pk]), tomorrow).status_code == 422
    agency.post(reverse("facility:property_return", args=[row.pk]), report)
    row.refresh_from_db()
    assert (row.status, row.property.hold_days) == ("returned", 5)


def test_photos_are_seen_and_those_of_a_report_only_by_who_sees_it(
    client_for, local, neighbour, facility, asked
):
    item = PropertyFactory(available=DateRange(timezone.localdate(), None))
    agency = client_for(facility)
    form = {
        "name": item.name, "kind": "building", "owner": item.owner, "municipality": item.municipality.name,
        "street": item.street, "postal_code": "9000", "surface": "1200", "state": "works", "zoning": "public",
        "hold_days": 14, "begins": timezone.localdate().isoformat(),
        "files": [upload("gevel.jpg", picture()), upload("plan.pdf", PDF)],
    }  # fmt: skip
    agency.post(reverse("facility:property_edit", args=[item.pk]), form)
    row = reserve(item, asked, local)
    report = {
        "on": timezone.localdate().isoformat(),
        **PROTOCOL,
        "photos": [upload("sleutels.jpg", picture())],
    }
    agency.post(reverse("facility:property_hand_over", args=[row.pk]), report)
    row.refresh_from_db()
    photo, plan = item.photos.get(name="gevel.jpg"), item.photos.get(name="plan.pdf")
    keys = row.handover.photos.get()

    def at(document):
        return reverse("facility:property_photo", args=[item.pk, document.pk])

    for by, sees_report in ((local, True), (neighbour, False)):
        client = client_for(by)
        shown = client.get(reverse("facility:property_detail", args=[item.pk])).content.decode()
        assert f'<img class="photos__photo" src="{at(photo)}"' in shown and at(plan) in shown
        assert (at(keys) in shown) is sees_report
        assert client.get(at(keys)).status_code == (200 if sees_report else 404)
        assert client.get(at(photo)).status_code == 200
        assert f'src="{at(photo)}"' in client.get(reverse("facility:property_list")).content.decode()
