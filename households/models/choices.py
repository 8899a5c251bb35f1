"""Words that a household or a person can be described with."""

from django.db import models


class Channel(models.TextChoices):
    FEDASIL = "fedasil", "toegewezen door Fedasil"
    COUNTER = "counter", "aan het loket"
    HOST_STOPS = "host_stops", "gastgezin stopt"


class Sex(models.TextChoices):
    """As on the certificate of temporary protection."""

    FEMALE = "f", "vrouw"
    MALE = "m", "man"
    OTHER = "x", "x"


class Relation(models.TextChoices):
    REFERENCE = "reference", "referentiepersoon"
    PARTNER = "partner", "partner"
    CHILD = "child", "kind"
    PARENT = "parent", "ouder"
    SIBLING = "sibling", "broer of zus"
    OTHER = "other", "ander familielid of samenwonend"


class Strength(models.TextChoices):
    """How much a need counts: without it a place does not fit, or it only adds to how well a place fits."""

    HARD = "hard", "nodig"
    WISH = "wish", "liefst"


class DepartureReason(models.TextChoices):
    """Why a household, or somebody of it, needs no home from us any more; codes as in housing.models.EndReason."""

    OWN_HOUSING = "own_housing", "eigen woning gevonden"
    OTHER_MUNICIPALITY = "other_municipality", "verhuisd naar een andere gemeente"
    RETURNED = "returned", "teruggekeerd naar Oekraïne"
    ABROAD = "abroad", "naar een ander land"
    UNKNOWN = "unknown", "vertrokken zonder melding"
