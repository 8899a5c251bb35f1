"""A form that knows what it showed, and shows both values when a colleague was earlier."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from housing.forms.offers import spoken


class KnowsWhatItShowed(forms.ModelForm):
    """Each field sends along what stood there when the page was made (`show_hidden_initial`)."""

    def changed(self) -> dict[str, Any]:
        """What this reader made different, as the action takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def seen(self) -> dict[str, Any]:
        """What the page showed in the fields that the reader changed; without those that it sent nothing of."""
        found = {}
        for name in self.changed_data:
            field, key = self.fields[name], self.add_initial_prefix(name)
            if key in self.data:
                text = field.hidden_widget().value_from_datadict(self.data, self.files, key)
                try:
                    found[name] = field.clean(text)
                except forms.ValidationError:  # it showed nothing, and something is required
                    found[name] = field.to_python("")
        return found

    def show_overtaken(self, stored: Mapping[str, Any]) -> None:
        """Says at each field what a colleague made of it. Sent again, the form counts as it then stands."""
        data = cast(QueryDict, self.data).copy()
        for name, value in stored.items():
            field = self.fields[name]
            there = field.hidden_widget().format_value(field.prepare_value(value)) or ""
            mine = str(self[name].value() or "")
            data[self.add_initial_prefix(name)] = there
            self.add_error(
                name,
                f"Een collega wijzigde dit intussen in {spoken(self, name, there)}."
                f" U koos of typte {spoken(self, name, mine)}. Bewaart u nog eens, dan geldt wat u hier laat staan.",
            )
        self.data = data
