"""Playbooks (draaiboeken): versioned checklists. What was published does not change; a newer version follows."""

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import Kind, Membership
from housing.models.guards import refuse


class PlaceKind(models.TextChoices):
    VILLAGE = "village", "nooddorp"
    COLLECTIVE = "collective", "collectieve plaats"


class Theme(models.TextChoices):
    """The four of the Flemish playbook (domain.md 4.2, source S8), and three of ours."""

    HARD = "hard", "hard facilities"
    SOFT = "soft", "soft facilities"
    ICT = "ict", "data- en telecommunicatie"
    UTILITIES = "utilities", "nutsvoorzieningen"
    LEGAL = "legal", "juridisch"
    LOGISTICS = "logistics", "logistiek"
    PRACTICAL = "practical", "praktisch"


class Party(models.TextChoices):
    """Who is responsible; each has a colour (static/css/playbook.css), and its name is always written beside it."""

    MUNICIPALITY = "municipality", "lokaal bestuur"
    FACILITY = "facility", "Het Facilitair Bedrijf"
    OPERATOR = "operator", "uitbater"
    CONTRACTOR = "contractor", "aannemer"
    UTILITY = "utility", "netbeheerder"
    FIRE = "fire", "brandweer"
    GOVERNMENT = "government", "Vlaamse Regering"


PUBLISHED = "Een gepubliceerd draaiboek verandert niet meer. Maak een nieuwe versie."

PLAYBOOK_STAYS_PUBLISHED = pgtrigger.Trigger(
    name="playbook_stays_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_on__isnull=False),
    func=refuse("playbook_stays_published", PUBLISHED),
)

