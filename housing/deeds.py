"""What can be done with several sites or offers at once."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Model

from accounts.models import Membership
from housing import actions, rules
from housing.actions import NotACaseHandler
from housing.bulk import Deed, Several, Values
from housing.lists import OFFERS, SITES
from housing.models import Offer, Site

Thing = Site | Offer


def not_to_check(site: Site, by: Membership, on: date, values: Values) -> str:
    if not rules.may_check_site(by, site):
        return "U beheert deze locatie niet."
    if site.closed_on is not None and site.closed_on <= on:
        return "Deze locatie is gesloten."
    return "Vandaag al nagekeken." if site.checked_on >= on else ""


def not_to_take(thing: Thing, by: Membership, on: date, values: Values) -> str:
    if not rules.may_assign(by, thing):
        return "Dit staat niet in uw gemeente."
    return "U behandelt dit al." if thing.responsible_id == by.pk else ""


def not_to_leave(thing: Thing, by: Membership, on: date, values: Values) -> str:
    if not rules.may_assign(by, thing):
        return "Dit staat niet in uw gemeente."
    return "Niemand behandelt dit." if thing.responsible_id is None else ""


def assign(thing: Thing, to: Membership | None, by: Membership) -> None:
    if isinstance(thing, Site):
        actions.assign_site(site=thing, to=to, by=by)
    else:
        actions.assign_offer(offer=thing, to=to, by=by)


def assign_back(thing: Thing, before: int | None, by: Membership) -> None:
    assign(thing, Membership.objects.get(pk=before) if before else None, by)


CHECK, TAKE, LEAVE = "nakijken", "aan-mij", "niemand"
TO_CHECK = Deed(
    "Nog juist: vandaag nagekeken",
    lambda site, values: "telt vandaag als nagekeken",
    not_to_check,
    lambda site, by, values: actions.check_sites(sites=[site], on=values["on"], by=by),
)
TO_TAKE = Deed(
    "Aan mij toewijzen",
    lambda thing, values: "wordt aan u toegewezen",
    not_to_take,
    lambda thing, by, values: assign(thing, by, by),
    refusals=(NotACaseHandler,),
    before=lambda thing, on: thing.responsible_id,
    undo=assign_back,
)
TO_LEAVE = Deed(
    "Toewijzing weghalen",
    lambda thing, values: "wordt door niemand meer behandeld",
    not_to_leave,
    lambda thing, by, values: assign(thing, None, by),
    refusals=(NotACaseHandler,),
    before=lambda thing, on: thing.responsible_id,
    undo=assign_back,
)
OF_SITES = {CHECK: TO_CHECK, TAKE: TO_TAKE, LEAVE: TO_LEAVE}
OF_OFFERS = {TAKE: TO_TAKE, LEAVE: TO_LEAVE}


def deeds_of_sites(by: Membership) -> dict[str, Deed]:
    """What this hat can do with several sites at once; nothing for who only reads."""
    return {
        code: deed
        for code, deed in OF_SITES.items()
        if (rules.may_check_sites(by) if code == CHECK else rules.may_assign_files(by))
    }


def deeds_of_offers(by: Membership) -> dict[str, Deed]:
    return OF_OFFERS if rules.may_assign_files(by) else {}


def lock(model: type[Model]) -> Callable[[Sequence[int]], None]:
    """The rows themselves, by their number."""

    def locked(numbers: Sequence[int]) -> None:
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=numbers)
        list(rows.order_by("pk").values_list("pk"))

    return locked


def named(thing: Thing) -> tuple[str, str]:
    return f"{thing.name} {thing.reference}", str(thing.municipality or "")


SEVERAL_SITES = Several(
    "sites", "Locaties", "locatie,locaties", SITES.url, "housing:site_bulk", "housing:site_bulk_undo",
    lambda by: SITES.rows(by).select_related("municipality", "organisation"),
    lock(Site), deeds_of_sites, named,
)  # fmt: skip
SEVERAL_OFFERS = Several(
    "offers", "Aanbod", "aanbod,aanbiedingen", OFFERS.url, "housing:offer_bulk", "housing:offer_bulk_undo",
    lambda by: OFFERS.rows(by).select_related("municipality", "organisation"),
    lock(Offer), deeds_of_offers, named,
)  # fmt: skip
