"""The log of nuisance: codes and no names, a trend, and a call that it raises once."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import NotAllowed
from tests.factories import SiteFactory
from tests.vlot.factories import IncidentFactory, InterventionFactory
from vlot import actions, rules
from vlot.figures import nuisance_trend
from vlot.models import Incident, Intervention

TODAY = timezone.localdate()


@pytest.fixture
def site(gent, company):
    return SiteFactory(municipality=gent, organisation=company.organisation)


@pytest.fixture
def log(site, local, vlot):
    def make(severity="light", **changes):
        fields = {
            "form_token": uuid.uuid4(),
            "site": site,
            "happened_on": TODAY,
            "part_of_day": "night",
            "kind": "noise",
            "severity": severity,
            "place": "outside",
            "steps": ["conversation", "mediation"],
            "result": "better",
            "by": local,
            **changes,
        }
        return actions.log_incident(**fields)

    return make


def typed(**changes):
    return {
        "form_token": str(uuid.uuid4()), "happened_on": TODAY.isoformat(), "part_of_day": "night", "kind": "noise",
        "severity": "light", "place": "outside", "steps": ["conversation"], "result": "calm", **changes,
    }  # fmt: skip


def raised(site):
    return Intervention.objects.filter(site=site, channel="nuisance_log").order_by("pk")


def test_who_sees_and_writes_the_log_of_a_site(
    site, local, reader, neighbour, company, governor, facility, vlot, elsewhere, central, abb
):
    IncidentFactory(site=site)
    everyone = (local, reader, neighbour, company, governor, facility, vlot, elsewhere, central, abb)
    sees = {by for by in everyone if rules.sees_incidents(by, site)}
    assert sees == {local, reader, vlot, central, abb}
    assert {by for by in everyone if Incident.objects.visible_to(by).exists()} == sees
    assert {by for by in everyone if rules.may_log_incident(by, site)} == {local, vlot, central}


def test_an_incident_is_logged_in_codes_and_stands_in_the_list_and_on_the_site(
    client_for, site, local, company
):
    client, address = client_for(local), f"/vlot/overlast/{site.pk}/"
    assert address in client.get(f"/locaties/{site.pk}/").content.decode()
    data = typed()
    for _ in range(2):
        client.post(f"{address}nieuw/", data)
    assert Incident.objects.count() == 1
    page = client.get(address).content.decode()
    assert all(words in page for words in ("lawaai", "gesprek met de betrokkenen", "rustig sindsdien"))
    assert client_for(company).get(address).status_code == 403
    assert address not in client_for(company).get(f"/locaties/{site.pk}/").content.decode()


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("Het romagezin van kamer 3", "de herkomst of het geloof"),
        ("Hij is 85.07.30-033.28", "een rijksregisternummer"),
        ("Vermoedelijk psychisch", "de gezondheid"),
    ],
)
def test_a_note_about_a_person_is_warned_about_but_not_blocked(client_for, site, local, note, sentence):
    client, address = client_for(local), f"/vlot/overlast/{site.pk}/nieuw/"
    warned = client.post(address, typed(note=note))
    assert warned.status_code == 422 and sentence in warned.content.decode()
    assert client.post(address, typed(note=note, keep_anyway="on")).status_code == 302
    assert Incident.objects.get().note == note


def test_five_points_in_thirty_days_raise_one_call_for_the_team(log, site, teams, local):
    for days in (60, 20, 10):
        log("serious", happened_on=TODAY - timedelta(days=days))
    assert not raised(site).exists()
    log("light")
    call = raised(site).get()
    assert (call.team, call.topic_id, call.urgency, call.municipality) == (
        teams["OVL"],
        "nuisance",
        "this_week",
        site.municipality,
    )
    assert "3 incidenten in 30 dagen" in call.question
    log("grave")
    assert raised(site).count() == 1


def test_one_grave_incident_raises_a_call_for_today(log, site):
    log("grave")
    assert raised(site).get().urgency == "today"


def test_after_the_call_was_closed_only_new_incidents_raise_another(log, site, vlot):
    log("grave")
    actions.close_intervention(intervention=raised(site).get(), result="solved", outcome="Rustig.", by=vlot)
    log("light")
    assert raised(site).count() == 1
    log("grave")
    assert [call.status for call in raised(site)] == ["closed", "open"]


def test_postgresql_refuses_a_second_open_call_from_the_log_of_a_site(site):
    InterventionFactory(site=site, channel="nuisance_log")
    with pytest.raises(IntegrityError), transaction.atomic():
        InterventionFactory(site=site, channel="nuisance_log")
    InterventionFactory(site=site)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "crime"},
        {"severity": "x"},
        {"steps": ["jail"]},
        {"result": "x"},
        {"happened_on": TODAY + timedelta(days=2)},
        {"part_of_day": "noon"},
    ],
)
def test_the_database_refuses_an_incident_that_may_not_exist(site, wrong):
    incident = IncidentFactory(site=site)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**wrong)


def test_somebody_else_logs_nothing(log, neighbour, abb, company):
    for by in (neighbour, abb, company):
        with pytest.raises(NotAllowed):
            log(by=by)


def test_the_trend_is_of_twelve_months_with_this_one_last(site, django_assert_num_queries):
    for days, severity in ((0, "light"), (0, "grave"), (35, "serious"), (500, "light")):
        IncidentFactory(site=site, happened_on=TODAY - timedelta(days=days), severity=severity)
    with django_assert_num_queries(1):
        trend = nuisance_trend(Incident.objects.filter(site=site), on=TODAY)
    assert len(trend) == 12 and sum(month.value for month in trend) == 3
    assert (trend[-1].value, trend[-1].light, trend[-1].grave) == (2, 1, 1)
