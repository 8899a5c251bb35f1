"""What a visit finds is a task, for somebody, by a day; what blocks, blocks until it was seen solved."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from housing import actions
from housing.models import Defect, DefectPhoto, Offer
from notifications.models import Notification
from tests.factories import InspectionFactory, OfferFactory, hat, walked
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def offer(company, gent):
    return OfferFactory(organisation=company.organisation, created_by=company.user)


def found(offer, by, **fields):
    visit = actions.record_inspection(
        offer=offer,
        inspected_on=TODAY,
        safe=True,
        healthy=True,
        dignified=True,
        usable_places=6,
        answers=walked(),
        defects=[{"category": "3", "domain": "fire", "description": "Geen rookmelder", **fields}],
        by=by,
    )
    return visit.defects.get()


@pytest.fixture
def defect(offer, local):
    return found(offer, local, due_on=TODAY + timedelta(days=7))


def page_of(defect):
    return reverse("housing:defect_detail", args=[defect.pk])


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def approve(offer, by):
    return actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=by)


@pytest.mark.parametrize(
    ("category", "domain", "blocks"),
    [("1", "fire", False), ("2", "other", False), ("3", "other", True)]
    + [
        ("2", domain, True)
        for domain in ("fire", "explosion", "electrocution", "co", "damp", "stability", "access")
    ],
)
def test_what_blocks_is_kept_by_postgresql(offer, local, category, domain, blocks):
    assert fresh(found(offer, local, category=category, domain=domain)).blocks is blocks


def test_the_provider_hears_what_to_repair_and_by_when(offer, defect, company):
    (told,) = Notification.objects.filter(organisation=company.organisation)
    assert "Geen rookmelder" in told.body
    assert f"{defect.due_on:%d/%m/%Y}" in told.body


def test_from_finding_to_approval(client_for, offer, defect, company, local):
    with pytest.raises(actions.NotInspected):
        approve(offer, local)
    provider, official = client_for(company), client_for(local)
    assert "Geen rookmelder" in provider.get(reverse("housing:defect_list")).content.decode()
    assert "Te herstellen" in provider.get("/").content.decode()
    empty = provider.post(page_of(defect), {"wat": "hersteld", "solution": ""})
    assert empty.status_code == 422
    provider.post(page_of(defect), {"wat": "hersteld", "solution": "Drie rookmelders geplaatst"})
    assert fresh(defect).status == Defect.Status.REPORTED
    with pytest.raises(actions.NotInspected):
        approve(offer, local)
    assert "Geen rookmelder" in official.get(reverse("housing:defect_list")).content.decode()
    official.post(page_of(defect), {"wat": "terug", "why": "Eén hangt er nog niet"})
    assert (fresh(defect).status, fresh(defect).solution) == (Defect.Status.OPEN, "")
    assert Notification.objects.filter(organisation=company.organisation, body__contains="Eén hangt").exists()
    provider.post(page_of(defect), {"wat": "hersteld", "solution": "Nu alle drie"})
    official.post(page_of(defect), {"wat": "opgelost", "solution": "Gezien ter plaatse"})
    assert fresh(defect).solved_by == local.user
    assert approve(offer, local).units.count() == 1
    assert {"defect.repaired", "defect.sent_back", "defect.solved"} <= set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_the_provider_alone_never_solves_it(client_for, defect, company):
    client = client_for(company)
    for what in ("opgelost", "terug"):
        assert client.post(page_of(defect), {"wat": what, "solution": "Klaar", "why": "x"}).status_code == 403
    assert fresh(defect).status == Defect.Status.OPEN


def test_what_the_council_repairs_waits_for_the_council(client_for, offer, local, company):
    defect = found(offer, local, responsible="local_authority")
    assert defect in Defect.objects.waiting_for(local)
    assert defect not in Defect.objects.waiting_for(company)
    assert client_for(company).post(page_of(defect), {"wat": "hersteld", "solution": "x"}).status_code == 403


def test_a_later_visit_judged_what_an_earlier_one_found(offer, defect, local, company):
    again = found(offer, local, description="Nog altijd geen rookmelder")
    assert list(Defect.objects.waiting_for(company)) == [again]


def test_photos_belong_to_the_finding_and_open_for_who_sees_it(client_for, defect, company, local):
    photo = SimpleUploadedFile("melder.png", PNG, content_type="image/png")
    response = client_for(company).post(page_of(defect), {"wat": "fotos", "photos": [photo]})
    assert response.status_code == 302, response.content.decode()[:2000]
    document = DefectPhoto.objects.get().document
    url = reverse("housing:defect_photo", args=[defect.pk, document.pk])
    assert client_for(local).get(url)["Content-Disposition"].startswith("attachment")
    assert client_for(hat(Kind.COMPANY)).get(url).status_code == 404
    wrong = SimpleUploadedFile("virus.png", b"MZ\x90", content_type="image/png")
    assert client_for(company).post(page_of(defect), {"wat": "fotos", "photos": [wrong]}).status_code == 422


def test_postgresql_refuses_an_approval_over_an_open_finding(offer, defect, local):
    visit = defect.inspection
    with (
        pytest.raises(IntegrityError, match="nog een gebrek open"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE housing_offer SET status = 'approved', passed_inspection_id = %s, decided_at = now(), "
            "decided_by_id = %s WHERE id = %s",
            [visit.pk, local.user.pk, offer.pk],
        )


def test_postgresql_refuses_an_approval_on_the_visit_to_another_place(offer, local):
    elsewhere = InspectionFactory()
    with pytest.raises(IntegrityError, match="Geen geslaagd plaatsbezoek"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(
            status="approved", passed_inspection=elsewhere, decided_at=timezone.now(), decided_by=local.user
        )


# --- Handing over


@pytest.fixture
def deinze_staff(deinze):
    return hat(Kind.LOCAL_AUTHORITY, municipality=deinze)


def test_an_offer_goes_to_the_right_municipality(client_for, offer, local, deinze, deinze_staff, company):
    url = reverse("housing:offer_hand_over", args=[offer.pk])
    client = client_for(local)
    client.post(url, {"postal_code": "9800", "reason": "De straat ligt in Deinze"})
    offer = fresh(offer)
    assert (offer.municipality, offer.postal_code, offer.status) == (deinze, "9800", Offer.Status.SUBMITTED)
    assert client.get(reverse("housing:offer_detail", args=[offer.pk])).status_code == 404
    told = Notification.objects.filter(body__contains="De straat ligt in Deinze")
    assert {notice.organisation for notice in told} == {deinze_staff.organisation, company.organisation}
    assert list(Offer.objects.waiting_for(deinze_staff)) == [offer]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"postal_code": "9000"}, "uw eigen gemeente"),
        ({"postal_code": "1000"}, "kennen we niet in Vlaanderen"),
        ({"postal_code": "9800", "reason": ""}, "verplicht"),
    ],
)
def test_a_wrong_hand_over_is_explained(client_for, offer, local, typed, sentence):
    url = reverse("housing:offer_hand_over", args=[offer.pk])
    response = client_for(local).post(url, {"reason": "Verkeerd adres", **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_new_municipality_begins_afresh_with_the_right_address(
    client_for, offer, local, deinze, deinze_staff, company
):
    actions.assign_offer(offer=offer, to=local, by=local)
    actions.ask_about_offer(offer=fresh(offer), question="Lift?", due_on=TODAY + timedelta(days=1), by=local)
    typed = {
        "postal_code": "9800",
        "street": "Tolpoortstraat",
        "house_number": "5",
        "reason": "Ligt in Deinze",
    }
    client_for(local).post(reverse("housing:offer_hand_over", args=[offer.pk]), typed)
    offer = fresh(offer)
    assert (offer.street, offer.house_number, offer.responsible) == ("Tolpoortstraat", "5", None)
    answer = actions.answer_offer(offer=offer, answer="Ja.", by=company)
    assert answer.status == Offer.Status.SUBMITTED
    assert Notification.objects.filter(organisation=deinze_staff.organisation, body__contains="Ja.").exists()


def test_nobody_hands_over_to_a_municipality_where_the_postcode_is_not(offer, local, deinze, deinze_staff):
    with pytest.raises(actions.NotInMunicipality, match="ligt niet in Deinze"):
        actions.hand_over_offer(
            offer=offer, municipality=deinze, postal_code="9000", reason="Verkeerd", by=local
        )


@pytest.mark.django_db(transaction=True)
def test_handing_over_and_rejecting_at_the_same_moment_ends_with_one(offer, local, deinze, deinze_staff):
    there = Offer.objects.get(pk=offer.pk)

    def hand_over():
        try:
            actions.hand_over_offer(
                offer=there, municipality=deinze, postal_code="9800", reason="Verkeerd adres", by=local
            )
        except IllegalTransition:
            return "late"
        return "first"

    def reject():
        try:
            actions.reject_offer(offer=Offer(**vars_of(there)), reason="other", note="Nee", by=local)
        except IllegalTransition:
            return "late"
        return "first"

    assert sorted(all_at_once(hand_over, reject)) == ["first", "late"]


def vars_of(offer):
    """The offer as a second browser shows it."""
    return {"pk": offer.pk, "municipality_id": offer.municipality_id, "status": offer.status}
