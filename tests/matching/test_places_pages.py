"""Pages that put places beside a household and households beside a place: what they show, to whom, and what never."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from households.models import Household
from housing.models import Stay
from matching.models import Proposal
from notifications.models import Notification
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()
SECRETS = ("Geheime plek", "Verborgenstraat", "Verborgen kamer", "Stille aanbieder", "5199")


def after(days):
    return TODAY + timedelta(days=days)


@pytest.fixture
def household(local):
    return HouseholdFactory(registered_by=local.organisation, size=3)


@pytest.fixture
def hidden(deinze):
    """A unit elsewhere of which nothing but the town may be told."""
    return UnitFactory(
        label="Verborgen kamer",
        places=3,
        site=SiteFactory(
            municipality=deinze,
            name="Geheime plek",
            street="Verborgenstraat",
            house_number="5199",
            organisation__name="Stille aanbieder",
        ),
    )


def places(household, **query):
    url = reverse("matching:household_places", args=[household.pk])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else url


def why(household, unit, **query):
    url = reverse("matching:unit_why_not", args=[household.pk, unit.pk])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else url


def post(client, household, unit, /, **typed):
    data = {"unit": unit.pk, "move_in_on": TODAY, "form_token": uuid.uuid4(), **typed}
    return client.post(reverse("matching:proposal_add", args=[household.pk]), data, follow=True)


# --- The list ----------------------------------------------------------------------------------------------------


def test_the_ten_best_of_each_are_shown_with_how_many_there_are(client_for, household, local, deinze):
    here, there = SiteFactory(name="Thuis"), SiteFactory(municipality=deinze)
    for _ in range(12):
        UnitFactory(site=here)
        UnitFactory(site=there)
    text = client_for(local).get(places(household)).content.decode()
    assert text.count("Thuis, Kamer") >= 10
    assert text.count("De beste 10 van 12 passende plaatsen") == 2
    assert len(re.findall(r"<h3>Wooneenheid in Deinze", text)) == 10
    assert "gewichten" in text and "zonder einddatum" in text


def test_the_points_on_the_page_add_up(client_for, household, local):
    household.need_own_kitchen = "wish"
    household.save()
    UnitFactory(own_kitchen=True, site__available=DateRange(TODAY, after(101)))
    text = client_for(local).get(places(household)).content.decode()
    table = re.search(r'<table class="explanation">.*?</table>', text, re.DOTALL)[0]
    numbers = [
        float(number.replace("−", "-").replace(",", "."))
        for number in re.findall(r'<td class="number">([^<]+)</td>', table)
    ]
    assert round(sum(numbers[:-1]), 6) == numbers[-1]
    assert len(numbers) >= 5


def test_the_page_costs_the_same_number_of_queries_for_few_and_many(
    client_for, household, local, deinze, django_assert_max_num_queries
):
    client = client_for(local)
    sites = [SiteFactory(), SiteFactory(municipality=deinze)]
    for site in sites:
        UnitFactory(site=site)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(30) as captured:
            client.get(places(household))
        counts.append(len(captured))
        for site in sites:
            for _ in range(15):
                UnitFactory(site=site)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"vanaf": "morgen"}, "geldige datum"),
        ({"vanaf": ""}, "verplicht"),
        ({"vanaf": after(-1)}, "Kies vandaag of later"),
        ({"vanaf": after(4000)}, "meer dan drie jaar"),
        ({"vanaf": after(5), "tot": after(2)}, "ligt voor de intrek"),
        ({"vanaf": TODAY, "tot": "31/12"}, "geldige datum"),
    ],
)
def test_a_wrong_period_is_explained_at_the_field_on_each_page(client_for, household, local, query, sentence):
    unit = UnitFactory()
    client = client_for(local)
    listed = reverse("matching:household_why_not", args=[household.pk])
    query_string = "&".join(f"{name}={value}" for name, value in query.items())
    for url in (places(household, **query), why(household, unit, **query), f"{listed}?{query_string}"):
        page = client.get(url)
        assert page.status_code == 422
        assert sentence in page.content.decode()


def test_a_wanted_day_that_is_over_means_from_today(client_for, local):
    household = HouseholdFactory(registered_by=local.organisation, wanted_from=after(-40))
    page = client_for(local).get(places(household))
    assert page.status_code == 200 and f'value="{TODAY.isoformat()}"' in page.content.decode()


# --- What is never shown of elsewhere ----------------------------------------------------------------------------


def told(client, household):
    """Everything that the asking municipality can read."""
    pages = [client.get(reverse("matching:household_detail", args=[household.pk]))]
    pages += [
        client.get(reverse("matching:proposal_list")),
        client.get(reverse("notifications:notification_list")),
    ]
    pages += [
        client.get(reverse("matching:proposal_detail", args=[one.pk])) for one in Proposal.objects.all()
    ]
    return "".join(page.content.decode() for page in pages)


def test_elsewhere_no_page_proposal_notice_or_error_names_street_site_label_or_provider(
    client_for, household, local, neighbour, hidden
):
    client = client_for(local)
    text = client.get(places(household)).content.decode()
    assert "Wooneenheid in Deinze" in text
    text += client.get(why(household, hidden)).content.decode()
    text += client.get(reverse("matching:household_why_not", args=[household.pk])).content.decode()
    # Errors: too small, taken by somebody, out of use, site over.
    hidden.places = 2
    hidden.save()
    text += (
        post(client, household, hidden).content.decode() + client.get(why(household, hidden)).content.decode()
    )
    assert "Deze plaats past niet (meer): 2 slaapplekken voor 3 personen" in text
    hidden.places = 3
    hidden.save()
    other = StayFactory(unit=hidden, status="held", period=DateRange(after(3), None))
    text += (
        post(client, household, hidden).content.decode() + client.get(why(household, hidden)).content.decode()
    )
    assert "al voorbehouden of bewoond" in text
    Stay.objects.filter(pk=other.pk).update(status="cancelled")
    hidden.site.closed_on, hidden.site.closed_reason = TODAY, "Geheime plek gaat dicht"
    hidden.site.save()
    text += (
        post(client, household, hidden).content.decode() + client.get(why(household, hidden)).content.decode()
    )
    hidden.site.closed_on, hidden.site.closed_reason = None, ""
    hidden.site.save()
    text += post(client, household, hidden).content.decode()
    proposal = Proposal.objects.get()
    text += told(client, household) + str(proposal.explanation) + str(proposal)
    text += "".join(
        f"{notice.subject} {notice.body}"
        for notice in Notification.objects.filter(organisation=local.organisation)
    )
    assert [secret for secret in SECRETS if secret in text] == []
    assert (
        "Geheime plek"
        in client_for(neighbour).get(reverse("matching:proposal_detail", args=[proposal.pk])).content.decode()
    )


def test_what_another_town_keeps_for_itself_is_not_there(client_for, household, local, hidden):
    hidden.site.open_to_others = False
    hidden.site.save()
    client = client_for(local)
    assert "Wooneenheid in Deinze" not in client.get(places(household)).content.decode()
    assert client.get(why(household, hidden)).status_code == 404
    assert post(client, household, hidden).status_code == 404
    assert not Proposal.objects.exists()


# --- Proposing ---------------------------------------------------------------------------------------------------


def test_a_place_that_stopped_fitting_is_not_proposed_and_the_reason_is_told(client_for, household, local):
    unit = UnitFactory(site__admits="families")
    page = post(client_for(local), household, unit)
    assert "alleen voor gezinnen met kinderen" in page.content.decode()
    assert not Proposal.objects.exists()


def test_sent_twice_it_is_one_proposal_and_no_error(client_for, household, local):
    unit, token, client = UnitFactory(), uuid.uuid4(), client_for(local)
    post(client, household, unit, form_token=token)
    again = post(client, household, unit, form_token=token)
    assert Proposal.objects.count() == 1
    assert "past niet" not in again.content.decode()


def test_who_knows_how_long_holds_the_unit_no_longer(client_for, household, local):
    unit = UnitFactory()
    StayFactory(unit=unit, status="held", period=DateRange(after(20), None))
    client = client_for(local)
    assert unit.site.name not in client.get(places(household)).content.decode()
    listed = client.get(places(household, vanaf=TODAY, tot=after(19))).content.decode()
    assert unit.site.name in listed and f'name="until" value="{after(20).isoformat()}"' in listed
    post(client, household, unit, until=after(20))
    assert Proposal.objects.get().hold.period == DateRange(TODAY, after(20))


@pytest.mark.parametrize(
    "typed", [{"unit": "x"}, {"unit": 10**30}, {"unit": -1}, {"until": TODAY}, {"move_in_on": ""}]
)
def test_what_no_page_sends_is_no_error_of_ours(client_for, household, local, typed):
    page = post(client_for(local), household, UnitFactory(), **typed)
    assert page.status_code == 200 and "Kies een plaats uit de lijst" in page.content.decode()
    assert not Proposal.objects.exists()


# --- Waarom niet -------------------------------------------------------------------------------------------------


def test_why_not_tells_every_reason_and_the_smallest_change(client_for, household, local):
    household.need_pets = "hard"
    household.save()
    unit = UnitFactory(places=2)
    StayFactory(unit=unit, period=DateRange(after(-30), after(3)))
    text = client_for(local).get(why(household, unit, vanaf=TODAY)).content.decode()
    for words in (
        "2 slaapplekken voor 3 personen",
        "Huisdieren mogen niet",
        f"Bezet of voorbehouden tot {after(3):%d/%m/%Y}",
        f"3 dagen later (vanaf {after(3):%d/%m/%Y})",
        "Nog één plaats",
        "Als huisdieren mogen",
    ):
        assert words in text
    later = client_for(local).get(why(household, unit, vanaf=after(3))).content.decode()
    assert "Bezet" not in later


def test_a_place_that_fits_says_so_with_its_points(client_for, household, local):
    text = client_for(local).get(why(household, UnitFactory())).content.decode()
    assert "aan elke voorwaarde is voldaan" in text and "geen blijft leeg" not in text
    assert "3 personen in 4 slaapplekken: 1 blijft leeg" in text


def test_the_list_begins_with_what_nearly_fits(client_for, household, local, django_assert_max_num_queries):
    household.need_pets = "hard"
    household.save()
    never = UnitFactory(label="Nooit")
    StayFactory(unit=never, period=DateRange(after(-30), None))
    two = UnitFactory(label="Twee dingen", places=2)
    one = UnitFactory(label="Eén ding")
    fitting = UnitFactory(label="Deze is goed", pets_allowed=True)
    url = reverse("matching:household_why_not", args=[household.pk])
    with django_assert_max_num_queries(40) as captured:
        text = client_for(local).get(url).content.decode()
    where = [text.index(unit.label) for unit in (one, two, never)]
    assert where == sorted(where)
    assert fitting.label not in text and "1 wooneenheid past wel" in text
    before = len(captured)
    for _ in range(15):
        UnitFactory(site=one.site)
    with django_assert_max_num_queries(40) as captured:
        client_for(local).get(url)
    assert len(captured) == before


def test_waarom_niet_is_for_who_may_propose(client_for, household, local, reader, neighbour, company, abb):
    unit = UnitFactory()
    listed = reverse("matching:household_why_not", args=[household.pk])
    hats = (local, reader, neighbour, company, abb)
    for url in (why(household, unit), listed, places(household)):
        assert [client_for(hat).get(url).status_code for hat in hats] == [200, 403, 404, 404, 404]
    unknown = reverse("matching:unit_why_not", args=[household.pk, 987654321])
    assert client_for(local).get(unknown).status_code == 404


# --- Who fits ----------------------------------------------------------------------------------------------------


def test_for_a_unit_one_sees_which_own_households_fit_and_which_nearly(client_for, local, neighbour):
    unit = UnitFactory(places=3)
    fits = HouseholdFactory(registered_by=local.organisation, size=3)
    nearly = HouseholdFactory(registered_by=local.organisation, size=2, need_pets="hard")
    too_much = HouseholdFactory(registered_by=local.organisation, size=4, need_pets="hard")
    housed = StayFactory(household__registered_by=local.organisation, household__size=2).household
    theirs = HouseholdFactory(registered_by=neighbour.organisation, size=2)
    text = client_for(local).get(reverse("matching:unit_fits", args=[unit.pk])).content.decode()
    assert fits.name in text and nearly.name in text and "als huisdieren mogen" in text
    assert text.index(fits.name) < text.index("Wie past met één verandering") < text.index(nearly.name)
    for hidden in (too_much, housed, theirs):
        assert hidden.name not in text


def test_others_are_only_a_band_and_never_a_number_below_five(client_for, local, neighbour):
    unit = UnitFactory(places=3)
    url, client = reverse("matching:unit_fits", args=[unit.pk]), client_for(local)
    for _ in range(4):
        HouseholdFactory(registered_by=neighbour.organisation)
    HouseholdFactory(registered_by=neighbour.organisation, need_stay_here="hard")
    HouseholdFactory(registered_by=neighbour.organisation, need_pets="hard")
    HouseholdFactory(registered_by=neighbour.organisation, size=4)
    assert "minder dan vijf wachtende huishoudens van andere" in client.get(url).content.decode()
    for _ in range(3):
        HouseholdFactory(registered_by=neighbour.organisation)
    assert "Er passen 5 tot 10 wachtende huishoudens van andere" in client.get(url).content.decode()
    unit.site.open_to_others = False
    unit.site.save()
    assert "alleen voor huishoudens van uw gemeente" in client.get(url).content.decode()


def test_who_fits_costs_the_same_number_of_queries_for_few_and_many(
    client_for, local, neighbour, django_assert_max_num_queries
):
    unit = UnitFactory(places=3)
    url, client, counts = reverse("matching:unit_fits", args=[unit.pk]), client_for(local), []
    for _ in range(2):
        for hat in (local, neighbour):
            for _ in range(8):
                HouseholdFactory(registered_by=hat.organisation)
        with django_assert_max_num_queries(35) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_household_that_left_waits_no_more(client_for, local):
    unit = UnitFactory()
    gone = HouseholdFactory(registered_by=local.organisation)
    Household.objects.filter(pk=gone.pk).update(left_on=TODAY, left_reason="returned")
    page = client_for(local).get(reverse("matching:unit_fits", args=[unit.pk]))
    assert gone.name not in page.content.decode()
