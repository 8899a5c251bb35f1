"""Document: a file that someone brought in. It has no address of its own; the page of its owner serves it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


def storage_path(document: "Document", filename: str) -> str:
    """A random place: neither the name nor the order of files tells anything."""
    return f"documents/{document.pk.hex[:2]}/{document.pk.hex}"


class Document(models.Model):
    """A checked file: its bytes are what its type says."""

    PERSONAL: ClassVar = {"name", "file"}
    PLAIN: ClassVar = {"content_type"}
    WRITTEN: ClassVar = {"sha256"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField("bestand", upload_to=storage_path)
    name = models.CharField("bestandsnaam", max_length=200)
    content_type = models.CharField("soort", max_length=100)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("vingerafdruk", max_length=64)
    uploaded_at = models.DateTimeField("toegevoegd", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ("uploaded_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="document_not_empty",
                violation_error_message="Dit bestand is leeg.",
            ),
        )

    def __str__(self) -> str:
        return self.name
