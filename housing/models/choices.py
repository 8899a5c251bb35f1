"""The words of supply: what a form, an import and a filter may choose from."""

from datetime import date

from django.db import models

# No place counts before this day: BVR of 14 March 2022 (domain.md 1.3, source S12).
FIRST_DAY = date(2022, 3, 14)


class Category(models.TextChoices):
    """Subsidy categories (domain.md 2.1)."""

    PUBLIC = "public", "publiek"
    PRIVATE = "private", "privaat"
    SPECIFIC = "specific", "specifiek verblijfscomplex"
    VILLAGE = "village", "nooddorp"


class HousingKind(models.TextChoices):
    """What stands there. The second half are the subtypes of a *specifiek verblijfscomplex* (domain.md 2.1, S2)."""

    COMPLEX = "complex", "wooncomplex"
    SITE = "site", "site met meerdere gebouwen"
    BUILDING = "building", "gebouw"
    HOUSE = "house", "woning"
    FLAT = "flat", "appartement"
    STUDIO = "studio", "studio"
    BOARDING_SCHOOL = "boarding_school", "kamers in een internaat"
    CARE_HOME = "care_home", "kamers in een woonzorgcentrum"
    CONVENT = "convent", "klooster"
    CONTAINERS = "containers", "containerwoningen"
    LAND = "land", "grond"
    ASSISTED_LIVING = "assisted_living", "assistentiewoning"
    SERVICE_FLAT = "service_flat", "serviceflat"
    HOTEL = "hotel", "hotel"
    HOSTEL = "hostel", "hostel"
    YOUTH_CENTRE = "youth_centre", "jeugdverblijfcentrum"
    HOLIDAY_HOME = "holiday_home", "vakantiewoning"
    BED_AND_BREAKFAST = "bed_breakfast", "B&B"
    HOLIDAY_PARK = "holiday_park", "vakantiepark"
    LODGING = "lodging", "ander toeristisch logies"


SPECIFIC_KINDS = (
    HousingKind.ASSISTED_LIVING,
    HousingKind.SERVICE_FLAT,
    HousingKind.HOTEL,
    HousingKind.HOSTEL,
    HousingKind.YOUTH_CENTRE,
    HousingKind.HOLIDAY_HOME,
    HousingKind.BED_AND_BREAKFAST,
    HousingKind.HOLIDAY_PARK,
    HousingKind.LODGING,
)


class Term(models.TextChoices):
    DURABLE = "durable", "duurzaam"
    CRISIS = "crisis", "crisis"


class Setting(models.TextChoices):
    INDIVIDUAL = "individual", "individueel"
    COLLECTIVE = "collective", "collectief"


class Readiness(models.TextChoices):
    READY = "ready", "instapklaar"
    WORKS = "works", "eerst inrichting of werken nodig"


class Sharing(models.TextChoices):
    """Of a kitchen or of sanitary: what makes a dwelling "zelfstandig" or a room (domain.md 2.4, source S35)."""

    OWN = "own", "eigen, per wooneenheid"
    SHARED = "shared", "gedeeld"
    NONE = "none", "geen"


class Furniture(models.TextChoices):
    FULL = "full", "volledig gemeubeld"
    PARTLY = "partly", "deels gemeubeld"
    NONE = "none", "niet gemeubeld"


class RentPer(models.TextChoices):
    """What one amount of rent or compensation is for."""

    MONTH = "month", "per maand, voor alles samen"
    UNIT = "unit", "per wooneenheid per maand"
    PERSON = "person", "per persoon per maand"
    NIGHT = "night", "per persoon per nacht"


class Ownership(models.TextChoices):
    OWNER = "owner", "eigendom van de aanbieder"
    LEASEHOLD = "leasehold", "erfpacht of recht van opstal"
    TENANT = "tenant", "gehuurd door de aanbieder"
    MANAGED = "managed", "in beheer voor de eigenaar"


class DocumentKind(models.TextChoices):
    PHOTO = "photo", "foto"
    FLOOR_PLAN = "floor_plan", "grondplan"
    OTHER = "other", "ander document"


class SiteDocumentKind(models.TextChoices):
    """What belongs to the file of a place that stands. The contract is between governments and the provider."""

    CONTRACT = "contract", "contract"
    PERMIT = "permit", "vergunning of melding"
    FLOOR_PLAN = "floor_plan", "grondplan"
    PHOTO = "photo", "foto"
    OTHER = "other", "ander document"


class RejectionReason(models.TextChoices):
    UNSAFE = "unsafe", "niet veilig, gezond of menswaardig"
    UNSUITABLE = "unsuitable", "niet geschikt voor huisvesting"
    NOT_AVAILABLE = "not_available", "toch niet beschikbaar"
    DUPLICATE = "duplicate", "al eerder aangemeld"
    OTHER = "other", "andere reden"


class WithdrawalReason(models.TextChoices):
    TAKEN = "taken", "intussen verhuurd of verkocht"
    OWN_USE = "own_use", "zelf nodig"
    NOT_READY = "not_ready", "raakt niet op tijd klaar"
    TERMS = "terms", "de voorwaarden passen niet"
    MISTAKE = "mistake", "verkeerd of dubbel aangemeld"
    OTHER = "other", "andere reden"


class Admits(models.TextChoices):
    """For whom a place is meant, as its provider or municipality asks."""

    EVERYONE = "everyone", "iedereen"
    WOMEN = "women", "alleen vrouwen en hun kinderen"
    FAMILIES = "families", "alleen gezinnen met kinderen"
