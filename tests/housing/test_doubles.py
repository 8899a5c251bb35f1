"""The same place twice: found before it is registered, said by its provider, merged, and taken apart again."""

import re
from datetime import date, timedelta
from math import cos, radians

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from documents.models import Document
from housing import actions
from housing.models import Merge, Offer, OfferDocument, Site, Stay, Twin, Unit
from housing.twins import likely_twins
from tests.factories import OfferFactory, OrganisationFactory, SiteFactory, StayFactory, UnitFactory, hat
from tests.housing.test_offer_pages import TYPED, form_url, text_of
from tests.reporting.test_search import filled
from tests.together import all_at_once

pytestmark = pytest.mark.django_db


def fresh(thing):
    """As PostgreSQL has it now, with its generated columns."""
    return type(thing).objects.get(pk=thing.pk)


def offer(**fields):
    return fresh(OfferFactory(**fields))


# --- Finding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Kerkstraat", "1", ""), ("KERKSTR.", "1", "")),
        (("Sint-Pietersnieuwstraat", "12a", ""), ("St. Pietersnieuwstraat", "12 A", "")),
        (("Gentsesteenweg", "3", "bus 2"), ("gentse stwg", "3", "2")),
        (("Cité Élisa", "8", ""), ("Cite Elisa", "8", "")),
    ],
)
def test_one_door_in_two_spellings_is_one_address(gent, one, other):
    first = offer(street=one[0], house_number=one[1], box=one[2])
    second = offer(street=other[0], house_number=other[1], box=other[2])
    (found,) = likely_twins(second)
    assert (found.offer, found.likeness) == (first, ["address"])


@pytest.mark.parametrize("direction", [(1, 0), (-1, 0), (0, 1), (0, -1)])
@pytest.mark.parametrize("latitude", [50.75, 51.05, 51.45])
def test_what_lies_just_within_fifty_metres_is_found_and_what_lies_just_beyond_is_not(
    gent, latitude, direction
):
    north, east = direction
    degree = 111_195  # metres
    first = offer(street="Eerste", latitude=f"{latitude:.6f}", longitude="3.717424")
    for metres, found in ((48, [first]), (52, [])):
        other = offer(
            street=f"Ander {metres}",
            latitude=f"{latitude + north * metres / degree:.6f}",
            longitude=f"{3.717424 + east * metres / degree / cos(radians(latitude)):.6f}",
        )
        assert [candidate.offer for candidate in likely_twins(other)] == found, metres
        other.delete()


