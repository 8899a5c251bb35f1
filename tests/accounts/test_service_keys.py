"""A system has a key of its own: shown once, for some things, until a day, and ended at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import use_key
from accounts.allowed import NotAllowed
from accounts.models import ServiceAccount
from tests.factories import MembershipFactory

TODAY = timezone.localdate()
PAGE = reverse("accounts:key_list")
FIELDS = {"name": "Kadaster", "purpose": "Elke nacht vergelijken", "scopes": ["figures_read"]}


@pytest.fixture
def made(company):
    return actions.create_service_account(**FIELDS, ends_on=TODAY + timedelta(days=30), by=company)


def ask(key, scope="figures_read"):
    return use_key(key=key, scope=scope)


def test_a_key_opens_what_it_is_for_and_keeps_the_day_of_its_last_use(made):
    account, key = made
    assert ask(key) == account
    account.refresh_from_db()
    assert account.last_used_on == TODAY
    assert ask(key, "supply_write") is None


def test_the_key_itself_is_kept_nowhere(made):
    account, key = made
    secret = key.split("_", 2)[2]
    row = ServiceAccount.objects.filter(pk=account.pk).values().get()
    assert all(secret not in str(value) for value in row.values())


@pytest.mark.parametrize("wrong", ["", "vht", "vht__", "x" * 5000, "vht_000000000000_x", "é_é_é"])
def test_what_is_no_key_opens_nothing(made, wrong):
    assert ask(wrong) is None


def test_every_part_of_a_key_counts(made):
    _, key = made
    prefix, key_id, secret = key.split("_", 2)
    for wrong in (
        f"{prefix}_{key_id}_{secret[:-1]}",
        f"{prefix}_{key_id}_{secret}x",
        f"abc_{key_id}_{secret}",
        f"{prefix}_{key_id[:-1]}_{secret}",
        f"{prefix}_{key_id}x_{secret}",
    ):
        assert ask(wrong) is None, wrong


def test_a_refusal_costs_one_query_and_one_comparison_in_constant_time_whatever_is_wrong(
    made, company, monkeypatch, django_assert_num_queries
):
    compared = []

    def compare(one, other):
        compared.append((len(one), len(other)))
        return one == other

    monkeypatch.setattr("accounts.actions.service_accounts.constant_time_compare", compare)
    _, key = made
    for wrong in ("vht_000000000000_x", f"{key}x"):
        with django_assert_num_queries(3):  # with the savepoint of the test
            assert ask(wrong) is None
    assert compared == [(64, 64)] * 2


def test_a_key_expires_and_ends(made, company):
    account, key = made
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert ask(key) == account
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert ask(key) is None
    actions.end_service_account(account=account, by=company)
    assert ask(key) is None


def test_the_key_is_shown_on_the_answer_and_never_again(company, client_for):
    client = client_for(company)
    typed = {**FIELDS, "ends_on": f"{TODAY + timedelta(days=10):%Y-%m-%d}"}
    answer = client.post(PAGE, typed)
    key = answer.context["key"]
    assert key in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    assert key not in client.get(PAGE).content.decode()
    account = ask(key)
    client.post(reverse("accounts:key_end", args=[account.pk]))
    assert ask(key) is None


def test_a_key_lasts_a_year_at_most_and_says_what_for(company, client_for):
    for wrong in (
        {"ends_on": TODAY + timedelta(days=400)},
        {"ends_on": TODAY},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"purpose": ""},
    ):
        with pytest.raises(ValidationError):
            actions.create_service_account(
                **{**FIELDS, "ends_on": TODAY + timedelta(days=30), **wrong}, by=company
            )
    typed = {**FIELDS, "ends_on": f"{TODAY + timedelta(days=900):%Y-%m-%d}"}
    assert client_for(company).post(PAGE, typed).status_code == 422


def test_only_the_administrator_keeps_keys_and_abb_may_end_one(made, company, local, abb):
    account, _ = made
    colleague = MembershipFactory(organisation=company.organisation, role="staff")
    with pytest.raises(NotAllowed):
        actions.create_service_account(**FIELDS, ends_on=TODAY + timedelta(days=9), by=colleague)
    for by in (colleague, local):
        with pytest.raises(NotAllowed):
            actions.end_service_account(account=account, by=by)
    assert actions.end_service_account(account=account, by=abb).ended_by == abb.user
