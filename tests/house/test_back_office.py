"""The back office and the pages of libraries, every address and every hat."""

from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from config.access import (
    EVERY_HAT,
    FLEMISH,
    HATS,
    OWN_ACCOUNT,
    SIGNING_IN,
    VLOT,
    Group,
    back_office_group,
    expected_in_back_office,
)
from housing.models import Offer
from tests.accessibility.markup import markup_faults
from tests.house.addresses import addresses
from tests.house.language import AS_IT_IS_KEPT, leaks_of
from tests.house.test_access import leaks_in

VISITORS = ("anonymous", "disabled")


def back_office_addresses() -> list[tuple[str, Group]]:
    names = sorted({found.name for found in addresses()})
    return [(name, group) for name in names if (group := back_office_group(name))]


def object_of(name: str) -> Any:
    """The first row of the model that an admin address is about."""
    _, app, model, _ = name.replace(":", "_", 1).split("_", 3)
    return apps.get_model(app, model)._base_manager.order_by("pk").first()


def back_office_url(name: str) -> str:
    if name == "admin:app_list":
        return reverse(name, kwargs={"app_label": "housing"})
    try:
        return reverse(name)
    except NoReverseMatch:
        thing = object_of(name)
        return reverse(name, args=[thing.pk if thing else 1])


@pytest.fixture(scope="module")
def urls(made_world) -> dict[str, str]:
    """Of each address of the back office the URL, about a row of the world."""
    return {name: back_office_url(name) for name, _ in back_office_addresses()}


@pytest.mark.parametrize("hat", HATS)
def test_the_back_office_is_open_to_whom_the_table_says(world, urls, hat, plain_refusals):
    client, wrong = world.client(hat), {}
    for name, group in back_office_addresses():
        url, should = urls[name], expected_in_back_office(group, hat)
        response = client.get(url)
        found = response.status_code
        if hat == "abb" and found == should == 200 and (leaks := leaks_on(name, response)):
            wrong[name] = leaks
        if should == 403 and found == 302 and object_of(name) is None:
            continue  # the history of a row that is not there: back to the beginning
        if found != should:
            wrong[name] = (url, found, should)
        elif found == 200 and hat == group.yes.split()[-1] and (faults := markup_faults_of(response)):
            wrong[name] = (url, faults)
    assert wrong == {}


def leaks_on(name: str, response: HttpResponse) -> list[str]:
    """What is not Dutch on this page of the back office."""
    if any(fnmatchcase(name, pattern) for pattern in AS_IT_IS_KEPT):
        return []
    return leaks_of(response.content.decode())


def test_negative_control_english_in_the_back_office_is_noticed():
    page = HttpResponse("<p>Please correct the errors below.</p>")
    assert leaks_on("admin:housing_offer_change", page)
    assert leaks_on("admin:audit_auditevent_changelist", page), "the trail too is in Dutch"
    assert leaks_on("admin:housing_merge_change", page) == []


