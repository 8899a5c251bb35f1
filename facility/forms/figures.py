"""The period of the figures."""

from typing import Any

from django import forms

from facility.forms.contracts import day_field


class PeriodForm(forms.Form):
    van = day_field("Van")
    tot = day_field("Tot en met")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("van") and data.get("tot") and data["tot"] < data["van"]:
            self.add_error("tot", "Het einde ligt voor het begin.")
        return data
