"""FreshnessCall: somebody was asked, by a link in a mail, whether his sites still are as they stand here."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import UniqueConstraint
from django.urls import reverse

from accounts.models import Membership
from housing.models.sites import Site

SALT = "housing.freshness"  # a link for this purpose opens nothing else


class FreshnessCallQuerySet(models.QuerySet["FreshnessCall"]):
    def behind(self, token: str) -> "FreshnessCall | None":
        """The call that a link was signed for: None when the link is forged or too old, or when the person does not act
        for the organisation any more."""
        try:
            pk = signing.loads(token, salt=SALT, max_age=settings.FRESHNESS_LINK_DAYS * 24 * 3600)
        except signing.BadSignature:
            return None
        return (
            self.filter(pk=pk, membership__in=Membership.objects.open())
            .select_related("membership__user", "membership__organisation__municipality")
            .first()
        )

    def since(self, day: date) -> Self:
        return self.filter(asked_on__gte=day)


class FreshnessCall(models.Model):
    """One mail to one person in one role, about the sites that he can say something about."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="freshness_calls", verbose_name="aan"
    )
    sites = models.ManyToManyField(Site, related_name="freshness_calls", verbose_name="locaties")
    asked_on = models.DateField("gevraagd op")

    objects = FreshnessCallQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag om na te kijken"
        verbose_name_plural = "vragen om na te kijken"
        ordering = ("-asked_on", "-pk")
        constraints = (
            UniqueConstraint(
                fields=["membership", "asked_on"],
                name="freshnesscall_once_a_day",
                violation_error_message="Deze persoon kreeg vandaag al een vraag.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}, {self.asked_on:%d/%m/%Y}"

    def link(self) -> str:
        """The signed path of the page: works without signing in, until FRESHNESS_LINK_DAYS later."""
        return reverse("housing:freshness_link", args=[signing.dumps(self.pk, salt=SALT)])
