"""Things to test with; everything invented."""

from datetime import date, datetime, time, timedelta

import factory
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from stdnum.be import vat

from accounts.models import BACK_OFFICE_KINDS, Kind, Membership, Organisation, User
from households.models import Channel, Household, LookFlag, Person, Relation, Sex
from housing.models import (
    ChecklistItem,
    GuideRent,
    Inspection,
    Offer,
    OfferMessage,
    PresenceCheck,
    Site,
    Stay,
    SubsidyRule,
    Unit,
)
from municipalities.models import Municipality, Province

TODAY = timezone.localdate


def kbo_number(number: int) -> str:
    """An enterprise number with right check digits, from a range that is not in use."""
    stem = f"0{9_000_000 + number % 999_999:07d}"
    return vat.compact(f"{stem}{97 - int(stem) % 97:02d}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persoon{n}@proef.example")
    name = factory.Sequence(lambda n: f"Persoon {n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Kind.COMPANY
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kbo_number = factory.Sequence(kbo_number)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.MANAGER
    last_used_on = factory.LazyFunction(TODAY)  # the first page of a day costs one query more


def hat(
    kind: Kind, *, municipality: Municipality | None = None, province: Province | None = None
) -> Membership:
    """A membership of a new organisation of this kind (or of the one that there can be)."""
    place = {"municipality": municipality, "province": province}
    own = kind in (Kind.COMPANY, Kind.ASSOCIATION)
    existing = None if own else Organisation.objects.filter(kind=kind, **place).first()
    organisation = existing or OrganisationFactory(
        kind=kind, name=f"{kind.label.capitalize()} {municipality or province or ''}".strip(), **place
    )
    return MembershipFactory(organisation=organisation, user__is_staff=kind in BACK_OFFICE_KINDS)


def offer_fields(**changes) -> dict:
    """The columns of a complete offer."""
    return {
        "title": "Residentie Linde",
        "street": "Kerkstraat",
        "house_number": "1",
        "postal_code": "9000",
        "kind": "building",
        "category": "private",
        "term": "durable",
        "setting": "individual",
        "estimated_places": 6,
        "readiness": "ready",
        "available": DateRange(date(2026, 1, 1), None),
        "contact_name": "Contact",
        "contact_email": "contact@proef.example",
        **changes,
    }


class OfferFactory(factory.django.DjangoModelFactory):
    """A submitted offer in `municipality`."""

    class Meta:
        model = Offer
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory)
    municipality = factory.LazyFunction(lambda: Municipality.objects.get(nis_code="44021"))
    status = Offer.Status.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)
    submitted_by = factory.SelfAttribute("created_by")

    class Params:
        draft = factory.Trait(status=Offer.Status.DRAFT, submitted_at=None, submitted_by=None)

    @classmethod
    @transaction.atomic
    def create(cls, **kwargs):
        """An offer that waits for an answer has its question before the commit, or PostgreSQL refuses it."""
        return super().create(**kwargs)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return super()._create(model_class, *args, **{**offer_fields(), **kwargs})

    @factory.post_generation
    def question(self, create, question, **kwargs):
        """What the municipality asked; an offer that waits for an answer has one."""
        if self.status == Offer.Status.INFO_REQUESTED:
            OfferMessage.objects.create(
                offer=self,
                organisation=self.organisation,
                text=question or "Hoeveel?",
                due_on=TODAY() + timedelta(days=1),
                sent_by=self.created_by,
            )


def days_ago(days):
    """A moment on the day `days` days before today, by the calendar: the clocks change in between."""
    return timezone.make_aware(datetime.combine(TODAY() - timedelta(days=days), time(0, 5)))


def walked(*, on=None):
    """The whole checklist of a day, and everything in order: for actions.record_inspection."""
    return [{"item": item, "outcome": "in_order"} for item in ChecklistItem.objects.valid(on=on or TODAY())]


