"""MonthlyReport: the work of one month, of one team or of all of Flanders, frozen."""

from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Kind, Membership
from municipalities.models import Province


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Counts, without people: VLOT and ABB all of them, a governor those of his province and of Flanders."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.VLOT | Kind.ABB:
                return self.all()
            case Kind.GOVERNOR:
                return self.filter(
                    Q(province=by.organisation.province_id) | Q(scope=MonthlyReport.Scope.FLANDERS)
                )
            case _:
                return self.none()


class MonthlyReport(models.Model):
    """The figures of one month as they were when it ended. Never changed, never removed.

    `figures` is what `vlot.oversight.months` made of it: page, spreadsheet and PDF are drawn from it alone.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"figures"}

    class Scope(models.TextChoices):
        FLANDERS = "flanders", "Vlaanderen"
        CENTRAL = "central", "het centrale team"
        PROVINCE = "province", "het team van een provincie"

    month = models.DateField("maand", help_text="De eerste dag van de maand.")
    scope = models.CharField("over", max_length=8, choices=Scope)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="provincie"
    )
    figures = models.JSONField("cijfers")
    made_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = "maandverslag"
        verbose_name_plural = "maandverslagen"
        ordering = ("-month", "scope", "province__name")
        constraints = (
            UniqueConstraint(
                fields=["month", "scope", "province"],
                nulls_distinct=False,
                name="monthly_report_once",
                violation_error_message="Dit maandverslag bestaat al.",
            ),
            CheckConstraint(
                condition=Q(month__day=1),
                name="monthly_report_month_begins",
                violation_error_message="Een maand begint op de eerste.",
            ),
            CheckConstraint(
                condition=Q(scope="province", province__isnull=False)
                | Q(scope__in=["flanders", "central"], province__isnull=True),
                name="monthly_report_scope",
                violation_error_message="Alleen het verslag van een provincieteam heeft een provincie.",
            ),
        )
        triggers = (pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Maandverslag van {date_format(self.month, 'F Y')}, {self.about}"

    @property
    def about(self) -> str:
        return str(self.province) if self.province else str(self.Scope(self.scope).label)
