"""E-invoices: Peppol BIS Billing 3.0 in UBL 2.1, read safely, with its totals and VAT checked.

The rules are those of EN 16931 and of Peppol that money depends on; each check names its rule. What is not about money
(who may use which code list) is left to the Peppol network, which refuses it before it comes here.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NotValid

from facility import money

FIRST_YEAR, LAST_YEAR = 2000, 2150  # of any day on an invoice
MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 2_000
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMES = {"cac": f"{UBL}:CommonAggregateComponents-2", "cbc": f"{UBL}:CommonBasicComponents-2"}
KINDS = {f"{{{UBL}:Invoice-2}}Invoice": "invoice", f"{{{UBL}:CreditNote-2}}CreditNote": "credit_note"}
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
DOCUMENT_TYPES = {
    "invoice": {"380", "383", "386", "393", "82", "80", "84", "395"},
    "credit_note": {"381", "396", "83"},
}


class UblRefused(Exception):
    """The file is no e-invoice that can be paid; `problems` are Dutch sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@dataclass
class ELine:
    description: str
    code: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    net: Decimal


@dataclass
class EInvoice:
    """What an e-invoice says, in our words; euro."""

    kind: str
    number: str
    issued_on: date
    due_on: date | None
    supplier_kbo: str
    supplier_name: str
    order_reference: str
    iban: str
    payment_reference: str
    net: Decimal
    vat: Decimal
    total: Decimal
    lines: list[ELine] = field(default_factory=list)
    charges: list[ELine] = field(
        default_factory=list
    )  # of the whole invoice; an allowance is a negative charge
    pdf: bytes = b""


