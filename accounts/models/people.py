"""Who acts, and for whom: User and Organisation."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A user known by e-mail address. Without a password, signing in goes by e-mail code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What he may do follows from his memberships, not from this row."""

    PERSONAL: ClassVar = {"email", "name"}
    WRITTEN: ClassVar = {"password"}

    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=120, blank=True)
    is_staff = models.BooleanField("back-office", default=False, help_text="Mag het beheer openen.")
    is_active = models.BooleanField("actief", default=True)
    joined_on = models.DateField("sinds", default=timezone.localdate)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ("email",)
        constraints = (
            UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Dit e-mailadres is al in gebruik.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Kind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "lokaal bestuur"
    GOVERNOR = "governor", "gouverneur"
    COMPANY = "company", "bedrijf"
    ASSOCIATION = "association", "vereniging of organisatie"
    FACILITY = "facility", "Het Facilitair Bedrijf"
    VLOT = "vlot", "Vlaams ondersteuningsteam (VLOT)"
    ABB = "abb", "Agentschap Binnenlands Bestuur"


PROVIDER_KINDS = (Kind.COMPANY, Kind.ASSOCIATION)
ONE_OF_A_KIND = (Kind.FACILITY, Kind.VLOT, Kind.ABB)
BACK_OFFICE_KINDS = ONE_OF_A_KIND


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def local_authority_of(self, municipality: models.Model | None) -> "Organisation":
        """The local government of one municipality. Raises Organisation.DoesNotExist when there is none yet."""
        return self.get(kind=Kind.LOCAL_AUTHORITY, municipality=municipality)

    def the(self, kind: Kind) -> "Organisation":
        """The one Facility, the one VLOT or the one ABB."""
        return self.get(kind=kind)


@pghistory.track()
class Organisation(models.Model):
    """A body for which people act."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"name", "kbo_number", "email", "phone"}
    Kind = Kind

    kind = models.CharField("soort", max_length=20, choices=Kind)
    name = models.CharField("naam", max_length=160)
    kbo_number = models.CharField(
        "ondernemingsnummer (KBO)",
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^[01]\d{9}$", "Een ondernemingsnummer telt tien cijfers en begint met 0 of 1.")
        ],
    )
    municipality = models.ForeignKey(
        "municipalities.Municipality", models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    province = models.ForeignKey(
        "municipalities.Province", models.PROTECT, null=True, blank=True, verbose_name="provincie"
    )
    email = models.EmailField("algemeen e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=30, blank=True)
    created_at = models.DateTimeField("aangemaakt", default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ("name",)
        constraints = (
            CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="organisation_kind_known",
                violation_error_message="Deze soort organisatie bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(kind=Kind.LOCAL_AUTHORITY, municipality__isnull=False)
                | (~Q(kind=Kind.LOCAL_AUTHORITY) & Q(municipality__isnull=True)),
                name="organisation_local_authority_has_municipality",
                violation_error_message="Een lokaal bestuur hoort bij een gemeente, en alleen een lokaal bestuur.",
            ),
            CheckConstraint(
                condition=Q(kind=Kind.GOVERNOR, province__isnull=False)
                | (~Q(kind=Kind.GOVERNOR) & Q(province__isnull=True)),
                name="organisation_governor_has_province",
                violation_error_message="Een gouverneur hoort bij een provincie, en alleen een gouverneur.",
            ),
            CheckConstraint(
                condition=~Q(kind__in=[Kind.COMPANY, Kind.ASSOCIATION]) | ~Q(kbo_number=""),
                name="organisation_provider_has_kbo",
                violation_error_message="Een bedrijf of vereniging heeft een ondernemingsnummer nodig.",
            ),
            UniqueConstraint(
                fields=["kbo_number"],
                condition=~Q(kbo_number=""),
                name="organisation_kbo_unique",
                violation_error_message="Er is al een organisatie met dit ondernemingsnummer.",
            ),
            UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind=Kind.LOCAL_AUTHORITY),
                name="organisation_one_per_municipality",
                violation_error_message="Deze gemeente heeft al een lokaal bestuur in het portaal.",
            ),
            UniqueConstraint(
                fields=["province"],
                condition=Q(kind=Kind.GOVERNOR),
                name="organisation_one_governor_per_province",
                violation_error_message="Deze provincie heeft al een gouverneur in het portaal.",
            ),
            UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=[Kind.FACILITY, Kind.VLOT, Kind.ABB]),
                name="organisation_one_of_a_kind",
                violation_error_message="Van deze dienst bestaat er maar een.",
            ),
        )

    def __str__(self) -> str:
        return self.name
