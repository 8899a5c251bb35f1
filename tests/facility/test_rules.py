"""Who sees and does what with requests for help, as truth tables."""

import ast
from pathlib import Path

import pytest

from accounts.models import Membership
from facility import rules
from facility.models import SupportRequest
from tests.facility.factories import SupportRequestFactory
from tests.factories import MembershipFactory

HATS = (
    "local",
    "reader",
    "neighbour",
    "company",
    "association",
    "governor",
    "facility",
    "facility_reader",
    "vlot",
    "abb",
)


@pytest.fixture
def facility_reader(facility):
    return MembershipFactory(organisation=facility.organisation, role=Membership.Role.READER)


@pytest.fixture
def item(local):
    return SupportRequestFactory(organisation=local.organisation)


@pytest.mark.parametrize("name", HATS)
def test_who_does_what(request, item, name):
    by = request.getfixturevalue(name)
    assert rules.may_submit_request(by) is (name in ("local", "neighbour"))
    assert rules.may_speak_for_request(by, item) is (name == "local")
    assert rules.may_handle_request(by, item) is (name == "facility")
    seen = SupportRequest.objects.visible_to(by).exists()
    assert seen is (name in ("local", "reader", "facility", "facility_reader"))


def test_the_system_and_nobody_may_nothing(item):
    assert not rules.may_submit_request(None)
    assert not rules.may_speak_for_request(None, item)
    assert not rules.may_handle_request(None, item)
    assert not SupportRequest.objects.visible_to(None).exists()


def test_what_waits_is_only_for_whose_turn_it_is(local, neighbour, facility, item):
    asked = SupportRequestFactory(
        organisation=local.organisation, status=SupportRequest.Status.INFO_REQUESTED
    )
    theirs = SupportRequestFactory(
        organisation=neighbour.organisation, status=SupportRequest.Status.INFO_REQUESTED
    )
    assert set(SupportRequest.objects.waiting_for(local)) == {asked}
    assert set(SupportRequest.objects.waiting_for(neighbour)) == {theirs}
    assert set(SupportRequest.objects.waiting_for(facility)) == {item}


def spoken(folder):
    """The functions of these verbs by name, and those that a person says: public, with a Membership as `by`."""
    functions = {
        node.name: node
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    said = {
        name
        for name, node in functions.items()
        for argument in node.args.kwonlyargs
        if not name.startswith("_")
        and argument.arg == "by"
        and ast.unparse(argument.annotation) == "Membership"
    }
    return functions, said


def insists(name, functions):
    """Whether it asks who, itself or in a part of it."""
    called = {ast.unparse(call.func) for call in ast.walk(functions[name]) if isinstance(call, ast.Call)}
    parts = {part for part in called & functions.keys() if part.startswith("_") and part != name}
    return "insist" in called or any(insists(part, functions) for part in parts)


def test_every_verb_that_a_person_says_asks_who():
    functions, said = spoken(Path(rules.__file__).parent / "actions")
    assert len(said) > 60
    assert [name for name in sorted(said) if not insists(name, functions)] == []
