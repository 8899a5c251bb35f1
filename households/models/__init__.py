"""Displaced persons: the household that needs a home, and its persons. The one home of their personal data."""

from households.models.choices import Channel, DepartureReason, Relation, Sex, Strength
from households.models.doubles import Alike, HouseholdMerge, LookAlike
from households.models.households import NEAR_NEEDS, NEEDS, PLACE_NEEDS, Household, HouseholdQuerySet
from households.models.oversight import LookFlag, LookRule
from households.models.persons import Person
from households.models.protection import Erasure, ForgetLine, ForgetRun, LegalHold, RetentionTerm

__all__ = [
    "NEAR_NEEDS",
    "NEEDS",
    "PLACE_NEEDS",
    "Alike",
    "Channel",
    "DepartureReason",
    "Erasure",
    "ForgetLine",
    "ForgetRun",
    "Household",
    "HouseholdMerge",
    "HouseholdQuerySet",
    "LegalHold",
    "LookAlike",
    "LookFlag",
    "LookRule",
    "Person",
    "Relation",
    "RetentionTerm",
    "Sex",
    "Strength",
]