def visit_form(**fields):
    """What a browser sends for a visit that found everything in order; names of rows and items as on the page."""
    rows = {f"{name}-{part}_FORMS": "0" for name in ("measured", "defects") for part in ("TOTAL", "INITIAL")}
    items = {f"punt-{item.pk}-outcome": "in_order" for item in ChecklistItem.objects.valid(on=TODAY())}
    seen = {"safe": "yes", "healthy": "yes", "dignified": "yes", "usable_places": "6"}
    return {"inspected_on": str(TODAY()), **seen, **rows, **items, **fields}


class InspectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Inspection

    offer = factory.SubFactory(OfferFactory)
    inspected_on = factory.LazyFunction(TODAY)
    safe = healthy = dignified = True
    usable_places = 6
    recorded_by = factory.SubFactory(UserFactory)


class SiteFactory(factory.django.DjangoModelFactory):
    """A site that is deployable today."""

    class Meta:
        model = Site

    organisation = factory.SubFactory(OrganisationFactory)
    municipality = factory.LazyFunction(lambda: Municipality.objects.get(nis_code="44021"))
    name = factory.Sequence(lambda n: f"Locatie {n}")
    street = "Kerkstraat"
    house_number = "1"
    postal_code = "9000"
    category = "private"
    kind = "building"
    term = "durable"
    setting = "individual"
    available = DateRange(date(2026, 1, 1), None)
    checked_on = factory.LazyFunction(TODAY)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    site = factory.SubFactory(SiteFactory)
    label = factory.Sequence(lambda n: f"Kamer {1000 + n}")
    places = 4


class GuideRentFactory(factory.django.DjangoModelFactory):
    """What a single person pays for a room, from a day on which no published amount holds any more."""

    class Meta:
        model = GuideRent

    living = "room"
    family = "single"
    costs_included = True
    amount = 240
    valid = DateRange(date(2026, 5, 1), None)
    source = "Proef"


class SubsidyRuleFactory(factory.django.DjangoModelFactory):
    """1,000 euros for each public place that was there for ninety days."""

    class Meta:
        model = SubsidyRule

    code = "public_place"
    title = "Publieke plaats"
    category = "public"
    basis = "places"
    amount = 1000
    minimum_days = 90
    valid = DateRange(date(2022, 4, 8), None)
    source = "Proef"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Voornaam{n}")
    family_name = "Familienaam"
    birth_year = 1990
    sex = Sex.FEMALE
    relation = Relation.OTHER


class HouseholdFactory(factory.django.DjangoModelFactory):
    """A household of `size` persons (2), the first one the reference person."""

    class Meta:
        model = Household
        skip_postgeneration_save = True

    registered_by = factory.LazyFunction(
        lambda: (
            hat(Kind.LOCAL_AUTHORITY, municipality=Municipality.objects.get(nis_code="44021")).organisation
        )
    )
    channel = Channel.COUNTER
    wanted_from = factory.LazyFunction(TODAY)

    @factory.post_generation
    def size(self, create, extracted, **kwargs):
        for number in range(extracted or 2):
            PersonFactory(household=self, relation=Relation.OTHER if number else Relation.REFERENCE)


class LookFlagFactory(factory.django.DjangoModelFactory):
    """Somebody looked at many households; nobody judged it yet."""

    class Meta:
        model = LookFlag

    day = factory.LazyFunction(TODAY)
    facts = factory.LazyFunction(lambda: [{"what": "many", "households": 45, "at_least": 40}])


class StayFactory(factory.django.DjangoModelFactory):
    """People live there since a month."""

    class Meta:
        model = Stay

    household = factory.SubFactory(HouseholdFactory)
    unit = factory.SubFactory(UnitFactory)
    period = factory.LazyFunction(lambda: DateRange(TODAY() - timedelta(days=30), None))
    status = Stay.Status.LIVED_IN


class PresenceCheckFactory(factory.django.DjangoModelFactory):
    """Somebody of the municipality went to look today."""

    class Meta:
        model = PresenceCheck

    site = factory.SubFactory(SiteFactory)
    checked_on = factory.LazyFunction(TODAY)
    checked_by = factory.SubFactory(UserFactory)
