"""Person (persoon): one displaced person in a household."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint

from accounts.models import Membership
from audit.encrypted_field import EncryptedCharField, index_of, only_encrypted
from households.models.choices import Relation, Sex
from households.models.households import Household


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Whoever sees the household sees its persons."""
        return self.filter(household__in=Household.objects.visible_to(by))


ON_PAPER = RegexValidator(r"^[0-9A-Za-z./ -]+$", "Gebruik alleen cijfers, letters, punten en streepjes.")


def paper(what: str) -> models.CharField:
    """The number of a paper, as it stands on it."""
    return models.CharField(what, max_length=20, blank=True, validators=[ON_PAPER])


def valid_while_there(number: str, until: str, name: str, message: str) -> CheckConstraint:
    """A paper that is not there is not valid until a day."""
    return CheckConstraint(
        condition=Q(**{f"{until}__isnull": True}) | ~Q(**{number: ""}),
        name=name,
        violation_error_message=message,
    )


# What follows from other columns has no history of its own.
@pghistory.track(exclude=["name_key", "certificate_number_index", "national_number_index"])
class Person(models.Model):
    """One displaced person. No ethnicity, health, religion or criminal record, ever."""

    PERSONAL: ClassVar = {
        "given_name",
        "family_name",
        "born_on",
        "birth_year",
        "sex",
        "certificate_number",
        "certificate_number_index",
        "annex15_number",
        "annex15_until",
        "a_card_number",
        "a_card_until",
        "national_number",
        "national_number_index",
        "name_key",
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
    joined_on = models.DateField("in het huishouden sinds", null=True, blank=True)
    certificate_number = EncryptedCharField(
        "nummer attest tijdelijke bescherming",
        max_length=20,
        blank=True,
        validators=[ON_PAPER],
        purpose="person.certificate_number",
    )
    certificate_number_index = index_of("certificate_number", "zoeksleutel van het attestnummer")
    annex15_number = paper("nummer bijlage 15")
    annex15_until = models.DateField("bijlage 15 geldig tot", null=True, blank=True)
    a_card_number = paper("nummer A-kaart")
    a_card_until = models.DateField("A-kaart geldig tot", null=True, blank=True)
    national_number = EncryptedCharField(
        "rijksregister- of bisnummer", max_length=11, blank=True, purpose="person.national_number"
    )
    national_number_index = index_of("national_number", "zoeksleutel van het rijksregisternummer")
    # Both names in one key that is the same in either order and in every usual way of writing them in Latin script
    # (`name_key` in the migrations, households.doubles explains it).
    name_key = models.GeneratedField(
        expression=Func(F("given_name"), F("family_name"), function="name_key"),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="naamsleutel",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ("household", "pk")
        indexes = (
            models.Index(fields=["name_key"], name="person_name_key"),
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="person_name_key_alike"),
            models.Index(fields=["born_on"], condition=Q(born_on__isnull=False), name="person_born_on"),
        )
        constraints = (
            valid_while_there(
                "annex15_number",
                "annex15_until",
                "person_annex15_until",
                "Vul ook het nummer van de bijlage 15 in.",
            ),
            valid_while_there(
                "a_card_number",
                "a_card_until",
                "person_a_card_until",
                "Vul ook het nummer van de A-kaart in.",
            ),
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
                fields=["certificate_number_index"],
                condition=~Q(certificate_number_index=""),
                name="person_certificate_unique",
                violation_error_message="Er is al iemand geregistreerd met dit attestnummer.",
            ),
            UniqueConstraint(
                fields=["national_number_index"],
                condition=~Q(national_number_index=""),
                name="person_national_number_unique",
                violation_error_message="Er is al iemand geregistreerd met dit rijksregister- of bisnummer.",
            ),
            only_encrypted(
                "certificate_number",
                "person_certificate_encrypted",
                "Een attestnummer wordt alleen versleuteld bewaard.",
            ),
            only_encrypted(
                "national_number",
                "person_national_number_encrypted",
                "Een rijksregisternummer wordt alleen versleuteld bewaard.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def age(self, *, on: date) -> int:
        """Age in whole years; of somebody with only a birth year, the age reached in that year."""
        if self.born_on is None:
            return on.year - (self.birth_year or on.year)
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))
