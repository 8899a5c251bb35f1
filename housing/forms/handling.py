"""Who handles a file, and under what name somebody keeps a filter."""

from typing import Any, cast

from django import forms

from accounts.models import Kind, Membership, SavedFilter
from housing.models import Offer, Site


class AssignForm(forms.Form):
    """One of the colleagues of the local government where it stands, or nobody."""

    to = forms.ModelChoiceField(
        Membership.objects.none(), label="Dossierbehandelaar", required=False, empty_label="nog niemand"
    )

    def __init__(self, *args: Any, thing: Offer | Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["to"] = thing.responsible_id
        field = cast("forms.ModelChoiceField", self.fields["to"])
        field.queryset = (
            Membership.objects.at_work()
            .filter(organisation__kind=Kind.LOCAL_AUTHORITY, organisation__municipality=thing.municipality_id)
            .select_related("user", "organisation")
            .order_by("user__name", "pk")
        )
        field.label_from_instance = lambda membership: str(membership.user)  # type: ignore[method-assign,assignment]


class SavedFilterForm(forms.Form):
    name = forms.CharField(label="Naam van de filter", max_length=60)


class SaveFilterForm(SavedFilterForm):
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)


class EditFilterForm(SavedFilterForm):
    every = forms.ChoiceField(
        label="Stuur mij een mail als hier iets bij komt",
        choices=[("", "nee"), *SavedFilter.Every.choices],
        required=False,
        help_text="Een mail zegt hoeveel er nieuw zijn, en geen namen. Is er niets nieuws, dan komt er geen mail.",
    )

    def __init__(self, *args: Any, saved: SavedFilter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"], self.initial["every"] = saved.name, saved.mail_every
        self.saved = saved

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = SavedFilter.objects.filter(membership=self.saved.membership_id, list=self.saved.list)
        if others.filter(name__iexact=name).exclude(pk=self.saved.pk).exists():
            raise forms.ValidationError("U hebt voor deze lijst al een filter met deze naam.")
        return name
