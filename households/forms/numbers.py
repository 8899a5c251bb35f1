"""Why somebody has to see a number in full; and a number that lies on the desk, to find whose it is."""

from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices

from households.forms.fields import DelicateMixin
from households.numbers import certificate_as_kept, national_number_as_kept


class Why(TextChoices):
    COMPARE = "compare", "vergelijken met een papier aan het loket"
    AUTHORITY = "authority", "doorgeven aan een overheid die het nodig heeft"
    DOUBLE = "double", "nagaan of iemand dubbel geregistreerd is"
    OWN_REQUEST = "own_request", "de persoon vraagt zijn eigen gegevens"
    OTHER = "other", "een andere reden"


class RevealForm(DelicateMixin):
    """Cleans to `reason`: what goes into the read log."""

    TEXTS: ClassVar = ("explanation",)

    why = forms.ChoiceField(label="Waarom hebt u het nodig?", choices=Why, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="Toelichting",
        max_length=180,
        required=False,
        help_text="Nodig bij een andere reden. Schrijf hier geen nummers.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        explanation = " ".join(data.get("explanation", "").split())
        if data.get("why") == Why.OTHER and not explanation and "explanation" not in self.errors:
            self.add_error("explanation", "Schrijf kort waarom u het nummer nodig hebt.")
        if data.get("why"):
            data["reason"] = ": ".join(part for part in (Why(data["why"]).label, explanation) if part)
        return data


class FindByNumberForm(forms.Form):
    """Cleans to `as_certificate` and `as_national`, the number as each of them is kept ("" when it cannot be one)."""

    number = forms.CharField(
        label="Attestnummer, rijksregisternummer of bisnummer",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = data.get("number", "")
        data["as_certificate"] = certificate_as_kept(typed)
        try:
            data["as_national"] = national_number_as_kept(typed)
        except forms.ValidationError:
            data["as_national"] = ""
        return data
