"""What an administrator may say about the rights of his colleagues and the keys of his systems."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms.people import RoleField
from accounts.models import Membership, Organisation, ServiceAccount
from audit.days import day_after, day_before
from audit.shown import KnowsWhatItShowed


class LastDayField(forms.DateField):
    """Until when: people name the last day, and what is kept is the day after it, the first one without."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        return day_after(day)

    def prepare_value(self, value: Any) -> Any:
        return day_before(value) if isinstance(value, date) else value


class InviteForm(forms.Form):
    """Whom to invite, for what and for how long."""

    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        help_text="De uitnodiging werkt alleen voor wie zich met dit adres aanmeldt.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = RoleField()
    ends_on = LastDayField(
        label="Tot en met",
        required=False,
        help_text="De laatste dag van de rol. Laat leeg als er nog geen einde bekend is.",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(organisation)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RoleForm(KnowsWhatItShowed, forms.Form):
    """Another role for a colleague."""

    role = RoleField()

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, initial={"role": membership.role})
        self.fields["role"].offer(membership.organisation)  # type: ignore[attr-defined]


class PeriodForm(KnowsWhatItShowed, forms.Form):
    """Until when a colleague keeps his role."""

    ends_on = LastDayField(
        label="Tot en met",
        required=False,
        help_text="De laatste dag van de rol. Maak leeg als de rol geen einde heeft.",
    )

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, initial={"ends_on": membership.ends_on})


class ReasonForm(forms.Form):
    """Why something that cannot be undone is done."""

    reason = forms.CharField(
        label="Waarom?",
        max_length=300,
        help_text="Blijft in het spoor staan. Schrijf geen gezondheidsgegevens op.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ManagerForm(forms.Form):
    """Whom ABB invites as administrator of an organisation that has none."""

    email = forms.EmailField(label="E-mailadres", max_length=254)


class ReviewForm(forms.Form):
    """Of everybody on the list: does he keep his role or does it end now? Each is answered, and none beforehand."""

    KEEP, STOP = "keep", "stop"

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for membership in people:
            self.fields[f"person-{membership.pk}"] = forms.ChoiceField(
                label=f"{membership.user}, {membership.get_role_display()}",
                help_text=describe_use(membership),
                choices=[(self.KEEP, "Houdt toegang"), (self.STOP, "Toegang stopt nu")],
                widget=forms.RadioSelect,
                error_messages={"required": "Kies of deze persoon toegang houdt."},
            )

    def chosen(self, answer: str) -> list[Membership]:
        return [person for person in self.people if self.cleaned_data[f"person-{person.pk}"] == answer]


def describe_use(membership: Membership) -> str:
    """Address and last use: what one needs to know to answer."""
    used = membership.last_used_on
    last = f"laatst gebruikt op {used:%d/%m/%Y}" if used else "nog niet gebruikt"
    return f"{membership.user.email}, {last}"


class ServiceAccountForm(forms.Form):
    """A key for a system: what it is, what it may do and until when."""

    name = forms.CharField(
        label="Naam van het systeem", max_length=80, help_text="Bijvoorbeeld “Kadaster van Linde NV”."
    )
    purpose = forms.CharField(
        label="Waarvoor gebruikt het de gegevens?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    scopes = forms.MultipleChoiceField(
        label="Wat mag het systeem?",
        choices=ServiceAccount.Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies niet meer dan nodig. Geen enkele sleutel geeft gegevens van personen.",
    )
    ends_on = LastDayField(
        label="Tot en met", help_text="Hoogstens een jaar. Maak daarna een nieuwe sleutel."
    )
