"""One displaced person, as on the papers that lie on the desk; several in a row, by keyboard."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.models import construct_instance
from django.http import HttpRequest

from audit.encryption import Secret
from audit.shown import KnowsWhatItShowed
from households.forms.fields import BirthField, NumberField, TypedDateField
from households.latin import has_cyrillic, in_latin
from households.models import Person, Relation
from households.numbers import certificate_as_kept, national_number_as_kept
from households.rows import RowFormSet

PAPERS = ("annex15_number", "annex15_until", "a_card_number", "a_card_until", "national_number")
PERSON_FIELDS = (
    "given_name", "family_name", "born", "sex", "relation", "certificate_number", *PAPERS,
)  # fmt: skip
ENCRYPTED = ("certificate_number", "national_number")
NAMES = ("given_name", "family_name")
# A row counts when one of these is filled; a family name and a relation come by themselves.
FILLED = ("given_name", "born", "certificate_number", *PAPERS)


class PersonForm(forms.ModelForm):
    """One person. Birth date, or only the year when the date is not known; the national number arrives late."""

    born = BirthField()
    annex15_until = TypedDateField(label="Bijlage 15 geldig tot", required=False)
    a_card_until = TypedDateField(label="A-kaart geldig tot", required=False)
    certificate_number = NumberField(label="Nummer attest", max_length=20, required=False)
    national_number = NumberField(label="Rijksregister- of bisnummer", max_length=20, required=False)

    class Meta:
        model = Person
        fields = ("given_name", "family_name", "sex", "relation", "certificate_number", *PAPERS)
        widgets: ClassVar = {
            "given_name": forms.TextInput(attrs={"autocomplete": "off", "data-latin": ""}),
            "family_name": forms.TextInput(attrs={"autocomplete": "off", "data-latin": ""}),
        }
        labels: ClassVar = {"sex": "Geslacht (attest)"}

    field_order: Sequence[str] | None = PERSON_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if self.instance.pk:
            self.initial["born"] = self.instance.born_on or str(self.instance.birth_year)

    def has_changed(self) -> bool:
        return any(self.data.get(self.add_prefix(name), "").strip() for name in FILLED)

    @property
    def has_papers(self) -> bool:
        """Whether something stands, or is wrong, in the part that is folded away."""
        return any(self.errors.get(name) or self[name].value() for name in PAPERS)

    @property
    def papers(self) -> list[Any]:
        return [self[name] for name in PAPERS]

    @property
    def main_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in PAPERS]

    def clean_given_name(self) -> str:
        return self._in_latin_script("given_name")

    def clean_family_name(self) -> str:
        return self._in_latin_script("family_name")

    def _in_latin_script(self, name: str) -> str:
        typed = " ".join(self.cleaned_data[name].split())
        if has_cyrillic(typed):
            raise forms.ValidationError(
                f"Schrijf de naam in Latijns schrift, zoals op het attest. Voorstel: {in_latin(typed)}.",
                code="cyrillic",
            )
        return typed

    def clean_certificate_number(self) -> Secret:
        """As registers write it: capitals, no spaces."""
        return self._number("certificate_number", certificate_as_kept)

    def clean_national_number(self) -> Secret:
        """Eleven digits with a right check, as national or as bis number; any spelling."""
        return self._number("national_number", national_number_as_kept)

    def _number(self, name: str, as_kept: Callable[[str], str]) -> Secret:
        """What was typed; the one that is there when its mask was left as it stood, also when a colleague typed another
        one since."""
        typed, there = self.cleaned_data[name], getattr(self.instance, name)
        shown = self.data.get(self.add_initial_prefix(name), "")
        if typed == str(there) or (there and typed and typed == shown):
            return there
        return Secret(as_kept(typed), there.purpose)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number, until, name in (
            ("annex15_number", "annex15_until", "de bijlage 15"),
            ("a_card_number", "a_card_until", "de A-kaart"),
        ):
            if data.get(until) and not data.get(number) and number not in self.errors:
                self.add_error(number, f"Vul ook het nummer van {name} in.")
        data["born_on"], data["birth_year"] = data.pop("born", (None, None))
        return data

    def _post_clean(self) -> None:
        """The fields one by one. Whether someone is known already is decided by the database, and told by the verb."""
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except forms.ValidationError as problem:
            self._update_errors(problem)  # type: ignore[attr-defined]


class ChangePersonForm(KnowsWhatItShowed, PersonForm):
    """Somebody who is registered: papers arrive, a spelling is put right. Who is the reference person is said by
    splitting and joining households."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {
            name: getattr(self.instance, name) for name in ENCRYPTED
        }  # before anything typed is set
        for name in ENCRYPTED:
            if getattr(self.instance, name):
                self.fields[
                    name
                ].help_text = "Bekend. Laat staan om het te behouden, of typ een ander nummer."
        if self.instance.relation == Relation.REFERENCE:
            del self.fields["relation"]
        else:
            self.fields["relation"].choices = [  # type: ignore[attr-defined]
                pair for pair in Relation.choices if pair[0] != Relation.REFERENCE
            ]

    def seen(self) -> dict[str, Any]:
        """A number was shown masked: it is the one that is there as long as that has this mask."""
        found = super().seen()
        if "born" in found:
            found["born_on"], found["birth_year"] = found.pop("born")
        for name, there in self.there.items():
            if found.get(name) == str(there):
                found[name] = there
        return found

    def show_overtaken(self, stored: Mapping[str, Any]) -> None:
        """A day and a year of birth are typed in one field."""
        told = dict(stored)
        if told.keys() & {"born_on", "birth_year"}:
            told = {name: value for name, value in told.items() if name not in ("born_on", "birth_year")}
            person = Person.objects.get(pk=self.instance.pk)
            told["born"] = person.born_on or str(person.birth_year)
        super().show_overtaken(told)


class BasePersonFormSet(RowFormSet):
    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """A family name that was left out is that of the first person."""
        prefix = kwargs.get("prefix") or "form"
        if data is not None:
            data = data.copy()
            first = data.get(f"{prefix}-0-family_name", "")
            for key in list(data):
                row, _, name = key.rpartition("-")
                named = row.startswith(prefix) and name == "family_name" and data.get(f"{row}-given_name")
                if named and not data[key].strip():
                    data[key] = first
        super().__init__(data, *args, **kwargs)

    @property
    def has_cyrillic(self) -> bool:
        return self.is_bound and any(
            error.code == "cyrillic"
            for form in self.forms
            for name in NAMES
            for error in form.errors.get(name, form.error_class()).as_data()
        )

    def clean(self) -> None:
        """A household has at least one person and exactly one reference person."""
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        if not rows:
            raise forms.ValidationError("Vul minstens één persoon in.")
        references = sum(row.get("relation") == Relation.REFERENCE for row in rows)
        if references != 1:
            raise forms.ValidationError("Duid precies één persoon aan als referentiepersoon.")


PersonFormSet = forms.formset_factory(PersonForm, formset=BasePersonFormSet, extra=0)


def persons_in_latin(request: HttpRequest) -> None:
    """Take over every suggestion: names that were sent in Cyrillic stand in Latin script in this request's data."""
    typed = request.POST.copy()
    for key in typed:
        if key.endswith(NAMES):
            typed[key] = in_latin(str(typed[key]))
    request.POST = typed  # type: ignore[assignment]
