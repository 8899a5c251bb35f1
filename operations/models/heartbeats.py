"""Heartbeat: when each process that works in the background last said that it lives."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone


class Heartbeat(models.Model):
    """One process: the clock, a kind of worker, or the keeper of backups. One row, written over each minute."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    class Process(models.TextChoices):
        BEAT = "beat", "klok"
        WORKER = "worker", "werker"
        PLANNER = "planner", "werker voor plannen"
        KEEPER = "keeper", "bewaarder van reservekopieën"

    process = models.CharField("proces", max_length=10, choices=Process, primary_key=True)
    seen_at = models.DateTimeField("laatst gezien", default=timezone.now)

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"
        ordering = ("process",)
        constraints = (
            CheckConstraint(
                condition=Q(process__in=["beat", "worker", "planner", "keeper"]),
                name="heartbeat_process_known",
                violation_error_message="Dit proces bestaat niet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_process_display()}: {timezone.localtime(self.seen_at):%d/%m/%Y %H:%M:%S}"
