"""Who: the rules on organisations and hats as truth tables."""

import pytest

from accounts.models import Kind, Membership
from accounts.rules import is_provider, may_change_organisation, may_open_back_office, may_write
from tests import factories

Role = Membership.Role
HATS = ["company", "association", "local", "governor", "facility", "vlot", "abb"]
KIND = {
    "company": Kind.COMPANY,
    "association": Kind.ASSOCIATION,
    "local": Kind.LOCAL_AUTHORITY,
    "governor": Kind.GOVERNOR,
    "facility": Kind.FACILITY,
    "vlot": Kind.VLOT,
    "abb": Kind.ABB,
}


@pytest.fixture
def hat(request):
    return lambda name: request.getfixturevalue(name)


@pytest.mark.parametrize("name", HATS)
@pytest.mark.parametrize("asked", HATS)
def test_a_hat_may_write_what_its_kind_writes_and_nothing_else(hat, name, asked):
    assert may_write(hat(name), KIND[asked]) is (name == asked)


@pytest.mark.parametrize(("role", "writes"), [(Role.MANAGER, True), (Role.STAFF, True), (Role.READER, False)])
def test_a_reader_writes_nothing(local, role, writes):
    local.role = role
    assert may_write(local, Kind.LOCAL_AUTHORITY, Kind.COMPANY) is writes


@pytest.mark.parametrize("name", HATS)
def test_the_back_office_is_for_flemish_services(hat, name):
    assert may_open_back_office(hat(name)) is (name in {"facility", "vlot", "abb"})


def test_the_back_office_needs_the_hat_and_the_mark_on_the_user(abb, local):
    abb.user.is_staff = False
    assert not may_open_back_office(abb)
    local.user.is_staff = True
    assert not may_open_back_office(local)


@pytest.mark.parametrize(("role", "may"), [(Role.MANAGER, True), (Role.STAFF, False), (Role.READER, False)])
def test_the_local_administrator_changes_his_own_organisation(company, other_company, role, may):
    company.role = role
    assert may_change_organisation(company, company.organisation) is may
    assert not may_change_organisation(company, other_company.organisation)


@pytest.mark.parametrize("name", HATS)
def test_companies_and_associations_are_providers(hat, name):
    assert is_provider(hat(name)) is (name in {"company", "association"})


@pytest.mark.parametrize(
    "answer",
    [
        lambda: may_write(None, *Kind),
        lambda: may_open_back_office(None),
        lambda: may_change_organisation(None, factories.OrganisationFactory.build()),
        lambda: is_provider(None),
    ],
)
def test_without_a_hat_the_answer_is_no(answer):
    assert answer() is False
