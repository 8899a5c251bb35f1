"""Framework contracts, orders and deliveries of Het Facilitair Bedrijf. Names and prices are invented: the real ones
were not found (domain.md 4.3)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Membership
from config.demo.accounts import Cast, token
from config.demo.words import slug, with_check_digits
from config.demo.world import World
from facility import actions
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    FrameworkContract,
    ItemPrice,
    Lot,
    Order,
    PayingAccount,
    Supplier,
    SupportKind,
)

IBAN = "BE71096123456769"
CORNER = "Doe-het-zelf De Hoek"
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
    shop = Shop(
        BudgetDecision.objects.get(),
        {item.code: item for item in CatalogueItem.objects.select_related("lot__contract", "lot__supplier")},
        Supplier.objects.get(name=CORNER),
    )
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
    tell_invoices(cast, order, on=on)
    tell_urgent_purchases(cast, shop, on=on)
    return shop


def tell_invoices(cast: Cast, order: Order, *, on: date) -> None:
    """The supplier invoices all twenty beds: one did not arrive in good order, so a colleague has to look. What was
    right was approved."""
    first, second = order.lines.order_by("pk")
    colleague = cast.facility_colleague
    for number, line, reference in (("2026-1184", first, "+++090/9337/55493+++"), ("2026-1185", second, "")):
        billed = actions.Billed(line.description, line.quantity, line.unit_price, line.vat_rate, line)
        invoice = actions.register_invoice(
            form_token=token(f"factuur-{number}"),
            supplier=order.supplier,
            number=number,
            issued_on=on,
            iban=order.supplier.iban,
            payment_reference=reference,
            order=order,
            lines=[billed],
            by=cast.facility,
        )
    actions.approve_invoice(invoice=invoice, by=colleague)


def tell_urgent_purchases(cast: Cast, shop: Shop, *, on: date) -> None:
    """Two outside a contract: one waits for a colleague, one was approved by her and arrived."""
    by = cast.facility
    bought = draft_urgent(
        shop, "kookplaten", "Kookplaten", 4, "39.90", cast.gent, "Schoolstraat 8, 9040 Gent", on=on, by=by
    )
    bought = actions.ask_order_approval(order=bought, by=by)
    bought = actions.approve_order(order=bought, by=cast.facility_colleague)
    arrived = [actions.Arrived(bought.lines.get(), Decimal(4))]
    actions.confirm_delivery(order=bought, delivered_on=on, arrived=arrived, by=cast.gent)
    place = "Sporthal, Kerkstraat 12, 9820 Merelbeke-Melle"
    waiting = draft_urgent(shop, "dekens", "Fleecedekens", 30, "9.95", cast.neighbour, place, on=on, by=by)
    actions.ask_order_approval(order=waiting, by=by)


def draft_urgent(
    shop: Shop,
    name: str,
    what: str,
    quantity: int,
    price: str,
    to: Membership,
    place: str,
    *,
    on: date,
    by: Membership,
) -> Order:
    urgent = actions.draft_order(
        form_token=token(f"bestelling-{name}"),
        budget=shop.budget,
        supplier=shop.corner,
        justification="Vannacht komen 30 mensen aan; het raamcontract levert pas overmorgen.",
        deliver_on=on,
        destinations=[actions.Goes(to.organisation, place)],
        by=by,
    )
    actions.add_order_line(
        order=urgent,
        destination=urgent.destinations.get(),
        quantity=Decimal(quantity),
        description=what,
        unit_price=Decimal(price),
        by=by,
    )
    return urgent


def open_shop(world: World) -> None:
    """Contracts of two years around the day, their catalogue, and a budget: rows, for nobody has to tell how."""
    on = world.on
    valid = DateRange(date(on.year, 1, 1), date(on.year + 2, 1, 1))
    world.add(
        BudgetDecision,
        reference="DEMO VR DOC.1",
        title="Inrichting en uitbating van noodopvang",
        decided_on=date(on.year, 1, 9),
        amount=Decimal(3_000_000),
    )
    for (number, title), (lot_title, supplier, body, ceiling), articles in CONTRACTS:
        lot = world.add(
            Lot,
            contract=world.add(FrameworkContract, number=number, title=title, valid=valid),
            number=1,
            title=lot_title,
            supplier=add_supplier(world, supplier, body),
            ceiling=Decimal(ceiling),
        )
        for code, name, unit, price, rate, lead in articles:
            item = world.add(CatalogueItem, lot=lot, code=code, name=name, unit=unit, lead_days=lead)
            world.add(ItemPrice, item=item, unit_price=Decimal(price), vat_rate=Decimal(rate), valid=valid)
    add_supplier(world, CORNER, 19_900_040)
    world.add(PayingAccount, name="Het Facilitair Bedrijf", iban=IBAN, valid=valid)


def add_supplier(world: World, name: str, body: int) -> Supplier:
    address = f"bestellingen@{slug(name)}.example"
    return world.add(
        Supplier,
        name=name,
        kbo_number=with_check_digits(body),
        email=address,
        iban=IBAN,
        address="Nijverheidslaan 1, 9000 Gent",
    )
