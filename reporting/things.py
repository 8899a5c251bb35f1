"""The kinds of things that people look for and open: how each is called, who may see it, and what is shown of it.

Search and "laatst geopend" both ask here. Whoever may not see a thing finds none: every query begins with `visible_to`.
Only a household is shown with a name of people (`names_people`); a page that shows one notes a reading.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Kind, Membership
from facility.models import (
    FlemishProperty,
    FrameworkContract,
    Invoice,
    Order,
    ReimbursementClaim,
    RentalContract,
    SupportRequest,
)
from households.models import Household
from housing.models import Offer, Site, Stay
from matching.models import Chain, Proposal
from municipalities.models import Municipality
from spread.rules import may_see_spread
from vlot.guidance.models import Guide
from vlot.models import Intervention


class Hit(NamedTuple):
    """One thing as it stands in a list: its number, its name, one line about it, and its page."""

    kind: str
    key: str
    reference: str
    title: str
    detail: str
    url: str
    household: Household | None = None  # whose people are named


@dataclass(frozen=True)
class Thing:
    """One kind of thing. `lookup` is the field of which the value stands in its address; `letter` begins its number."""

    code: str
    name: str
    url: str
    rows: Callable[[Membership], QuerySet[Any]]
    words: Callable[[Any], tuple[str, str]]
    lookup: str = "pk"
    letter: str = ""
    names_people: bool = False

    @property
    def argument(self) -> str:
        """How the address calls the value of `lookup`."""
        return self.lookup

    def hit(self, row: Any) -> Hit:
        key = getattr(row, self.lookup)
        title, detail = self.words(row)
        return Hit(
            kind=self.code,
            key=str(key),
            reference=row.reference if self.letter else "",
            title=title,
            detail=detail,
            url=reverse(self.url, kwargs={self.argument: int(key) if self.lookup != "code" else key}),
            household=row if self.names_people else None,
        )

    def hits(self, rows: Iterable[Any]) -> list[Hit]:
        return [self.hit(row) for row in rows]

    def with_keys(self, by: Membership, keys: Iterable[str]) -> dict[str, Hit]:
        """Of these keys, those that this hat may see; one query, and one more for the names of people. A key that was
        forgotten (reporting.personal) is no number any more."""
        known = [key for key in keys if self.lookup == "code" or key.isdecimal()]
        found = self.rows(by).filter(**{f"{self.lookup}__in": known})
        return {hit.key: hit for hit in self.hits(found)}


def household_words(household: Household) -> tuple[str, str]:
    size = len(household.persons.all())
    return household.name, f"{size} {'persoon' if size == 1 else 'personen'}"


def towns(by: Membership) -> QuerySet[Municipality]:
    towns = Municipality.objects.current().select_related("province")
    return towns if may_see_spread(by) else towns.none()


THINGS: dict[str, Thing] = {
    thing.code: thing
    for thing in (
        Thing(
            "site", "Locatie", "housing:site_detail",
            lambda by: Site.objects.visible_to(by).filter(merged_into__isnull=True).select_related("municipality"),
            lambda site: (site.name, site.address), letter="L",
        ),
        Thing(
            "offer", "Aanbod", "housing:offer_detail",
            lambda by: Offer.objects.visible_to(by).standing().select_related("municipality", "organisation"),
            lambda offer: (offer.name, f"{offer.organisation}, {offer.get_status_display()}"), letter="A",
        ),
        Thing(
            "household", "Huishouden", "matching:household_detail",
            lambda by: Household.objects.visible_to(by).filter(merged_into__isnull=True).prefetch_related("persons"),
            household_words, letter="H", names_people=True,
        ),
        Thing(
            "proposal", "Voorstel", "matching:proposal_detail",
            lambda by: Proposal.objects.visible_to(by).select_related("unit__site__municipality"),
            lambda proposal: (f"Voorstel voor een plaats in {proposal.unit.site.municipality}",
                              str(proposal.get_status_display())), letter="V",
        ),
        Thing(
            "stay", "Verblijf", "housing:stay_detail",
            lambda by: Stay.objects.visible_to(by).select_related("unit__site__municipality"),
            lambda stay: (f"Verblijf in {stay.unit.site.municipality}", str(stay.get_status_display())), letter="B",
        ),
        Thing(
            "chain", "Kettingverhuis", "matching:chain_detail",
            lambda by: Chain.objects.visible_to(by),
            lambda chain: ("Kettingverhuis", f"vanaf {chain.on:%d/%m/%Y}"), letter="K",
        ),
        Thing(
            "request", "Aanvraag", "facility:request_detail",
            lambda by: SupportRequest.objects.visible_to(by).select_related("organisation"),
            lambda request: (request.title, f"{request.organisation}, {request.get_status_display()}"), letter="F",
        ),
        Thing(
            "order", "Bestelling", "facility:order_detail",
            lambda by: Order.objects.visible_to(by).select_related("supplier"),
            lambda order: (f"Bestelling bij {order.supplier}", str(order.get_status_display())), letter="B",
        ),
        Thing(
            "invoice", "Factuur", "facility:invoice_detail",
            lambda by: Invoice.objects.visible_to(by).select_related("supplier"),
            lambda invoice: (f"{invoice.get_kind_display().capitalize()} {invoice.number}",
                             f"{invoice.supplier}, {invoice.get_status_display()}"),
        ),
        Thing(
            "contract", "Raamcontract", "facility:contract_detail",
            lambda by: FrameworkContract.objects.visible_to(by),
            lambda contract: (contract.title, contract.number),
        ),
        Thing(
            "claim", "Terugvordering", "facility:claim_detail",
            lambda by: ReimbursementClaim.objects.visible_to(by).select_related("organisation"),
            lambda claim: (f"Terugvordering van {claim.organisation}", str(claim.get_status_display())), letter="T",
        ),
        Thing(
            "rental", "Huurcontract", "facility:rental_detail",
            lambda by: RentalContract.objects.visible_to(by).select_related("organisation"),
            lambda rental: (f"Contract van {rental.organisation}", str(rental.get_status_display())), letter="C",
        ),
        Thing(
            "property", "Vlaams pand", "facility:property_detail",
            lambda by: FlemishProperty.objects.visible_to(by).select_related("municipality"),
            lambda building: (building.name, building.address), letter="VP",
        ),
        Thing(
            "case", "Oproep", "vlot:intervention_detail",
            lambda by: Intervention.objects.visible_to(by).select_related("municipality"),
            lambda case: (case.summary, f"{case.about}, {case.get_status_display()}"), letter="O",
        ),
        Thing(
            "guide", "Handvat", "vlot:guide_detail",
            lambda by: Guide.objects.visible_to(by),
            lambda guide: (guide.title, guide.summary), lookup="code",
        ),
        Thing(
            "municipality", "Gemeente", "spread:municipality", towns,
            lambda town: (town.name, str(town.province)), lookup="nis_code",
        ),
    )
}  # fmt: skip
BY_URL = {thing.url: thing for thing in THINGS.values()}


def sees_organisations(by: Membership) -> bool:
    """Only those through which places come; the directory of all is of the Flemish services."""
    return by.is_kind(Kind.FACILITY, Kind.VLOT, Kind.ABB)


def people_of(hits: Iterable[Hit]) -> list[Household]:
    """The households of which these hits show a name."""
    return [hit.household for hit in hits if hit.household is not None]
