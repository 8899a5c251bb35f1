"""Whoever opens a page about one thing and reads a name of a displaced person there, is in the log of reads."""

import pytest

from audit.models import Reading
from config.access import PAGES
from households.models import Household, Person

OF_ONE_THING = [
    pytest.param(page, id=f"{page.url}-{page.thing}")
    for page in PAGES
    if page.thing and page.method == "get" and page.url != "housing:freshness_link"
]


@pytest.fixture
def named(world):
    """Every person has a name that stands nowhere by chance."""
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(given_name=f"Zzyx{person.pk}q")
    return world


def unlogged(world, page, hat: str) -> set[str]:
    """Households whose persons' names stand on the page, and of whom nothing was written down."""
    before = Reading.objects.count()
    response = world.client(hat).get(world.url(page))
    if response.status_code != 200 or response.streaming or response.content is None:
        return set()
    text = response.content.decode(errors="ignore")
    shown = {str(person.household_id) for person in Person.objects.all() if f"{person.given_name}" in text}
    own_choice = {
        str(pk)
        for pk in Household.objects.values_list("pk", flat=True)
        if f'<option value="{pk}"' in text  # a choice between one's own households is a list
    }
    log = Reading.objects.order_by("pk")[before:]
    return shown - own_choice - {row.target_id for row in log if row.target_type == "households.household"}


@pytest.mark.parametrize("page", OF_ONE_THING)
def test_a_page_that_shows_names_says_who_looked(named, page):
    for hat in page.yes.split():
        assert unlogged(named, page, hat) == set(), hat


def test_names_are_found_where_they_stand(named):
    """Else the question above asks nothing."""
    seen = set()
    for parameter in OF_ONE_THING:
        (page,) = parameter.values
        before = Reading.objects.count()
        named.client(page.yes.split()[0]).get(named.url(page))
        if Reading.objects.count() > before:
            seen.add(page.url)
    assert seen >= {
        "matching:household_detail", "matching:household_places", "matching:proposal_detail", "housing:stay_end",
        "households:household_edit", "households:person_edit", "households:household_readings",
        "housing:household_merge", "housing:person_add",
    }  # fmt: skip
