"""A municipality is typed, and understood as people say it."""

import pytest
from django import forms
from django.template import Context, Template

from municipalities.models import Municipality
from municipalities.town_field import TownField

pytestmark = pytest.mark.usefixtures("reference")


class Form(forms.Form):
    town = TownField()
    other = TownField(required=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gent", "Gent"), ("Zingem", "Zingem"), ("deinz", "Deinze"), ("9000", "Gent"), ("Nevele", "Deinze")],
)
def test_a_name_its_beginning_a_postcode_or_a_name_of_before_are_understood(typed, meant):
    form = Form({"town": typed})
    assert form.is_valid(), form.errors
    expected = Municipality.objects.resolve(Municipality.objects.filter(name=meant).first().nis_code)
    assert form.cleaned_data == {"town": expected, "other": None}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Gnt", "geen Vlaamse gemeente met de naam “Gnt”"),
        ("Sint", "Bedoelt u"),
        ("", "verplicht"),
        ("x" * 90, "80"),
    ],
)
def test_what_is_not_understood_is_said_and_stays_in_the_field(typed, told):
    form = Form({"town": typed})
    assert not form.is_valid() and told in str(form.errors["town"])
    assert f'value="{typed}"' in str(form["town"]) or not typed


def test_the_names_to_choose_from_stand_on_the_page_once(gent, django_assert_num_queries):
    page = Template("{{ form }}").render(Context({"form": Form(initial={"town": gent.pk})}))
    assert page.count("<datalist") == 1 and page.count('list="gemeenten"') == 2
    assert page.count("<option") == Municipality.objects.current().count() == 285
    assert 'value="Gent"' in page
