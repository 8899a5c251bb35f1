"""Requests, contracts and orders to test with; everything invented."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from stdnum.be import vat

from accounts.models import Kind
from facility import actions
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    FrameworkContract,
    ItemPrice,
    Lot,
    Order,
    Supplier,
    SupportKind,
    SupportRequest,
)
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
        status = kwargs.setdefault("status", Status.SUBMITTED)
        now, someone = timezone.now(), kwargs["submitted_by"]
        filled = {}
        if status in HANDLED:
            filled |= {"taken_up_at": now, "taken_up_by": someone}
        if status in ENDED:
            filled |= {"decided_at": now, "decided_by": someone, "decision_note": "Geleverd."}
        if status == Status.INFO_REQUESTED:
            filled["question"] = "Is er een laadkade?"
        return super()._create(model_class, *args, **{**filled, **kwargs})


# --- Contracts and orders

YEARS = DateRange(date(2026, 1, 1), date(2028, 1, 1))


def kbo_number(body: int) -> str:
    """An enterprise number with the right check digits."""
    first = f"{body:08d}"
    return vat.compact(f"{first}{97 - int(first) % 97:02d}")


class SupplierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Supplier

    name = factory.Sequence(lambda n: f"Beddenhuis {n} NV")
    kbo_number = factory.Sequence(lambda n: kbo_number(4_560_000 + n))
    email = factory.Sequence(lambda n: f"bestellingen{n}@voorbeeld.be")
    iban = "BE71096123456769"
    address = "Nijverheidslaan 1, 9000 Gent"


class FrameworkContractFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkContract

    number = factory.Sequence(lambda n: f"HFB-2026-{n:03d}")
    title = "Bedden en linnen"
    valid = YEARS


class LotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lot

    contract = factory.SubFactory(FrameworkContractFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Bedden"
    supplier = factory.SubFactory(SupplierFactory)
    ceiling = Decimal(10_000)


class CatalogueItemFactory(factory.django.DjangoModelFactory):
    """An article with one price for the whole contract."""

    class Meta:
        model = CatalogueItem
        skip_postgeneration_save = True

    lot = factory.SubFactory(LotFactory)
    code = factory.Sequence(lambda n: f"BED-{n}")
    name = "Stapelbed met matras"
    unit = "piece"

    @factory.post_generation
    def price(self, create, extracted, **kwargs):
        ItemPrice.objects.create(item=self, unit_price=extracted or Decimal(100), vat_rate=21, valid=YEARS)


class BudgetDecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetDecision

    reference = factory.Sequence(lambda n: f"VR 2026 DOC.{n}")
    title = "Noodopvang"
    decided_on = date(2026, 1, 9)
    amount = Decimal(1_000_000)


def draft(*, by, organisation, item=None, quantity=Decimal(10), budget=None, **fields):
    """A draft of one line, through the verbs: of the article, or outside a contract without one."""
    outside = {"supplier": SupplierFactory(), "justification": "De winkel om de hoek heeft ze vandaag."}
    order = actions.draft_order(
        form_token=uuid.uuid4(),
        budget=budget or BudgetDecisionFactory(),
        deliver_on=tomorrow(),
        destinations=[actions.Goes(organisation, "Sportlaan 1, 9000 Gent")],
        **({"lot": item.lot} if item else outside),
        by=by,
        **fields,
    )
    line = {"item": item} if item else {"description": "Dekens", "unit_price": Decimal("12.5")}
    actions.add_order_line(
        order=order, destination=order.destinations.get(), quantity=quantity, **line, by=by
    )
    return Order.objects.get(pk=order.pk)


def placed(*, by, organisation, item=None, **fields):
    """The same, placed on its contract."""
    item = item or CatalogueItemFactory()
    return actions.place_order(order=draft(by=by, organisation=organisation, item=item, **fields), by=by)


def invoiced(order, *, by, quantity=None, number="2026/17", price=None, **fields):
    """An invoice for the first line of an order, through the verb."""
    line = order.lines.order_by("pk").first()
    billed = actions.Billed(
        line.description, quantity or line.quantity, price or line.unit_price, line.vat_rate, line
    )
    return actions.register_invoice(
        **{
            "form_token": uuid.uuid4(),
            "supplier": order.supplier,
            "number": number,
            "order": order,
            "issued_on": date(2026, 11, 20),
            "iban": order.supplier.iban,
            "lines": [billed],
            "by": by,
            **fields,
        }
    )
