""" "Wacht op u": the right offers, in the right order, with what to do next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from housing import actions
from housing.models import Defect, Offer
from housing.worklist import undecided, work
from tests.factories import InspectionFactory, OfferFactory, days_ago

TODAY = timezone.localdate()
URL = "/aanbod/wacht/"
pytestmark = pytest.mark.django_db


def submitted(days, places=6, **fields):
    return OfferFactory(
        submitted_at=days_ago(days),
        estimated_places=places,
        title=f"{days}/{places}",
        **fields,
    )


def step_of(offer):
    return work(undecided(Offer.objects.all()).get(pk=offer.pk), on=TODAY).step


def test_the_oldest_comes_first_and_of_one_day_the_biggest(local):
    for days, places in ((3, 10), (9, 2), (3, 40), (0, 99)):
        submitted(days, places)
    names = [offer.title for offer in undecided(Offer.objects.visible_to(local).in_charge_of(local))]
    assert names == ["9/2", "3/40", "3/10", "0/99"]


def test_what_waits_for_a_provider_comes_after_with_its_day(local, client_for):
    asked = submitted(20)
    submitted(1)
    actions.ask_about_offer(offer=asked, question="?", due_on=TODAY + timedelta(days=3), by=local)
    lines = [work(offer, on=TODAY) for offer in undecided(Offer.objects.all())]
    assert [(line.days, line.group) for line in lines] == [
        (1, "Wacht op de gemeente"),
        (20, "Wacht op de aanbieder"),
    ]
    assert lines[1].question.due_on == TODAY + timedelta(days=3) and not lines[1].late
    assert work(undecided(Offer.objects.all())[1], on=TODAY + timedelta(days=4)).late
    page = client_for(local).get(URL).content.decode()
    assert page.index("Wacht op de gemeente") < page.index("Wacht op de aanbieder")


def test_each_offer_says_the_next_step(local):
    offer = submitted(2)
    assert step_of(offer) == "Plaatsbezoek plannen"
    visit = InspectionFactory(offer=offer)
    assert step_of(offer) == "Valideren"
    defect = Defect.objects.create(
        inspection=visit, category="3", domain="fire", description="Trap", due_on=TODAY
    )
    assert step_of(offer) == "Herstel opvolgen, of weigeren"
    actions.report_repaired(defect=defect, solution="Vernieuwd", by=local)
    assert step_of(offer) == "Nakijken of het hersteld is"


def test_what_is_decided_merged_or_elsewhere_is_not_on_it(local, deinze, client_for):
    submitted(1, municipality=deinze)
    OfferFactory(draft=True)
    actions.reject_offer(offer=submitted(1), reason="unsafe", note="Nee", by=local)
    actions.merge_offers(kept=submitted(5, 7), dropped=submitted(4, 8), take=[], by=local)
    page = client_for(local).get(URL)
    assert [row.offer.title for row in page.context["rows"]] == ["5/7"]


def test_what_one_offered_to_another_municipality_is_the_others_work(local, neighbour, deinze, client_for):
    submitted(1, municipality=deinze, organisation=local.organisation)
    assert client_for(local).get(URL).context["rows"] == []
    assert len(client_for(neighbour).get(URL).context["rows"]) == 1


def test_an_officer_can_leave_only_his_own(local, client_for):
    offer, _ = submitted(3), submitted(2)
    actions.assign_offer(offer=offer, to=local, by=local)
    page = client_for(local).get(f"{URL}?van=mij")
    assert [row.offer for row in page.context["rows"]] == [offer]


def test_a_governor_and_abb_watch_a_company_does_not(
    governor, abb, company, facility, client_for, deinze, gent
):
    submitted(1)
    submitted(1, municipality=deinze)
    counts = [len(client_for(hat).get(URL).context["rows"]) for hat in (governor, abb)]
    assert counts == [2, 2]
    assert [client_for(hat).get(URL).status_code for hat in (company, facility)] == [403, 403]


def test_many_offers_cost_as_many_queries_as_few(local, client_for):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client_for(local).get(URL)
        return len(asked)

    for offer in (submitted(1), submitted(2)):
        InspectionFactory(offer=offer)
    queries()
    few = queries()
    for days in range(20):
        InspectionFactory(offer=submitted(days))
    assert queries() == few
