"""What people may type about playbooks, openings and a planned village; validates, never saves."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import Kind, Membership
from audit.shown import KnowsWhatItShowed
from documents.fields import CheckedFilesField
from facility.forms.contracts import day_field
from facility.models import OpeningPlan, PlaceKind, Playbook, PlaybookItem, SupportRequest
from facility.planner import Need
from housing.models import Site


class PlaybookItemForm(KnowsWhatItShowed, forms.ModelForm):
    needs = forms.ModelMultipleChoiceField(
        label="Wacht op",
        queryset=PlaybookItem.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    class Meta:
        model = PlaybookItem
        fields = ("code", "theme", "title", "explanation", "party", "days", "before", "blocking", "evidence")
        widgets = {"explanation": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"code": "Blijft gelijk over de versies heen, bijvoorbeeld “aansluiting-water”."}

    def __init__(self, *args: Any, playbook: Playbook, **kwargs: Any) -> None:
        kwargs.setdefault("instance", PlaybookItem(playbook=playbook))
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        needs: Any = self.fields["needs"]
        needs.queryset = playbook.items.exclude(pk=self.instance.pk)
        if self.instance.pk:
            self.initial["needs"] = list(self.instance.needs.values_list("needs", flat=True))

    def _get_validation_exclusions(self) -> set[str]:
        """The playbook is given: together with it the code has to be new."""
        return super()._get_validation_exclusions() - {"playbook"}  # type: ignore[misc]


class PublishForm(forms.Form):
    note = forms.CharField(label="Wat is nieuw in deze versie?", widget=forms.Textarea(attrs={"rows": 3}))


class OpeningForm(forms.Form):
    """Start a playbook for a site."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Soort plaats", choices=PlaceKind.choices)
    site = forms.ModelChoiceField(label="Locatie", queryset=Site.objects.none())
    support_request = forms.ModelChoiceField(
        label="Aanvraag",
        queryset=SupportRequest.objects.none(),
        required=False,
        help_text="Bij een nooddorp: de aanvraag met de beslissing van de Vlaamse Regering.",
    )
    opens_on = day_field(
        "Geplande opening", help_text="Van deze dag rekent het draaiboek terug wat wanneer klaar moet zijn."
    )

    def __init__(self, *args: Any, by: Membership, on: date, token: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.on = on
        self.initial["form_token"] = token
        site: Any = self.fields["site"]
        sites = Site.objects.visible_to(by).open(on=on).filter(opening_plan__isnull=True)
        if by.is_kind(Kind.LOCAL_AUTHORITY):
            sites = sites.filter(municipality=by.organisation.municipality)
        site.queryset = sites.order_by("name", "pk")
        requests: Any = self.fields["support_request"]
        requests.queryset = (
            SupportRequest.objects.visible_to(by)
            .filter(status__in=["taken_up", "info_requested"])
            .order_by("-pk")
        )

    def clean_opens_on(self) -> date:
        day: date = self.cleaned_data["opens_on"]
        if day <= self.on:
            raise forms.ValidationError("Kies een dag na vandaag.", code="past")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        request = data.get("support_request")
        if kind == PlaceKind.VILLAGE and (
            request is None or request.kind != "village" or request.needs_government_decision
        ):
            self.add_error(
                "support_request",
                "Een nooddorp kan pas na een beslissing van de Vlaamse Regering: kies die aanvraag.",
            )
        return data


class MoveForm(KnowsWhatItShowed, forms.Form):
    opens_on = day_field("Geplande opening")

    def __init__(self, *args: Any, plan: OpeningPlan, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.on, self.initial["opens_on"] = on, plan.opens_on

    clean_opens_on = OpeningForm.clean_opens_on


class FinishForm(forms.Form):
    note = forms.CharField(label="Opmerking", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    files = CheckedFilesField(label="Bewijsstukken")  # type: ignore[assignment]  # a field, as Django means it


class WaiveForm(forms.Form):
    because = forms.CharField(
        label="Waarom is dit hier niet nodig?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class VillageForm(forms.Form):
    """What a village is planned for; sent with GET, so that a plan can be shared as an address."""

    SIZES = range(1, 9)

    plot = forms.DecimalField(
        label="Oppervlakte van het terrein (m²)",
        min_value=Decimal(1),
        max_value=Decimal(1_000_000),
        decimal_places=1,
    )
    months = forms.IntegerField(label="Duur (maanden)", min_value=1, max_value=240)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for size in self.SIZES:
            label = "Alleenstaanden" if size == 1 else f"Huishoudens van {size}"
            self.fields[f"van_{size}"] = forms.IntegerField(
                label=label, min_value=0, max_value=2000, required=False, widget=forms.NumberInput()
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(f"van_{size}") for size in self.SIZES):
            self.add_error("van_1", "Vul minstens één huishouden in.")
        return data

    def need(self) -> Need:
        """For the planner."""
        data = self.cleaned_data
        households = {size: data[f"van_{size}"] for size in self.SIZES if data.get(f"van_{size}")}
        return Need(households, data["plot"], data["months"])
