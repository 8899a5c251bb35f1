"""How people come in: the rights of ACM/IDM as ABB translates them, and the devices that somebody used before."""

from typing import ClassVar

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.models.memberships import Membership
from accounts.models.people import PROVIDER_KINDS, Kind, Organisation, User

CODE = r"^(OVO\d{6}|[01]\d{9}|\d{5})$"
CODE_EXPLAINED = (
    "Een code is een OVO-nummer (OVO en zes cijfers), een ondernemingsnummer (tien) of een NIS-code (vijf)."
)


@pghistory.track()
class OrganisationCode(models.Model):
    """A code by which ACM/IDM knows an organisation beside its enterprise number: the OVO number of a Flemish service,
    the number of the OCMW beside that of its municipality."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code"}  # of governments: everybody knows them

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="codes", verbose_name="organisatie"
    )
    code = models.CharField("code", max_length=10, validators=[RegexValidator(CODE, CODE_EXPLAINED)])

    class Meta:
        verbose_name = "code van een organisatie"
        verbose_name_plural = "codes van organisaties"
        ordering = ("code",)
        constraints = (
            UniqueConstraint(
                fields=["code"],
                name="organisationcode_once",
                violation_error_message="Deze code hoort al bij een organisatie.",
            ),
            CheckConstraint(
                condition=Q(code__regex=CODE),
                name="organisationcode_form",
                violation_error_message=CODE_EXPLAINED,
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} ({self.organisation})"

    def clean(self) -> None:
        """A number of another organisation would give its people the rights of this one."""
        super().clean()
        if Organisation.objects.exclude(pk=self.organisation_id).filter(kbo_number=self.code).exists():
            raise ValidationError({"code": "Dit is het ondernemingsnummer van een andere organisatie."})


class TargetGroup(models.TextChoices):
    """The target groups of ACM/IDM for whom the portal is meant: its codes (`vo_doelgroepcode`) without capitals."""

    FLEMISH = "gid", "Vlaamse overheid (GID)"
    LOCAL = "lb", "lokale besturen (LB)"
    ECONOMIC = "ea", "bedrijven en organisaties (EA)"
    EDUCATION = "ov", "onderwijs en vorming (OV)"


@pghistory.track()
class RightsMapping(models.Model):
    """What a right in ACM/IDM is worth here: for whom of that target group, in which kind of organisation, which role.

    The right is what stands before the colon in a claim such as `LoketGebruiker:0207451227`.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"right"}

    target_group = models.CharField("doelgroep in ACM/IDM", max_length=3, choices=TargetGroup)
    right = models.CharField("recht in ACM/IDM", max_length=80)
    kind = models.CharField("soort organisatie", max_length=20, choices=Kind)
    role = models.CharField("rol in het portaal", max_length=10, choices=Membership.Role)

    class Meta:
        verbose_name = "recht van ACM/IDM"
        verbose_name_plural = "rechten van ACM/IDM"
        ordering = ("target_group", "kind", "right")
        constraints = (
            UniqueConstraint(
                fields=["target_group", "right", "kind"],
                name="rightsmapping_once",
                violation_error_message="Voor dit recht, deze doelgroep en deze soort is er al een rij.",
            ),
            CheckConstraint(
                condition=Q(target_group__in=TargetGroup.values),
                name="rightsmapping_target_group_known",
                violation_error_message="Deze doelgroep bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="rightsmapping_kind_known",
                violation_error_message="Deze soort organisatie bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(role__in=["manager", "staff", "reader", "privacy"]),
                name="rightsmapping_role_known",
                violation_error_message="Deze rol bestaat niet.",
            ),
            CheckConstraint(
                condition=Q(right__regex=r"^[^\s:,]+$"),
                name="rightsmapping_right_is_a_word",
                violation_error_message="Schrijf alleen de naam van het recht, zonder spatie, komma of dubbele punt.",
            ),
            CheckConstraint(
                condition=Q(target_group="ea", kind__in=PROVIDER_KINDS)
                | (~Q(target_group="ea") & ~Q(kind__in=PROVIDER_KINDS)),
                name="rightsmapping_providers_are_economic",
                violation_error_message="Bedrijven en verenigingen horen bij doelgroep EA, en alleen zij.",
            ),
            CheckConstraint(
                condition=~Q(role="privacy") | Q(kind=Kind.LOCAL_AUTHORITY),
                name="rightsmapping_officer_of_a_local_government",
                violation_error_message="Alleen een lokaal bestuur heeft een functionaris gegevensbescherming.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.right} ({self.get_target_group_display()})"


class KnownDevice(models.Model):
    """A browser in which somebody signed in before. `key` is the digest of what the cookie in that browser says."""

    PERSONAL: ClassVar = {"name"}

    user = models.ForeignKey(User, models.CASCADE, related_name="devices", verbose_name="gebruiker")
    key = models.CharField("kenmerk", max_length=64, editable=False)
    name = models.CharField("toestel", max_length=80)
    first_used_at = models.DateTimeField("eerst gebruikt", default=timezone.now)
    last_used_at = models.DateTimeField("laatst gebruikt", default=timezone.now)
    # Whether its owner was told, or need not be (his first device): only `notifications` can send mail, and reads it.
    told = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "gekend toestel"
        verbose_name_plural = "gekende toestellen"
        ordering = ("-last_used_at", "-pk")
        indexes = (models.Index(fields=["user"], condition=Q(told=False), name="knowndevice_to_tell"),)
        constraints = (
            UniqueConstraint(
                fields=["user", "key"],
                name="knowndevice_once",
                violation_error_message="Dit toestel is al gekend.",
            ),
        )

    def __str__(self) -> str:
        return self.name
