"""What people may type about themselves and their organisation."""

from typing import Any

from django import forms
from stdnum.be import vat
from stdnum.exceptions import ValidationError as StdnumError

from accounts.models import JoinRequest, Kind, Membership, Organisation, User
from audit.shown import KnowsWhatItShowed


class KboNumberField(forms.CharField):
    """A Belgian enterprise number in any spelling ("BE 0207.500.123"); cleans to its ten digits."""

    default_error_messages = {
        "invalid": (
            "Dit is geen geldig ondernemingsnummer. Het telt tien cijfers en begint met 0 of 1, "
            "bijvoorbeeld 0123.456.749. Het staat op uw facturen en op de website van de Kruispuntbank van "
            "Ondernemingen."
        )
    }

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return str(vat.validate(text))
        except StdnumError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class RegisterOrganisationForm(forms.Form):
    """A company or association makes itself known."""

    kbo_number = KboNumberField(
        label="Ondernemingsnummer (KBO)",
        max_length=20,
        help_text="Tien cijfers, bijvoorbeeld 0123.456.749. Punten en “BE” mogen.",
    )
    kind = forms.ChoiceField(
        label="Wat bent u?",
        choices=[(Kind.COMPANY, "Bedrijf"), (Kind.ASSOCIATION, "Vereniging of andere organisatie")],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Naam van de organisatie", max_length=160)
    phone = forms.CharField(label="Telefoon", max_length=30, required=False)
    own_name = forms.CharField(
        label="Uw naam",
        max_length=120,
        help_text="Zo weet de gemeente met wie ze spreekt.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class JoinForm(forms.ModelForm):
    """Somebody asks for access, and says who he is."""

    own_name = forms.CharField(
        label="Uw naam",
        max_length=120,
        help_text="Zo weet de beheerder wie toegang vraagt.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("own_name", "message")

    class Meta:
        model = JoinRequest
        fields = ("message",)
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"message": "Bijvoorbeeld wat u voor de organisatie doet. Mag leeg blijven."}


class RoleField(forms.ChoiceField):
    """What somebody may do; a local government can have a data-protection officer too (see `offer`)."""

    DATA_PROTECTION = "Functionaris gegevensbescherming: ziet wie in dossiers keek, en niets anders"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Wat mag deze persoon?")
        kwargs.setdefault("initial", Membership.Role.STAFF)
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=[
                (Membership.Role.STAFF, "Medewerker: alles registreren en opvolgen"),
                (Membership.Role.READER, "Lezer: alles bekijken, niets wijzigen"),
                (Membership.Role.MANAGER, "Lokale beheerder: ook collega's toegang geven"),
            ],
            **kwargs,
        )

    def offer(self, organisation: Organisation) -> None:
        """The roles that this organisation has."""
        if organisation.kind == Kind.LOCAL_AUTHORITY:
            roles: Any = self.choices
            self.choices = [*roles, (Membership.Role.DATA_PROTECTION, self.DATA_PROTECTION)]


class AcceptJoinForm(forms.Form):
    """What somebody may do who is let in."""

    role = RoleField()

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(organisation)  # type: ignore[attr-defined]


class DeclineJoinForm(forms.Form):
    explanation = forms.CharField(
        label="Waarom geeft u geen toegang?",
        max_length=300,
        help_text="De persoon leest deze zin.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HostForm(forms.Form):
    """A private person looks for the municipality that registers for him."""

    postcode = forms.CharField(
        label="Postcode of gemeente van de plaats",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class OrganisationForm(KnowsWhatItShowed, forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("name", "email", "phone")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
