"""The read log of one local government: who looked at its households, and who searched through them."""

import re
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from accounts.models import Membership, Organisation
from accounts.rules import may_read_the_read_log
from audit.models import Reading, ReadingQuerySet
from households.models import Household, HouseholdQuerySet

HOUSEHOLD, ORGANISATION = Household._meta.label_lower, Organisation._meta.label_lower
WHO_LOOKED = "wie keek in dit dossier"  # a look at the looks: of the household itself it shows nothing
NUMBER = re.compile(r"\s*H?-?0*(\d{1,9})\s*", re.IGNORECASE)


def households_of(by: Membership | None) -> HouseholdQuerySet:
    """The households about which this data-protection officer may know who looked; nobody else has any."""
    if by is None or not may_read_the_read_log(by):
        return Household.objects.none()
    return Household.objects.filter(registered_by=by.organisation)


def looks_at(by: Membership | None) -> ReadingQuerySet:
    """Every look at his own households by whomever, every search through them, and every look at this log itself; the
    last one first."""
    if by is None or not may_read_the_read_log(by):
        return Reading.objects.none()
    own = households_of(by).values(number=Cast("pk", CharField()))
    at_households = Reading.objects.filter(target_type=HOUSEHOLD, target_id__in=own)
    within = Reading.objects.filter(target_type=ORGANISATION, target_id=str(by.organisation_id))
    return at_households | within


def narrowed(looks: ReadingQuerySet, chosen: dict[str, Any]) -> ReadingQuerySet:
    """Those by a person, at a household, in a period (both days included), only searches, or only numbers that were
    shown in full."""
    if who := chosen.get("wie"):
        looks = looks.filter(user_name__icontains=who)
    if household := chosen.get("huishouden"):
        number = NUMBER.fullmatch(household)
        looks = looks.filter(target_type=HOUSEHOLD, target_id=number[1]) if number else looks.none()
    if first := chosen.get("van"):
        looks = looks.filter(occurred_at__date__gte=first)
    if last := chosen.get("tot"):
        looks = looks.filter(occurred_at__date__lte=last)
    if chosen.get("soort") == "zoeken":
        looks = looks.exclude(words="")
    elif chosen.get("soort") == "nummers":
        looks = looks.exclude(reason="")
    return looks


def of_person_on(by: Membership, user_id: int, day: date) -> QuerySet[Reading]:
    """What one person looked at on one day, in the order in which it went."""
    return looks_at(by).filter(user_id=user_id, occurred_at__date=day).order_by("occurred_at", "pk")


def reference_of(look: Reading) -> str:
    """The number of the household that was looked at, as people write it; nothing for a search."""
    return f"H-{int(look.target_id):06d}" if look.target_type == HOUSEHOLD else ""
