"""Requests for help to test with; everything invented."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from accounts.models import Kind
from facility.models import SupportKind, SupportRequest
from municipalities.models import Municipality
from tests.factories import UserFactory, hat

Status = SupportRequest.Status
HANDLED = (Status.TAKEN_UP, Status.INFO_REQUESTED, Status.COMPLETED)
ENDED = (Status.COMPLETED, Status.REFUSED, Status.WITHDRAWN)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


class SupportRequestFactory(factory.django.DjangoModelFactory):
    """A submitted request of Gent; with another `status` the columns that belong to it are filled."""

    class Meta:
        model = SupportRequest

    organisation = factory.LazyFunction(
        lambda: (
            hat(Kind.LOCAL_AUTHORITY, municipality=Municipality.objects.get(nis_code="44021")).organisation
        )
    )
    municipality = factory.SelfAttribute("organisation.municipality")
    kind = SupportKind.URGENT_PURCHASE
    title = factory.Sequence(lambda n: f"Bedden voor zaal {n}")
    description = "Veertig stapelbedden met matras."
    needed_by = factory.LazyFunction(tomorrow)
    submitted_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        status = kwargs.get("status", Status.SUBMITTED)
        now, someone = timezone.now(), kwargs["submitted_by"]
        filled = {}
        if status in HANDLED:
            filled |= {"taken_up_at": now, "taken_up_by": someone}
        if status in ENDED:
            filled |= {"decided_at": now, "decided_by": someone, "decision_note": "Geleverd."}
        if status == Status.INFO_REQUESTED:
            filled["question"] = "Is er een laadkade?"
        return super()._create(model_class, *args, **{**filled, **kwargs})
