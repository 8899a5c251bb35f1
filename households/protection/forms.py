"""What is asked before data of people are taken out, erased or kept for longer."""

from django import forms

from households.models import Erasure

WHY_EXPORTED = [
    ("request", "De mensen zelf vragen wat we over hen bewaren"),
    ("portability", "De mensen willen hun gegevens meenemen"),
    ("authority", "De toezichthouder vraagt het"),
]


def reference_field() -> forms.RegexField:
    """The number of the letter or the case, never a sentence about people: it stays in the log."""
    return forms.RegexField(
        r"^[A-Za-z0-9./_ -]+$",
        label="Kenmerk van de vraag",
        max_length=40,
        help_text="Het nummer van de brief of het dossier. Schrijf hier geen naam.",
        error_messages={"invalid": "Gebruik alleen letters, cijfers, punten en streepjes."},
    )


class ExportForm(forms.Form):
    prefix = "export"
    ground = forms.ChoiceField(label="Waarom?", choices=WHY_EXPORTED, widget=forms.RadioSelect)
    reference = reference_field()


class EraseForm(forms.Form):
    prefix = "erase"
    ground = forms.ChoiceField(
        label="Waarom?",
        choices=[
            (ground.value, str(ground.label).capitalize())
            for ground in (Erasure.Ground.REQUEST, Erasure.Ground.WRONG)
        ],
        widget=forms.RadioSelect,
    )
    reference = reference_field()
    sure = forms.BooleanField(
        label="Ik weet dat dit niet ongedaan gemaakt kan worden.",
        error_messages={"required": "Vink aan dat u het zeker weet."},
    )


class HoldForm(forms.Form):
    prefix = "hold"
    reason = forms.CharField(
        label="Waarom moet dit dossier langer bewaard worden?",
        max_length=300,
        help_text="Bijvoorbeeld een klacht, een rechtszaak of een controle, met het nummer ervan.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