def markup_faults_of(response: HttpResponse) -> list[str]:
    """What is wrong with a page for who does not see or point; a file is no page."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return markup_faults(response.content.decode()) if is_page else []


def test_negative_control_a_fault_in_a_page_of_the_back_office_is_noticed():
    assert markup_faults_of(HttpResponse("<p><button></button></p>")) == ["<button> has no name"]


EDITED_IN_PLACE = {
    "admin:municipalities_statisticsource_change",
    "admin:households_lookrule_change",
    "admin:households_retentionterm_change",
    "admin:housing_guiderent_change",
    "admin:housing_checklistitem_change",
    "admin:housing_occupancynorm_change",
    "admin:housing_subsidyrule_change",
    "admin:facility_purchaseterms_change",
    "admin:facility_unitprice_change",
    "admin:facility_healthindex_change",
    "admin:facility_payingaccount_change",
    "admin:facility_villagenorm_change",
    "admin:facility_villageunit_change",
    "admin:spread_signalrule_change",
    "admin:accounts_rightsmapping_change",
    "admin:accounts_organisationcode_change",
}


@pytest.mark.parametrize("hat", HATS)
def test_nobody_posts_to_a_window(world, urls, hat, plain_refusals):
    """Also who may look: what is no form for this hat takes no post."""
    client, taken = world.client(hat), {}
    for name, group in back_office_addresses():
        changes = name.endswith(("_add", "_delete", "_import")) and hat in group.yes.split()
        if changes or name.endswith(("_changelist", ":index", ":app_list", "_history")):
            continue
        if name in EDITED_IN_PLACE and hat == "abb":
            continue  # with a trace (tests/municipalities/test_admin.py)
        if name == "admin:vlot_topic_change" and hat in VLOT.split():
            continue  # with a trace, by the manager of VLOT (tests/vlot/test_topics.py)
        status = client.post(urls[name], {"_save": "1"}).status_code
        if status not in (302, 403, 405) or (status == 302 and hat in FLEMISH.split()):
            taken[name] = status
    assert taken == {}


@pytest.mark.parametrize("hat", FLEMISH.split())
def test_a_window_offers_no_deletion_in_bulk(world, hat):
    offer = world.things["offer"]
    world.client(hat).post(
        reverse("admin:housing_offer_changelist"),
        {"action": "delete_selected", "_selected_action": [offer.pk], "post": "yes"},
    )
    offer.refresh_from_db()


@pytest.mark.parametrize(
    "question",
    [
        "housing_stay_changelist?household__persons__family_name__startswith=Fam",
        "housing_stay_changelist?persons__national_number__startswith=8",
        "housing_stay_changelist?destination__startswith=A",
        "vlot_intervention_changelist?caller_name__startswith=B",
        "accounts_user_changelist?password__startswith=a",
        "notifications_notification_changelist?read_by__password__startswith=a",
    ],
)
@pytest.mark.parametrize("hat", FLEMISH.split())
def test_a_list_cannot_be_asked_about_what_it_does_not_show(world, hat, question):
    """Otherwise a name is found letter by letter, from the number of rows."""
    name, query = question.split("?")
    response = world.client(hat).get(f"{reverse(f'admin:{name}')}?{query}")
    assert response.status_code == 400


def test_flemish_services_see_stays_without_people(world):
    stay = world.things["stay"]
    url = reverse("admin:housing_stay_change", args=[stay.pk])
    for hat in FLEMISH.split():
        text = world.client(hat).get(url).content.decode()
        for person in stay.household.persons.all():
            assert person.given_name not in text


def library_addresses() -> list[str]:
    names = sorted({found.name for found in addresses()})
    return [
        name
        for name in names
        if any(fnmatchcase(name, pattern) for pattern in OWN_ACCOUNT) and back_office_group(name) is None
    ]


ARGUMENTS: dict[str, dict[str, Any]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-123"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "usersessions_end": {"pk": 1},
}


def library_url(name: str) -> str | None:
    """None for an address without a name of its own (the redirects of the libraries)."""
    if name == "admin:view_on_site":
        return reverse(name, args=[ContentType.objects.get_for_model(Offer).pk, 1])
    try:
        return reverse(name, kwargs=ARGUMENTS.get(name))
    except NoReverseMatch:
        return f"/{name}" if name.startswith("account/") else None


@pytest.mark.parametrize("hat", VISITORS)
def test_own_account_pages_are_closed_to_visitors(world, hat):
    client, open_pages = world.client(hat), {}
    for name in library_addresses():
        url = library_url(name)
        if url is None or name in SIGNING_IN:
            continue
        response = client.get(url)
        if response.status_code != 302 or "/login/" not in response.headers["Location"]:
            open_pages[name] = response.status_code
    assert open_pages == {}


@pytest.mark.parametrize("hat", ["anonymous", "no_hat", *EVERY_HAT.split()])
def test_pages_of_libraries_never_break(world, hat):
    broken = {}
    for name in library_addresses():
        url = library_url(name)
        if url is None:
            continue
        response = world.client(hat).get(url)
        if response.status_code >= 500:
            broken[name] = response.status_code
        elif hat in ("anonymous", "local") and response.status_code == 200 and (leaks := leaks_in(response)):
            broken[name] = leaks
    assert broken == {}


def test_every_open_page_of_a_library_exists():
    assert set(SIGNING_IN) <= {found.name for found in addresses()}
