"""What one may ask of the help."""

from django import forms


class HelpSearch(forms.Form):
    zoek = forms.CharField(label="Wat wilt u doen?", max_length=100, required=False)
