"""What people may type about guides and good practice; validates, never saves."""

import uuid
from typing import Any

from django import forms

from accounts.models import Kind, Membership
from documents.fields import CheckedFilesField
from vlot.guidance.models import AUDIENCES, GoodPractice, Guide, Theme
from vlot.guidance.rendering import sections_of

DAMAGED = "Het formulier is beschadigd. Open het opnieuw."
TAKEN = {"nieuw", "bestand"}  # addresses of other pages
WHO = [(kind.value, kind.label) for kind in AUDIENCES]
PRIVATE = "Schrijf niets waaraan men een bewoner herkent: geen namen, niets over gezondheid of herkomst."


class LibrarySearch(forms.Form):
    """Words and a theme; both optional."""

    zoek = forms.CharField(
        label="Zoek in handvaten en goede praktijken",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="Typ een woord of een situatie, zoals “een gezin weigert te verhuizen”. Een tikfout mag. "
        "U vindt ook draaiboeken en sjablonen die voor u open staan.",
    )
    thema = forms.ChoiceField(label="Thema", required=False, choices=[("", "alle thema's"), *Theme.choices])


class GuideForm(forms.ModelForm):
    """A guide as VLOT writes it: text in Markdown, for whom, and files."""

    audience = forms.MultipleChoiceField(
        label="Voor wie?", choices=WHO, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Niets aangekruist: voor iedereen. VLOT en ABB lezen altijd alles.",
    )  # fmt: skip
    must_read = forms.MultipleChoiceField(
        label="Wie moet bevestigen dat hij het las?", choices=WHO, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    new_files = CheckedFilesField(label="Bestanden toevoegen")

    class Meta:
        model = Guide
        fields = (
            "code", "title", "summary", "theme", "situations", "body", "audience", "must_read", "is_draft",
            "valid_from", "change_note",
        )  # fmt: skip
        widgets = {
            "situations": forms.Textarea(attrs={"rows": 5}),
            "body": forms.Textarea(attrs={"rows": 24}),
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "code": "Kleine letters en streepjes, bijvoorbeeld gastgezin-stopt. Dit verandert later niet meer.",
        }

    fieldsets = (
        ("Het handvat", ("code", "title", "summary", "theme", "situations", "body", "new_files")),
        ("Voor wie en vanaf wanneer", ("audience", "must_read", "is_draft", "valid_from", "change_note")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if self.instance.pk:
            del self.fields["code"]  # it stands in addresses that people keep
            self.fields["change_note"].required = True
            self.initial["based_on"] = self.instance.version

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in TAKEN:
            raise forms.ValidationError("Dit adres is al van een andere pagina. Kies een andere korte naam.")
        return code

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not any(section.heading for section in sections_of(body)):
            raise forms.ValidationError("Begin elk deel met een lijn die met ## begint; er is nog geen deel.")
        return body


class PracticeTexts(forms.ModelForm):
    """The words of a good practice."""

    class Meta:
        model = GoodPractice
        fields = ("title", "theme", "situation", "done", "result")
        widgets = {
            "situation": forms.Textarea(attrs={"rows": 4}),
            "done": forms.Textarea(attrs={"rows": 6}),
            "result": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "title": "Zo dat een collega elders het herkent.",
            "situation": PRIVATE,
            "result": "Ook wat niet lukte, is leerzaam.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class PracticeForm(PracticeTexts):
    """A local government shares what worked."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    contact_allowed = forms.BooleanField(label="Andere besturen mogen ons contacteren", required=False)

    class Meta(PracticeTexts.Meta):
        fields = (  # type: ignore[assignment]
            *PracticeTexts.Meta.fields,
            "contact_allowed",
            "contact",
        )
        help_texts = {
            **PracticeTexts.Meta.help_texts,
            "contact": "Liefst een dienst, geen persoon. Lokale besturen, gouverneurs en Vlaanderen lezen het.",
        }

    fieldsets = (
        ("Wat u deed", ("title", "theme", "situation", "done", "result")),
        ("Contact", ("contact_allowed", "contact")),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("contact_allowed"):
            data["contact"] = ""
        elif not data.get("contact"):
            self.add_error("contact", "Vul in hoe anderen u bereiken, of laat het vinkje weg.")
        return data


class AnswerForm(PracticeTexts):
    """The local government changes the words that VLOT proposed."""

    remark = forms.CharField(
        label="Opmerking voor VLOT", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReviewForm(PracticeTexts):
    """VLOT reads, links to guides, and publishes or proposes other words."""

    guides = forms.ModelMultipleChoiceField(
        label="Hoort bij deze handvaten",
        queryset=Guide.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(
        label="Wat veranderde u, en waarom?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen nodig als u de tekst aanpast: de indiener leest dit en geeft akkoord.",
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guides"].queryset = Guide.objects.visible_to(by)  # type: ignore[attr-defined]
        self.initial.setdefault("guides", list(self.instance.guides.all()))

    @property
    def changes_text(self) -> bool:
        return bool(set(self.changed_data) & set(GoodPractice.TEXTS))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.changes_text and not data.get("remark"):
            self.add_error("remark", "Zeg wat u veranderde. De indiener moet met uw tekst akkoord gaan.")
        return data


class DeclineForm(forms.Form):
    remark = forms.CharField(
        label="Waarom publiceert u dit niet?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="De indiener leest dit.",
    )
    use_required_attribute = False


class HelpedForm(forms.Form):
    times = forms.IntegerField(
        label="In hoeveel situaties hielp het bij u?",
        min_value=1,
        max_value=1000,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    use_required_attribute = False


def kinds_in_words(kinds: list[str]) -> str:
    """Kinds of organisation as one reads them: "lokaal bestuur, gouverneur"; "iedereen" for none."""
    return ", ".join(str(Kind(kind).label) for kind in kinds) or "iedereen"
