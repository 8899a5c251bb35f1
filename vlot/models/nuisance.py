"""The log of nuisance (overlast) per site: coded incidents, what was tried, and no names."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Kind, Membership
from housing.models import FIRST_DAY, Site
from vlot.models.teams import TeamMembership


class IncidentKind(models.TextChoices):
    NOISE = "noise", "lawaai"
    LITTER = "litter", "afval en netheid"
    PARKING = "parking", "parkeren en verkeer"
    DAMAGE = "damage", "schade"
    HOUSE_RULES = "house_rules", "huisregels niet gevolgd"
    CONFLICT = "conflict", "ruzie tussen bewoners"
    NEIGHBOURS = "neighbours", "spanning met de buurt"
    THREAT = "threat", "bedreiging"
    VIOLENCE = "violence", "geweld"
    OTHER = "other", "iets anders"


class Severity(models.TextChoices):
    LIGHT = "light", "licht"
    SERIOUS = "serious", "ernstig"
    GRAVE = "grave", "zeer ernstig"


class IncidentPlace(models.TextChoices):
    ROOM = "room", "kamer of wooneenheid"
    SHARED = "shared", "gedeelde ruimte"
    OUTSIDE = "outside", "tuin, koer of inkom"
    STREET = "street", "straat en buurt"


class PartOfDay(models.TextChoices):
    MORNING = "morning", "ochtend (6 tot 12 u.)"
    AFTERNOON = "afternoon", "namiddag (12 tot 18 u.)"
    EVENING = "evening", "avond (18 tot 22 u.)"
    NIGHT = "night", "nacht (22 tot 6 u.)"


class LadderStep(models.TextChoices):
    """The ladder of interventions, from light to heavy, as the guidance on nuisance has it."""

    CONVERSATION = "conversation", "gesprek met de betrokkenen"
    HOUSE_RULES = "house_rules", "huisregels opnieuw overlopen"
    NEIGHBOUR_TALK = "neighbour_talk", "gesprek met de buren"
    MEDIATION = "mediation", "bemiddeling"
    CARE = "care", "hulpverlening ingeschakeld"
    WRITTEN = "written", "schriftelijke afspraak of verwittiging"
    OTHER_UNIT = "other_unit", "andere kamer of wooneenheid"
    POLICE = "police", "politie gebeld"


class IncidentResult(models.TextChoices):
    CALM = "calm", "rustig sindsdien"
    BETTER = "better", "beter, nog niet opgelost"
    SAME = "same", "geen verandering"
    WORSE = "worse", "erger"
    UNKNOWN = "unknown", "nog niet bekend"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, by: Membership | None) -> Self:
        """The municipality of the site, the team of its province, the central team and ABB. Companies none."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.LOCAL_AUTHORITY:
                return self.filter(site__municipality=by.organisation.municipality)
            case Kind.VLOT:
                mine = TeamMembership.objects.filter(membership=by)
                near = Exists(mine.filter(team__province=OuterRef("site__municipality__province")))
                return self.filter(near | Exists(mine.filter(team__province__isnull=True)))
            case Kind.ABB:
                return self.all()
            case _:
                return self.none()

    def since(self, site: Site, day: date) -> Self:
        """Those of this site from that day on."""
        return self.filter(site=site, happened_on__gte=day)


class Incident(models.Model):
    """What happened at a site, in codes. Never who: there is no field for a person."""

    PERSONAL: ClassVar = {"note"}

    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="incidents", verbose_name="locatie")
    happened_on = models.DateField("dag")
    part_of_day = models.CharField("wanneer op de dag?", max_length=9, choices=PartOfDay)
    kind = models.CharField("wat?", max_length=11, choices=IncidentKind)
    severity = models.CharField("hoe erg?", max_length=7, choices=Severity)
    place = models.CharField("waar?", max_length=7, choices=IncidentPlace)
    steps = ArrayField(
        models.CharField(max_length=14, choices=LadderStep),
        default=list,
        blank=True,
        verbose_name="wat werd geprobeerd?",
    )
    result = models.CharField("met welk gevolg?", max_length=7, choices=IncidentResult, default="unknown")
    note = models.CharField("toelichting", max_length=400, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = "incident"
        verbose_name_plural = "incidenten"
        ordering = ("-happened_on", "-pk")
        indexes = (models.Index(fields=["site", "happened_on"], name="incident_of_site"),)
        constraints = (
            UniqueConstraint(
                fields=["site", "form_token"],
                name="incident_sent_once",
                violation_error_message="Dit incident is al vastgelegd.",
            ),
            CheckConstraint(
                condition=Q(kind__in=IncidentKind.values)
                & Q(severity__in=Severity.values)
                & Q(place__in=IncidentPlace.values)
                & Q(part_of_day__in=PartOfDay.values)
                & Q(result__in=IncidentResult.values)
                & Q(steps__contained_by=LadderStep.values),
                name="incident_codes_known",
                violation_error_message="Een van de codes bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(happened_on__gte=FIRST_DAY, happened_on__lte=TruncDate("recorded_at")),
                name="incident_happened_before_recorded",
                violation_error_message="Een incident gebeurde tussen 14 maart 2022 en vandaag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.happened_on:%d/%m/%Y}"

    @property
    def steps_in_words(self) -> list[str]:
        return [str(LadderStep(code).label) for code in self.steps]
