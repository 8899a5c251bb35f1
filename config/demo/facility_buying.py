"""Framework contracts, orders and deliveries of Het Facilitair Bedrijf. Names and prices are invented: the real ones
were not found (domain.md 4.3)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Membership
from config.demo.accounts import Cast, token
from config.demo.words import with_check_digits
from facility import actions
from facility.models import BudgetDecision, CatalogueItem, Lot, Supplier, SupportKind

IBAN = "BE71096123456769"
# contract, lot, supplier, ceiling, articles with unit, price, VAT and lead time
CONTRACTS = (
    (
        ("DEMO-2026-01", "Inrichting van opvangplaatsen"),
        ("Bedden en linnen", "Slaapwel Projecten NV", 19_900_010, 120_000),
        (
            ("BED-1", "Eenpersoonsbed met matras", "piece", "189.00", 21, 5),
            ("BED-2", "Stapelbed met twee matrassen", "piece", "312.50", 21, 5),
            ("BED-3", "Kinderbed met matras", "piece", "124.90", 21, 5),
            ("LIN-1", "Kussen, deken en lakens", "set", "46.75", 21, 3),
        ),
    ),
    (
        ("DEMO-2026-02", "Uitbating van opvangplaatsen"),
        ("Schoonmaak", "Helder & Co BV", 19_900_020, 60_000),
        (
            ("SCH-1", "Schoonmaak van gedeelde ruimten", "hour", "31.40", 21, 10),
            ("SCH-2", "Grote schoonmaak bij vertrek", "m2", "3.85", 21, 7),
        ),
    ),
    (
        ("DEMO-2026-03", "Modulaire wooneenheden"),
        ("Huur met plaatsing", "Modulair Bouwen Leie NV", 19_900_030, 2_400_000),
        (
            ("MOD-1", "Woonunit van 55 m², huur", "month", "1150.00", 21, 84),
            ("MOD-2", "Plaatsing en aansluiting per unit", "piece", "6400.00", 21, 84),
        ),
    ),
)


class Shop(NamedTuple):
    """What the stories buy from."""

    budget: BudgetDecision
    items: dict[str, CatalogueItem]
    corner: Supplier


def tell_buying(cast: Cast, *, on: date) -> Shop:
    """Gent's beds come in two parts, one with a broken bed; an urgent purchase waits for a colleague."""
    by = cast.facility
    shop = open_shop(by, on=on)
    beds = actions.submit_request(
        form_token=token("bedden-internaat"),
        kind=SupportKind.URGENT_PURCHASE,
        title="20 bedden voor het internaat",
        description="Eenpersoonsbedden met matras en linnen, voor de opening volgende week.",
        needed_by=on + timedelta(days=6),
        places=20,
        by=cast.gent,
    )
    beds = actions.take_up_request(support_request=beds, by=by)
    order = actions.draft_order(
        form_token=token("bestelling-bedden"),
        budget=shop.budget,
        lot=shop.items["BED-1"].lot,
        deliver_on=on + timedelta(days=5),
        destinations=[actions.Goes(cast.gent.organisation, "Schoolstraat 8, 9040 Gent", beds)],
        remarks="Leveren aan de poort in de Kloosterdreef, tussen 8 en 16 uur.",
        by=by,
    )
    place = order.destinations.get()
    for code, quantity in (("BED-1", 20), ("LIN-1", 20)):
        item = shop.items[code]
        actions.add_order_line(order=order, destination=place, quantity=Decimal(quantity), item=item, by=by)
    order = actions.place_order(order=order, by=by)
    first, second = order.lines.order_by("pk")
    actions.confirm_delivery(
        order=order,
        delivered_on=on,
        arrived=[
            actions.Arrived(first, Decimal(11), "Van één bed is een latje gebroken."),
            actions.Arrived(second, Decimal(20)),
        ],
        by=cast.gent,
    )
    urgent = actions.draft_order(
        form_token=token("bestelling-dekens"),
        budget=shop.budget,
        supplier=shop.corner,
        justification="Vannacht komen 30 mensen aan; het raamcontract levert pas overmorgen.",
        deliver_on=on,
        destinations=[
            actions.Goes(cast.neighbour.organisation, "Sporthal, Kerkstraat 12, 9820 Merelbeke-Melle")
        ],
        by=by,
    )
    actions.add_order_line(
        order=urgent,
        destination=urgent.destinations.get(),
        quantity=Decimal(30),
        description="Fleecedekens",
        unit_price=Decimal("9.95"),
        by=by,
    )
    actions.ask_order_approval(order=urgent, by=by)
    return shop


def open_shop(by: Membership, *, on: date) -> Shop:
    """Contracts of two years around the day, their catalogue, and a budget."""
    valid = DateRange(date(on.year, 1, 1), date(on.year + 2, 1, 1))
    budget = actions.add_budget(
        reference="DEMO VR DOC.1", title="Inrichting en uitbating van noodopvang", decided_on=date(on.year, 1, 9),
        amount=Decimal(3_000_000), by=by,
    )  # fmt: skip
    items = {}
    for (number, title), (lot_title, supplier, body, ceiling), articles in CONTRACTS:
        contract = actions.add_contract(number=number, title=title, valid=valid, by=by)
        lot = actions.add_lot(
            contract=contract, number=1, title=lot_title, supplier=add_supplier(supplier, body, by),
            ceiling=Decimal(ceiling), by=by,
        )  # fmt: skip
        items |= {row[0]: add_article(lot, row, by) for row in articles}
    return Shop(budget, items, add_supplier("Doe-het-zelf De Hoek", 19_900_040, by))


def add_supplier(name: str, body: int, by: Membership) -> Supplier:
    address = name.split()[0].lower()
    return actions.add_supplier(
        name=name, kbo_number=with_check_digits(body), email=f"bestellingen@{address}.example", iban=IBAN,
        address="Nijverheidslaan 1, 9000 Gent", by=by,
    )  # fmt: skip


def add_article(lot: Lot, row: tuple[str, str, str, str, int, int], by: Membership) -> CatalogueItem:
    code, name, unit, price, rate, lead = row
    return actions.add_item(
        lot=lot, code=code, name=name, unit=unit, unit_price=Decimal(price), vat_rate=Decimal(rate), lead_days=lead,
        by=by,
    )  # fmt: skip
