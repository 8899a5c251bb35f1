"""What somebody looks for often, kept under a name of his own."""

from datetime import datetime
from typing import ClassVar, Self

from django.core import signing
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower

from accounts.mail_days import begin_of_day, begin_of_week
from accounts.models.memberships import Membership

SALT = "accounts.saved_filter"  # a link for this purpose opens nothing else


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, by: Membership | None) -> Self:
        return self.none() if by is None else self.filter(membership=by)

    def to_tell(self, *, now: datetime) -> Self:
        """Of which the day, or the week from Monday, began after the last look."""
        return self.filter(
            Q(mail_every=SavedFilter.Every.DAY, told_until__lt=begin_of_day(now))
            | Q(mail_every=SavedFilter.Every.WEEK, told_until__lt=begin_of_week(now))
        )

    def behind(self, token: str) -> "SavedFilter | None":
        """The filter that a link to stop its mails was signed for; None for a link that is not ours."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("membership__user", "membership__organisation").first()


class SavedFilter(models.Model):
    """What somebody looks for often in one of the lists, under a name of his own: the query string of that list."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    WRITTEN: ClassVar = {"name", "query"}

    class List(models.TextChoices):
        SITES = "sites", "locaties"
        OFFERS = "offers", "aanbod"

    class Every(models.TextChoices):
        DAY = "day", "elke dag"
        WEEK = "week", "elke week"

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="saved_filters", verbose_name="van wie"
    )
    list = models.CharField("lijst", max_length=6, choices=List)
    name = models.CharField("naam", max_length=60)
    query = models.CharField("filter", max_length=1000)

    mail_every = models.CharField("mail", max_length=6, choices=Every, blank=True, default="", db_default="")
    told_until = models.DateTimeField("verteld tot", null=True, blank=True)  # what came after is new

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "bewaarde filter"
        verbose_name_plural = "bewaarde filters"
        ordering = ("name", "pk")
        indexes = (
            models.Index(fields=["told_until"], condition=~Q(mail_every=""), name="savedfilter_to_tell"),
        )
        constraints = (
            CheckConstraint(
                condition=Q(mail_every="", told_until__isnull=True)
                | Q(mail_every__in=["day", "week"], told_until__isnull=False),
                name="savedfilter_mail_dated",
                violation_error_message="Een mail over een filter begint op een tijdstip.",
            ),
            CheckConstraint(
                condition=~Q(name=""),
                name="savedfilter_has_name",
                violation_error_message="Geef de filter een naam.",
            ),
            CheckConstraint(
                condition=Q(list__in=["sites", "offers"]),
                name="savedfilter_list_known",
                violation_error_message="Deze lijst bestaat niet.",
            ),
            UniqueConstraint(
                "membership",
                "list",
                Lower("name"),
                name="savedfilter_name_once",
                violation_error_message="U hebt voor deze lijst al een filter met deze naam.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def token(self) -> str:
        """For the link that stops the mails, which works as long as the filter is there."""
        return signing.dumps(self.pk, salt=SALT)
