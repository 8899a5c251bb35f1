"""Who acts, and for whom: User, Organisation, and Membership, the hat that a user wears."""

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from audit.constraints import all_or_none, filled_when, known_status, refuse


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


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> Self:
        """Memberships in force: begun, not ended, of a user who may sign in."""
        return self.filter(ended_at__isnull=True, user__is_active=True)

    def at_work(self) -> Self:
        """Memberships in force of people who do the work: all but the data-protection officer."""
        return self.open().exclude(role=Membership.Role.DATA_PROTECTION)

    def hats_of(self, user: User) -> Self:
        """The hats that a user can wear, with what each page needs of them, in a fixed order."""
        return (
            self.open()
            .filter(user=user)
            .select_related("user", "organisation__municipality__province", "organisation__province")
            .order_by("organisation__name", "pk")
        )


OFFICER_ELSEWHERE = "Alleen een lokaal bestuur heeft een functionaris gegevensbescherming."
OFFICER_OF_A_LOCAL_GOVERNMENT = pgtrigger.Trigger(
    name="officer_of_a_local_government",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("role", "organisation_id"),
    condition=pgtrigger.Q(new__role="privacy"),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM accounts_organisation
            WHERE id = NEW.organisation_id AND kind = '{Kind.LOCAL_AUTHORITY.value}'
        ) THEN
            {refuse("officer_of_a_local_government", OFFICER_ELSEWHERE)}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


@pghistory.track()
class Membership(models.Model):
    """This person, for this organisation, in this role: the actor of everything that happens."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Role(models.TextChoices):
        MANAGER = "manager", "lokale beheerder"
        STAFF = "staff", "medewerker"
        READER = "reader", "lezer"
        DATA_PROTECTION = "privacy", "functionaris gegevensbescherming"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="gebruiker")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisatie"
    )
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.STAFF)
    started_at = models.DateTimeField("begonnen", default=timezone.now)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="toegekend door"
    )
    ended_at = models.DateTimeField("beëindigd", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beëindigd door"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        ordering = ("organisation", "user")
        constraints = (
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_one_open",
                violation_error_message="Deze persoon heeft al een rol in deze organisatie.",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="membership_ends_after_start",
                violation_error_message="Een rol kan niet eindigen voor ze begint.",
            ),
            CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_and_by",
                violation_error_message="Wie en wanneer horen samen.",
            ),
            CheckConstraint(
                condition=Q(role__in=["manager", "staff", "reader", "privacy"]),
                name="membership_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
        )
        triggers = (OFFICER_OF_A_LOCAL_GOVERNMENT,)

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"

    def clean(self) -> None:
        super().clean()
        if self.is_data_protection_officer and self.organisation.kind != Kind.LOCAL_AUTHORITY:
            raise ValidationError({"role": OFFICER_ELSEWHERE})

    def is_kind(self, *kinds: str) -> bool:
        """Whether he does the work of such an organisation. A data-protection officer does the work of none: he looks
        at who looked, so that every rule and list that asks the kind is closed to him."""
        return self.organisation.kind in kinds and not self.is_data_protection_officer

    @property
    def is_data_protection_officer(self) -> bool:
        return self.role == self.Role.DATA_PROTECTION

    @property
    def may_write(self) -> bool:
        return self.role not in (self.Role.READER, self.Role.DATA_PROTECTION)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def visible_to(self, by: Membership | None) -> Self:
        """What the reader decides about: the local administrator for his own organisation, and ABB where nobody does
        it because the organisation has no administrator (any more)."""
        if by is None:
            return self.none()
        managers = Membership.objects.open().filter(role=Membership.Role.MANAGER)
        own = Q(organisation=by.organisation) if by.role == Membership.Role.MANAGER else Q(pk__in=[])
        if by.is_kind(Kind.ABB) and by.may_write:
            return self.filter(own | ~Q(organisation__in=managers.values("organisation")))
        return self.filter(own)

    def to_decide(self) -> Self:
        return self.filter(status=JoinRequest.Status.ASKED)


@pghistory.track()
class JoinRequest(models.Model):
    """Someone who signed in asks to act for an organisation that is here already; its administrator decides."""

    PERSONAL: ClassVar = {"message", "explanation"}

    class Status(models.TextChoices):
        ASKED = "asked", "gevraagd"
        ACCEPTED = "accepted", "toegang gegeven"
        DECLINED = "declined", "geweigerd"

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.ASKED: {Status.ACCEPTED, Status.DECLINED},
        Status.ACCEPTED: set(),
        Status.DECLINED: set(),
    }
    WAITS_FOR: ClassVar[dict[str, str | None]] = {
        Status.ASKED: "manager",
        Status.ACCEPTED: None,
        Status.DECLINED: None,
    }

    user = models.ForeignKey(User, models.PROTECT, related_name="join_requests", verbose_name="wie")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="join_requests", verbose_name="organisatie"
    )
    message = models.TextField("boodschap voor de beheerder", max_length=600, blank=True)
    status = models.CharField("toestand", max_length=8, choices=Status, default=Status.ASKED)
    # The status about which people were last told: `notifications` reads it, since only it can send mail.
    told_status = models.CharField(max_length=8, choices=Status, blank=True, editable=False)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gevraagd door")
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beslist door"
    )
    explanation = models.CharField("reden van weigering", max_length=300, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag om toegang"
        verbose_name_plural = "vragen om toegang"
        ordering = ("asked_at", "pk")
        constraints = (
            known_status(["asked", "accepted", "declined"], name="joinrequest_status_known"),
            all_or_none("decided_at", "decided_by", name="joinrequest_decided_at_and_by"),
            filled_when(
                statuses=["accepted", "declined"],
                fields=["decided_at"],
                name="joinrequest_decided",
                message="Een beslissing heeft een datum en iemand die beslist.",
            ),
            filled_when(
                statuses=["declined"],
                fields=[],
                texts=["explanation"],
                name="joinrequest_declined_with_reason",
                message="Schrijf op waarom u geen toegang geeft.",
            ),
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(status="asked"),
                name="joinrequest_one_open",
                violation_error_message="U hebt al toegang gevraagd. De beheerder krijgt uw vraag maar één keer.",
            ),
            CheckConstraint(
                condition=~Q(status="accepted") | ~Q(decided_by=F("user")),
                name="joinrequest_not_by_oneself",
                violation_error_message="Niemand geeft zichzelf toegang.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} voor {self.organisation}"
