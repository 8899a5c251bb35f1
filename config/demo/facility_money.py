"""Claims and contracts about places: one claim waits for a second person, one contract waits for its last answers."""

from datetime import date, timedelta

from config.demo.accounts import Cast, token
from facility import actions
from facility.models import UnitPrice
from housing.models import Site


def tell_money(cast: Cast, *, on: date) -> None:
    """Gent asks money back for places that it opened, and begins a contract with an owner."""
    templates = actions.add_own_drafts(by=cast.facility)
    sites = Site.objects.filter(municipality=cast.gent.organisation.municipality, category="public").open(
        on=on
    )
    site = sites.order_by("pk").first()
    if site is None:
        return  # a demo of a very small Flanders
    claim = actions.draft_claim(
        form_token=token("terugvordering"), site=site, iban="BE71096123456769", by=cast.gent
    )
    actions.add_claim_line(
        claim=claim,
        unit_price=UnitPrice.objects.get(code="created_place"),
        description="Vier slaapplekken op de eerste verdieping",
        on=on - timedelta(days=20),
        quantity=4,
        by=cast.gent,
    )
    claim = actions.submit_claim(claim=claim, by=cast.gent)
    lines = claim.lines.select_related("unit_price", "claim")
    judged = [actions.Judged(line, line.asked * 3 / 4, "Eén slaapplek was nog niet klaar.") for line in lines]
    actions.assess_claim(claim=claim, judged=judged, by=cast.facility)
    actions.draft_contract(
        form_token=token("contract"),
        template=next(template for template in templates if template.kind == "shelter"),
        site=site,
        counterparty="vzw Onthaal Morgenhof",
        begins_on=on + timedelta(days=14),
        ends_on=on + timedelta(days=379),
        notice_months=2,
        by=cast.gent,
    )
