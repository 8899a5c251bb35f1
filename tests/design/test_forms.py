import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.style_examples import ExampleForm, refused_form
from config.widgets import drawn


@pytest.fixture
def page() -> str:
    return str(ExampleForm())


@pytest.fixture
def refused() -> str:
    return str(refused_form())


def tag(html: str, ident: str) -> str:
    """The opening tag of the element with this id."""
    found = re.search(rf'<[a-z]+[^>]* id="{ident}"[^>]*>', html)
    assert found, f"geen element met id {ident}"
    return found[0]


def test_every_input_has_a_label_of_its_own(page):
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page)
    assert len(ids) >= 14
    assert [ident for ident in ids if f'for="{ident}"' not in page] == []


def test_only_optional_fields_are_marked(page):
    assert re.search(r"Opmerkingen\s*<span class=\"field__optional\">\(optioneel\)</span>", page)
    assert page.count("(optioneel)") == sum(
        not field.required for name, field in ExampleForm.base_fields.items() if name != "pets"
    )


def test_a_hint_belongs_to_its_field(page):
    assert 'aria-describedby="id_kbo_number_helptext"' in tag(page, "id_kbo_number")
    assert "Tien cijfers" in page.split('id="id_kbo_number_helptext"')[1][:80]


def test_an_error_belongs_to_its_field_after_the_hint(refused):
    field = tag(refused, "id_wrong-kbo_number")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_wrong-kbo_number_helptext id_wrong-kbo_number_error"' in field
    assert "geen geldig ondernemingsnummer" in refused.split('id="id_wrong-kbo_number_error"')[1][:200]


def test_choices_stand_in_a_fieldset_with_a_legend_that_carries_hint_and_error(refused):
    group = re.search(
        r'<fieldset class="field__set" aria-describedby="([^"]+)">\s*<legend[^>]*>Hoe lang', refused
    )
    assert group
    assert group[1] == "id_wrong-kind_helptext id_wrong-kind_error"


def test_what_was_typed_is_still_there(refused):
    assert 'value="0123"' in tag(refused, "id_wrong-kbo_number")
    assert "De sleutel ligt bij de buren." in refused
    assert 'value="2026-12-01"' in tag(refused, "id_wrong-period_0")
    assert "checked" in tag(refused, "id_wrong-facilities_0")


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(label="<b>", help_text="<i>", error_messages={"required": "<u>"}),
        forms.BooleanField(label="<b>", help_text="<i>", error_messages={"required": "<u>"}),
        forms.ChoiceField(
            label="<b>", help_text="<i>", error_messages={"required": "<u>"}, choices=[("<a>", "<s>")],
            widget=forms.RadioSelect,
        ),
    ],
    ids=["input", "checkbox", "choices"],
)  # fmt: skip
def test_what_stands_in_a_field_is_text_and_no_markup(field):
    html = str(type("Form", (forms.Form,), {"field": field})({}))
    assert not re.search(r"<(b|i|u|a|s)>", html)
    assert html.count("&lt;b&gt;") == 2 and "&lt;i&gt;" in html and "&lt;u&gt;" in html  # also in the summary


def test_dates_use_the_input_of_the_browser_and_its_notation():
    class Form(forms.Form):
        day = forms.DateField()
        moment = forms.DateTimeField()
        hour = forms.TimeField()
        period = DateRangeField()

    from datetime import UTC, date, datetime, time

    html = str(
        Form(
            initial={
                "day": date(2026, 3, 1),
                "hour": time(9, 5),
                "moment": datetime(2026, 3, 1, 9, tzinfo=UTC),
            }
        )
    )
    assert 'type="date"' in tag(html, "id_day")
    assert 'value="2026-03-01"' in tag(html, "id_day")
    assert 'type="time"' in tag(html, "id_hour")
    assert 'value="09:05"' in tag(html, "id_hour")
    assert 'type="datetime-local"' in tag(html, "id_moment")
    assert 'value="2026-03-01T10:00"' in tag(html, "id_moment")
    assert '<label class="parts__label" for="id_period_0">Van</label>' in html
    assert '<label class="parts__label" for="id_period_1">Tot</label>' in html
    sent = Form(
        {
            "day": "1/3/2026",
            "moment": "2026-03-01T10:00",
            "hour": "09:05",
            "period_0": "2026-03-01",
            "period_1": "",
        }
    )
    assert sent.is_valid(), sent.errors


def test_the_summary_leads_to_every_field_with_an_error(refused):
    targets = re.findall(r'<li><a href="#([^"]+)">', refused)
    assert "id_wrong-kind_0" in targets
    assert "id_wrong-period_0" in targets
    assert [target for target in targets if f'id="{target}"' not in refused] == []
    assert "Hoe lang kunt u de plaats aanbieden: " in refused
    assert "Deze plaats werd al eens aangemeld." in refused