def read(content: bytes) -> EInvoice:
    """The invoice in these bytes. Raises UblRefused with everything that is wrong with it."""
    root = _root(content)
    kind = KINDS[root.tag]
    _is_peppol(root, kind)
    problems: list[str] = []
    lines = _lines(root, kind, problems)
    found = EInvoice(
        kind=kind,
        number=_needed(root, "cbc:ID", "het factuurnummer"),
        issued_on=_day(root, "cbc:IssueDate") or _missing("de factuurdatum"),
        due_on=_day(root, "cbc:DueDate") or _day(root, "cac:PaymentMeans/cbc:PaymentDueDate"),
        supplier_kbo=_kbo(root),
        supplier_name=_needed(
            root, "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
            "de naam van de leverancier",
        ),
        order_reference=_text(root, "cac:OrderReference/cbc:ID"),
        iban=_text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID").replace(" ", "").upper(),
        payment_reference=_text(root, "cac:PaymentMeans/cbc:PaymentID"),
        net=_amount(root, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"),
        vat=_vat_total(root),
        total=_amount(root, "cac:LegalMonetaryTotal/cbc:PayableAmount"),
        lines=lines,
        charges=[_charge(part) for part in root.findall("cac:AllowanceCharge", NAMES)],
        pdf=_pdf(root),
    )  # fmt: skip
    problems += _sums(root, found)
    if problems:
        raise UblRefused(*problems)
    return found


def _root(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise UblRefused(
            "Dit bestand is groter dan 10 MB. Vraag de leverancier een e-factuur zonder grote bijlagen."
        )
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise UblRefused(
            "Dit bestand verwijst naar andere bestanden (DTD of entiteiten). Dat mag niet in een e-factuur: "
            "aanvaard het niet."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise UblRefused(
            "Dit is geen leesbaar XML-bestand. Vraag de leverancier de e-factuur opnieuw."
        ) from None
    if root.tag not in KINDS:
        raise UblRefused("Dit is geen factuur of creditnota in UBL 2.1.")
    return root


def _is_peppol(root: Element, kind: str) -> None:
    if not _text(root, "cbc:CustomizationID").startswith(PEPPOL):
        raise UblRefused("Dit is geen e-factuur volgens Peppol BIS Billing 3.0 (CustomizationID).")
    code = _text(root, f"cbc:{'Invoice' if kind == 'invoice' else 'CreditNote'}TypeCode")
    if code not in DOCUMENT_TYPES[kind]:
        raise UblRefused(
            f"De documentsoort „{code}” hoort niet bij een {'factuur' if kind == 'invoice' else 'creditnota'}."
        )
    currencies = {_text(root, "cbc:DocumentCurrencyCode")} | {
        part.attrib["currencyID"] for part in root.iter() if "currencyID" in part.attrib
    }
    # BR-05. BT-111, the VAT in another accounting currency, is not taken either.
    if currencies != {money.CURRENCY}:
        others = ", ".join(sorted(currencies - {money.CURRENCY, ""})) or "onbekend"
        raise UblRefused(
            f"De munt is {others}. Het Facilitair Bedrijf betaalt alleen facturen in euro (EUR)."
        )


def _lines(root: Element, kind: str, problems: list[str]) -> list[ELine]:
    name, quantity = (
        ("InvoiceLine", "InvoicedQuantity") if kind == "invoice" else ("CreditNoteLine", "CreditedQuantity")
    )
    parts = root.findall(f"cac:{name}", NAMES)
    if not parts:
        raise UblRefused("Deze e-factuur heeft geen lijnen.")  # BR-16
    if len(parts) > MOST_LINES:
        raise UblRefused(f"Deze e-factuur heeft meer dan {MOST_LINES} lijnen.")
    found = []
    for number, part in enumerate(parts, 1):
        where = f"lijn {number}"
        line = ELine(
            description=_needed(part, "cac:Item/cbc:Name", f"de omschrijving van {where}")[:200],
            code=_text(part, "cac:Item/cac:SellersItemIdentification/cbc:ID"),
            quantity=_amount(part, f"cbc:{quantity}"),
            unit_price=_amount(part, "cac:Price/cbc:PriceAmount"),
            vat_rate=_amount(part, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", default=money.ZERO),
            net=_amount(part, "cbc:LineExtensionAmount"),
        )
        base = _amount(part, "cac:Price/cbc:BaseQuantity", default=Decimal(1))
        if line.unit_price < 0:  # BR-27
            problems.append(f"De prijs van {where} is negatief.")
        if base <= 0:
            problems.append(f"De prijs van {where} geldt voor een aantal dat nul of minder is.")
            continue
        line.unit_price = line.unit_price / base
        should = money.line_net(line.quantity, line.unit_price) + _charges(part)
        if line.net != should:  # PEPPOL-EN16931-R120
            problems.append(
                f"Het bedrag van {where} is {money.in_words(line.net)}, maar aantal maal prijs is "
                f"{money.in_words(should)}."
            )
        found.append(line)
    return found


def _sums(root: Element, found: EInvoice) -> Iterator[str]:
    total = "cac:LegalMonetaryTotal/cbc"
    lines = sum((line.net for line in found.lines), money.ZERO)
    said = _amount(root, f"{total}:LineExtensionAmount")
    if said != lines:  # BR-CO-10
        yield f"De som van de lijnen is {money.in_words(lines)}, maar de factuur zegt {money.in_words(said)}."
    net = said + _charges(root)
    if found.net != net:  # BR-CO-13
        yield f"Het totaal zonder btw is {money.in_words(found.net)}, maar zou {money.in_words(net)} moeten zijn."
    yield from _vat_problems(root, found)
    inclusive = _amount(root, f"{total}:TaxInclusiveAmount")
    if inclusive != found.net + found.vat:  # BR-CO-15
        yield (
            f"Het totaal met btw is {money.in_words(inclusive)}, maar zou {money.in_words(found.net + found.vat)} "
            "moeten zijn."
        )
    prepaid = _amount(root, f"{total}:PrepaidAmount", default=money.ZERO)
    rounding = _amount(root, f"{total}:PayableRoundingAmount", default=money.ZERO)
    if found.total != inclusive - prepaid + rounding:  # BR-CO-16
        yield f"Het te betalen bedrag {money.in_words(found.total)} klopt niet met het totaal met btw."
    if prepaid or rounding:
        yield "Een voorschot of een afronding verwerken we niet. Vraag een factuur voor het hele bedrag."
    if found.net < 0 or found.vat < 0:
        yield "Een bedrag is negatief. Vraag een creditnota in plaats van een negatieve factuur."


def _vat_problems(root: Element, found: EInvoice) -> Iterator[str]:
    expected = money.by_rate((line.net, line.vat_rate) for line in (*found.lines, *found.charges))
    seen: dict[Decimal, Decimal] = {}
    for part in root.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES):
        rate = _amount(part, "cac:TaxCategory/cbc:Percent", default=money.ZERO).normalize()
        taxable, tax = _amount(part, "cbc:TaxableAmount"), _amount(part, "cbc:TaxAmount")
        seen[rate] = seen.get(rate, money.ZERO) + taxable
        if tax != money.vat_of(taxable, rate):  # BR-CO-17
            should = money.in_words(money.vat_of(taxable, rate))
            yield (
                f"De btw van {rate:f} % op {money.in_words(taxable)} is {money.in_words(tax)}, maar zou {should} "
                "moeten zijn."
            )
    if seen != expected:  # BR-S-08 and its sisters
        yield "De btw-bedragen per tarief kloppen niet met de lijnen."
    parts = root.findall("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount", NAMES)
    tax = sum((_number(part) for part in parts), money.ZERO)
    if tax != found.vat:  # BR-CO-14
        yield f"De btw is {money.in_words(found.vat)}, maar de delen zijn samen {money.in_words(tax)}."


def _charges(part: Element) -> Decimal:
    """Charges less allowances that stand directly under this part."""
    return sum((_signed(one) for one in part.findall("cac:AllowanceCharge", NAMES)), money.ZERO)


def _signed(charge: Element) -> Decimal:
    amount = _amount(charge, "cbc:Amount")
    return amount if _text(charge, "cbc:ChargeIndicator") == "true" else -amount


def _charge(part: Element) -> ELine:
    amount = _signed(part)
    name = _text(part, "cbc:AllowanceChargeReason") or ("Toeslag" if amount > 0 else "Korting")
    rate = _amount(part, "cac:TaxCategory/cbc:Percent", default=money.ZERO)
    return ELine(name[:200], "", Decimal(1), amount, rate, amount)


def _vat_total(root: Element) -> Decimal:
    return _amount(root, "cac:TaxTotal/cbc:TaxAmount")


def _kbo(root: Element) -> str:
    """The enterprise number of the supplier: of the legal entity, or of its VAT number."""
    party = "cac:AccountingSupplierParty/cac:Party"
    paths = (
        f"{party}/cac:PartyLegalEntity/cbc:CompanyID",
        f"{party}/cac:PartyTaxScheme/cbc:CompanyID",
        f"{party}/cbc:EndpointID",
    )
    for path in paths:
        try:
            return vat.validate(_text(root, path))
        except NotValid:
            continue
    raise UblRefused("In deze e-factuur staat geen geldig ondernemingsnummer van de leverancier.")


def _pdf(root: Element) -> bytes:
    """The first PDF inside, or nothing."""
    for part in root.findall(
        "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", NAMES
    ):
        if part.get("mimeCode") == "application/pdf":
            try:
                return base64.b64decode("".join((part.text or "").split()), validate=True)
            except binascii.Error:
                raise UblRefused("De pdf in deze e-factuur is beschadigd.") from None
    return b""


def _text(part: Element, path: str) -> str:
    return (part.findtext(path, "", NAMES) or "").strip()


def _needed(part: Element, path: str, what: str) -> str:
    return _text(part, path) or _missing(what)


def _missing(what: str) -> NoReturn:
    raise UblRefused(f"In deze e-factuur ontbreekt {what}.")


def _day(part: Element, path: str) -> date | None:
    text = _text(part, path)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UblRefused(f"„{text[:40]}” is geen datum.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UblRefused(f"„{text[:40]}” is geen datum van een factuur. Kijk het jaar na.")
    return day


def _amount(part: Element, path: str, *, default: Decimal | None = None) -> Decimal:
    found = part.find(path, NAMES)
    if found is None:
        return default if default is not None else _missing(f"een bedrag ({path.rpartition(':')[2]})")
    return _number(found)


def _number(part: Element) -> Decimal:
    text = (part.text or "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UblRefused(f"„{text[:40]}” is geen getal.") from None
    if not number.is_finite() or abs(number) > money.HIGHEST or number.as_tuple().exponent < -8:  # type: ignore[operator]
        raise UblRefused(f"„{text[:40]}” is geen bedrag dat we kunnen verwerken.")
    return number
