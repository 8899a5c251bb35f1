"""Pages of VLOT, as a browser without JavaScript sees them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.lookup import municipalities_named
from municipalities.models import Municipality
from tests.factories import MembershipFactory
from tests.vlot.factories import ContactFactory, InterventionFactory
from vlot import actions
from vlot.models import Intervention, TeamMembership

ADD = "/vlot/oproep/nieuw/"
LIST = "/vlot/oproepen/"
STEPS = ("contact_add", "intervention_signal", "intervention_close")


def url(name, item):
    return reverse(f"vlot:{name}", args=[item.pk])


def typed(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "topic": "nuisance",
        "question": "Buren klagen over lawaai.",
        "urgency": "today",
        "caller_name": "An Beller",
        "caller_phone": "09 000 00 00",
        **changes,
    }


def contact(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "kind": "visit",
        "held_on": timezone.localdate().isoformat(),
        "minutes": "45",
        "note": "Ter plaatse.",
        **changes,
    }


def soon():
    return (timezone.localdate() + timedelta(days=8)).isoformat()


def text_of(response):
    return response.content.decode()


def test_a_municipality_calls_with_a_short_form_and_its_team_sees_it(client_for, local, vlot, gent):
    client = client_for(local)
    page = text_of(client.get(ADD))
    assert 'name="municipality"' not in page and local.user.name in page
    response = client.post(ADD, typed(municipality="Leuven"), follow=True)
    call = Intervention.objects.get()
    assert (call.municipality, call.team.province) == (gent, gent.province)
    assert call.reference in text_of(response)
    queue = text_of(client_for(vlot).get(LIST))
    assert "Buren klagen over lawaai." in queue and "1 oproep wacht op u" in queue


def test_vlot_notes_a_call_on_one_screen_with_a_list_of_municipalities(client_for, vlot, gent):
    client = client_for(vlot)
    page = text_of(client.get(ADD))
    assert page.count("<option value") >= 285 and 'list="gemeenten"' in page and 'id="gemeenten"' in page
    response = client.post(ADD, typed(municipality="gent"))
    assert response.url == url("intervention_detail", Intervention.objects.get(municipality=gent))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "verplicht"),
        ("Atlantis", "geen Vlaamse gemeente met de naam “Atlantis”"),
        ("1000", "geen Vlaamse gemeente met de naam “1000”"),
        ("!!", "geen Vlaamse gemeente"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_an_unknown_municipality_is_explained_and_nothing_typed_is_lost(client_for, vlot, name, sentence):
    response = client_for(vlot).post(ADD, typed(municipality=name))
    page = text_of(response)
    assert response.status_code == 422
    assert "error-summary" in page and sentence in page and "Buren klagen over lawaai." in page
    assert "<script>" not in page
    assert not Intervention.objects.exists()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Gent", ["Gent"]),
        (" GENT ", ["Gent"]),
        ("sint niklaas", ["Sint-Niklaas"]),
        ("Gentbrugge", ["Gent"]),
        ("Nevele", ["Deinze"]),
        ("9000", ["Gent"]),
        ("B-9000", ["Gent"]),
        ("", []),
        ("Charleroi", []),
    ],
)
def test_a_municipality_is_found_by_name_old_name_village_and_postcode(reference, name, found):
    assert [municipality.name for municipality in municipalities_named(name)] == found


def test_every_municipality_of_today_is_found_by_its_own_name(reference, django_assert_max_num_queries):
    for municipality in Municipality.objects.current()[::20]:
        with django_assert_max_num_queries(1):
            assert municipalities_named(municipality.name) == [municipality]


def test_a_name_of_several_places_asks_which_one(client_for, vlot, gent, deinze):
    gent.postal_codes.create(code="9000", place="Tweelingdorp")
    deinze.postal_codes.create(code="9800", place="Tweelingdorp")
    response = client_for(vlot).post(ADD, typed(municipality="tweelingdorp"))
    assert response.status_code == 422 and "Bedoelt u Deinze of Gent?" in text_of(response)


@pytest.mark.parametrize(
    "changes", [{"topic": ""}, {"topic": "weather"}, {"question": " "}, {"urgency": ""}, {"caller_name": ""},
                {"form_token": "kapot"}]
)  # fmt: skip
def test_bad_input_is_explained(client_for, local, vlot, changes):
    response = client_for(local).post(ADD, typed(**changes))
    assert response.status_code == 422 and "error-summary" in text_of(response)
    assert not Intervention.objects.exists()


def test_a_form_sent_twice_leads_to_the_first_result(client_for, vlot, local):
    client = client_for(vlot)
    token = re.search(r'name="form_token" value="([0-9a-f-]{36})"', text_of(client.get(ADD)))[1]
    data = typed(form_token=token, municipality="Gent")
    first, second = client.post(ADD, data), client.post(ADD, data)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Intervention.objects.count() == 1


def test_who_opens_which_page(
    client_for, local, reader, neighbour, company, governor, facility, vlot, elsewhere, central, teamless, abb
):
    call = InterventionFactory()
    everyone = (
        local,
        reader,
        neighbour,
        company,
        governor,
        facility,
        vlot,
        elsewhere,
        central,
        teamless,
        abb,
    )
    expected = {
        LIST: [200, 200, 200, 403, 403, 403, 200, 200, 200, 200, 200],
        ADD: [200, 403, 200, 403, 403, 403, 200, 200, 200, 200, 403],
        url("intervention_detail", call): [200, 200, 404, 404, 404, 404, 200, 404, 200, 404, 200],
        **{url(name, call): [403, 403, 404, 404, 404, 404, 200, 404, 200, 404, 403] for name in STEPS},
    }
    clients = [client_for(by) for by in everyone]
    assert {path: [client.get(path).status_code for client in clients] for path in expected} == expected


def test_what_may_not_be_opened_may_not_be_posted(client_for, local, neighbour, elsewhere, abb):
    call = InterventionFactory()
    for name in (*STEPS, "intervention_assign"):
        for by, status in ((local, 403), (neighbour, 404), (elsewhere, 404), (abb, 403)):
            data = contact(outcome="x", signal="x", result="solved")
            assert client_for(by).post(url(name, call), data).status_code == status, name
    assert Intervention.objects.get().status == "open"


def test_taking_a_call_is_never_done_by_a_link(client_for, vlot):
    assert client_for(vlot).get(url("intervention_assign", InterventionFactory())).status_code == 405


def test_the_whole_way_through_the_pages(client_for, ask, local, vlot):
    call = ask()
    team, town = client_for(vlot), client_for(local)
    assert "U volgt deze oproep op" in text_of(team.post(url("intervention_assign", call), follow=True))
    team.post(url("contact_add", call), contact(next_step="Handreiking sturen", due_on=soon(), minutes="45"))
    team.post(url("contact_add", call), contact(kind="phone", minutes="15"))
    assert "Samen 60 minuten" in text_of(team.get(url("intervention_detail", call)))
    team.post(url("intervention_signal", call), {"signal": "Overal klachten."})
    done = text_of(
        team.post(
            url("intervention_close", call),
            {"outcome": "Buurtoverleg gestart.", "result": "solved"},
            follow=True,
        )
    )
    assert "De oproep is afgesloten" in done
    page = text_of(town.get(url("intervention_detail", call)))
    assert "Buurtoverleg gestart." in page and "Handreiking sturen" in page


def test_the_municipality_reads_what_was_agreed_and_abb_reads_the_case_without_the_caller(
    client_for, ask, local, vlot, abb
):
    call = ask()
    ContactFactory(intervention=call, note="Vertrouwelijk verslag.", next_step="Terugbellen")
    actions.signal_intervention(intervention=call, signal="Overal klachten.", by=vlot)
    pages = {by: text_of(client_for(by).get(url("intervention_detail", call))) for by in (local, vlot, abb)}
    seen = {
        by: [
            words in page
            for words in ("An Beller", "Vertrouwelijk verslag.", "Overal klachten.", "Terugbellen")
        ]
        for by, page in pages.items()
    }
    assert seen == {
        local: [True, False, False, True],
        vlot: [True, True, True, True],
        abb: [False, True, True, True],
    }


def test_buttons_show_exactly_when_their_page_would_work(client_for, local, vlot, abb):
    every = {"contact_add", "intervention_signal", "intervention_close"}
    expected = {"open": every | {"intervention_assign"}, "assigned": every, "closed": set()}
    for status, names in expected.items():
        call = InterventionFactory(status=status)
        page = text_of(client_for(vlot).get(url("intervention_detail", call)))
        assert {name for name in (*STEPS, "intervention_assign") if url(name, call) in page} == names, status
        for by in (local, abb):
            page = text_of(client_for(by).get(url("intervention_detail", call)))
            assert not [name for name in (*STEPS, "intervention_assign") if url(name, call) in page]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes": "0"}, "minstens 1 minuut"),
        ({"minutes": "1441"}, "minstens 1 minuut"),
        ({"minutes": "lang"}, "geheel getal"),
        ({"held_on": "2999-01-01"}, "in de toekomst"),
        ({"note": ""}, "verplicht"),
        ({"due_on": "2999-01-01"}, "hoort bij een afspraak"),
        ({"next_step": "Bellen", "due_on": "2022-03-15"}, "voor later"),
        ({"held_on": "0026-11-20"}, "Kijk het jaar na"),
        ({"form_token": "kapot"}, "beschadigd"),
        ({"kind": "pigeon"}, "geldige keuze"),
    ],
)
def test_a_contact_that_is_wrong_is_explained(client_for, vlot, changes, sentence):
    call = InterventionFactory()
    response = client_for(vlot).post(url("contact_add", call), contact(**changes))
    assert response.status_code == 422 and sentence in text_of(response)
    assert not call.contacts.exists()


@pytest.mark.parametrize("name", ["intervention_signal", "intervention_close"])
def test_an_empty_sentence_is_asked_for_again(client_for, vlot, name):
    response = client_for(vlot).post(url(name, InterventionFactory()), {})
    assert response.status_code == 422 and "error-summary" in text_of(response)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("contact_add", contact()),
        ("intervention_close", {"outcome": "Lang getypt", "result": "solved"}),
        ("intervention_assign", {}),
        ("intervention_signal", {"signal": "Lang getypt"}),
    ],
)
def test_after_closing_one_reads_that_a_colleague_was_first(client_for, vlot, name, data):
    call = InterventionFactory(status="closed")
    response = client_for(vlot).post(url(name, call), data, follow=True)
    page = text_of(response)
    assert "Een collega was u misschien voor" in page
    if data:
        assert response.status_code == 409 and "error-summary" in page
        assert data.get("note", "Lang getypt") in page and "Wat u typte, staat nog op deze pagina" in page


def test_a_contact_form_sent_twice_leads_to_the_same_page_and_counts_once(client_for, vlot):
    call, client = InterventionFactory(), client_for(vlot)
    token = re.search(
        r'name="form_token" value="([0-9a-f-]{36})"', text_of(client.get(url("contact_add", call)))
    )[1]
    answers = [client.post(url("contact_add", call), contact(form_token=token)) for _ in range(2)]
    assert {answer.url for answer in answers} == {url("intervention_detail", call)}
    assert call.contacts.get().minutes == 45


def test_a_second_signal_is_refused_with_its_date(client_for, vlot):
    call = InterventionFactory()
    client = client_for(vlot)
    client.post(url("intervention_signal", call), {"signal": "Overal klachten."})
    response = client.post(url("intervention_signal", call), {"signal": "Nog eens."}, follow=True)
    assert "al gesignaleerd op" in text_of(response)


def test_who_is_in_no_team_yet_reads_what_to_do(client_for, teamless, vlot):
    assert "U zit nog in geen team" in text_of(client_for(teamless).get(LIST))
    page = text_of(client_for(vlot).get(LIST))
    assert "U zit nog in geen team" not in page and "VLOT-team Oost-Vlaanderen" in page


def test_filters_find_by_word_status_topic_and_province(client_for, central, local, leuven, gent):
    here = InterventionFactory(question="Lawaai in de straat")
    there = InterventionFactory(
        question="School zoekt plaats", topic="education", municipality=leuven, status="closed"
    )
    mine = InterventionFactory(
        question="Wachtlijst voor Nederlands", topic="integration", municipality=leuven, status="assigned",
        asked_by=central.user, signalled_at=timezone.now(), signalled_by=central.user, signal="Overal.",
    )  # fmt: skip
    client = client_for(central)
    for query, found in (
        ({}, {here, there, mine}),
        ({"zoek": "lawaai"}, {here}),
        ({"zoek": "leuven"}, {there, mine}),
        ({"toestand": "closed"}, {there}),
        ({"onderwerp": "education"}, {there}),
        ({"provincie": gent.province_id}, {here}),
        ({"zoek": here.reference}, {here}),
        ({"zoek": there.reference.lower().replace("-", "")}, {there}),
        ({"opvolging": "niemand"}, {here}),
        ({"opvolging": "ik"}, {mine}),
        ({"signaal": "ja"}, {mine}),
        ({"zoek": "bestaat niet"}, set()),
    ):
        page = text_of(client.get(LIST, query))
        assert {item for item in (here, there, mine) if item.question in page} == found, query
    assert "Geen oproepen gevonden" in page


def test_filters_that_could_only_find_nothing_are_not_offered(client_for, local, vlot, central, abb, teams):
    both = MembershipFactory(organisation=vlot.organisation)
    for code in ("OVL", "VBR"):
        actions.join_team(team=teams[code], membership=both, by=None)
    offered = {
        by: {
            name
            for name in ("provincie", "opvolging", "signaal")
            if f'name="{name}"' in text_of(client_for(by).get(LIST))
        }
        for by in (local, vlot, both, central, abb)
    }
    assert offered == {
        local: set(),
        vlot: {"opvolging"},
        both: {"opvolging", "provincie"},
        central: {"opvolging", "provincie", "signaal"},
        abb: {"provincie", "signaal"},
    }


@pytest.mark.parametrize("hat", ["local", "vlot", "central", "abb"])
def test_the_list_costs_the_same_number_of_queries_for_few_and_many(
    request, client_for, hat, local, vlot, django_assert_max_num_queries
):
    client = client_for(request.getfixturevalue(hat))
    InterventionFactory.create_batch(3, status="assigned")
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    InterventionFactory.create_batch(20, status="assigned")
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
    assert len(few) <= 12


def test_the_detail_page_costs_few_queries_however_many_contacts(
    client_for, vlot, django_assert_max_num_queries
):
    call = InterventionFactory()
    ContactFactory.create_batch(10, intervention=call)
    client = client_for(vlot)
    with django_assert_max_num_queries(9):
        assert client.get(url("intervention_detail", call)).status_code == 200


def test_the_back_office_looks_at_calls_without_the_caller(client_for, abb, vlot):
    call = InterventionFactory()
    ContactFactory(intervention=call, note="Vertrouwelijk verslag.")
    client = client_for(abb)
    assert call.reference in text_of(client.get(reverse("admin:vlot_intervention_changelist")))
    page = text_of(client.get(reverse("admin:vlot_intervention_change", args=[call.pk])))
    assert call.question in page and "An Beller" not in page and "09 000 00 00" not in page
    assert (
        client.post(reverse("admin:vlot_intervention_change", args=[call.pk]), {"question": "x"}).status_code
        == 403
    )


def test_the_back_office_shows_a_team_its_own_calls_and_others_none(
    client_for, vlot, elsewhere, facility, abb
):
    call = InterventionFactory()
    window, change = (
        reverse("admin:vlot_intervention_changelist"),
        reverse("admin:vlot_intervention_change", args=[call.pk]),
    )
    clients = {by: client_for(by) for by in (vlot, abb, elsewhere, facility)}
    seen = {by: call.reference in text_of(client.get(window)) for by, client in clients.items()}
    assert seen == {vlot: True, abb: True, elsewhere: False, facility: False}
    opened = {by: client.get(change).status_code for by, client in clients.items()}
    assert opened == {vlot: 200, abb: 200, elsewhere: 302, facility: 302}


def test_the_manager_of_vlot_says_in_the_back_office_who_works_where(client_for, vlot, teamless, teams, abb):
    add = reverse("admin:vlot_teammembership_add")
    data = {"team": teams["ANT"].pk, "membership": teamless.pk}
    assert client_for(abb).post(add, data).status_code == 403
    client = client_for(vlot)
    assert client.get(add).status_code == 200
    assert client.post(add, data).status_code == 302
    place = TeamMembership.objects.get(membership=teamless)
    assert place.team == teams["ANT"]
    again = client.post(add, data)
    assert again.status_code == 200 and "zit al in dit team" in text_of(again)
    client.post(reverse("admin:vlot_teammembership_delete", args=[place.pk]), {"post": "yes"})
    assert not TeamMembership.objects.filter(membership=teamless).exists()


def test_what_waits_stands_on_the_home_page_of_the_team(client_for, vlot, elsewhere):
    call = InterventionFactory()
    home = reverse("home")
    assert url("intervention_detail", call) in text_of(client_for(vlot).get(home))
    assert url("intervention_detail", call) not in text_of(client_for(elsewhere).get(home))
