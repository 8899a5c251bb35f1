"""The statement that is written once finds the same hats, with the same in them, as the query set that says which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.asked_hats import PARTS, SOME_DAY, SOMEBODY, ask_hats, statement
from accounts.models import Kind, Membership
from tests import factories

pytestmark = pytest.mark.django_db


def contents(found):
    """Every column of a hat and of all that hangs on it."""
    parts = []
    for path in PARTS:
        thing = found
        for name in path.split("__") if path else ():
            thing = thing and getattr(thing, name)
        parts.append(
            thing and {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}
        )
    return parts


def both_ways(user):
    kept = [contents(found) for found in Membership.objects.hats_of(user)]
    assert [contents(found) for found in ask_hats(user.pk)] == kept
    return kept


@pytest.mark.parametrize("name", ["company", "governor", "abb"])
def test_a_hat_has_all_that_hangs_on_it(request, name):
    assert len(both_ways(request.getfixturevalue(name).user)) == 1


def test_of_a_local_government_the_municipality_and_its_province(gent, django_assert_num_queries):
    by = factories.hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    assert len(both_ways(by.user)) == 1
    province, email = gent.province, by.user.email
    with django_assert_num_queries(1):
        (found,) = ask_hats(by.user_id)
        assert found.organisation.municipality.province == province
        assert found.user.email == email
        assert found._state.db == "default" and not found._state.adding


def test_only_hats_in_force_today_in_their_order(company):
    today = timezone.localdate()
    others = {
        "ends today": {"ends_on": today},
        "lapsed": {"lapses_on": today},
        "ends later": {"ends_on": today + timedelta(days=1)},
        "ended": {"ended_at": timezone.now(), "ended_by": company.user},
    }
    for name, fields in others.items():
        organisation = factories.OrganisationFactory(kind=Kind.COMPANY, name=f"A {name}")
        begun = timezone.now() - timedelta(days=2)
        factories.MembershipFactory(
            user=company.user, organisation=organisation, role="staff", started_at=begun, **fields
        )
    both_ways(company.user)
    assert str(ask_hats(company.user_id)[0].organisation) == "A ends later"
    assert len(ask_hats(company.user_id)) == 2


def test_who_may_not_sign_in_has_none_and_no_stand_in_is_somebody(company):
    company.user.is_active = False
    company.user.save()
    assert both_ways(company.user) == []
    assert {SOMEBODY, SOME_DAY} < set(statement()[1])
