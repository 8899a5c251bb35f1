"""What people may type about requests for help; validates, never saves."""

import uuid
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Kind, Membership
from audit.shown import KnowsWhatItShowed
from documents.fields import CheckedFilesField
from documents.files import CheckedFile
from facility.models import SupportKind, SupportRequest, Urgency, cases
from facility.questions import QUESTIONS, Question
from housing.forms.filters import TextSearch
from housing.models import Offer, Site

DATE = {"type": "date"}
FURTHEST_YEARS = 5  # help for a day after this is a slip of the pen


def field_for(question: Question) -> forms.Field:
    """The form field that asks this question."""
    common: dict[str, Any] = {
        "label": question.label, "required": question.required, "help_text": question.help_text,
    }  # fmt: skip
    if question.several:
        return forms.MultipleChoiceField(
            choices=question.choices, widget=forms.CheckboxSelectMultiple, **common
        )
    if question.choices:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **common)
    if question.number:
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(min_value=1, max_value=99_999_999, widget=widget, **common)
    return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **common)


class SupportRequestForm(KnowsWhatItShowed, forms.ModelForm):
    """A question to Het Facilitair Bedrijf, with what its kind needs to know. `by` decides which sites can be chosen,
    `on` is today. With `draft` only the kind and the subject are needed."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"invalid": "Het formulier is beschadigd. Open het opnieuw.",
                        "required": "Het formulier is beschadigd. Open het opnieuw."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Soort hulp", choices=SupportKind.choices, widget=forms.HiddenInput,
        error_messages={"required": "De soort hulp is verplicht. Begin opnieuw en kies wat u vraagt."},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="Hoe dringend is het?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.PLANNED,
    )
    persons = forms.IntegerField(
        label="Hoeveel personen wachten hierop?",
        required=False,
        min_value=1,
        max_value=5000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    files = CheckedFilesField(label="Documenten")  # type: ignore[assignment]  # a field, as Django means it
    places = forms.IntegerField(
        label="Aantal slaapplekken",
        required=False,
        help_text="Voor hoeveel slaapplekken is de hulp? Laat leeg als u het niet weet.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = SupportRequest
        fields = (
            "kind",
            "title",
            "description",
            "urgency",
            "needed_by",
            "persons",
            "places",
            "site",
            "offer",
            "intervention",
        )
        widgets = {
            "intervention": forms.HiddenInput,  # the case of VLOT from which is asked
            "description": forms.Textarea(attrs={"rows": 6}),
            "needed_by": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        }
        labels = {"site": "Over welke locatie gaat het?", "offer": "Of over welk aanbod?"}
        help_texts = {
            "title": "Een korte naam, bijvoorbeeld “Bedden voor de sporthal”.",
            "description": "Wat hebt u nodig, waar, en wat deed u al zelf? Schrijf geen namen van bewoners.",
            "needed_by": "De dag waarop de hulp er moet zijn.",
        }

    def __init__(
        self, *args: Any, by: Membership, on: date, kind: str = "", draft: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.use_required_attribute = False
        sites: Any = self.fields["site"]
        sites.queryset = Site.objects.visible_to(by).open(on=on).order_by("name", "pk")
        sites.empty_label = "Geen of nog geen locatie"
        offers: Any = self.fields["offer"]
        offers.queryset = (
            Offer.objects.visible_to(by)
            .undecided()
            .select_related("municipality")
            .order_by("-submitted_at", "pk")
        )
        offers.empty_label = "Geen aanbod"
        self.fields["intervention"].queryset = cases().visible_to(by)  # type: ignore[attr-defined]
        self.chosen = str(self.data.get("kind") or kind or self.instance.kind)
        self.initial["kind"] = self.chosen
        if self.instance.pk:
            self.initial["form_token"] = self.instance.form_token
        self.questions = QUESTIONS.get(self.chosen, ())
        for question in self.questions:
            self.fields[question.name] = field_for(question)
            self.initial[question.name] = self.instance.answers.get(question.name)
        for name in ("description", "needed_by"):
            self.fields[name].required = not draft
        if draft:
            for question in self.questions:
                self.fields[question.name].required = False
        self.remember()
        self.fieldsets = (
            ("Wat vraagt u?", ("title", "description", *(question.name for question in self.questions))),
            ("Wanneer en voor hoeveel?", ("urgency", "needed_by", "persons", "places")),
            ("Waarover gaat het?", ("site", "offer", "files")),
        )

    def request(self) -> dict[str, Any]:
        """The cleaned data as `submit_request` and `save_request_draft` take them."""
        data = self.cleaned_data
        names = (*self.Meta.fields, "form_token", "files")
        answers = {question.name: data[question.name] for question in self.questions}
        return {**{name: data[name] for name in names}, "answers": answers}

    def clean_needed_by(self) -> date | None:
        day: date | None = self.cleaned_data["needed_by"]
        if day is None:
            return None
        if day < self.on:
            raise forms.ValidationError(
                "Deze dag is al voorbij. Kies vandaag of een latere dag.", code="past"
            )
        if day.year > self.on.year + FURTHEST_YEARS:
            raise forms.ValidationError("Deze dag ligt te ver in de toekomst. Kijk het jaar na.", code="far")
        return day

    def clean_places(self) -> int | None:
        places: int | None = self.cleaned_data["places"]
        if places is not None and not 1 <= places <= 5000:
            raise forms.ValidationError(
                "Vul minstens 1 slaapplek in (en hoogstens 5.000), of laat het veld leeg.", code="places"
            )
        return places


class CaseRequestsForm(KnowsWhatItShowed, forms.Form):
    """Which requests of the municipality belong to a case of VLOT."""

    support_requests = forms.ModelMultipleChoiceField(
        label="Welke aanvragen horen bij deze oproep?",
        queryset=SupportRequest.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, case: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["support_requests"]
        found.queryset = SupportRequest.objects.to_link(case, by).queue()
        there = list(found.queryset)
        self.any = bool(there)
        self.initial["support_requests"] = [item.pk for item in there if item.intervention_id]
        found.label_from_instance = self.in_words

    def in_words(self, item: SupportRequest) -> str:
        """The kind of help and how far it is; the subject is for who may see the request."""
        return f"{item.reference}: {item.get_kind_display()}, {item.get_status_display()}"


class TakeUpForm(forms.Form):
    """Nothing to type, except for a village."""

    government_decision = forms.CharField(
        label="Beslissing van de Vlaamse Regering",
        max_length=160,
        help_text="Het nummer van de mededeling of de beslissing, zoals het op het document staat.",
    )
    government_decision_on = forms.DateField(
        label="Datum van de beslissing", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )

    government_places = forms.IntegerField(
        label="Aantal slaapplekken volgens de beslissing",
        min_value=1,
        max_value=5000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    government_document = CheckedFilesField(label="Het document van de beslissing", required=True)

    def clean_government_document(self) -> CheckedFile:
        files: list[CheckedFile] = self.cleaned_data["government_document"]
        if len(files) != 1:
            raise forms.ValidationError("Kies één bestand: de beslissing zelf.", code="one")
        return files[0]

    def __init__(self, *args: Any, village: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if not village:
            self.fields.clear()

    def clean_government_decision_on(self) -> date:
        day: date = self.cleaned_data["government_decision_on"]
        if day > self.on:
            raise forms.ValidationError("Deze datum ligt in de toekomst. Wacht tot de beslissing genomen is.")
        return day


class AssignForm(forms.Form):
    """A colleague who may handle requests."""

    handler = forms.ModelChoiceField(
        label="Behandelaar", queryset=Membership.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handler: Any = self.fields["handler"]
        writers = (
            Membership.objects.at_work()
            .filter(organisation=by.organisation)
            .exclude(role=Membership.Role.READER)
        )
        handler.queryset = writers.select_related("user", "organisation").order_by("user__name", "pk")
        handler.label_from_instance = lambda membership: str(membership.user)
        handler.initial = by.pk


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Uw bericht",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf geen namen van bewoners.",
    )
    files = CheckedFilesField(label="Bijlagen")  # type: ignore[assignment]  # a field, as Django means it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class QuestionForm(forms.Form):
    question = forms.CharField(label="Uw vraag aan de gemeente", widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label="Uw antwoord", widget=forms.Textarea(attrs={"rows": 4}))


class CompleteForm(forms.Form):
    note = forms.CharField(
        label="Wat is het resultaat?",
        help_text="De gemeente leest dit: wat is er gedaan, geleverd of afgesproken?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RefuseForm(forms.Form):
    note = forms.CharField(
        label="Waarom kan Het Facilitair Bedrijf niet helpen?",
        help_text="De gemeente leest dit. Schrijf ook wat eventueel wel kan.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Waarom trekt u de aanvraag in?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SupportRequestFilter(django_filters.FilterSet):
    zoek = TextSearch("title", "description", "municipality__name", letter="F")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=SupportRequest.Status.choices, empty_label="Alle"
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label="Soort hulp", choices=SupportKind.choices, empty_label="Alle"
    )
    dringend = django_filters.ChoiceFilter(
        field_name="urgency", label="Hoe dringend", choices=Urgency.choices, empty_label="Alle"
    )
    behandelaar = django_filters.ChoiceFilter(
        label="Behandelaar",
        choices=[("ik", "ikzelf"), ("niemand", "nog niemand")],
        empty_label="Alle",
        method="handled_by",
    )

    class Meta:
        model = SupportRequest
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not by.is_kind(Kind.FACILITY):
            del self.filters["behandelaar"]

    def handled_by(
        self, queryset: QuerySet[SupportRequest], name: str, value: str
    ) -> QuerySet[SupportRequest]:
        if value == "ik":
            return queryset.filter(taken_up_by=self.by.user)
        return queryset.filter(status=SupportRequest.Status.SUBMITTED)