def test_the_summary_has_the_order_of_the_page():
    class Form(forms.Form):
        last, first = forms.CharField(label="Laatste"), forms.CharField(label="Eerste")
        fieldsets = (("Wie", ("first",)), ("Wat", ("last",)))

    html = str(Form({}))
    assert re.findall(r'<li><a href="#id_(\w+)">', html) == ["first", "last"]
    assert html.rindex('id="id_first"') < html.rindex('id="id_last"')


def test_a_form_without_errors_has_no_summary(page):
    assert "error-summary" not in page


def test_groups_follow_the_form_and_no_field_is_lost(page):
    assert re.findall(r'<legend class="field-group__legend">([^<]+)</legend>', page) == [
        "Plaats",
        "Eigenschappen",
        "Bijlagen",
    ]

    class Loose(forms.Form):
        fieldsets = (("Groep", ["b", "unknown"]),)
        a, b = forms.CharField(label="A"), forms.CharField(label="B")
        hidden = forms.CharField(widget=forms.HiddenInput)

    html = str(Loose())
    assert html.index("id_a") < html.index("Groep") < html.index("id_b")
    assert 'name="hidden"' in html


def test_text_from_people_is_escaped_in_values_labels_and_errors():
    class Form(forms.Form):
        name = forms.CharField(label="<b>Naam</b>")

    form = Form({"name": '"><script>'})
    form.add_error("name", "<i>fout</i>")
    html = str(form)
    assert "<script>" not in html
    assert "<i>" not in html
    assert "<b>" not in html


def test_a_long_list_of_choices_is_drawn_in_one_go():
    """The stock widget renders a template per option: 35 ms for the 285 municipalities."""

    class Form(forms.Form):
        town = forms.ChoiceField(
            choices=[("g", [("1", "Aalst"), ("2", "B & C")]), ("3", "Gent")], initial="3"
        )

    html = str(Form())
    assert '<optgroup label="g"><option value="1">Aalst</option>' in html
    assert '<option value="3" selected>Gent</option>' in html
    assert "B &amp; C" in html


def test_a_formset_shows_the_errors_of_each_form_without_a_summary_per_form():
    class Line(forms.Form):
        places = forms.IntegerField(min_value=1, label="Plaatsen")

    lines = forms.formset_factory(Line, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-places": "0", "form-1-places": "3"}
    )
    html = str(lines)
    assert "error-summary" not in html
    assert html.count("field--invalid") == 1
    assert 'name="form-TOTAL_FORMS"' in html


def test_the_filter_panel_is_a_search_form_that_can_be_cleared(rf):
    class Filter(forms.Form):
        town = forms.CharField(label="Gemeente", required=False)

    html = render_to_string(
        "components/filter_panel.html", {"form": Filter(), "request": rf.get("/lijst/?town=x")}
    )
    assert 'method="get" role="search"' in html
    assert '<a href="/lijst/">Filters wissen</a>' in html


class EveryWidget(forms.Form):
    """One of each widget that is drawn without its template, with what needs escaping."""

    text = forms.CharField(initial="<\"&'", widget=forms.TextInput(attrs={"title": '"<b>"', "data-x": False}))
    number = forms.IntegerField(initial=1234, min_value=0)
    mail = forms.EmailField(initial="a@b.example")
    hidden = forms.CharField(initial="x", widget=forms.HiddenInput)
    long = forms.CharField(initial="</textarea>\n2", widget=forms.Textarea)
    day = forms.DateField(initial=date(2026, 11, 26))
    moment = forms.DateTimeField(initial=datetime(2026, 11, 26, 9, 30, tzinfo=UTC))
    hour = forms.TimeField(initial="09:30")
    sure = forms.BooleanField(initial=True, widget=forms.CheckboxInput(attrs={"disabled": True}))
    town = forms.ChoiceField(
        initial="2",
        choices=[("", "---------"), ("1", "<Aalst>"), ("Groep & co", [("2", "Gent"), (3, mark_safe("<b>"))])],
    )
    one = forms.ChoiceField(initial="b", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    more = forms.MultipleChoiceField(
        initial=["a"], choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


def drawings() -> list[tuple[str, dict[str, Any]]]:
    """The template and context of each widget of the form, and of each option that has an input of its own."""
    found = []
    for field in EveryWidget():
        widget = field.field.widget
        if isinstance(widget, forms.RadioSelect):
            found += [
                (part.template_name, {"widget": {**part.data, "wrap_label": False}})
                for part in field.subwidgets
            ]
        else:
            attrs = {"id": field.auto_id, "maxlength": 10, "required": True}
            found.append((widget.template_name, widget.get_context(field.html_name, field.value(), attrs)))
    return found


def test_a_widget_that_is_drawn_without_its_template_is_the_same_to_the_letter():
    plain, letters = TemplatesSetting(), re.compile(r"\s+")
    for template, context in drawings():
        assert letters.sub("", str(drawn(template, context))) == letters.sub(
            "", plain.render(template, context)
        )
    assert len({template for template, _ in drawings()}) == 12


def test_a_label_around_an_option_is_left_to_the_template():
    (template, context) = next(drawing for drawing in drawings() if "radio_option" in drawing[0])
    context["widget"]["wrap_label"] = True
    assert drawn(template, context) is None
