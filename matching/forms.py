"""What people may type about proposals."""

from django import forms

from matching.models import RefusalReason


class MoveInForm(forms.Form):
    """From when a place is needed. Feeds the list of free units (GET) and the proposal (POST)."""

    vanaf = forms.DateField(
        label="Intrek op", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ProposeForm(forms.Form):
    unit = forms.IntegerField(widget=forms.HiddenInput)
    move_in_on = forms.DateField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Bericht aan de andere gemeente",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Geen namen: de andere gemeente ziet alleen hoeveel personen het zijn.",
    )


class AcceptForm(forms.Form):
    note = forms.CharField(label="Bericht", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarom weigert u?", choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))
