"""Pages of requests for help, as a browser without JavaScript sees them."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facility import actions
from facility.models import SupportRequest
from tests.facility.factories import SupportRequestFactory, tomorrow
from tests.facility.pages import text_of
from tests.factories import SiteFactory, days_ago

ADD = "/facility/aanvraag/nieuw/"
CHOSEN = f"{ADD}?soort=search"
LIST = "/facility/aanvragen/"
BY_FACILITY = ("request_take_up", "request_ask", "request_complete", "request_refuse")
BY_MUNICIPALITY = ("request_answer", "request_withdraw")


def url(name, item):
    return reverse(f"facility:{name}", args=[item.pk])


def typed(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "kind": "search",
        "solution": "any",
        "urgency": "week",
        "title": "Zaal voor 40 personen",
        "description": "We zoeken een zaal.",
        "needed_by": tomorrow().isoformat(),
        **changes,
    }


def test_a_municipality_asks_and_facility_sees_it_in_its_queue(client_for, local, facility):
    response = client_for(local).post(ADD, typed(places="40"), follow=True)
    item = SupportRequest.objects.get()
    assert response.redirect_chain == [(url("request_detail", item), 302)]
    assert item.reference in text_of(response)
    queue = text_of(client_for(facility).get(LIST))
    assert "Zaal voor 40 personen" in queue and "1 aanvraag wacht op u" in queue


def test_the_form_names_itself_and_sent_twice_it_leads_to_the_first_result(client_for, local):
    client = client_for(local)
    page = text_of(client.get(CHOSEN))
    token = re.search(r'name="form_token" value="([0-9a-f-]{36})"', page)[1]
    first = client.post(ADD, typed(form_token=token))
    second = client.post(ADD, typed(form_token=token, title="Nog eens"))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert SupportRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "verplicht"),
        ({"kind": "castle"}, "geldige keuze"),
        ({"title": ""}, "verplicht"),
        ({"description": "  "}, "verplicht"),
        ({"needed_by": "2020-01-01"}, "al voorbij"),
        ({"needed_by": "gisteren"}, "geldige datum"),
        ({"needed_by": "9999-12-31"}, "te ver in de toekomst"),
        ({"solution": ""}, "verplicht"),
        ({"solution": "castle"}, "geldige keuze"),
        ({"persons": "0"}, "minstens 1 is"),
        ({"months": "-2"}, "minstens 1 is"),
        ({"places": "0"}, "minstens 1 slaapplek"),
        ({"places": "-1"}, "minstens 1 slaapplek"),
        ({"places": "veel"}, "geheel getal"),
        ({"site": "999999"}, "geldige keuze"),
        ({"form_token": "kapot"}, "beschadigd"),
        ({"form_token": ""}, "beschadigd"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(client_for, local, changes, sentence):
    response = client_for(local).post(ADD, typed(**changes))
    page = text_of(response)
    assert response.status_code == 422
    assert "error-summary" in page and sentence in page
    if "description" not in changes:
        assert "We zoeken een zaal." in page
    assert not SupportRequest.objects.exists()


def test_only_ones_own_sites_can_be_chosen(client_for, local, neighbour):
    own, theirs = SiteFactory(), SiteFactory(municipality=neighbour.organisation.municipality)
    page = text_of(client_for(local).get(CHOSEN))
    assert own.name in page and theirs.name not in page
    assert client_for(local).post(ADD, typed(site=theirs.pk)).status_code == 422
    assert client_for(local).post(ADD, typed(site=own.pk)).status_code == 302
    assert own.name in text_of(client_for(local).get(url("request_detail", SupportRequest.objects.get())))


def test_who_opens_which_page(
    client_for, local, reader, neighbour, company, association, governor, facility, vlot, abb
):
    item = SupportRequestFactory(organisation=local.organisation, status="info_requested")
    everyone = (local, reader, neighbour, company, association, governor, facility, vlot, abb)
    expected = {
        LIST: [200, 200, 200, 403, 403, 403, 200, 403, 403],
        ADD: [200, 403, 200, 403, 403, 403, 403, 403, 403],
        url("request_detail", item): [200, 200, 404, 404, 404, 404, 200, 404, 404],
        **{url(name, item): [403, 403, 404, 404, 404, 404, 200, 404, 404] for name in BY_FACILITY},
        **{url(name, item): [200, 403, 404, 404, 404, 404, 403, 404, 404] for name in BY_MUNICIPALITY},
    }
    clients = [client_for(by) for by in everyone]
    assert {path: [client.get(path).status_code for client in clients] for path in expected} == expected


def test_what_may_not_be_opened_may_not_be_posted(client_for, local, reader, neighbour, facility):
    item = SupportRequestFactory(organisation=local.organisation)
    data = {"note": "x", "question": "x", "answer": "x", "reason": "x"}
    for name in BY_FACILITY:
        for by, status in ((local, 403), (reader, 403), (neighbour, 404)):
            assert client_for(by).post(url(name, item), data).status_code == status
    for name in BY_MUNICIPALITY:
        for by, status in ((facility, 403), (reader, 403), (neighbour, 404)):
            assert client_for(by).post(url(name, item), data).status_code == status
    assert SupportRequest.objects.get().status == "submitted"


def test_the_whole_way_through_the_pages(client_for, local, facility):
    town, agency = client_for(local), client_for(facility)
    town.post(ADD, typed())
    item = SupportRequest.objects.get()
    taken = agency.post(url("request_take_up", item), follow=True)
    assert "U behandelt deze aanvraag nu" in text_of(taken)
    agency.post(url("request_ask", item), {"question": "Is er een laadkade?"})
    seen = text_of(town.get(url("request_detail", item)))
    assert "Is er een laadkade?" in seen and url("request_answer", item) in seen
    assert "Is er een laadkade?" in text_of(town.get(url("request_answer", item)))
    town.post(url("request_answer", item), {"answer": "Ja, achteraan."})
    assert "Ja, achteraan." in text_of(agency.get(url("request_detail", item)))
    agency.post(url("request_complete", item), {"note": "Geleverd op 1 december."})
    page = text_of(town.get(url("request_detail", item)))
    assert "Geleverd op 1 december." in page
    for words in ("Aanvraag ingediend", "In behandeling genomen", "Vraag beantwoord", "Aanvraag afgerond"):
        assert words in page


def test_buttons_show_exactly_when_their_page_would_work(client_for, local, facility):
    expected = {
        "draft": {"request_withdraw"},
        "submitted": {"request_take_up", "request_refuse", "request_withdraw"},
        "taken_up": {"request_ask", "request_complete", "request_refuse", "request_withdraw"},
        "info_requested": {"request_answer", "request_refuse", "request_withdraw"},
        "completed": set(),
        "refused": set(),
        "withdrawn": set(),
    }
    for status, names in expected.items():
        item = SupportRequestFactory(organisation=local.organisation, status=status)
        pages = {by: text_of(client_for(by).get(url("request_detail", item))) for by in (local, facility)}
        seen = {(by, name) for by, page in pages.items() for name in BY_FACILITY + BY_MUNICIPALITY
                if url(name, item) in page}  # fmt: skip
        assert seen == {(facility if name in BY_FACILITY else local, name) for name in names}, status


@pytest.mark.parametrize("name", ["request_ask", "request_answer", "request_complete", "request_refuse"])
def test_an_empty_sentence_is_asked_for_again(client_for, local, facility, name):
    item = SupportRequestFactory(organisation=local.organisation, status="info_requested")
    client = client_for(local if name in BY_MUNICIPALITY else facility)
    response = client.post(url(name, item), {})
    assert response.status_code == 422 and "error-summary" in text_of(response)
    assert SupportRequest.objects.get().status == "info_requested"


def test_taking_up_a_village_asks_for_the_decision(client_for, local, facility):
    item = SupportRequestFactory(organisation=local.organisation, kind="village")
    client = client_for(facility)
    assert "pas in behandeling als de Vlaamse Regering" in text_of(client.get(url("request_detail", item)))
    missing = client.post(url("request_take_up", item), {})
    assert missing.status_code == 422 and "error-summary" in text_of(missing)
    later = {
        "government_decision": "VR 2026 DOC.1",
        "government_decision_on": "2999-01-01",
        "government_places": 300,
    }
    future = client.post(url("request_take_up", item), later)
    assert future.status_code == 422 and "in de toekomst" in text_of(future)
    done = client.post(
        url("request_take_up", item),
        {
            **later,
            "government_decision_on": timezone.localdate().isoformat(),
            "government_document": SimpleUploadedFile("b.pdf", b"%PDF-1.4", "application/pdf"),
        },
        follow=True,
    )
    assert "VR 2026 DOC.1" in text_of(done)
    assert SupportRequest.objects.get().status == "taken_up"


def test_who_comes_second_reads_that_a_colleague_was_first(client_for, local, facility):
    item = SupportRequestFactory(organisation=local.organisation)
    client = client_for(facility)
    client.post(url("request_refuse", item), {"note": "Geen voorraad."})
    response = client.post(url("request_take_up", item), follow=True)
    assert "Een collega was u misschien voor" in text_of(response)
    assert SupportRequest.objects.get().status == "refused"


@pytest.mark.parametrize("name", [*BY_FACILITY[1:], *BY_MUNICIPALITY])
def test_who_comes_second_keeps_what_he_typed(client_for, local, facility, name):
    item = SupportRequestFactory(organisation=local.organisation, status="completed")
    client = client_for(local if name in BY_MUNICIPALITY else facility)
    response = client.post(
        url(name, item), dict.fromkeys(("question", "answer", "note", "reason"), "Lang getypt")
    )
    page = text_of(response)
    assert response.status_code == 409 and "error-summary" in page
    assert "Een collega was u misschien voor" in page and "Lang getypt" in page
    assert SupportRequest.objects.get().status == "completed"


def test_the_queue_shows_how_long_it_waits_and_what_is_late(client_for, local, facility):
    SupportRequestFactory(
        organisation=local.organisation,
        needed_by=date(2026, 1, 1),
        submitted_at=days_ago(37),
    )
    page = text_of(client_for(facility).get(LIST))
    assert re.search(r'data-label="Wachtdagen"[^>]*>37<', page)
    assert "te laat" in page.lower()


def test_filters_find_by_word_status_and_kind(client_for, local, facility):
    beds = SupportRequestFactory(organisation=local.organisation, title="Kussens")
    hall = SupportRequestFactory(
        organisation=local.organisation,
        title="Zoektocht zaal",
        kind="search",
        status="taken_up",
        taken_up_by=facility.user,
    )
    client = client_for(facility)
    for query, found in (
        ({"zoek": "kuss"}, {beds}),
        ({"zoek": "gent"}, {beds, hall}),
        ({"toestand": "taken_up"}, {hall}),
        ({"soort": "search"}, {hall}),
        ({"zoek": beds.reference}, {beds}),
        ({"zoek": hall.reference.lower().replace("-", "")}, {hall}),
        ({"behandelaar": "ik"}, {hall}),
        ({"behandelaar": "niemand"}, {beds}),
        ({"zoek": "bestaat niet"}, set()),
    ):
        page = text_of(client.get(LIST, query))
        assert {item for item in (beds, hall) if item.title in page} == found, query
    assert "Geen aanvragen gevonden" in page
    assert 'name="behandelaar"' in page
    assert 'name="behandelaar"' not in text_of(client_for(local).get(LIST))


@pytest.mark.parametrize("hat", ["local", "facility"])
def test_the_list_costs_the_same_number_of_queries_for_few_and_many(
    request, client_for, hat, local, django_assert_max_num_queries
):
    client = client_for(request.getfixturevalue(hat))
    SupportRequestFactory.create_batch(3, organisation=local.organisation, status="taken_up")
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    SupportRequestFactory.create_batch(20, organisation=local.organisation, status="taken_up")
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
    assert len(few) <= 10


def test_the_detail_page_costs_few_queries(client_for, submit, facility, django_assert_max_num_queries):
    item = actions.take_up_request(support_request=submit(site=SiteFactory()), by=facility)
    client = client_for(facility)
    with django_assert_max_num_queries(8):
        assert client.get(url("request_detail", item)).status_code == 200


def test_the_back_office_looks_and_changes_nothing(client_for, local, facility):
    item = SupportRequestFactory(organisation=local.organisation)
    client = client_for(facility)
    assert item.title in text_of(client.get(reverse("admin:facility_supportrequest_changelist")))
    change = reverse("admin:facility_supportrequest_change", args=[item.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"title": "Anders"}).status_code == 403
    assert client.get(reverse("admin:facility_supportrequest_add")).status_code == 403


def test_the_back_office_shows_requests_to_facility_only(client_for, local, facility, vlot, abb):
    item = SupportRequestFactory(organisation=local.organisation)
    window = reverse("admin:facility_supportrequest_changelist")
    seen = {by: item.title in text_of(client_for(by).get(window)) for by in (facility, vlot, abb)}
    assert seen == {facility: True, vlot: False, abb: False}
    change = reverse("admin:facility_supportrequest_change", args=[item.pk])
    assert [client_for(by).get(change).status_code for by in (facility, vlot, abb)] == [200, 302, 302]


def test_what_waits_stands_on_the_home_page_of_both(client_for, local, facility):
    for_facility = SupportRequestFactory(organisation=local.organisation, title="Voor Facility")
    for_town = SupportRequestFactory(
        organisation=local.organisation, title="Voor Gent", status="info_requested"
    )
    home = reverse("home")
    assert url("request_detail", for_facility) in text_of(client_for(facility).get(home))
    page = text_of(client_for(local).get(home))
    assert url("request_detail", for_town) in page and url("request_detail", for_facility) not in page
