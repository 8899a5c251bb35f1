"""Topics are rows: the manager of VLOT keeps them, old calls keep theirs, new ones get only what is in use."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.models import AuditEvent
from tests.factories import MembershipFactory
from tests.vlot.factories import InterventionFactory, SectorContactFactory
from vlot import actions
from vlot.forms import InterventionForm
from vlot.models import Topic

pytestmark = pytest.mark.django_db
OFFICE = "/beheer/vlot/topic/"
TYPED = {"group": "liaison", "name": "sport", "position": 125, "guidance_theme": "services"}


@pytest.fixture
def manager(vlot):
    """Keeps the topics in the back office."""
    return MembershipFactory(
        organisation=vlot.organisation, role=Membership.Role.MANAGER, user__is_staff=True
    )


@pytest.fixture
def retired(manager):
    """A topic that was taken out of use."""
    topic = Topic.objects.get(pk="hosts")
    return actions.save_topic(
        topic=topic, **{**TYPED, "group": "other", "name": "gasten"}, in_use=False, by=manager
    )


def offered(by):
    """The groups and codes that a caller can choose from."""
    choices = list(InterventionForm(by=by).fields["topic"].choices)[1:]
    return {group: [str(value) for value, _ in topics] for group, topics in choices}


def test_the_three_groups_of_the_mission_and_the_others_are_there_from_the_start(vlot):
    groups = offered(vlot)
    assert list(groups) == [
        "Lokale slagkracht", "Collectieve structuur realiseren", "Liaison met beleidsdomeinen", "Andere vragen",
    ]  # fmt: skip
    assert groups["Liaison met beleidsdomeinen"] == [
        "education", "childcare", "welfare", "work", "integration", "health", "housing", "safety",
    ]  # fmt: skip
    assert groups["Andere vragen"] == ["nuisance", "communication", "hosts", "finance"]


def test_the_manager_adds_a_topic_in_the_back_office_and_calls_can_be_about_it(
    client_for, manager, vlot, ask
):
    client = client_for(manager)
    client.post(f"{OFFICE}add/", {**TYPED, "in_use": "on"})
    topic = Topic.objects.get(name="sport")
    assert (topic.code, str(topic)) == ("sport", "liaison sport")
    assert offered(vlot)["Liaison met beleidsdomeinen"][-1] == "sport"
    assert ask(topic=topic).topic == topic
    assert AuditEvent.objects.about(topic).get().verb == "topic.added"
    page = client.get(OFFICE).content.decode()
    assert "sport" in page and "liaison met beleidsdomeinen" in page


def test_a_name_that_looks_like_another_gets_a_code_of_its_own(manager):
    first, second = (
        actions.save_topic(topic=None, **{**TYPED, "name": name}, by=manager)
        for name in ("Vervoer op maat en stations", "Vervoer op maat en steden")
    )
    assert (first.code, second.code) == ("vervoer_op_maat", "vervoer_op_ma_2")


def test_out_of_use_it_stays_on_old_calls_and_is_not_for_new_ones(
    client_for, ask, vlot, local, retired, gent
):
    old = InterventionFactory(topic="hosts", question="Gasten botsen")
    assert "hosts" not in offered(local)["Andere vragen"]
    with pytest.raises(actions.TopicNotInUse, match="niet meer in gebruik"):
        ask(topic=retired)
    client = client_for(vlot)
    assert "gasten" in client.get(f"/vlot/oproep/{old.pk}/").content.decode()
    assert old.reference in client.get("/vlot/oproepen/?onderwerp=hosts").content.decode()
    # Sorting may leave it as it is; another call does not get it.
    actions.sort_intervention(intervention=old, municipality=gent, topic=retired, by=vlot)
    other = ask()
    with pytest.raises(actions.TopicNotInUse):
        actions.sort_intervention(intervention=other, municipality=gent, topic=retired, by=vlot)
    answer = client.post(f"/vlot/oproep/{other.pk}/gemeente/", {"municipality": "gent", "topic": "hosts"})
    assert answer.status_code == 422


def test_only_the_manager_of_vlot_changes_topics(client_for, elsewhere, manager):
    elsewhere.role = Membership.Role.STAFF
    elsewhere.save(update_fields=["role"])
    topic = Topic.objects.get(pk="hosts")
    with pytest.raises(NotAllowed):
        actions.save_topic(topic=topic, **TYPED, by=elsewhere)
    looks = client_for(elsewhere)
    assert looks.get(f"{OFFICE}add/").status_code == 403
    looks.post(f"{OFFICE}hosts/change/", {**TYPED, "in_use": "on"})
    topic.refresh_from_db()
    assert topic.name == "gastgezinnen"
    client_for(manager).post(f"{OFFICE}hosts/change/", {**TYPED, "group": "other", "name": "gasten"})
    topic.refresh_from_db()
    assert (topic.name, topic.in_use) == ("gasten", False)
    changes = AuditEvent.objects.about(topic).get().changes
    assert changes["name"] == ["gastgezinnen", "gasten"] and "guidance_theme" in changes


@pytest.mark.parametrize("code", ["nuisance", "local_capacity"])
def test_what_the_portal_fills_in_itself_stays_in_use(client_for, manager, code):
    topic = Topic.objects.get(pk=code)
    with pytest.raises(actions.TopicNeeded, match="blijft in gebruik"):
        actions.save_topic(topic=topic, **TYPED, in_use=False, by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=code).update(in_use=False)
    page = client_for(manager).post(f"{OFFICE}{code}/change/", {**TYPED, "name": "nog iets"})
    assert "blijft in gebruik" in page.content.decode()


def test_a_domain_with_services_in_the_contact_book_stays_a_domain(client_for, manager, vlot):
    work = SectorContactFactory(domain="work").domain
    with pytest.raises(actions.TopicNeeded, match="contactboek"):
        actions.save_topic(topic=work, **{**TYPED, "group": "other"}, by=manager)
    page = client_for(manager).post(f"{OFFICE}work/change/", {**TYPED, "group": "other", "in_use": "on"})
    assert "contactboek" in page.content.decode()
    choices = client_for(vlot).get("/vlot/contactboek/nieuw/").content.decode()
    assert ">werk</option>" in choices and ">overlast</option>" not in choices


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"group": "sport"}, {"guidance_theme": "sport"}, {"group": "other", "name": "overlast"}],
)
def test_postgresql_refuses_half_a_topic_and_the_same_one_twice(reference, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk="finance").update(**changes)


def test_a_call_is_about_a_topic_that_exists(reference):
    InterventionFactory(topic="weather")
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_the_list_of_calls_asks_no_more_for_more_topics(client_for, central, reference):
    client = client_for(central)
    InterventionFactory(topic="work")
    with CaptureQueriesContext(connection) as few:
        client.get("/vlot/oproepen/")
    for code in ("health", "finance", "safety"):
        InterventionFactory(topic=code)
    with CaptureQueriesContext(connection) as many:
        client.get("/vlot/oproepen/")
    assert len(many) == len(few)
