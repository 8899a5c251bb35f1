"""Private hosts: how and when a private person whose place the municipality enters was told so, and agreed.

The same columns stand on an offer and on the site that comes of it. PostgreSQL keeps them together.
"""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q


class Told(models.TextChoices):
    """How the host was told what is kept of him and why."""

    SIGNED = "signed", "privacyverklaring ondertekend"
    LETTER = "letter", "per brief of e-mail"
    TALK = "talk", "in een gesprek ter plaatse"
    PHONE = "phone", "aan de telefoon"


# What the site takes over from its offer.
HOST_FIELDS = ("private_host", "host_told_on", "host_told_how", "host_told_by")


def private_host_field() -> models.BooleanField:
    return models.BooleanField(
        "de contactpersoon is een particulier",
        default=False,
        db_default=False,
        help_text="Bijvoorbeeld een gastgezin. Vertel dan eerst wat u bewaart en waarom, en vraag of dat mag.",
    )


def told_on_field() -> models.DateField:
    return models.DateField("op de hoogte en akkoord sinds", null=True, blank=True)


def told_how_field() -> models.CharField:
    return models.CharField("hoe verteld", max_length=6, choices=Told, blank=True, default="", db_default="")


def told_by_field() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="genoteerd door",
        editable=False,
    )


def host_was_told(*, name: str, unless: Q | None = None) -> CheckConstraint:
    """Of a private host stands here when and how he was told and who noted it; of nobody else. `unless` are rows that
    are not complete yet."""
    told = Q(private_host=True, host_told_on__isnull=False, host_told_by__isnull=False) & ~Q(host_told_how="")
    nothing = Q(private_host=False, host_told_on__isnull=True, host_told_by__isnull=True, host_told_how="")
    return CheckConstraint(
        condition=told | nothing | unless if unless is not None else told | nothing,
        name=name,
        violation_error_message="Noteer wanneer en hoe de particulier op de hoogte was en akkoord ging.",
    )


def host_withdrew_after(*, name: str) -> CheckConstraint:
    """Only who agreed takes it back, and afterwards."""
    return CheckConstraint(
        condition=Q(host_withdrew_on__isnull=True)
        | Q(private_host=True, host_told_on__isnull=False, host_withdrew_on__gte=F("host_told_on")),
        name=name,
        violation_error_message="Alleen een particulier die akkoord ging, trekt dat in, en niet voor hij akkoord ging.",
    )
