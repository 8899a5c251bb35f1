"""What people may type about households and persons."""

from households.forms.fields import BirthField, DelicateMixin, TypedDateField
from households.forms.households import ChangeHouseholdForm, HouseholdForm
from households.forms.lists import ListForm
from households.forms.numbers import FindByNumberForm, RevealForm
from households.forms.persons import ChangePersonForm, PersonForm, PersonFormSet, persons_in_latin
from households.forms.read_log import JudgeLookFlagForm, ReadLogFilterForm

__all__ = [
    "BirthField",
    "ChangeHouseholdForm",
    "ChangePersonForm",
    "DelicateMixin",
    "FindByNumberForm",
    "HouseholdForm",
    "JudgeLookFlagForm",
    "ListForm",
    "PersonForm",
    "PersonFormSet",
    "ReadLogFilterForm",
    "RevealForm",
    "TypedDateField",
    "persons_in_latin",
]