def test_what_may_be_the_same_place_is_found_by_indexes_and_not_by_reading_all_offers(gent):
    asked = offer(source_reference="F-77", latitude="51.054340", longitude="3.717424")
    filled(
        OfferFactory(),
        3_000,
        street="'Straat ' || nth",
        form_token="gen_random_uuid()",
        source_reference="'G-' || nth",
        latitude="50.8 + nth / 10000.0",
        longitude="4.2",
    )
    plans = []

    def explained(execute, sql, params, many, context):
        if "similarity" in sql.lower():
            with connection.connection.cursor() as plain:
                plans.append("\n".join(line for (line,) in plain.execute("EXPLAIN " + sql, params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        likely_twins(asked)
    (plan,) = plans
    # One of the two indexes of numbers of the federal tool, whichever PostgreSQL likes.
    for index in (
        "offer_address_key",
        "offer_position",
        "offer_(same_source_reference|source_reference_unique)",
    ):
        assert re.search(f"Bitmap Index Scan on {index}", plan), plan


@pytest.mark.parametrize(
    "elsewhere",
    [{"house_number": "2"}, {"postal_code": "9040"}, {"street": "Kerkplein"}, {"box": "2"}],
)
def test_another_door_is_no_twin(gent, elsewhere):
    OfferFactory()
    assert likely_twins(offer(**elsewhere)) == []


def test_a_typing_error_is_a_twin_for_the_same_provider_only(gent, company):
    first = offer(organisation=company.organisation, street="Lindenhoflaan", house_number="27")
    mine = offer(organisation=company.organisation, street="Lindehoflaan", house_number="27")
    theirs = offer(street="Lindehoflaan", house_number="27")
    assert {(found.offer, *found.likeness) for found in likely_twins(mine)} == {
        (theirs, "address"),
        (first, "provider"),
    }
    assert first not in [found.offer for found in likely_twins(theirs)]


def test_the_number_of_the_federal_tool_and_the_distance_tell_too(gent):
    first = offer(source_reference="F-77", latitude="51.054340", longitude="3.717424")
    near = offer(street="Elders", latitude="51.054500", longitude="3.717600")
    far = offer(street="Verder", latitude="51.064340", longitude="3.717424")
    same = offer(street="Anders", source_reference="F-77")
    assert [(found.offer, found.likeness) for found in likely_twins(near)] == [(first, ["distance"])]
    assert likely_twins(far) == []
    assert [(found.offer, found.likeness) for found in likely_twins(same)] == [(first, ["source"])]


def test_what_is_withdrawn_rejected_or_a_draft_is_no_twin(gent):
    OfferFactory(draft=True)
    OfferFactory(status=Offer.Status.WITHDRAWN, withdrawal_reason="other", decision_note="Verkocht")
    assert likely_twins(offer()) == []


def test_looking_for_twins_costs_two_queries(gent, django_assert_num_queries):
    for _ in range(8):
        OfferFactory()
    mine = offer()
    with django_assert_num_queries(2):
        found = likely_twins(mine)
    assert len(found) == 5, "the five most alike are enough"


# --- Saying


def test_submitting_a_likely_double_asks_and_keeps_everything(client_for, company, local):
    there = OfferFactory(organisation=company.organisation)
    client = client_for(company)
    url = form_url()
    response = client.post(url, {**TYPED, "submit": "1"})
    page = text_of(response)
    assert response.status_code == 422
    assert "Is deze plaats al aangemeld?" in page
    assert there.reference in page
    assert 'value="Kerkstraat"' in page
    draft = Offer.objects.exclude(pk=there.pk).get()
    assert draft.status == Offer.Status.DRAFT
    client.post(url, {**TYPED, "submit": "1", f"twin-{there.pk}": "different"})
    assert fresh(draft).status == Offer.Status.SUBMITTED
    assert Twin.objects.get().verdict == Twin.Verdict.DIFFERENT


def test_the_same_place_of_ones_own_leads_to_the_offer_that_is_there(client_for, company, local):
    there = OfferFactory(organisation=company.organisation)
    client = client_for(company)
    response = client.post(form_url(), {**TYPED, "submit": "1", f"twin-{there.pk}": "same"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("housing:offer_detail", args=[there.pk])
    assert "U had deze plaats al aangemeld" in text_of(response)
    assert Offer.objects.exclude(pk=there.pk).get().status == Offer.Status.WITHDRAWN


def test_of_somebody_elses_offer_only_the_address_is_shown(client_for, company, local):
    theirs = OfferFactory(
        organisation=OrganisationFactory(name="Geheime Verhuur BV"), title="Villa Verborgen"
    )
    page = text_of(client_for(company).post(form_url(), {**TYPED, "submit": "1"}))
    assert "aangemeld door een andere aanbieder" in page
    for secret in ("Geheime Verhuur", "Villa Verborgen", theirs.reference):
        assert secret not in page


def test_the_same_place_of_somebody_else_is_submitted_and_the_municipality_sees_it(
    client_for, company, local, gent
):
    theirs = OfferFactory()
    client_for(company).post(form_url(), {**TYPED, "submit": "1", f"twin-{theirs.pk}": "same"})
    mine = Offer.objects.exclude(pk=theirs.pk).get()
    assert mine.status == Offer.Status.SUBMITTED
    page = text_of(client_for(local).get(reverse("housing:offer_detail", args=[mine.pk])))
    assert "Misschien dubbel" in page
    assert reverse("housing:offer_merge", args=[theirs.pk, mine.pk]) in page
    assert "Misschien dubbel" not in text_of(
        client_for(company).get(reverse("housing:offer_detail", args=[mine.pk]))
    )


# --- Merging offers


@pytest.fixture
def two(gent, company):
    kept = offer(organisation=company.organisation, lift=False, rooms=None, remarks="Eerste")
    dropped = offer(title="Linde bis", lift=True, rooms=4, remarks="Tweede", available=kept.available)
    return kept, dropped


def test_merging_takes_over_what_was_chosen_and_leaves_one_to_decide(client_for, local, two):
    kept, dropped = two
    client = client_for(local)
    url = reverse("housing:offer_merge", args=[kept.pk, dropped.pk])
    page = text_of(client.get(url))
    assert "Linde bis" in page
    assert 'value="rooms" checked' in page, "what the kept one does not say is suggested"
    assert 'value="remarks" checked' not in page
    client.post(url, {"take": ["rooms", "lift"]})
    kept, dropped = fresh(kept), fresh(dropped)
    assert (kept.rooms, kept.lift, kept.remarks, kept.title) == (4, True, "Eerste", "Residentie Linde")
    assert dropped.merged_into == kept
    assert list(Offer.objects.waiting_for(local)) == [kept]
    assert "samengevoegd met <a" in text_of(client.get(reverse("housing:offer_detail", args=[dropped.pk])))
    assert AuditEvent.objects.filter(verb="offer.merged").count() == 2
    assert client.post(reverse("housing:offer_reject", args=[dropped.pk])).status_code == 403


def test_undoing_gives_everything_back_but_what_was_changed_since(client_for, local, two):
    kept, dropped = two
    before = {
        name: Offer.objects.filter(pk=kept.pk).values().get()[name] for name in ("title", "lift", "rooms")
    }
    merge = actions.merge_offers(
        kept=kept, dropped=dropped, take=["title", "lift", "rooms", "remarks"], by=local
    )
    Offer.objects.filter(pk=kept.pk).update(remarks="Later nog gewijzigd")
    page = text_of(client_for(local).post(reverse("housing:merge_undo", args=[merge.pk]), follow=True))
    assert "staat weer op zichzelf" in page
    kept, dropped = fresh(kept), fresh(dropped)
    assert {name: getattr(kept, name) for name in before} == before
    assert kept.remarks == "Later nog gewijzigd"
    assert dropped.merged_into is None
    assert set(Offer.objects.waiting_for(local)) == {kept, dropped}
    again = actions.undo_merge(merge=merge, by=local)
    assert again.undone_by == local.user


def test_every_field_of_a_place_survives_merging_and_undoing(local, gent):
    """Whatever the column holds: dates, ranges, decimals, choices, empty ones."""
    kept = offer(rent="450.50", rent_per="month", floor_area="80.5", minimum_months=6, ready_on=None)
    dropped = offer(
        title="", rent=None, rent_per="", floor_area=None, minimum_months=None, ready_on="2026-12-24",
        available=fresh(kept).available, pets_allowed=True, latitude="51.05", longitude="3.71",
    )  # fmt: skip
    names = [field.name for field in actions.merge_fields(Offer)]
    before = Offer.objects.filter(pk=kept.pk).values(*names).get()
    merge = actions.merge_offers(kept=kept, dropped=dropped, take=names, by=local)
    assert Offer.objects.filter(pk=kept.pk).values(*names).get() != before
    actions.undo_merge(merge=merge, by=local)
    assert Offer.objects.filter(pk=kept.pk).values(*names).get() == before


def test_documents_come_along_and_go_back(local, two):

    kept, dropped = two
    document = Document.objects.create(
        file="documents/bb/proef",
        name="plan.pdf",
        content_type="application/pdf",
        size=9,
        uploaded_by=local.user,
    )
    link = OfferDocument.objects.create(offer=dropped, document=document)
    merge = actions.merge_offers(kept=kept, dropped=dropped, take=[], by=local)
    assert fresh(link).offer == kept
    actions.undo_merge(merge=merge, by=local)
    assert fresh(link).offer == dropped


@pytest.mark.parametrize("status", [Offer.Status.WITHDRAWN, Offer.Status.DRAFT])
def test_what_is_closed_is_not_merged(local, two, status):
    kept, dropped = two
    Offer.objects.filter(pk=dropped.pk).update(
        status=status, withdrawal_reason="other", decision_note="Verkocht"
    )
    with pytest.raises(actions.CannotMerge, match="al beslist"):
        actions.merge_offers(kept=kept, dropped=dropped, take=[], by=local)


def test_two_municipalities_are_not_merged_by_one(client_for, local, gent, deinze):
    kept, theirs = offer(), offer(municipality=deinze, postal_code="9800")
    with pytest.raises(actions.CannotMerge, match="verschillende gemeenten"):
        actions.merge_offers(kept=kept, dropped=theirs, take=[], by=local)
    assert client_for(local).get(reverse("housing:offer_merge", args=[kept.pk, theirs.pk])).status_code == 404


def test_a_chain_is_undone_from_its_end(local, gent):
    first, second, third = offer(), offer(), offer()
    early = actions.merge_offers(kept=second, dropped=third, take=[], by=local)
    late = actions.merge_offers(kept=first, dropped=second, take=[], by=local)
    with pytest.raises(actions.CannotUndo, match="later zelf samengevoegd"):
        actions.undo_merge(merge=early, by=local)
    actions.undo_merge(merge=late, by=local)
    actions.undo_merge(merge=early, by=local)
    assert not Offer.objects.filter(merged_into__isnull=False).exists()


def test_postgresql_refuses_a_decided_offer_that_went_into_another(two):
    kept, dropped = two
    with (
        pytest.raises(IntegrityError, match="offer_merged_while_open"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE housing_offer SET merged_into_id = %s, status = 'draft' WHERE id = %s",
            [kept.pk, dropped.pk],
        )


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_merge_at_the_same_moment_merge_once(two, local):
    kept, dropped = two

    def merge(one, other):
        try:
            actions.merge_offers(kept=one, dropped=other, take=[], by=local)
        except actions.CannotMerge:
            return "late"
        return "first"

    results = all_at_once(lambda: merge(kept, dropped), lambda: merge(dropped, kept))
    assert sorted(results) == ["first", "late"]
    assert Merge.objects.count() == 1


# --- Merging sites


def test_sites_merge_with_units_stays_and_labels_that_stay_unique(client_for, local, gent):
    kept, dropped = fresh(SiteFactory()), fresh(SiteFactory(lift=True))
    UnitFactory(site=kept, label="Kamer 1")
    moved = UnitFactory(site=dropped, label="Kamer 1")
    stay = StayFactory(unit=moved)
    client = client_for(local)
    client.post(reverse("housing:site_merge", args=[kept.pk, dropped.pk]), {"take": ["lift"]})
    moved = fresh(moved)
    assert (moved.site, moved.label) == (kept, f"Kamer 1 ({dropped.reference})")
    assert fresh(stay).unit == moved
    assert fresh(kept).lift
    assert list(Site.objects.open(on=stay.period.lower)) == [kept]
    assert "samengevoegd met" in text_of(client.get(reverse("housing:site_detail", args=[dropped.pk])))

    client.post(reverse("housing:merge_undo", args=[Merge.objects.get().pk]))
    moved = fresh(moved)
    assert (moved.site, moved.label) == (dropped, "Kamer 1")
    assert not fresh(kept).lift
    assert Site.objects.open(on=stay.period.lower).count() == 2
    assert (Unit.objects.count(), Stay.objects.count()) == (2, 1)


def test_a_merge_takes_no_place_away_from_people(local, gent):
    soon = timezone.localdate() + timedelta(days=30)
    short, long = SiteFactory(available=DateRange(date(2026, 1, 1), soon)), SiteFactory()
    unit = UnitFactory(site=long)
    stay = StayFactory(unit=unit)
    with pytest.raises(actions.CannotMerge, match="langer dan"):
        actions.merge_sites(kept=fresh(short), dropped=fresh(long), take=[], by=local)
    Stay.objects.filter(pk=stay.pk).delete()
    moved = UnitFactory(site=short)
    merge = actions.merge_sites(kept=fresh(long), dropped=fresh(short), take=[], by=local)
    StayFactory(unit=fresh(moved))
    with pytest.raises(actions.CannotUndo, match="langer dan"):
        actions.undo_merge(merge=merge, by=local)


def test_who_may_not_decide_sees_no_merges(client_for, local, two):
    kept, dropped = two
    merge = actions.merge_offers(kept=kept, dropped=dropped, take=[], by=local)
    company = hat(Kind.COMPANY)
    assert dropped.reference not in text_of(client_for(company).get(reverse("housing:merge_list")))
    assert client_for(company).post(reverse("housing:merge_undo", args=[merge.pk])).status_code == 404
    assert dropped.reference in text_of(client_for(local).get(reverse("housing:merge_list")))
