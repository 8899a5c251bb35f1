"""Person (persoon): one displaced person in a household."""

from datetime import date
from typing import ClassVar

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from households.models.choices import Relation, Sex
from households.models.households import Household


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
