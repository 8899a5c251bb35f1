"""Verbs on framework contracts, their lots, the catalogue and budgets."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.allowed import insist
from accounts.models import Membership, Organisation
from audit.overtaken import changes_of, put
from audit.trail import record
from facility import rules
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    FrameworkContract,
    ItemPrice,
    Lot,
    Supplier,
)


@transaction.atomic
def add_supplier(*, by: Membership | None, **fields: Any) -> Supplier:
    """A company to order from. Raises ValidationError for a wrong enterprise or account number."""
    insist(by, rules.may_buy(by))
    return _added(Supplier(**fields), "supplier.added", by=by)


@transaction.atomic
def change_supplier(
    *, supplier: Supplier, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any
) -> Supplier:
    """New contact data or another account; orders that were placed keep their own paper. `seen` is what the page showed
    of them. Raises Overtaken when a colleague changed one of them since."""
    insist(by, rules.may_buy(by))
    locked = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    changes = changes_of(locked, fields, seen)
    if changes:
        put(changes, locked)
        locked.full_clean()
        locked.save()
        record("supplier.changed", locked, by=by, changes=changes)
    return locked


@transaction.atomic
def add_contract(
    *,
    number: str,
    title: str,
    valid: DateRange,
    open_to_all: bool = True,
    buyers: list[Organisation] | None = None,
    by: Membership | None,
) -> FrameworkContract:
    """A framework contract, still without lots."""
    insist(by, rules.may_buy(by))
    contract = FrameworkContract(number=number, title=title, valid=valid, open_to_all=open_to_all)
    contract = _added(contract, "framework_contract.added", by=by)
    contract.buyers.set(buyers or [])
    return contract


@transaction.atomic
def add_lot(*, contract: FrameworkContract, by: Membership | None, **fields: Any) -> Lot:
    """A lot with its supplier and its ceiling."""
    insist(by, rules.may_buy(by))
    return _added(Lot(contract=contract, **fields), "lot.added", by=by)


@transaction.atomic
def add_item(
    *,
    lot: Lot,
    code: str,
    name: str,
    unit: str,
    unit_price: Decimal,
    vat_rate: Decimal,
    lead_days: int = 14,
    by: Membership | None,
) -> CatalogueItem:
    """Something to order, with its first price: for as long as the contract runs."""
    insist(by, rules.may_buy(by))
    item = CatalogueItem(lot=lot, code=code, name=name, unit=unit, lead_days=lead_days)
    item = _added(item, "catalogue_item.added", by=by)
    price = ItemPrice(item=item, unit_price=unit_price, vat_rate=vat_rate, valid=lot.contract.valid)
    price.full_clean()
    price.save()
    return item


@transaction.atomic
def change_price(
    *, item: CatalogueItem, unit_price: Decimal, vat_rate: Decimal, valid_from: date, by: Membership | None
) -> ItemPrice:
    """Another price from that day: the price of that day ends the day before. Lines that were ordered keep theirs.

    Raises ValidationError when a later price was set already, or outside the contract.
    """
    insist(by, rules.may_buy(by))
    CatalogueItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    now = item.price_on(valid_from)
    end = item.lot.contract.valid.upper
    price = ItemPrice(item=item, unit_price=unit_price, vat_rate=vat_rate, valid=DateRange(valid_from, end))
    if now is not None and now.valid.lower < valid_from:
        now.valid = DateRange(now.valid.lower, valid_from)
        now.save(update_fields=["valid"])
    elif now is not None:
        now.delete()
    price.full_clean()
    price.save()
    changes = {"unit_price": unit_price, "vat_rate": vat_rate, "from": valid_from}
    record("catalogue_item.price_changed", item, by=by, changes=changes)
    return price


@transaction.atomic
def add_budget(*, by: Membership | None, **fields: Any) -> BudgetDecision:
    """A decision with money for support."""
    insist(by, rules.may_buy(by))
    return _added(BudgetDecision(**fields), "budget.added", by=by)


def _added(thing: Any, verb: str, *, by: Membership | None) -> Any:
    thing.full_clean()
    thing.save()
    record(verb, thing, by=by, changes={"label": str(thing)})
    return thing
