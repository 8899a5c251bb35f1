"""Framework contracts, orders, deliveries, invoices, claims and contracts of Het Facilitair Bedrijf, as rows. Names and
prices are invented: the real ones were not found (domain.md 4.3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Membership
from config.demo.accounts import Cast
from config.demo.words import slug, with_check_digits
from config.demo.world import World
from documents.files import DOCX
from documents.models import Document
from documents.paper import PDF
from facility import money, word
from facility.actions.rentals import OWN_DRAFTS
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    ClaimLine,
    Complaint,
    ContractTemplate,
    Delivery,
    DeliveryLine,
    Destination,
    FrameworkContract,
    Invoice,
    InvoiceLine,
    ItemPrice,
    Lot,
    Order,
    OrderLine,
    PayingAccount,
    ReimbursementClaim,
    RentalContract,
    Supplier,
    SupportKind,
    SupportRequest,
    UnitPrice,
)
from facility.order_form import order_form
from housing.models import Category, Site

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
TABLES = (
    Document, Supplier, BudgetDecision, FrameworkContract, Lot, CatalogueItem, ItemPrice, PayingAccount, Order,
    Destination, OrderLine, Delivery, DeliveryLine, Complaint, Invoice, InvoiceLine, ReimbursementClaim, ClaimLine,
    ContractTemplate, RentalContract,
)  # fmt: skip


@dataclass
class Shop:
    """What the stories buy from, and who is in them."""

    world: World
    cast: Cast
    budget: BudgetDecision
    items: dict[str, tuple[CatalogueItem, Decimal]]
    corner: Supplier

    def trail(self, verb: str, target: Any, by: Membership) -> None:
        self.world.trail(verb, target, self.world.at(self.world.on), by.user, by.organisation)


def make_shop(world: World, cast: Cast) -> None:
    """Gent's beds come in two parts, one with a broken bed; an urgent purchase waits for a colleague, as does a claim;
    a contract waits for its last answers."""
    shop = open_shop(world, cast)
    make_order_of_beds(shop)
    make_urgent(shop, "Kookplaten", 4, "39.90", cast.gent, "Schoolstraat 8, 9040 Gent", arrived=True)
    place = "Sporthal, Kerkstraat 12, 9820 Merelbeke-Melle"
    make_urgent(shop, "Fleecedekens", 30, "9.95", cast.neighbour, place, arrived=False)
    make_claim_and_contract(shop)


def open_shop(world: World, cast: Cast) -> Shop:
    """Contracts of two years around the day, their catalogue, and a budget."""
    on = world.on
    valid = DateRange(date(on.year, 1, 1), date(on.year + 2, 1, 1))
    budget = world.add(
        BudgetDecision,
        reference="DEMO VR DOC.1",
        title="Inrichting en uitbating van noodopvang",
        decided_on=date(on.year, 1, 9),
        amount=Decimal(3_000_000),
    )
    items = {}
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
            items[code] = (item, Decimal(price))
    world.add(PayingAccount, name="Het Facilitair Bedrijf", iban=IBAN, valid=valid)
    return Shop(world, cast, budget, items, add_supplier(world, CORNER, 19_900_040))


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


def add_document(world: World, name: str, content: bytes, content_type: str, by: Membership) -> Document:
    """A file in its place, with its row."""
    document = Document(
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by=by.user,
    )
    document.file.save(name, ContentFile(content), save=False)
    world.rows[Document].append(document)
    return document


def add_line(
    world: World, order: Order, place: Destination, quantity: int, price: Decimal, **what: Any
) -> OrderLine:
    net = money.line_net(Decimal(quantity), price)
    line = world.add(
        OrderLine, order=order, destination=place, quantity=Decimal(quantity), unit_price=price, vat_rate=Decimal(21),
        net=net, **what,
    )  # fmt: skip
    order.net += net
    order.vat = money.vat_of(order.net, Decimal(21))
    order.total = order.net + order.vat
    return line


def make_order_of_beds(shop: Shop) -> None:
    """Twenty beds for the boarding school: eleven in good order, one broken, all invoiced."""
    world, cast, by = shop.world, shop.cast, shop.cast.facility
    on, now = world.on, world.at(world.on)
    request = world.add(
        SupportRequest,
        organisation=cast.gent.organisation,
        municipality=cast.gent.organisation.municipality,
        status="taken_up",
        kind=SupportKind.URGENT_PURCHASE,
        title="20 bedden voor het internaat",
        description="Eenpersoonsbedden met matras en linnen, voor de opening volgende week.",
        answers={"deliver_to": "Schoolstraat 8, 9040 Gent", "unloading": "yes"},
        urgency="week",
        needed_by=on + timedelta(days=6),
        persons=20,
        places=20,
        submitted_by=cast.gent.user,
        taken_up_at=now,
        taken_up_by=by.user,
    )
    bed, price = shop.items["BED-1"]
    linen, linen_price = shop.items["LIN-1"]
    order = world.add(
        Order,
        lot=bed.lot,
        supplier=bed.lot.supplier,
        budget=shop.budget,
        deliver_on=on + timedelta(days=5),
        remarks="Leveren aan de poort in de Kloosterdreef, tussen 8 en 16 uur.",
        created_by=by.user,
        status="placed",
        placed_at=now,
        placed_by=by.user,
    )
    place = world.add(
        Destination, order=order, organisation=cast.gent.organisation, support_request=request,
        place="Schoolstraat 8, 9040 Gent",
    )  # fmt: skip
    lines = [
        add_line(world, order, place, 20, price, item=bed, description=bed.name, unit=bed.unit),
        add_line(world, order, place, 20, linen_price, item=linen, description=linen.name, unit=linen.unit),
    ]
    order.document = add_document(
        world, f"{order.reference}.pdf", order_form(order, [place], lines, on=world.on), PDF, by
    )
    delivery = world.add(
        Delivery,
        order=order,
        organisation=cast.gent.organisation,
        delivered_on=on,
        confirmed_by=cast.gent.user,
    )
    for line, there in zip(lines, (11, 20), strict=True):
        world.add(DeliveryLine, delivery=delivery, line=line, quantity=Decimal(there))
    world.add(
        Complaint, line=lines[0], organisation=cast.gent.organisation, filed_by=cast.gent.user,
        text="Van één bed is een latje gebroken.",
    )  # fmt: skip
    for verb, who in (
        ("drafted", by),
        ("placed", by),
        ("delivery_confirmed", cast.gent),
        ("complaint_filed", cast.gent),
    ):
        shop.trail(f"order.{verb}", order, who)
    make_invoices(shop, order, lines)


def make_invoices(shop: Shop, order: Order, lines: list[OrderLine]) -> None:
    """Every bed is invoiced, so a colleague has to look; the linen was right, and approved."""
    world, by, colleague = shop.world, shop.cast.facility, shop.cast.facility_colleague
    for number, line in zip(("2026-1184", "2026-1185"), lines, strict=True):
        vat = money.vat_of(line.net, Decimal(21))
        right = line is lines[1]
        invoice = world.add(
            Invoice,
            status="approved" if right else "registered",
            supplier=order.supplier,
            number=number,
            order=order,
            issued_on=world.on,
            due_on=world.on + timedelta(days=30),
            net=line.net,
            vat=vat,
            total=line.net + vat,
            iban=order.supplier.iban,
            payment_reference="+++090/9337/55493+++",
            registered_by=by.user,
            approved_at=world.at(world.on) if right else None,
            approved_by=colleague.user if right else None,
        )
        world.add(
            InvoiceLine, invoice=invoice, order_line=line, description=line.description, quantity=line.quantity,
            unit_price=line.unit_price, vat_rate=line.vat_rate, net=line.net,
        )  # fmt: skip
        shop.trail("invoice.registered", invoice, by)
        if right:
            shop.trail("invoice.approved", invoice, colleague)


def make_urgent(
    shop: Shop, what: str, quantity: int, price: str, to: Membership, where: str, *, arrived: bool
) -> None:
    """A purchase outside a contract: approved and delivered, or waiting for a colleague."""
    world, by, colleague = shop.world, shop.cast.facility, shop.cast.facility_colleague
    now = world.at(world.on)
    order = world.add(
        Order,
        supplier=shop.corner,
        justification="Vannacht komen mensen aan; het raamcontract levert pas overmorgen.",
        budget=shop.budget,
        deliver_on=world.on,
        created_by=by.user,
        status="delivered" if arrived else "to_approve",
    )
    place = world.add(Destination, order=order, organisation=to.organisation, place=where)
    line = add_line(world, order, place, quantity, Decimal(price), description=what)
    shop.trail("order.drafted", order, by)
    shop.trail("order.approval_asked", order, by)
    if not arrived:
        return
    order.approved_at = order.placed_at = now
    order.approved_by = order.placed_by = colleague.user
    order.regularise_by = world.on + timedelta(days=30)
    order.document = add_document(
        world, f"{order.reference}.pdf", order_form(order, [place], [line], on=world.on), PDF, colleague
    )
    delivery = world.add(
        Delivery, order=order, organisation=to.organisation, delivered_on=world.on, confirmed_by=to.user
    )
    world.add(DeliveryLine, delivery=delivery, line=line, quantity=line.quantity)
    shop.trail("order.approved", order, colleague)
    shop.trail("order.delivered", order, to)


def make_claim_and_contract(shop: Shop) -> None:
    """Gent asks money back for places that it opened, and begins a contract with an owner."""
    world, cast = shop.world, shop.cast
    gent, on = cast.gent.organisation.municipality_id, world.on
    templates = {}
    for path in sorted(OWN_DRAFTS.glob("*.txt")):
        title, *text = path.read_text().splitlines()
        content = word.write(title, text)
        templates[path.stem] = world.add(
            ContractTemplate, kind=path.stem, name=title, placeholders=word.placeholders(content), to_review=True,
            added_by=cast.facility.user,
            document=add_document(world, f"{path.stem}.docx", content, DOCX, cast.facility),
        )  # fmt: skip
    public = [
        site for site in world.rows[Site] if site.municipality_id == gent and site.category == Category.PUBLIC
    ]
    if not public:
        return  # a very small Flanders
    price = UnitPrice.objects.get(code="created_place")
    claim = world.add(
        ReimbursementClaim, organisation=cast.gent.organisation, site=public[0], iban=IBAN, status="assessed",
        created_by=cast.gent.user, submitted_at=world.at(on), submitted_by=cast.gent.user, assessed_at=world.at(on),
        assessed_by=cast.facility.user,
    )  # fmt: skip
    world.add(
        ClaimLine, claim=claim, unit_price=price, description="Vier slaapplekken op de eerste verdieping",
        on=on - timedelta(days=20), quantity=4, basis=price.basis, rate=price.rate, ceiling=4 * price.rate,
        asked=4 * price.rate, approved=3 * price.rate, reason="Eén slaapplek was nog niet klaar.",
    )  # fmt: skip
    shop.trail("claim.submitted", claim, cast.gent)
    shop.trail("claim.assessed", claim, cast.facility)
    contract = world.add(
        RentalContract, organisation=cast.gent.organisation, site=public[0], template=templates["shelter"],
        counterparty="vzw Onthaal Morgenhof", begins_on=on + timedelta(days=14), ends_on=on + timedelta(days=379),
        notice_months=2, notice_on=on + timedelta(days=318), created_by=cast.gent.user,
    )  # fmt: skip
    shop.trail("rental_contract.drafted", contract, cast.gent)
