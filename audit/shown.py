"""A form that says what it showed, and shows both values when a colleague was earlier (`audit.overtaken`)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.backends.postgresql.psycopg_any import Range
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from audit.days import days_in_words

NOTHING = "Er is niets gewijzigd."
WHY = "reason"  # the field that explains a change and is none itself


def tell(request: HttpRequest, form: forms.BaseForm, done: str) -> None:
    """Says that the form was taken: `done`, or that nothing changed when it came back as it was shown."""
    if isinstance(form, KnowsWhatItShowed) and not set(form.changed_data) - {WHY}:
        messages.info(request, NOTHING)
    else:
        messages.success(request, done)


class SeveralShown(forms.MultipleHiddenInput):
    """What was chosen of several; also that it was none, of which a browser would send nothing."""

    def format_value(self, value: Any) -> list[Any]:
        return super().format_value(value) or [""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [value for value in super().value_from_datadict(data, files, name) or () if value]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class KnowsWhatItShowed(forms.BaseForm):
    """Every field of a thing that stands sends along what stood there when the page was made (`show_hidden_initial`).
    What is added has shown nothing yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember()

    def remember(self) -> None:
        """Once more after fields were added."""
        thing = getattr(self, "instance", None)
        if thing is not None and thing._state.adding:
            return
        for field in self.fields.values():
            if not isinstance(field, forms.FileField) and not isinstance(field.widget, forms.HiddenInput):
                field.show_hidden_initial = True
            if _of_several(field):
                field.hidden_widget = SeveralShown

    def seen(self) -> dict[str, Any]:
        """What the page showed, by field, cleaned as what is typed; without those that it sent nothing of."""
        found = {}
        for name, field in self.fields.items():
            if self._said(name):
                widget, key = field.hidden_widget(), self.add_initial_prefix(name)
                try:
                    found[name] = field.clean(widget.value_from_datadict(self.data, self.files, key))
                except forms.ValidationError:  # it showed nothing, and something is required
                    found[name] = field.to_python([] if _of_several(field) else "")
        return found

    def _said(self, name: str) -> bool:
        """Whether the page sent along what it showed in this field."""
        widget, key = self.fields[name].hidden_widget(), self.add_initial_prefix(name)
        return not widget.value_omitted_from_data(self.data, self.files, key)

    @cached_property
    def changed_data(self) -> list[str]:
        """What differs from what was shown; where the page did not say that, from what stands."""
        silent = {
            name for name, field in self.fields.items() if field.show_hidden_initial and not self._said(name)
        }
        changed = set(super().changed_data) - silent
        changed |= {
            name for name in silent if self.fields[name].has_changed(self[name].initial, self[name].data)
        }
        return [name for name in self.fields if name in changed]

    def changed(self) -> dict[str, Any]:
        """What this reader made different, as the action takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def show_overtaken(self, stored: Mapping[str, Any]) -> None:
        """Says at each field what a colleague made of it. Sent again, the form counts as it then stands."""
        data = cast(QueryDict, self.data).copy()
        for name, value in stored.items():
            field = self.fields[name]
            there = field.prepare_value(value)
            mine = self[name].value()
            self.add_error(
                name,
                f"Een collega wijzigde dit intussen in {spoken(self, name, _text(field, there))}."
                f" U koos of typte {spoken(self, name, _text(field, mine))}."
                " Bewaart u nog eens, dan geldt wat u hier laat staan.",
            )
            self._say_shown(data, name, there)
        self.data = data

    def _say_shown(self, data: QueryDict, name: str, value: Any) -> None:
        """As if the page had shown this."""
        widget, key = self.fields[name].hidden_widget(), self.add_initial_prefix(name)
        if isinstance(widget, forms.MultiWidget):
            parts = cast(Any, widget)
            for part, text in zip(parts.widgets_names, parts.decompress(value), strict=True):
                data[f"{key}{part}"] = "" if text is None else str(text)
        else:
            text = widget.format_value(value)
            data.setlist(key, text if isinstance(text, list) else [text or ""])


def _of_several(field: forms.Field) -> bool:
    return issubclass(field.hidden_widget, forms.MultipleHiddenInput)


def _text(field: forms.Field, value: Any) -> Any:
    """What `spoken` takes: the texts of what is chosen, or one as it stands in the field; "" for nothing."""
    if _of_several(field):
        return [str(item) for item in value or ()]
    if isinstance(field, forms.BooleanField):
        return "on" if field.to_python(value) else ""
    if isinstance(value, Range):
        return days_in_words(value)
    return field.hidden_widget().format_value(value) or ""


def spoken(form: forms.BaseForm, name: str, text: str | list[str]) -> str:
    """What stands in a field as one says it: the label of a choice, a day the Belgian way, "leeg"."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return "“ja”" if text else "“nee”"
    if not text:
        return "“leeg”"
    if isinstance(text, list):
        return ", ".join(spoken(form, name, item) for item in text)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        flat = [pair for choice in cast(Any, field.choices) for pair in flattened(choice)]
        return f"“{dict(flat).get(text, text)}”"
    if isinstance(field, forms.DateField):
        try:
            return f"“{date.fromisoformat(text):%d/%m/%Y}”"
        except ValueError:
            return f"“{text}”"
    return f"“{text}”"


def flattened(choice: Any) -> list[tuple[str, str]]:
    """A choice, or the choices of a group."""
    value, label = choice
    return [(str(value), str(label))] if not isinstance(label, list) else [(str(a), str(b)) for a, b in label]
