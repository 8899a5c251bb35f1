"""An e-invoice written by us to the rules of Peppol BIS Billing 3.0, with parts that a test can spoil."""

import base64

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PDF = base64.b64encode(b"%PDF-1.4 factuur").decode()


def line(
    number=1,
    *,
    name="Stapelbed met matras",
    code="",
    quantity="10",
    price="100",
    net="1000.00",
    rate="21",
    kind="Invoice",
):
    counted = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    seller = (
        f"<cac:SellersItemIdentification><cbc:ID>{code}</cbc:ID></cac:SellersItemIdentification>"
        if code
        else ""
    )
    return f"""
  <cac:{kind}Line>
    <cbc:ID>{number}</cbc:ID>
    <cbc:{counted} unitCode="C62">{quantity}</cbc:{counted}>
    <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>{name}</cbc:Name>{seller}
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price>
  </cac:{kind}Line>"""


def subtotal(taxable="1000.00", tax="210.00", rate="21"):
    return f"""
    <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{taxable}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"""


def e_invoice(
    *, kbo, order="", number="2026/17", kind="Invoice", lines=None, subtotals=None, allowance="",
    sum_of_lines="1000.00",
    net="1000.00", vat="210.00", inclusive="1210.00", payable="1210.00", iban="BE71 0961 2345 6769",
    reference="+++090/9337/55493+++", doctype="", currency="EUR", pdf=PDF,
    issued="2026-11-20", due="2026-12-20",
):  # fmt: skip
    """The bytes of an invoice of 10 beds at 100 euro, unless told otherwise."""
    code = "380" if kind == "Invoice" else "381"
    return f"""<?xml version="1.0" encoding="UTF-8"?>{doctype}
<{kind} {NAMESPACES.format(kind=kind)}>
  <cbc:CustomizationID>{PEPPOL}</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>{issued}</cbc:IssueDate>
  {f"<cbc:DueDate>{due}</cbc:DueDate>" if kind == "Invoice" and due else ""}
  <cbc:{kind}TypeCode>{code}</cbc:{kind}TypeCode>
  <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
  <cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="f.pdf"
      >{pdf}</cbc:EmbeddedDocumentBinaryObject>
  </cac:Attachment></cac:AdditionalDocumentReference>
  <cac:AccountingSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="0208">{kbo}</cbc:EndpointID>
    <cac:PartyTaxScheme><cbc:CompanyID>BE{kbo}</cbc:CompanyID>
      <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Beddenhuis NV</cbc:RegistrationName>
      <cbc:CompanyID schemeID="0208">{kbo}</cbc:CompanyID></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>{reference}</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
  {allowance}
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount>{subtotals or subtotal()}
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">{sum_of_lines}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">{inclusive}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">{payable}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>{lines or line(kind=kind)}
</{kind}>""".encode()
