"""Teams of VLOT, and who works in them."""

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint

from accounts.models import Membership
from municipalities.models import Province


class Team(models.Model):
    """One team per province, and one central team: the one without a province (domain.md 5, source S1)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teams",
        verbose_name="provincie",
        help_text="Leeg voor het centrale team.",
    )

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = (models.F("province__name").asc(nulls_first=True),)
        constraints = (
            UniqueConstraint(
                fields=["province"],
                nulls_distinct=False,  # so that there is one team without a province: the central one
                name="team_one_per_province",
                violation_error_message="Voor deze provincie is er al een team (of er is al een centraal team).",
            ),
        )

    def __str__(self) -> str:
        return f"VLOT-team {self.province}" if self.province else "Centraal VLOT-team"

    @property
    def is_central(self) -> bool:
        return self.province_id is None


class TeamMembership(models.Model):
    """This hat of VLOT works in this team."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    team = models.ForeignKey(Team, models.CASCADE, related_name="team_memberships", verbose_name="team")
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="team_memberships", verbose_name="medewerker"
    )

    class Meta:
        verbose_name = "teamlid"
        verbose_name_plural = "teamleden"
        ordering = ("team", "membership")
        constraints = (
            UniqueConstraint(
                fields=["team", "membership"],
                name="team_membership_once",
                violation_error_message="Deze medewerker zit al in dit team.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership.user}, {self.team}"
