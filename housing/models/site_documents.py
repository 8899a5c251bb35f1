"""Documents of a site: contract, permit, floor plan, photos."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Kind, Membership
from documents.models import Document
from housing.models.choices import SiteDocumentKind
from housing.models.sites import Site


class SiteDocumentQuerySet(models.QuerySet["SiteDocument"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Those of the sites that one sees; contracts are for governments, as what places cost is."""
        seen = self.filter(site__in=Site.objects.visible_to(by))
        if by is not None and by.is_kind(Kind.COMPANY, Kind.ASSOCIATION):
            return seen.exclude(kind=SiteDocumentKind.CONTRACT)
        return seen


class SiteDocument(models.Model):
    """A file that belongs to a site; it is served by the site's page only."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    site = models.ForeignKey(Site, models.PROTECT, related_name="site_documents", verbose_name="locatie")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="bestand")
    kind = models.CharField("soort", max_length=10, choices=SiteDocumentKind)
    added_at = models.DateTimeField("toegevoegd op", default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )

    objects = SiteDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document bij locatie"
        verbose_name_plural = "documenten bij locaties"
        ordering = ("kind", "-added_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=SiteDocumentKind.values),
                name="sitedocument_kind_known",
                violation_error_message="Kies wat voor document het is.",
            ),
        )

    def __str__(self) -> str:
        return str(self.document)
