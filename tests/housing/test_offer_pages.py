"""The offer form and its pages, as a browser without JavaScript sees them: bad input loses nothing."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Kind
from audit.trail import IllegalTransition
from documents.models import Document
from housing import actions
from housing.models import Offer
from municipalities.models import Municipality, PostalCode
from tests.factories import OfferFactory, SiteFactory, StayFactory, UnitFactory, hat, visit_form

TYPED = {
    "street": "Kerkstraat",
    "house_number": "1",
    "postal_code": "9000",
    "kind": "building",
    "category": "private",
    "term": "durable",
    "setting": "individual",
    "estimated_places": "6",
    "readiness": "ready",
    "available_from": "2026-11-01",
    "contact_name": "Contact",
    "contact_email": "contact@proef.example",
}


def form_url(token=None):
    return reverse("housing:offer_edit", args=[token or uuid.uuid4()])


@pytest.fixture
def provider(client_for, company):
    return client_for(company)


def text_of(response):
    return response.content.decode()


def test_a_new_form_gets_an_address_of_its_own(provider):
    response = provider.get(reverse("housing:offer_add"))
    assert response.status_code == 302
    assert "/aanbod/concept/" in response.url
    assert not Offer.objects.exists()


def test_submitting_sends_the_offer_to_the_municipality_of_the_postcode(provider, local, gent):
    response = provider.post(form_url(), {**TYPED, "submit": "1"}, follow=True)
    offer = Offer.objects.get()
    assert (offer.status, offer.municipality) == (Offer.Status.SUBMITTED, gent)
    assert offer.reference in text_of(response)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"postal_code": "99999"}, "vier cijfers"),
        ({"postal_code": "75001 Paris"}, "buitenland"),
        ({"postal_code": "1000"}, "kennen we niet in Vlaanderen"),
        ({"postal_code": "9999"}, "kennen we niet in Vlaanderen"),
        ({"available_from": "2022-03-13"}, "niet voor 14 maart 2022"),
        ({"available_from": "2026-11-01", "available_until": "2026-10-01"}, "ligt voor de startdatum"),
        ({"estimated_places": "0"}, "minstens 1 slaapplek"),
        ({"estimated_places": "-3"}, "minstens 1 slaapplek"),
        ({"estimated_places": "veel"}, "geheel getal"),
        ({"readiness": "works"}, "wanneer de plaatsen klaar zijn"),
        ({"contact_email": "geen adres"}, "e-mailadres"),
        ({"kind": "castle"}, "geldige keuze"),
    ],
)
def test_bad_input_is_explained_at_its_field_and_nothing_is_lost(provider, local, typed, sentence):
    token = uuid.uuid4()
    response = provider.post(form_url(token), {**TYPED, **typed, "submit": "1"})
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "error-summary" in page
    offer = Offer.objects.get(form_token=token)
    assert (offer.status, offer.street) == (Offer.Status.DRAFT, "Kerkstraat")
    again = text_of(provider.get(form_url(token)))
    for value in typed.values():
        if value != "castle":  # a choice that does not exist cannot be shown as chosen
            assert value in again


def test_a_postcode_in_several_municipalities_asks_which_one(provider, reference):
    codes = PostalCode.objects.values_list("code", "municipality_id").distinct()
    seen: dict[str, set[int]] = {}
    for code, municipality in codes:
        seen.setdefault(code, set()).add(municipality)
    code, towns = next((code, towns) for code, towns in sorted(seen.items()) if len(towns) > 1)
    token = uuid.uuid4()
    response = provider.post(form_url(token), {**TYPED, "postal_code": code, "submit": "1"})
    assert "Deze postcode ligt in meer dan één gemeente" in text_of(response)
    chosen = min(towns)
    # the municipality needs a local government to decide
    hat(Kind.LOCAL_AUTHORITY, municipality=Municipality.objects.get(pk=chosen))
    provider.post(form_url(token), {**TYPED, "postal_code": code, "municipality": chosen, "submit": "1"})
    offer = Offer.objects.get(form_token=token)
    assert (offer.status, offer.municipality_id) == (Offer.Status.SUBMITTED, chosen)


def test_a_form_sent_twice_stays_one_offer(provider, local):
    token = uuid.uuid4()
    first = provider.post(form_url(token), {**TYPED, "submit": "1"})
    second = provider.post(form_url(token), {**TYPED, "submit": "1"})
    assert first.url == second.url
    assert Offer.objects.count() == 1


def test_the_back_button_leads_to_the_offer_that_was_sent(provider, local):
    token = uuid.uuid4()
    provider.post(form_url(token), {**TYPED, "submit": "1"})
    response = provider.get(form_url(token), follow=True)
    assert response.redirect_chain[-1][0] == reverse("housing:offer_detail", args=[Offer.objects.get().pk])


def test_typing_is_kept_without_a_button(provider):
    token = uuid.uuid4()
    response = provider.post(
        reverse("housing:offer_autosave", args=[token]), {"street": "Kerkstr", "estimated_places": "x"}
    )
    assert response.status_code == 200 and "saved_at" in response.json()
    page = text_of(provider.get(form_url(token)))
    assert 'value="Kerkstr"' in page and 'value="x"' in page


def test_autosave_after_submission_says_so_and_changes_nothing(provider, local):
    token = uuid.uuid4()
    provider.post(form_url(token), {**TYPED, "submit": "1"})
    response = provider.post(reverse("housing:offer_autosave", args=[token]), {"street": "Anders"})
    assert response.status_code == 409
    assert Offer.objects.get().street == "Kerkstraat"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", b"MZ\x90\x00" * 100, "geen bestand dat we kunnen lezen"),
        ("foto.jpg", b"%PDF-1.7\n" + b"x" * 300, "in werkelijkheid een pdf-bestand"),
        ("foto.png", b"\x89PNG\r\n\x1a\n" + b"x" * 300, "beschadigd"),
        ("leeg.pdf", b"", "leeg"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named(provider, local, name, content, sentence):
    token = uuid.uuid4()
    upload = SimpleUploadedFile(name, content)
    response = provider.post(form_url(token), {**TYPED, "documents": upload, "submit": "1"})
    assert response.status_code == 422
    assert sentence in text_of(response)
    offer = Offer.objects.get(form_token=token)
    assert (offer.status, offer.street, offer.documents.count()) == (Offer.Status.DRAFT, "Kerkstraat", 0)


def test_each_file_has_its_kind_and_can_be_taken_off_while_one_types(provider, company, local):
    token = uuid.uuid4()
    files = {
        name: SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7\n" + b"x" * 300)
        for name in ("photos", "floor_plans", "documents")
    }
    provider.post(form_url(token), {"street": "Kerkstraat", "save": "1", **files})
    offer = Offer.objects.get()
    links = {link.document.name: link for link in offer.offer_documents.select_related("document")}
    assert {name: link.kind for name, link in links.items()} == {
        "photos.pdf": "photo",
        "floor_plans.pdf": "floor_plan",
        "documents.pdf": "other",
    }
    gone = links["photos.pdf"].document_id
    provider.post(form_url(token), {"title": "De Linde", "remove": str(gone)})
    offer.refresh_from_db()
    assert (offer.title, offer.street, offer.documents.count()) == ("De Linde", "Kerkstraat", 2)
    assert not Document.objects.filter(pk=gone).exists()
    assert provider.post(form_url(token), {"remove": "geen nummer"}).status_code == 404
    with pytest.raises(IllegalTransition):
        actions.remove_offer_document(
            offer=OfferFactory(organisation=company.organisation), document=gone, by=company
        )


def test_the_form_page_alone_may_ask_where_the_device_is(provider, local):
    assert "geolocation=(self)" in provider.get(form_url())["Permissions-Policy"]
    assert "geolocation=()" in provider.get(reverse("housing:offer_mine"))["Permissions-Policy"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"category": "specific", "kind": "house"}, "Kies zo’n soort"),
        ({"rent": "650"}, "ook waarvoor het geldt"),
        ({"rent_per": "month"}, "ook waarvoor het geldt"),
        ({"rent": "veel", "rent_per": "month"}, "bijvoorbeeld 650"),
        ({"estimated_units": "7"}, "meer wooneenheden dan slaapplekken"),
        ({"floor_area": "50", "sleeping_area": "60"}, "niet groter"),
        ({"latitude": "51.05"}, "beide graden"),
        ({"latitude": "48.85", "longitude": "2.35"}, "niet in België"),
        ({"kitchen": "none", "kitchens": "2"}, "geen keuken"),
        ({"sanitary": "none", "showers": "2"}, "geen sanitair"),
        ({"minimum_months": "0"}, "minimumtermijn"),
        ({"minutes_to_school": "999"}, "minuten te voet"),
    ],
)
def test_what_does_not_fit_together_is_explained_and_a_draft_keeps_it(provider, local, typed, sentence):
    token = uuid.uuid4()
    response = provider.post(form_url(token), {**TYPED, **typed, "submit": "1"})
    assert response.status_code == 422 and sentence in text_of(response)
    stored = provider.post(reverse("housing:offer_autosave", args=[token]), {}).json()["stored"]
    assert {name: stored[name] for name in typed} == typed
    assert Offer.objects.get().status == Offer.Status.DRAFT


@pytest.mark.parametrize(
    ("typed", "rent"),
    [("650", 650), ("€ 650", 650), ("650,50", 650.5), ("1.250,50", 1250.5), ("1.250", 1250)],
)
def test_an_amount_is_read_as_people_here_write_it(provider, local, typed, rent):
    provider.post(form_url(), {**TYPED, "rent": typed, "rent_per": "month", "submit": "1"})
    offer = Offer.objects.get()
    assert (offer.status, float(offer.rent)) == (Offer.Status.SUBMITTED, rent)


def test_a_document_is_served_to_who_sees_the_offer_only_and_as_a_download(
    provider, client_for, local, neighbour, other_company
):
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n" + b"x" * 300)
    provider.post(form_url(), {**TYPED, "documents": upload, "submit": "1"})
    offer = Offer.objects.get()
    url = reverse("housing:offer_document", args=[offer.pk, offer.documents.get().pk])
    for client in (provider, client_for(local)):
        response = client.get(url)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content).startswith(b"%PDF")
    for stranger in (neighbour, other_company):
        assert client_for(stranger).get(url).status_code == 404


def test_someone_elses_draft_is_not_there(client_for, company, other_company):
    token = uuid.uuid4()
    actions.save_draft(form_token=token, fields={"street": "Geheim"}, by=company)
    stranger = client_for(other_company)
    assert stranger.get(form_url(token)).status_code == 404
    assert stranger.post(form_url(token), {**TYPED, "submit": "1"}).status_code == 404
    assert stranger.post(reverse("housing:offer_autosave", args=[token]), {"street": "x"}).status_code == 404


def test_only_the_local_government_of_the_place_decides(
    client_for, company, local, reader, neighbour, abb, gent
):
    offer = OfferFactory(organisation=company.organisation)
    for name in ("offer_inspect", "offer_approve", "offer_reject", "offer_ask"):
        url = reverse(f"housing:{name}", args=[offer.pk])
        statuses = [client_for(who).get(url).status_code for who in (local, reader, company, abb, neighbour)]
        assert statuses == [200, 403, 403, 403, 404], name


def test_inspection_and_approval_through_the_pages(client_for, company, local):
    offer = OfferFactory(organisation=company.organisation)
    client = client_for(local)
    inspect = reverse("housing:offer_inspect", args=[offer.pk])
    page = text_of(client.post(inspect, visit_form(add_row="defects")))
    assert 'name="defects-0-description"' in page and "error-summary" not in page
    response = client.post(inspect, visit_form())
    assert response.url == reverse("housing:offer_approve", args=[offer.pk])
    units = {
        "units-TOTAL_FORMS": "1",
        "units-INITIAL_FORMS": "0",
        "units-0-label": "Kamer",
        "units-0-places": "2",
    }
    too_many = client.post(response.url, {**units, "units-0-count": "4"})
    assert too_many.status_code == 422 and "8 slaapplekken" in text_of(too_many)
    done = client.post(response.url, {**units, "units-0-count": "3"}, follow=True)
    assert "Kamer 3" in text_of(done)


def test_the_three_questions_of_an_inspection_must_be_answered(client_for, company, local):
    offer = OfferFactory(organisation=company.organisation)
    url = reverse("housing:offer_inspect", args=[offer.pk])
    response = client_for(local).post(url, visit_form(safe="", healthy="", dignified=""))
    assert response.status_code == 422
    assert not offer.inspections.exists()
    response = client_for(local).post(url, visit_form(safe="no"))
    assert "Schrijf op wat er niet in orde is" in text_of(response)


def test_two_officers_at_one_offer_the_second_reads_that_a_colleague_was_first(client_for, company, local):
    offer = OfferFactory(organisation=company.organisation)
    refuse = {"reason": "other", "note": "Niet geschikt"}
    client = client_for(local)
    client.post(reverse("housing:offer_reject", args=[offer.pk]), refuse)
    response = client.post(reverse("housing:offer_reject", args=[offer.pk]), refuse, follow=True)
    assert "Een collega was u misschien voor" in text_of(response)


@pytest.mark.parametrize("name", ["offer_list", "site_list"])
def test_lists_cost_the_same_number_of_queries_for_few_and_many(
    client_for, local, company, name, django_assert_max_num_queries
):
    client = client_for(local)
    for _ in range(3):
        OfferFactory(organisation=company.organisation)
        UnitFactory(site=SiteFactory(organisation=company.organisation))
    client.get(reverse(f"housing:{name}"))  # the names to choose from are kept for a few minutes
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"housing:{name}"))
    for _ in range(20):
        OfferFactory(organisation=company.organisation)
        UnitFactory(site=SiteFactory(organisation=company.organisation))
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(f"housing:{name}"))
    assert len(few) <= 13


def test_filters_find_by_word_and_status(client_for, local, company):
    linde = OfferFactory(organisation=company.organisation, title="De Linde")
    OfferFactory(organisation=company.organisation, title="De Eik")
    page = text_of(
        client_for(local).get(reverse("housing:offer_list"), {"zoek": "linde", "toestand": "submitted"})
    )
    assert linde.title in page and "De Eik" not in page
    page = text_of(client_for(local).get(reverse("housing:offer_list"), {"zoek": linde.reference.lower()}))
    assert linde.title in page and "De Eik" not in page
    empty = text_of(client_for(local).get(reverse("housing:offer_list"), {"zoek": "bestaat niet"}))
    assert "Geen aanbod gevonden" in empty


def test_a_site_page_shows_people_only_to_the_local_government(client_for, company, local, facility, abb):
    unit = UnitFactory(site=SiteFactory(organisation=company.organisation))
    stay = StayFactory(unit=unit, household__registered_by=local.organisation)
    url = reverse("housing:site_detail", args=[unit.site_id])
    assert stay.household.name in text_of(client_for(local).get(url))
    for who in (company, facility, abb):
        assert stay.household.name not in text_of(client_for(who).get(url))


def test_ending_a_stay_from_its_page(client_for, local, neighbour, company):
    stay = StayFactory(household__registered_by=local.organisation)
    url = reverse("housing:stay_end", args=[stay.pk])
    assert client_for(neighbour).get(url).status_code == 404
    assert client_for(company).get(url).status_code == 404
    client = client_for(local)
    assert client.post(url, {"ends_on": "2020-01-01", "reason": "unknown"}).status_code == 422
    assert client.post(url, {"ends_on": "2026-11-23", "reason": "returned"}).status_code == 302
    stay.refresh_from_db()
    assert stay.end_reason == "returned"
