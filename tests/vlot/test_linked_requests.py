"""A case keeps which requests to Het Facilitair Bedrijf belong to it, and who follows the case may read them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent
from facility import actions as facility_actions
from facility.models import SupportRequest
from tests.facility.factories import SupportRequestFactory
from tests.factories import SiteFactory
from vlot import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def beds(local):
    """A request of Gent that was submitted."""
    return SupportRequestFactory(organisation=local.organisation, title="Bedden voor de sporthal")


def page_of(call):
    return f"/facility/oproep/{call.pk}/aanvragen/"


def test_vlot_links_a_request_of_the_municipality_and_may_read_it_from_then_on(
    client_for, ask, vlot, elsewhere, abb, beds, local
):
    call, client = ask(), client_for(vlot)
    request_page, case_page = f"/facility/aanvraag/{beds.pk}/", f"/vlot/oproep/{call.pk}/"
    assert client.get(request_page).status_code == 404
    choice = client.get(page_of(call)).content.decode()
    assert beds.reference in choice and beds.title not in choice
    assert f'href="{case_page}">Annuleren' in choice
    client.post(page_of(call), {"support_requests": [beds.pk]})
    beds.refresh_from_db()
    assert beds.intervention == call
    assert beds.title in client.get(case_page).content.decode()
    read = client.get(request_page).content.decode()
    assert call.reference in read and "/facility/aanvragen/" not in read
    assert client_for(abb).get(request_page).status_code == 200
    assert client_for(elsewhere).get(request_page).status_code == 404
    assert beds.title in client_for(local).get(case_page).content.decode()
    assert AuditEvent.objects.about(call).filter(verb="intervention.requests_linked").count() == 1
    client.post(page_of(call), {})
    assert client.get(request_page).status_code == 404


def test_a_request_made_from_a_case_belongs_to_it(client_for, ask, local, facility, vlot):
    call, client = ask(), client_for(local)
    asked = f"/facility/aanvraag/nieuw/?soort=urgent_purchase&oproep={call.pk}"
    assert f"oproep={call.pk}" in client.get(f"/vlot/oproep/{call.pk}/").content.decode()
    assert f"oproep={call.pk}" in client.get(f"/facility/aanvraag/nieuw/?oproep={call.pk}").content.decode()
    form = client.get(asked).context["form"]
    assert form["intervention"].value() == call.pk
    typed = {
        "form_token": form["form_token"].value(), "kind": "urgent_purchase", "title": "Tien bedden",
        "urgency": "planned", "description": "De oude zijn stuk",
        "needed_by": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "intervention": call.pk, "deliver_to": "Sporthal Noord",
    }  # fmt: skip
    client.post(asked, typed)
    made = SupportRequest.objects.get()
    assert AuditEvent.objects.about(call).filter(verb="intervention.requests_linked").exists()
    assert list(call.support_requests.visible_to(vlot)) == [made]
    page = client_for(facility).get(f"/facility/aanvraag/{made.pk}/").content.decode()
    assert call.reference in page and f"/vlot/oproep/{call.pk}/" not in page


def test_nobody_links_what_belongs_elsewhere(client_for, ask, vlot, neighbour, local, facility, beds):
    call, other = ask(), ask()
    theirs = SupportRequestFactory(organisation=neighbour.organisation)
    draft = SupportRequestFactory(organisation=local.organisation, status="draft")
    assert set(SupportRequest.objects.to_link(call, vlot)) == {beds}
    assert set(SupportRequest.objects.to_link(call, local)) == {beds, draft}
    facility_actions.link_requests(case=other, support_requests=[beds], by=vlot)
    for item in (theirs, draft, beds):
        with pytest.raises(facility_actions.NotToLink, match="andere gemeente"):
            facility_actions.link_requests(case=call, support_requests=[item], by=vlot)
    for hat in (neighbour, facility):
        with pytest.raises(NotAllowed):
            facility_actions.link_requests(case=call, support_requests=[], by=hat)
        assert client_for(hat).get(page_of(call)).status_code == 404
    with pytest.raises(NotAllowed):
        facility_actions.submit_request(
            form_token=draft.form_token, kind="search", title="x", intervention=call, by=neighbour
        )


def test_a_draft_that_vlot_does_not_see_stays_linked_when_vlot_saves(ask, vlot, local, beds):
    call = ask()
    draft = SupportRequestFactory(organisation=local.organisation, status="draft")
    facility_actions.link_requests(case=call, support_requests=[draft], by=local)
    facility_actions.link_requests(case=call, support_requests=[beds], by=vlot)
    assert set(call.support_requests.all()) == {draft, beds}
    assert set(call.support_requests.visible_to(vlot)) == {beds}


def test_another_municipality_lets_go_of_the_site_and_not_of_requests(ask, vlot, central, beds, gent, leuven):
    call = ask()
    actions.link_intervention(intervention=call, site=SiteFactory(municipality=gent), offer=None, by=vlot)
    facility_actions.link_requests(case=call, support_requests=[beds], by=vlot)
    moved = {"intervention": call, "municipality": leuven, "topic": call.topic, "by": central}
    with pytest.raises(actions.RequestsLinked, match="Maak die eerst los"):
        actions.sort_intervention(**moved)
    facility_actions.link_requests(case=call, support_requests=[], by=vlot)
    sorted_call = actions.sort_intervention(**moved)
    assert (sorted_call.municipality, sorted_call.site) == (leuven, None)
