"""What the form templates ask of a form: its groups, where an error lives, how parts of a range are called."""

from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    MultiWidget,
    RadioSelect,
)

register = template.Library()

PART_LABELS = {
    ("date", "date"): ("Van", "Tot"),
    ("number", "number"): ("Minimum", "Maximum"),
    ("date", "time"): ("Datum", "Uur"),
}


class FieldGroup(NamedTuple):
    legend: str
    fields: list[BoundField]


@register.filter
def field_groups(form: BaseForm) -> list[FieldGroup]:
    """The visible fields by the form's `fieldsets`; fields that no group names come first, without a legend."""
    visible = {field.name: field for field in form.visible_fields()}
    named = [
        FieldGroup(legend, [visible[name] for name in names if name in visible])
        for legend, names in getattr(form, "fieldsets", [])
    ]
    taken = {field.name for group in named for field in group.fields}
    loose = FieldGroup("", [field for name, field in visible.items() if name not in taken])
    return [group for group in [loose, *named] if group.fields]


@register.filter
def control(field: BoundField) -> str:
    """How a field is laid out: "checkbox", "choices", "parts" or "input"."""
    match field.field.widget:
        case RadioSelect() | CheckboxSelectMultiple():
            return "choices"
        case CheckboxInput():
            return "checkbox"
        case MultiWidget():
            return "parts"
    return "input"


@register.filter
def error_target(field: BoundField) -> str:
    """The id to jump to from the error summary: the input, or the first one of a group."""
    match control(field):
        case "choices" if not list(field):
            return f"{field.auto_id}_error"  # nothing to choose: to the sentence that says so
        case "choices" | "parts":
            return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def summary_line(field: BoundField, error: str) -> str:
    """An error with the name of its field in front: "Gemeente: dit veld is verplicht."."""
    return f"{field.label.rstrip(':?')}: {error}"


@register.filter
def labelled_parts(widget: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The inputs of a widget of several parts, each with its label.

    A widget names its own parts by the attribute `data-part-label` on a sub-widget.
    """
    parts = widget["subwidgets"]
    kinds = tuple(part["template_name"].rsplit("/", 1)[-1].removesuffix(".html") for part in parts)
    labels = PART_LABELS.get(kinds, tuple(f"Deel {number}" for number in range(1, len(parts) + 1)))
    return [
        (part["attrs"].get("data-part-label", label), part) for label, part in zip(labels, parts, strict=True)
    ]