ITEM_STAYS_PUBLISHED = pgtrigger.Trigger(
    name="item_stays_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("playbook", "bigint")],
    func=f"""
        playbook := CASE TG_OP WHEN 'DELETE' THEN OLD.playbook_id ELSE NEW.playbook_id END;
        PERFORM 1 FROM facility_playbook WHERE id = playbook FOR SHARE;
        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = playbook AND published_on IS NOT NULL) THEN
            {refuse("item_stays_published", PUBLISHED)}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)

# The playbook is locked first: of two people who each add one half of a circle, the second one sees the first half.
NEEDS_WITHOUT_CIRCLES = pgtrigger.Trigger(
    name="needs_without_circles",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("playbook", "bigint")],
    func=f"""
        SELECT item.playbook_id INTO playbook FROM facility_playbookitem item
        WHERE item.id = CASE TG_OP WHEN 'DELETE' THEN OLD.item_id ELSE NEW.item_id END;
        PERFORM 1 FROM facility_playbook WHERE id = playbook FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM facility_playbook WHERE id = playbook AND published_on IS NOT NULL) THEN
            {refuse("needs_without_circles", PUBLISHED)}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF NOT EXISTS (
            SELECT 1 FROM facility_playbookitem WHERE id = NEW.needs_id AND playbook_id = playbook
        ) THEN
            {refuse("needs_without_circles", "Een punt wacht alleen op een punt van hetzelfde draaiboek.")}
        END IF;
        IF EXISTS (
            WITH RECURSIVE behind AS (
                SELECT NEW.needs_id AS id
                UNION
                SELECT link.needs_id FROM facility_playbookneed link JOIN behind ON link.item_id = behind.id
            ) SELECT 1 FROM behind WHERE id = NEW.item_id
        ) THEN
            {refuse("needs_without_circles", "Deze punten wachten op elkaar. Haal een van de afhankelijkheden weg.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  nothing of it comes from outside
)


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    def visible_to(self, by: Membership | None) -> Self:
        """Het Facilitair Bedrijf all of them, a local government those that were published."""
        if by is None:
            return self.none()
        match by.organisation.kind:
            case Kind.FACILITY:
                return self.all()
            case Kind.LOCAL_AUTHORITY:
                return self.published()
            case _:
                return self.none()

    def published(self) -> Self:
        return self.filter(published_on__isnull=False)

    def newest(self, kind: str) -> "Playbook | None":
        """The newest published version of this kind."""
        return self.published().filter(kind=kind).order_by("-version").first()


@pghistory.track()
class Playbook(models.Model):
    """One version of the checklist for a kind of place."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"source", "note"}

    kind = models.CharField("soort plaats", max_length=10, choices=PlaceKind)
    version = models.PositiveSmallIntegerField("versie")
    source = models.TextField("herkomst")
    note = models.TextField("wat is nieuw in deze versie", blank=True)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        verbose_name = "draaiboek"
        verbose_name_plural = "draaiboeken"
        ordering = ("kind", "-version")
        triggers = (PLAYBOOK_STAYS_PUBLISHED,)
        constraints = (
            UniqueConstraint(
                fields=["kind", "version"],
                name="playbook_version_once",
                violation_error_message="Deze versie bestaat al.",
            ),
            UniqueConstraint(
                fields=["kind"],
                condition=Q(published_on__isnull=True),
                name="playbook_one_draft",
                violation_error_message="Er is al een nieuwe versie in voorbereiding.",
            ),
            CheckConstraint(
                condition=Q(kind__in=["village", "collective"], version__gt=0) & ~Q(source=""),
                name="playbook_says_what_it_is",
                violation_error_message="Een draaiboek heeft een soort, een versie en een herkomst.",
            ),
        )

    def __str__(self) -> str:
        return f"Draaiboek {self.get_kind_display()}, versie {self.version}"


class PlaybookItemQuerySet(models.QuerySet["PlaybookItem"]):
    def visible_to(self, by: Membership | None) -> Self:
        """As their playbooks."""
        return self.filter(playbook__in=Playbook.objects.visible_to(by))


@pghistory.track()
class PlaybookItem(models.Model):
    """One thing to think of. `code` stays the same over versions: so a running site keeps what it did already."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    PLAIN: ClassVar = {"code", "title", "explanation", "evidence"}

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="items", verbose_name="draaiboek")
    code = models.SlugField("code", max_length=40)
    theme = models.CharField("thema", max_length=10, choices=Theme)
    title = models.CharField("punt", max_length=120)
    explanation = models.TextField("uitleg")
    party = models.CharField("verantwoordelijke", max_length=12, choices=Party)
    days = models.PositiveSmallIntegerField("doorlooptijd (dagen)")
    before = models.PositiveSmallIntegerField("klaar zoveel dagen voor de opening", default=0)
    blocking = models.BooleanField("houdt de opening tegen", default=False)
    evidence = models.CharField("bewijs", max_length=160, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    waits_for = models.ManyToManyField(
        "self", through="PlaybookNeed", symmetrical=False, related_name="opens", verbose_name="wacht op"
    )

    objects = PlaybookItemQuerySet.as_manager()

    class Meta:
        verbose_name = "punt van een draaiboek"
        verbose_name_plural = "punten van een draaiboek"
        ordering = ("playbook", "position", "pk")
        triggers = (ITEM_STAYS_PUBLISHED,)
        constraints = (
            UniqueConstraint(
                fields=["playbook", "code"],
                name="playbook_item_code_once",
                violation_error_message="Deze code staat al in het draaiboek.",
            ),
            CheckConstraint(
                condition=Q(days__lte=730, before__lte=365),
                name="playbook_item_within_reason",
                violation_error_message="Een doorlooptijd is hoogstens 730 dagen, een marge hoogstens 365 dagen.",
            ),
            CheckConstraint(
                condition=Q(theme__in=Theme.values, party__in=Party.values) & ~Q(title=""),
                name="playbook_item_known_theme_and_party",
                violation_error_message="Kies een thema en een verantwoordelijke, en geef het punt een naam.",
            ),
        )

    def __str__(self) -> str:
        return self.title


class PlaybookNeed(models.Model):
    """`item` cannot begin before `needs` is ready."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    item = models.ForeignKey(PlaybookItem, models.CASCADE, related_name="needs", verbose_name="punt")
    needs = models.ForeignKey(PlaybookItem, models.CASCADE, related_name="needed_by", verbose_name="wacht op")

    class Meta:
        verbose_name = "afhankelijkheid"
        verbose_name_plural = "afhankelijkheden"
        ordering = ("item", "needs")
        triggers = (NEEDS_WITHOUT_CIRCLES,)
        constraints = (
            UniqueConstraint(
                fields=["item", "needs"],
                name="playbook_need_once",
                violation_error_message="Deze afhankelijkheid staat er al.",
            ),
            CheckConstraint(
                condition=~Q(item=F("needs")),
                name="playbook_need_of_another",
                violation_error_message="Een punt wacht niet op zichzelf.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} wacht op {self.needs}"
