"""Household (huishouden): people who live together, and what they need of a place."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation
from households.models.choices import Channel, DepartureReason, Relation, Strength
from municipalities.models import Municipality

if TYPE_CHECKING:
    from households.models.persons import Person


# What a household can need of the place itself, and of where it stands. Each is *nodig*, *liefst*, or not asked.
PLACE_NEEDS = (
    "need_step_free", "need_ground_floor", "need_lift", "need_cot", "need_pets", "need_own_kitchen",
    "need_own_sanitary",
)  # fmt: skip
# For each: which field says near to what.
NEAR_NEEDS = {"near_school": "school_town", "near_work": "work_town", "near_household": "keep_near"}
NEEDS = (*PLACE_NEEDS, "need_stay_here", *NEAR_NEEDS)


def needed(what: str) -> models.CharField:
    """A need about a place, never about health: must be there, is wished for, or was not asked."""
    return models.CharField(what, max_length=4, choices=Strength, blank=True)


def near_names_where(strength: str, where: str, message: str) -> CheckConstraint:
    """Who wants to live near something says near what, and the other way round."""
    return CheckConstraint(
        condition=Q(**{strength: "", f"{where}__isnull": True})
        | (~Q(**{strength: ""}) & Q(**{f"{where}__isnull": False})),
        name=f"household_{strength}_where",
        violation_error_message=message,
    )


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, by: Membership | None) -> Self:
        """A local government sees the households that it registered; nobody else sees a household."""
        if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
            return self.none()
        return self.filter(registered_by=by.organisation)

    def with_size(self) -> Self:
        """Adds `size`: the number of persons, counted of the rows that are asked for, not of all that are sorted."""
        persons = self.model._meta.get_field("persons").related_model._default_manager  # type: ignore[union-attr]
        counted = persons.filter(household=models.OuterRef("pk")).order_by().values("household")
        return self.annotate(
            size=Coalesce(models.Subquery(counted.annotate(number=Count("pk")).values("number")), 0)
        )

    def of_size(self, low: int, high: int) -> Self:
        """Households of at least `low` and at most `high` persons, without changing what else is asked of them."""
        counted = self.model._base_manager.annotate(persons_counted=Count("persons"))
        return self.filter(
            pk__in=counted.filter(persons_counted__gte=low, persons_counted__lte=high).values("pk")
        )

    def present(self) -> Self:
        """Households that have not left, and did not go into another one."""
        return self.filter(left_on__isnull=True, merged_into__isnull=True)

    def left(self) -> Self:
        """Households that left; the last one first."""
        return self.filter(left_on__isnull=False, merged_into__isnull=True).order_by("-left_on", "pk")


@pghistory.track()
class Household(models.Model):
    """People who live together and are never split by default.

    Whether a household is waiting or housed is not a column: it follows from its stays (housing.Stay).
    """

    PERSONAL: ClassVar = {"contact_phone", "contact_email", "languages", "note", "left_destination"}

    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registered_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="households", verbose_name="geregistreerd door"
    )
    channel = models.CharField("hoe aangemeld", max_length=12, choices=Channel)
    arrived_on = models.DateField("aangekomen op", null=True, blank=True)
    wanted_from = models.DateField("woning nodig vanaf")
    need_step_free = needed("drempelvrij")
    need_ground_floor = needed("gelijkvloers")
    need_lift = needed("lift")
    need_cot = needed("plaats voor een babybed")
    need_pets = needed("huisdier gaat mee")
    need_own_kitchen = needed("eigen keuken")
    need_own_sanitary = needed("eigen badkamer")
    need_stay_here = needed("in deze gemeente blijven")
    near_school = needed("dicht bij school")
    school_town = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemeente van de school",
    )
    near_work = needed("dicht bij het werk")
    work_town = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemeente van het werk",
    )
    near_household = needed("dicht bij een ander huishouden")
    keep_near = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_near",
        verbose_name="dicht bij huishouden",
    )
    within_km = models.PositiveSmallIntegerField(
        "dichtbij is hoogstens (km)",
        default=10,
        help_text="In vogelvlucht. Geldt voor wat dichtbij moet zijn.",
    )
    languages = models.CharField("talen", max_length=120, blank=True)
    contact_phone = models.CharField("telefoon", max_length=30, blank=True)
    contact_email = models.EmailField("e-mailadres", blank=True)
    note = models.TextField("opmerking over de huisvesting", blank=True)
    registered_at = models.DateTimeField("geregistreerd op", default=timezone.now)
    left_on = models.DateField("vertrokken op", null=True, blank=True)
    left_reason = models.CharField("reden van vertrek", max_length=20, choices=DepartureReason, blank=True)
    left_destination = models.CharField("waarheen", max_length=160, blank=True)
    erased_at = models.DateTimeField("gegevens gewist op", null=True, blank=True, editable=False)
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="split_off",
        verbose_name="afgesplitst van",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="opgegaan in",
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "huishouden"
        verbose_name_plural = "huishoudens"
        ordering = ("wanted_from", "pk")
        indexes = (
            # Who waits, longest first: the lists of a town begin there, and go on to whom has no stay.
            models.Index(
                fields=["registered_by", "wanted_from", "id"],
                condition=Q(left_on__isnull=True, merged_into__isnull=True),
                name="household_of_town_by_day",
            ),
        )
        constraints = (
            CheckConstraint(
                condition=Q(left_on__isnull=True, left_reason="")
                | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="household_left_with_reason",
                violation_error_message="Een vertrek heeft een datum en een reden.",
            ),
            CheckConstraint(
                condition=Q(left_reason="") | Q(left_reason__in=DepartureReason.values),
                name="household_left_reason_known",
                violation_error_message="Kies een reden van vertrek uit de lijst.",
            ),
            CheckConstraint(
                condition=Q(left_destination="") | Q(left_on__isnull=False),
                name="household_destination_of_a_departure",
                violation_error_message="Alleen wie vertrok, heeft een bestemming.",
            ),
            CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(left_on__isnull=False) | Q(merged_into__isnull=False),
                name="household_erased_when_gone",
                violation_error_message="Alleen gegevens van een huishouden dat vertrok, kunnen gewist worden.",
            ),
            CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(contact_phone="", contact_email="", languages="", note="", left_destination=""),
                name="household_erased_says_nothing",
                violation_error_message="De gegevens van dit huishouden zijn gewist. Registreer het opnieuw.",
            ),
            CheckConstraint(
                condition=~Q(merged_into=models.F("id")) & ~Q(split_from=models.F("id")),
                name="household_not_of_itself",
                violation_error_message="Een huishouden kan niet uit zichzelf ontstaan of in zichzelf opgaan.",
            ),
            near_names_where("near_school", "school_town", "Kies de gemeente van de school."),
            near_names_where("near_work", "work_town", "Kies de gemeente van het werk."),
            near_names_where(
                "near_household", "keep_near", "Kies het huishouden waar ze dichtbij willen wonen."
            ),
            CheckConstraint(
                condition=Q(within_km__gte=1, within_km__lte=100),
                name="household_within_km",
                violation_error_message="Dichtbij ligt tussen 1 en 100 kilometer.",
            ),
            CheckConstraint(
                condition=~Q(keep_near=models.F("id")),
                name="household_not_near_itself",
                violation_error_message="Een huishouden kan niet bij zichzelf in de buurt wonen.",
            ),
        )

    def __str__(self) -> str:
        return f"Huishouden {self.reference}"

    @property
    def reference(self) -> str:
        """The number that people use on the phone; it tells nothing about who it is."""
        return f"H-{self.pk:06d}"

    def needs(self, strength: str) -> list[str]:
        """The needs of that strength, by field name, in a fixed order."""
        return [need for need in NEEDS if getattr(self, need) == strength]

    def needs_in_words(self, strength: str) -> list[str]:
        """The same as the counter says it; where something is near to stands behind it."""
        return [self._in_words(need) for need in self.needs(strength)]

    def _in_words(self, need: str) -> str:
        word = str(self._meta.get_field(need).verbose_name)  # type: ignore[union-attr]
        where = getattr(self, NEAR_NEEDS[need]) if need in NEAR_NEEDS else None
        if where is None:
            return word
        place = where.reference if isinstance(where, Household) else where.name
        return f"{word} ({place}, hoogstens {self.within_km} km)"

    def people(self) -> list["Person"]:
        """The persons, reference person first (from the prefetch when there is one)."""
        return sorted(
            self.persons.all(), key=lambda person: (person.relation != Relation.REFERENCE, person.pk)
        )

    @property
    def name(self) -> str:
        """The name of the reference person, as the counter says it."""
        people = self.people()
        return str(people[0]) if people else self.reference
