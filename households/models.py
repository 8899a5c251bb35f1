"""Displaced persons: the household that needs a home, and its persons. The one home of their personal data."""

import uuid
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Count, Q, UniqueConstraint
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation


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


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government sees the households that it registered; nobody else sees a household."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(registered_by=by.organisation)

    def with_size(self) -> Self:
        """Adds `size`: the number of persons."""
        return self.annotate(size=Count("persons", distinct=True))

    def present(self) -> Self:
        """Households that have not left."""
        return self.filter(left_on__isnull=True)


@pghistory.track()
class Household(models.Model):
    """People who live together and are never split by default.

    Whether a household is waiting or housed is not a column: it follows from its stays (housing.Stay).
    """

    PERSONAL: ClassVar = {"contact_phone", "contact_email", "note"}

    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registered_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="households", verbose_name="geregistreerd door"
    )
    channel = models.CharField("hoe aangemeld", max_length=12, choices=Channel)
    arrived_on = models.DateField("aangekomen op", null=True, blank=True)
    wanted_from = models.DateField("woning nodig vanaf")
    needs_step_free = models.BooleanField("drempelvrij nodig", default=False)
    needs_ground_floor = models.BooleanField("gelijkvloers nodig", default=False)
    needs_pets = models.BooleanField("huisdier gaat mee", default=False)
    needs_cot = models.BooleanField("babybed nodig", default=False)
    wants_own_kitchen = models.BooleanField("liefst eigen keuken", default=False)
    wants_own_sanitary = models.BooleanField("liefst eigen badkamer", default=False)
    keep_near = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="kept_near",
        verbose_name="dicht bij huishouden",
    )
    languages = models.CharField("talen", max_length=120, blank=True)
    contact_phone = models.CharField("telefoon", max_length=30, blank=True)
    contact_email = models.EmailField("e-mailadres", blank=True)
    note = models.TextField("opmerking over de huisvesting", blank=True)
    registered_at = models.DateTimeField("geregistreerd op", default=timezone.now)
    left_on = models.DateField("vertrokken op", null=True, blank=True)
    left_reason = models.CharField("reden van vertrek", max_length=20, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "huishouden"
        verbose_name_plural = "huishoudens"
        ordering = ("wanted_from", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="household_left_with_reason",
                violation_error_message="Een vertrek heeft een datum en een reden.",
            ),
            CheckConstraint(
                condition=~Q(keep_near=models.F("id")),
                name="household_not_near_itself",
                violation_error_message="Een huishouden kan niet bij zichzelf in de buurt wonen.",
            ),
        )

    def __str__(self) -> str:
        return f"Huishouden {self.reference}"

    @property
    def reference(self) -> str:
        """The number that people use on the phone; it tells nothing about who it is."""
        return f"H-{self.pk:06d}"

    def people(self) -> list["Person"]:
        """The persons, reference person first (from the prefetch when there is one)."""
        return sorted(
            self.persons.all(), key=lambda person: (person.relation != Relation.REFERENCE, person.pk)
        )

    @property
    def name(self) -> str:
        """The name of the reference person, as the counter says it."""
        people = self.people()
        return str(people[0]) if people else self.reference


@pghistory.track()
class Person(models.Model):
    """One displaced person. No ethnicity, health, religion or criminal record, ever."""

    PERSONAL: ClassVar = {
        "given_name",
        "family_name",
        "born_on",
        "birth_year",
        "sex",
        "certificate_number",
        "national_number",
    }

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="persons", verbose_name="huishouden"
    )
    given_name = models.CharField("voornaam", max_length=80)
    family_name = models.CharField("familienaam", max_length=80)
    born_on = models.DateField("geboortedatum", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("geboortejaar", null=True, blank=True)
    sex = models.CharField("geslacht (zoals op het attest)", max_length=1, choices=Sex)
    relation = models.CharField("in het huishouden", max_length=12, choices=Relation)
    certificate_number = models.CharField(
        "nummer attest tijdelijke bescherming",
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9A-Za-z./ -]+$", "Gebruik alleen cijfers, letters, punten en streepjes.")
        ],
    )
    national_number = models.CharField("rijksregister- of bisnummer", max_length=11, blank=True)

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ("household", "pk")
        constraints = (
            CheckConstraint(
                condition=Q(born_on__isnull=False) | Q(birth_year__isnull=False),
                name="person_birth_known",
                violation_error_message="Vul de geboortedatum in, of minstens het geboortejaar.",
            ),
            CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="person_birth_year_plausible",
                violation_error_message="Dit geboortejaar kan niet kloppen.",
            ),
            UniqueConstraint(
                fields=["household"],
                condition=Q(relation="reference"),
                name="person_one_reference",
                violation_error_message="Een huishouden heeft één referentiepersoon.",
            ),
            UniqueConstraint(
                fields=["certificate_number"],
                condition=~Q(certificate_number=""),
                name="person_certificate_unique",
                violation_error_message="Er is al iemand geregistreerd met dit attestnummer.",
            ),
            UniqueConstraint(
                fields=["national_number"],
                condition=~Q(national_number=""),
                name="person_national_number_unique",
                violation_error_message="Er is al iemand geregistreerd met dit rijksregister- of bisnummer.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def age(self, *, on: date) -> int:
        """Age in whole years; of somebody with only a birth year, the age reached in that year."""
        if self.born_on is None:
            return on.year - (self.birth_year or on.year)
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))
