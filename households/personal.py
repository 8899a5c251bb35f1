"""What the portal holds of displaced persons, and what stays of a household that is erased (audit.processing).

What stays tells of nobody who it is: how many people, of which sex and born in which five years, where and when they
lived. Counts, spread and subsidies go on from that.
"""

from datetime import date

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, ExtractYear, Mod

from audit.processing import KEEP, Held, Obstacle, Processing, Term
from households.models import Household, LegalHold
from households.protection.erasing import ERASED_FAMILY, ERASED_GIVEN, forget_households

BORN_IN = Coalesce(ExtractYear("born_on"), F("birth_year"), output_field=IntegerField())
FIVE_YEARS = BORN_IN - Mod(BORN_IN, Value(5))  # 1987 becomes 1985: the first of its five years


def left_before(before: date) -> QuerySet[Household]:
    """Households that left before that day and are not erased yet. What went into another goes with that one."""
    return Household.objects.filter(merged_into__isnull=True, left_on__lt=before, erased_at__isnull=True)


def is_here(on: date) -> Q:
    return Q(left_on__isnull=True, merged_into__isnull=True) | Q(left_on__gt=on)


def is_held(on: date) -> Q:
    """On it, or on what went into it: that goes along."""
    held = LegalHold.objects.standing_on("households.household")
    went_into = Household.objects.filter(pk__in=held, merged_into__isnull=False)
    return Q(pk__in=held) | Q(pk__in=went_into.values("merged_into"))


def of_merge(number: int) -> Q:
    return Q(kept=number) | Q(dropped=number)


def of_look_alike(number: int) -> Q:
    return Q(household=number) | Q(other=number)


def of_hold(number: int) -> Q:
    return Q(target_type="households.household", target_number=number)


PROCESSINGS = (
    Processing(
        code="households",
        name="Huishoudens en hun personen",
        whose="tijdelijk ontheemden",
        purpose="Een woonplaats vinden die past, weten wie waar woont, en dat kunnen verantwoorden.",
        ground="Taak van algemeen belang (art. 6.1.e AVG); protocol met ABB en Wonen in Vlaanderen "
        "(art. 8 §1 decreet van 18 juli 2008)",
        recipients="Het lokaal bestuur dat het huishouden opvolgt; bij een voorstel of overdracht ook dat van de "
        "andere gemeente; ABB en anderen alleen aantallen",
        term="households",
    ),
    Processing(
        code="look_flags",
        name="Meldingen van ongewone inzage",
        whose="medewerkers die in dossiers keken",
        purpose="De functionaris gegevensbescherming laten nagaan of een inzage nodig was.",
        ground="Verantwoordingsplicht en beveiliging (art. 5.2, 6.1.c en 32 AVG)",
        recipients="De functionaris gegevensbescherming van het lokaal bestuur",
        kept="Zolang het logboek van inzages.",
    ),
)
HELD = (
    Held(
        "households.Household",
        "households",
        {"contact_phone": "", "contact_email": "", "languages": "", "note": "", "left_destination": ""},
        "pk",
        {"lokaal bestuur": "registered_by__name"},
    ),
    Held(
        "households.Person",
        "households",
        {
            "given_name": ERASED_GIVEN,
            "family_name": ERASED_FAMILY,
            "born_on": None,
            "birth_year": FIVE_YEARS,
            "sex": KEEP,
            "certificate_number": "",
            "annex15_number": "",
            "annex15_until": None,
            "a_card_number": "",
            "a_card_until": None,
            "national_number": "",
            "certificate_number_index": KEEP,  # PostgreSQL makes both of the numbers
            "national_number_index": KEEP,
            "name_key": KEEP,  # PostgreSQL makes it of the names
        },
        "household",
    ),
    Held("households.HouseholdMerge", "households", {"changes": {}}, of_merge),
    Held("households.LookAlike", "households", {}, of_look_alike),
    Held("households.LegalHold", "households", {"reason": KEEP}, of_hold),
    Held("households.Erasure", "households", {}, "household_number"),
    Held("households.LookFlag", "look_flags", {"explanation": KEEP}),
)
OBSTACLES = (
    Obstacle(is_here, "Dit huishouden is niet vertrokken. Leg eerst het vertrek vast."),
    Obstacle(is_held, "Op dit dossier staat een bewaarplicht. Wissen kan pas als die opgeheven is."),
)
TERMS = (
    Term(
        code="households",
        name="Huishoudens die vertrokken",
        counts_from="het vertrek van het huishouden",
        due=left_before,
        forget=forget_households,
        organisation="registered_by",
        holds={"households.household": "pk"},
    ),
)
