"""Calls to VLOT to test with; everything invented."""

from typing import ClassVar

import factory
from django.utils import timezone

from municipalities.models import Municipality
from tests.factories import SiteFactory, UserFactory
from vlot.models import (
    Contact,
    Incident,
    Intervention,
    PossibleSite,
    Referral,
    Result,
    SectorContact,
    Team,
    Theme,
    Urgency,
    Visit,
)

Status = Intervention.Status


class InterventionFactory(factory.django.DjangoModelFactory):
    """An open call of Gent for the team of its province; with another `status` what belongs to it is filled."""

    class Meta:
        model = Intervention
        rename: ClassVar = {"topic": "topic_id"}  # by its code

    municipality = factory.LazyFunction(lambda: Municipality.objects.get(nis_code="44021"))
    team = factory.LazyAttribute(lambda o: Team.objects.get_or_create(province=o.municipality.province)[0])
    topic = "nuisance"
    question = factory.Sequence(lambda n: f"Buren klagen over lawaai, melding {n}")
    caller_name = "An Beller"
    caller_phone = "09 000 00 00"
    urgency = Urgency.THIS_WEEK
    asked_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        status, now, someone = kwargs.get("status"), timezone.now(), kwargs["asked_by"]
        filled = {}
        if status == Status.ASSIGNED:
            filled = {"assigned_at": now, "assigned_by": kwargs.get("assignee", someone), "assignee": someone}
        if status == Status.CLOSED:
            filled = {
                "closed_at": now,
                "closed_by": someone,
                "outcome": "Bemiddeld.",
                "result": Result.SOLVED,
            }
        return super()._create(model_class, *args, **{**filled, **kwargs})


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    intervention = factory.SubFactory(InterventionFactory)
    held_on = factory.LazyFunction(timezone.localdate)
    minutes = 30
    note = "Gebeld met de coördinator."
    recorded_by = factory.SubFactory(UserFactory)


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    intervention = factory.SubFactory(InterventionFactory)
    visitor = factory.SubFactory(UserFactory)
    planned_on = factory.LazyFunction(timezone.localdate)
    goal = "De zalen bekijken"
    planned_by = factory.SelfAttribute("visitor")


class SectorContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SectorContact
        rename: ClassVar = {"domain": "domain_id"}

    domain = "education"
    organisation_name = factory.Sequence(lambda n: f"Dienst {n}")
    email = "dienst@dienst.example"


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referral

    intervention = factory.SubFactory(InterventionFactory)
    contact = factory.SubFactory(SectorContactFactory)
    question = "Waar is er nog plaats?"
    due_on = factory.LazyFunction(timezone.localdate)
    referred_by = factory.SubFactory(UserFactory)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        rename: ClassVar = {"topic": "topic_id"}

    title = factory.Sequence(lambda n: f"Te weinig plaatsen, {n}")
    topic = "education"
    opened_by = factory.SubFactory(UserFactory)


class PossibleSiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PossibleSite

    municipality = factory.LazyFunction(lambda: Municipality.objects.get(nis_code="44021"))
    name = factory.Sequence(lambda n: f"Oud klooster {n}")
    estimated_places = 40
    noted_by = factory.SubFactory(UserFactory)


class IncidentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Incident

    site = factory.SubFactory(SiteFactory)
    happened_on = factory.LazyFunction(timezone.localdate)
    part_of_day = "night"
    kind = "noise"
    severity = "light"
    place = "outside"
    recorded_by = factory.SubFactory(UserFactory)
