"""A field of a form with its label, hint and errors, without the template engine: half of what a long form costs.

How a field looks stands here and nowhere else; the input itself is drawn by its widget (`config.widgets`).
"""

from typing import Any

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

from config.templatetags.forms import control
from config.widgets import escaped

OPTIONAL = ' <span class="field__optional">(optioneel)</span>'


def field_group(field: BoundField) -> SafeString:
    """What `{{ form.name.as_field_group }}` says: a checkbox with its label behind it, choices in a set of their own
    with a legend, an input under its label."""
    laid_out = control(field)
    if laid_out == "checkbox":
        inside = (
            f'{errors(field)}<div class="choice">{field}{label(field, "choice__label")}</div>{hint(field)}'
        )
    elif field.use_fieldset:
        described = field.aria_describedby
        about = f' aria-describedby="{escaped(described)}"' if described else ""
        legend = f'<legend class="field__label">{escaped(field.label)}{optional(field)}</legend>'
        controls = choices(field) if laid_out == "choices" else str(field)
        inside = (
            f'<fieldset class="field__set"{about}>{legend}\n{hint(field)}{errors(field)}{controls}</fieldset>'
        )
    else:
        above = label(field, "field__label", optional(field)) if field.label else ""
        inside = f"{above}\n{hint(field)}{errors(field)}\n{field}"
    wrong = " field--invalid" if field.errors else ""
    return whole(f'\n<div class="field field--{laid_out}{wrong}">\n{inside}\n</div>\n')


def whole(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  every part was escaped


def label(field: BoundField, of_class: str, more: str = "") -> str:
    return (
        f'<label class="{of_class}" for="{escaped(field.id_for_label)}">{escaped(field.label)}{more}</label>'
    )


def optional(field: BoundField) -> str:
    return "" if field.field.required else OPTIONAL


def hint(field: BoundField) -> str:
    if not field.help_text:
        return ""
    ident = f' id="{escaped(field.auto_id)}_helptext"' if field.auto_id else ""
    return f'<div class="field__hint"{ident}>{escaped(field.help_text)}</div>'


def errors(field: BoundField) -> SafeString:
    """Each error on a line of its own, with the word for who does not see its colour."""
    if not field.errors:
        return whole("")
    ident = f' id="{escaped(field.auto_id)}_error"' if field.auto_id else ""
    lines = "".join(
        f'<p class="field__error"><span class="visually-hidden">Fout: </span>{escaped(error)}</p>'
        for error in field.errors
    )
    return whole(f'<div class="field__errors"{ident}>{lines}</div>')


def choices(field: BoundField, of_class: str = "choices") -> SafeString:
    """The options of a field, each with its label, and what was shown where the form asks; without what stands around
    them."""
    shown = field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""
    return whole(f'<div class="{of_class}">{"".join(choice(option) for option in field)}</div>{shown}')


def choice(option: Any) -> str:
    name = f' for="{escaped(option.id_for_label)}"' if option.id_for_label else ""
    said = f'<label class="choice__label"{name}>{escaped(option.choice_label)}</label>'
    return f'\n<div class="choice">{option.tag()}{said}</div>'
