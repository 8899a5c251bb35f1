"""Stories of supply: the company has an offer in each status, the association a confirmed and a waiting complex."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Membership, Organisation
from config.demo.accounts import Cast, token
from config.demo.features import features
from housing.actions import (
    UnitLine,
    answer_offer,
    approve_offer,
    ask_about_offer,
    check_sites,
    confirm_site,
    plan_visit,
    record_inspection,
    reject_offer,
    report_change,
    save_draft,
    submit_offer,
    withdraw_offer,
)
from housing.models import (
    Category,
    ChecklistItem,
    HousingKind,
    Offer,
    Readiness,
    RejectionReason,
    Setting,
    Site,
    WithdrawalReason,
)

FLATS = [
    UnitLine(2, "Studio", 2, step_free=True, ground_floor=True, own_kitchen=True, own_sanitary=True),
    UnitLine(4, "Appartement", 3, own_kitchen=True, own_sanitary=True),
    UnitLine(2, "Duplex", 5, own_kitchen=True, own_sanitary=True, pets_allowed=True),
    UnitLine(1, "Gezinsflat", 4, own_kitchen=True, own_sanitary=True, cot=True),
]
HOUSE = [UnitLine(1, "Woning", 4, ground_floor=True, own_kitchen=True, own_sanitary=True, pets_allowed=True)]
ROOMS = [UnitLine(5, "Flat", 2, step_free=True, ground_floor=True, own_kitchen=True, own_sanitary=True)]


def tell_supply(cast: Cast, *, on: date) -> tuple[Site, Site]:
    """Returns the sites in Gent and in the neighbouring municipality in which people come to live."""
    company, gent, neighbour = cast.company, cast.gent, cast.neighbour
    save_draft(
        form_token=token("draft"),
        fields={"title": "Zilverlinde, achterbouw", "street": "Kouterstraat", "kind": HousingKind.BUILDING},
        typed={"estimated_places": "een twaalftal", "postal_code": "905"},
        by=company,
    )
    offer(
        company,
        gent.organisation,
        "Stadshuis Zilverlinde",
        "Vaartstraat",
        "114",
        6,
        kind=HousingKind.HOUSE,
        on=on,
    )

    damp = offer(
        company,
        gent.organisation,
        "Hoekhuis Kiezelberg",
        "Molenstraat",
        "9",
        5,
        kind=HousingKind.HOUSE,
        on=on,
    )
    failed_inspection(damp, by=gent, on=on)

    asked = offer(
        company,
        gent.organisation,
        "Bovenwoning Varendal",
        "Brugstraat",
        "31",
        4,
        kind=HousingKind.FLAT,
        on=on,
    )
    ask_about_offer(
        offer=asked,
        question="Is er een tweede vluchtweg? Kunt u het grondplan met de trap opladen?",
        due_on=on + timedelta(days=5),
        by=gent,
    )

    cellar = offer(
        company,
        gent.organisation,
        "Souterrain Nevelhof",
        "Veldstraat",
        "77",
        3,
        kind=HousingKind.STUDIO,
        on=on,
    )
    failed_inspection(cellar, by=gent, on=on)
    reject_offer(
        offer=cellar,
        reason=RejectionReason.UNSAFE,
        note="De enige uitgang loopt door de stookplaats. Dit kan niet veilig gemaakt worden.",
        by=gent,
    )

    gone = offer(
        company, gent.organisation, "Rijwoning Merelhof", "Tuinwijk", "5", 4, kind=HousingKind.HOUSE, on=on
    )
    withdraw_offer(
        offer=gone,
        reason=WithdrawalReason.TAKEN,
        note="De woning is intussen langdurig verhuurd.",
        by=company,
    )

    flats = offer(
        company,
        gent.organisation,
        "Residentie Zilverlinde",
        "Lindenlaan",
        "48",
        30,
        kind=HousingKind.COMPLEX,
        setting=Setting.INDIVIDUAL,
        on=on,
    )
    ask_about_offer(
        offer=flats,
        question="Zijn de studio’s op het gelijkvloers drempelvrij?",
        due_on=on + timedelta(days=7),
        by=gent,
    )
    answer_offer(offer=flats, answer="Ja, beide. De deuren zijn 90 cm breed.", by=company)
    in_gent = approved(flats, FLATS, by=gent, on=on)
    check_sites(sites=[in_gent], on=on, by=company)
    report_change(
        site=in_gent,
        text="Vanaf volgende maand is er een fietsenberging bij. De duplexen hebben dan geen eigen berging meer.",
        by=company,
    )
    plan_visit(
        site=in_gent, on=on + timedelta(days=6), reason="Jaarlijks bezoek, samen met de brandweer.", by=gent
    )

    house = offer(
        company,
        neighbour.organisation,
        "Huis Kastanjeweide",
        "Hofstraat",
        "17",
        4,
        kind=HousingKind.HOUSE,
        on=on,
    )
    next_door = approved(house, HOUSE, by=neighbour, on=on)

    specific = {"category": Category.SPECIFIC}
    care = offer(
        cast.association,
        gent.organisation,
        "Residentie Avondrust",
        "Parkstraat",
        "60",
        10,
        kind=HousingKind.ASSISTED_LIVING,
        on=on,
        **specific,
    )
    confirm_site(site=approved(care, ROOMS, by=gent, on=on), by=cast.abb)
    waiting = offer(
        cast.association,
        neighbour.organisation,
        "Serviceflats Honingbron",
        "Rozenlaan",
        "2",
        10,
        kind=HousingKind.SERVICE_FLAT,
        on=on,
        **specific,
    )
    approved(waiting, ROOMS, by=neighbour, on=on)
    offer(
        cast.association,
        neighbour.organisation,
        "Klooster Wolkendal",
        "Kloosterstraat",
        "1",
        24,
        kind=HousingKind.CONVENT,
        setting=Setting.COLLECTIVE,
        readiness=Readiness.WORKS,
        works="Sanitair per verdieping bijmaken en branddeuren plaatsen.",
        works_cost=38_500,
        ready_on=on + timedelta(days=75),
        on=on,
    )
    offer(
        cast.governor,
        gent.organisation,
        "Provinciaal vormingscentrum",
        "Kasteelstraat",
        "200",
        40,
        category=Category.PUBLIC,
        kind=HousingKind.YOUTH_CENTRE,
        on_request=True,
        setting=Setting.COLLECTIVE,
        on=on,
    )
    return in_gent, next_door


def offer(
    by: Membership,
    authority: Organisation,
    title: str,
    street: str,
    number: str,
    places: int,
    *,
    on: date,
    **more: Any,
) -> Offer:
    """An offer that is submitted in the municipality of `authority`."""
    municipality = authority.municipality
    if municipality is None:
        raise LookupError(f"{authority} has no municipality")
    fields = {
        "title": title,
        "street": street,
        "house_number": number,
        "postal_code": municipality.postal_codes.order_by("code").values_list("code", flat=True)[0],
        "municipality": municipality,
        "category": Category.PRIVATE,
        "estimated_places": places,
        "available": DateRange(on - timedelta(days=20), None),
        "contact_name": str(by.user),
        "contact_email": by.user.email,
        "contact_phone": by.organisation.phone or "09 000 12 50",
        **features(
            Random(title),
            category=more.get("category", Category.PRIVATE),
            kind=more["kind"],
            places=places,
            units=max(1, places // 3),
            setting=more.get("setting", Setting.INDIVIDUAL),
        ),
        **more,
    }
    draft = save_draft(form_token=token(title), fields=fields, by=by)
    return submit_offer(offer=draft, by=by)


def walked(on: date, **found: dict[str, str]) -> list[dict[str, Any]]:
    """The whole checklist of that day in order, but for what was `found`, by what it is about."""
    return [
        {"item": item, "outcome": "not_in_order", "defect": found[item.domain]}
        if item.domain in found
        else {"item": item, "outcome": "in_order"}
        for item in ChecklistItem.objects.valid(on=on)
    ]


def failed_inspection(offer: Offer, *, by: Membership, on: date) -> None:
    record_inspection(
        offer=offer,
        inspected_on=on - timedelta(days=2),
        safe=False,
        healthy=False,
        dignified=True,
        usable_places=0,
        findings="Geiser zonder afvoer. Vocht tot een meter hoog in de slaapkamers vooraan.",
        answers=walked(
            on - timedelta(days=2),
            co={"category": "3", "description": "Geiser zonder afvoer in de badkamer"},
            damp={"category": "2", "description": "Opstijgend vocht in twee slaapkamers"},
        ),
        defects=[{"category": "1", "domain": "other", "description": "Klink van de achterdeur zit los"}],
        by=by,
    )


def approved(offer: Offer, units: Sequence[UnitLine], *, by: Membership, on: date) -> Site:
    """Visited, found in order but for a trifle, and validated."""
    record_inspection(
        offer=offer,
        inspected_on=on - timedelta(days=15),
        safe=True,
        healthy=True,
        dignified=True,
        usable_places=offer.estimated_places or 0,
        findings="Netjes en degelijk. Rookmelders getest.",
        answers=walked(on - timedelta(days=15)),
        defects=[{"category": "1", "domain": "other", "description": "Deur van een kast klemt"}],
        by=by,
    )
    return approve_offer(offer=offer, units=units, note="Sleutels liggen bij de dienst Wonen.", by=by)
