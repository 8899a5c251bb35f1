"""For whom a site is, and whether other municipalities may ask for it."""

from django import forms

from audit.shown import KnowsWhatItShowed
from housing.models import Site


class ConditionsForm(KnowsWhatItShowed, forms.ModelForm):
    class Meta:
        model = Site
        fields = ("admits", "open_to_others")
        widgets = {"admits": forms.RadioSelect}
        help_texts = {
            "admits": "Een huishouden dat hier niet bij hoort, krijgt deze plaats niet voorgesteld."
        }
