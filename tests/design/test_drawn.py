"""A part that is drawn once says to each reader what is his, and takes nothing that could change behind its back."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.models import Membership
from config.navigation import MenuLine
from config.templatetags.drawn import drawn
from tests import factories

BADGE = "components/badge.html"


def shown(client):
    return client.get(reverse("accounts:organisation")).content.decode()


def test_colleagues_each_see_the_menu_of_their_own_rights(client_for, company):
    colleague = factories.MembershipFactory(organisation=company.organisation, role=Membership.Role.STAFF)
    assert company.role == Membership.Role.MANAGER
    people = reverse("accounts:people")
    for _ in range(2):  # the second time from what was kept
        assert people in shown(client_for(company))
        assert people not in shown(client_for(colleague))


def test_hats_of_other_kinds_each_see_their_own_lines(client_for, company, abb):
    for _ in range(2):
        assert reverse("admin:index") not in shown(client_for(company))
        assert reverse("admin:index") in shown(client_for(abb))


def test_the_same_values_are_drawn_once_and_others_anew():
    drawn.cache_clear()
    texts = {drawn(BADGE, label=label, tone="done", icon_name="check") for label in ("a", "b", "a")}
    assert len(texts) == 2 and drawn.cache_info().misses == 2


def test_it_sees_only_what_it_is_given():
    page = Template(
        "{% load drawn %}{% drawn 'components/badge.html' label='Klaar' tone='done' icon_name='check' %}"
    )
    assert page.render(Context({"tone": "waits"})) == page.render(Context())


def test_what_is_marked_safe_does_not_open_the_door_for_what_is_not():
    values = {"tone": "done", "icon_name": "check"}
    assert "<b>" in drawn(BADGE, label=mark_safe("<b>x</b>"), **values)
    assert "&lt;b&gt;" in drawn(BADGE, label="<b>x</b>", **values)
    with pytest.raises(TypeError, match="tuple as label"):
        drawn(BADGE, label=(mark_safe("<b>x</b>"),), **values)


@pytest.mark.django_db
def test_a_thing_from_the_database_is_not_taken(company):
    @dataclass(frozen=True)
    class Holder:
        thing: Membership

    for value in (company, (company,), Holder(company), [1]):
        with pytest.raises(TypeError):
            drawn(BADGE, label=value, tone="done", icon_name="check")
    line = MenuLine("Klaar", "/", current=False)
    assert drawn("components/site_nav.html", navigation=(line,)).count("Klaar") == 2
