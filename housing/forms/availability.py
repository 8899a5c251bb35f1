"""Forms about what is available until when; dates on screen include the last day."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.days import day_after, day_before
from audit.shown import KnowsWhatItShowed
from housing.models import OutOfUse, Site


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OutOfUseForm(forms.Form):
    begins_on = forms.DateField(label="Buiten gebruik van", widget=date_input())
    last_day = forms.DateField(
        label="Tot en met",
        required=False,
        widget=date_input(),
        help_text="Laat leeg als u het nog niet weet.",
    )
    kind = forms.ChoiceField(
        label="Waarom?",
        choices=[choice for choice in OutOfUse.choices if choice[0] != OutOfUse.TURNAROUND],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Toelichting", max_length=200, help_text="Bijvoorbeeld: nieuwe badkamer.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, last = data.get("begins_on"), data.get("last_day")
        if begin and last and last < begin:
            self.add_error("last_day", "De laatste dag ligt voor de eerste. Kijk beide na.")
        elif begin:
            data["period"] = DateRange(begin, day_after(last))
        return data


class AvailabilityForm(KnowsWhatItShowed, forms.Form):
    last_day = forms.DateField(
        label="Beschikbaar tot en met",
        required=False,
        widget=date_input(),
        help_text="Laat leeg als er geen einddatum is.",
    )
    reason = forms.CharField(
        label="Waarom?", max_length=200, help_text="De aanbieder en de gemeente lezen deze zin."
    )

    def __init__(self, *args: Any, site: Site, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": day_before(site.available.upper)})
        super().__init__(*args, **kwargs)
        self.site, self.on = site, on

    def clean_last_day(self) -> date | None:
        last: date | None = self.cleaned_data["last_day"]
        if last is not None and last < max(self.site.available.lower, self.on - timedelta(days=1)):
            raise forms.ValidationError("Deze dag is voorbij. Kies gisteren of later, of sluit de locatie.")
        return last

    def until(self) -> date | None:
        """The first day that the site is not available, as the model has it."""
        last = self.cleaned_data["last_day"]
        return day_after(last)


class CloseSiteForm(forms.Form):
    closes_on = forms.DateField(
        label="Gesloten vanaf", widget=date_input(), help_text="Vanaf die dag telt de locatie niet meer mee."
    )
    reason = forms.CharField(label="Waarom?", max_length=200)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < self.site.available.lower:
            raise forms.ValidationError(
                f"De locatie is pas beschikbaar vanaf {self.site.available.lower:%d/%m/%Y}. Kies die dag of later."
            )
        return day


class TermsForm(KnowsWhatItShowed, forms.ModelForm):
    class Meta:
        model = Site
        fields = ("contract_until", "permit_until", "monthly_cost", "turnaround_days")
        widgets = {
            "contract_until": date_input(),
            "permit_until": date_input(),
            "monthly_cost": forms.NumberInput(attrs={"inputmode": "decimal"}),
            "turnaround_days": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        help_texts = {
            "contract_until": "Loopt het contract bijna af, dan ziet u de locatie bij “Wat loopt af?”.",
            "permit_until": "Ook de vergunning of melding komt bij “Wat loopt af?”.",
        }
