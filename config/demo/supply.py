"""What there is to live in: offers in every status, inspections, sites and units."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from config.demo import distribution, words
from config.demo.features import features
from config.demo.kinds import LARGE, SMALL_KINDS, SMALL_SHARES, VILLAGE, Large
from config.demo.providers import Provider
from config.demo.visits import ask, inspect
from config.demo.words import landline
from config.demo.world import PORTAL_OPENED, SEED, Town, World
from housing.models import (
    FROM_OFFER,
    Category,
    Inspection,
    Offer,
    Readiness,
    Setting,
    Site,
    Term,
    Unavailability,
    Unit,
)

SITES, CLOSED_SITES = 3_000, 90
# Shares of the small sites; about a fifth is not fresh (domain C: the tool's figures lagged reality).
FRESH, EXPIRED, FUTURE, NOT_READY = 0.80, 0.03, 0.015, 0.025
OPEN_OFFERS = {
    Offer.Status.DRAFT: 45,
    Offer.Status.SUBMITTED: 110,
    Offer.Status.INFO_REQUESTED: 35,
    Offer.Status.REJECTED: 70,
    Offer.Status.WITHDRAWN: 40,
}
# Few private persons may register themselves: the municipality does it for them (domain 1.2).
BY_TOWN = {Category.PUBLIC: 0.9, Category.PRIVATE: 0.6, Category.SPECIFIC: 0.1, Category.VILLAGE: 1.0}


class Builder:
    """Makes the sites and offers of all municipalities."""

    def __init__(self, world: World, providers: dict[str, list[Provider]], abb: User) -> None:
        self.world = world
        self.chance = world.chance
        self.providers = providers
        self.abb = abb
        self.addresses: set[tuple[int, str, str]] = set()
        # A chance of its own: a new feature does not make another Flanders.
        self.feature_chance = Random(f"{SEED}, kenmerken")

    def make_sites(self, weights: dict[str, float]) -> None:
        """Every site, open and closed: the large ones first, then small ones to the number that is asked."""
        scale = self.world.scale
        towns = {town.nis_code: town for town in self.world.towns}
        made = 0
        for nis_code, places in distribution.VILLAGES.items():
            self.large_site(towns[nis_code], VILLAGE, max(round(places * scale), VILLAGE.unit_places[0]))
            made += 1
        big_enough = {
            code: weight for code, weight in weights.items() if towns[code].population > 12_000 and weight
        }
        for large in LARGE:
            for _ in range(round(large.number * scale)):
                nis_code = self.world.weighted(big_enough.items())
                self.large_site(towns[nis_code], large, self.chance.randint(large.fewest, large.most))
                made += 1
        noisy = {code: weight * self.chance.lognormvariate(0, 0.2) for code, weight in weights.items()}
        for nis_code, count in distribution.apportion(round(SITES * scale) - made, noisy).items():
            for _ in range(count):
                self.small_site(towns[nis_code])
        for nis_code, count in distribution.apportion(round(CLOSED_SITES * scale), noisy).items():
            for _ in range(count):
                self.small_site(towns[nis_code], closed=True)

    def large_site(self, town: Town, large: Large, places: int) -> None:
        decided = self.world.day_between(
            PORTAL_OPENED + timedelta(days=30), self.world.on - timedelta(days=200)
        )
        self.open_site(
            town,
            category=large.category,
            kind=large.kind,
            term=Term.DURABLE,
            setting=large.setting,
            title=f"{large.word} {self.world.words.invented_place()}",
            decided_on=decided,
            available=DateRange(decided + timedelta(days=self.chance.randint(3, 30)), None),
            checked_on=self.world.days_ago(0, 25)
            if self.world.happens(0.92)
            else self.world.days_ago(31, 70),
            units=large.units(places, self.chance),
        )

    def small_site(self, town: Town, *, closed: bool = False) -> None:
        """A house, a flat or a small building, somewhere in its life."""
        world, on = self.world, self.world.on
        category = world.weighted(SMALL_SHARES)
        small = world.weighted(SMALL_KINDS[category])
        fate = (
            "closed"
            if closed
            else world.weighted(
                [
                    ("expired", EXPIRED),
                    ("future", FUTURE),
                    ("not_ready", NOT_READY),
                    ("there", 1 - EXPIRED - FUTURE - NOT_READY),
                ]
            )
        )
        latest = on - timedelta(days=400 if fate in ("closed", "expired") else 25)
        decided = world.day_between(PORTAL_OPENED + timedelta(days=14), latest)
        if world.happens(0.5):  # most places came in the first year
            decided = min(
                decided,
                world.day_between(PORTAL_OPENED + timedelta(days=14), PORTAL_OPENED + timedelta(days=365)),
            )
        begin = decided + timedelta(days=self.chance.randint(0, 20))
        end: date | None = None
        ready: date | None = None
        if world.happens(0.35):
            end = on + timedelta(days=self.chance.randint(40, 900))
        if fate == "future":
            decided = world.days_ago(2, 20)
            begin = on + timedelta(days=self.chance.randint(5, 60))
            end = None
        elif fate == "not_ready":
            decided = world.days_ago(5, 60)
            begin, ready = decided, on + timedelta(days=self.chance.randint(10, 120))
        elif fate == "expired":
            end = world.days_ago(1, 200)
        fresh = fate == "future" or world.happens(FRESH)
        checked = world.days_ago(0, 28) if fresh else world.days_ago(31, 220)
        self.open_site(
            town,
            category=category,
            kind=small.kind,
            term=Term.CRISIS if world.happens(0.07) else Term.DURABLE,
            setting=Setting.INDIVIDUAL,
            title="",
            decided_on=decided,
            available=DateRange(begin, end),
            ready_on=ready,
            checked_on=max(checked, decided),
            closed_on=world.days_ago(5, 300) if closed else None,
            units=small.units(self.chance),
        )

    def open_site(
        self,
        town: Town,
        *,
        decided_on: date,
        checked_on: date,
        units: list[dict[str, Any]],
        ready_on: date | None = None,
        closed_on: date | None = None,
        **what: Any,
    ) -> Site:
        """An approved offer with its inspection, and the site and units that came of it."""
        world = self.world
        places = sum(unit["places"] for unit in units)
        provider = self.provider_for(town, what["category"])
        address = self.address(town)
        submitted = world.at(decided_on - timedelta(days=self.chance.randint(4, 24)))
        inspected_on = decided_on - timedelta(days=self.chance.randint(0, 3))
        number = world.number(Inspection)  # the offer points to its inspection, which points to the offer
        decided = world.at(decided_on)
        estimated = places + (self.chance.randint(1, 3) if world.happens(0.15) else 0)
        told = features(
            self.feature_chance,
            category=what["category"],
            kind=what["kind"],
            places=estimated,
            units=len(units),
            setting=what["setting"],
        )
        offer = self.add_offer(
            town,
            provider,
            status=Offer.Status.APPROVED,
            **what,
            **address,
            **told,
            estimated_places=estimated,
            readiness=Readiness.WORKS if ready_on else Readiness.READY,
            works=self.chance.choice(words.WORKS) if ready_on else "",
            ready_on=ready_on,
            step_free=any(unit["step_free"] for unit in units),
            created_at=submitted,
            submitted_at=submitted,
            submitted_by=provider.user,
            decided_at=decided,
            decided_by=town.officer,
            passed_inspection_id=number,
        )
        if world.happens(0.04):
            inspect(world, self.chance, town, offer, inspected_on - timedelta(days=1), places, passed=False)
        inspect(world, self.chance, town, offer, inspected_on, places, passed=True, number=number)
        specific = what["category"] == Category.SPECIFIC
        confirmed = specific and (world.happens(0.93) or decided_on < world.on - timedelta(days=400))
        title = what.pop("title")
        site: Site = world.add(
            Site,
            offer=offer,
            organisation=provider.organisation,
            municipality=town.municipality,
            name=title or f"{address['street']} {address['house_number']}",
            **what,
            **address,
            **{name: told[name] for name in FROM_OFFER if name in told},
            ready_on=ready_on,
            confirmed_at=world.at(decided_on + timedelta(days=1)) if confirmed else None,
            confirmed_by=self.abb if confirmed else None,
            checked_on=checked_on,
            opened_at=decided,
            closed_on=closed_on,
            closed_reason=self.chance.choice(words.CLOSINGS) if closed_on else "",
            **self.terms(what["category"], sum(unit["places"] for unit in units)),
        )
        world.trail(
            "offer.submitted",
            offer,
            submitted,
            provider.user,
            provider.organisation,
            status=["draft", "submitted"],
        )
        world.trail(
            "offer.approved", offer, decided, town.officer, town.authority, status=["submitted", "approved"]
        )
        world.trail("site.opened", site, decided, town.officer, town.authority, places=places)
        for unit in units:
            row = world.add(Unit, site=site, **unit)
            if world.happens(0.02):
                begin = world.on + timedelta(days=self.chance.randint(-30, 30))
                world.add(
                    Unavailability,
                    unit=row,
                    period=DateRange(begin, begin + timedelta(days=self.chance.randint(10, 60))),
                    reason=self.chance.choice(words.OUT_OF_USE),
                )
        return site

    def terms(self, category: str, places: int) -> dict[str, Any]:
        """What a municipality pays for places that it set up, and until when its contract and its permit run."""
        chance, on = self.feature_chance, self.world.on
        if category not in (Category.PUBLIC, Category.VILLAGE) or chance.random() > 0.6:
            return {}
        ends = {
            name: on + timedelta(days=chance.randint(5, 900))
            for name, share in (("contract_until", 0.7), ("permit_until", 0.3))
            if chance.random() < share
        }
        return {"monthly_cost": places * chance.randrange(90, 260, 10), **ends}

    def make_open_offers(self, weights: dict[str, float]) -> None:
        """Offers that are not (or never) approved, over the municipalities."""
        towns = {town.nis_code: town for town in self.world.towns}
        for status, number in OPEN_OFFERS.items():
            for _ in range(round(number * self.world.scale)):
                self.open_offer(towns[self.world.weighted(weights.items())], status)

    def open_offer(self, town: Town, status: str) -> None:
        world = self.world
        category = world.weighted(SMALL_SHARES)
        small = world.weighted(SMALL_KINDS[category])
        provider = self.provider_for(town, category)
        old = status in (Offer.Status.REJECTED, Offer.Status.WITHDRAWN)
        started = world.days_ago(30, 400) if old else world.days_ago(1, 21)
        submitted = None if status == Offer.Status.DRAFT else world.at(started)
        rejected = status == Offer.Status.REJECTED
        reason, note = self.chance.choice(words.REJECTIONS) if rejected else ("", "")
        withdrawal = ""
        if status == Offer.Status.WITHDRAWN:
            withdrawal, note = self.chance.choice(words.WITHDRAWALS)
        works = world.happens(0.15)
        begin = started + timedelta(days=self.chance.randint(5, 40))
        places = self.chance.randint(1, 6)
        decided = started + timedelta(days=self.chance.randint(5, 25))
        offer = self.add_offer(
            town,
            provider,
            status=status,
            category=category,
            kind=small.kind,
            term=Term.DURABLE,
            setting=Setting.INDIVIDUAL,
            title="",
            **self.address(town),
            estimated_places=places,
            readiness=Readiness.WORKS if works else Readiness.READY,
            works=self.chance.choice(words.WORKS) if works else "",
            works_cost=self.feature_chance.randint(15, 120) * 100 if works else None,
            ready_on=begin + timedelta(days=60) if works else None,
            available=DateRange(begin, None),
            created_at=world.at(started - timedelta(days=1)),
            submitted_at=submitted,
            submitted_by=provider.user if submitted else None,
            decided_at=world.at(decided) if rejected else None,
            decided_by=town.officer if rejected else None,
            rejection_reason=reason,
            withdrawal_reason=withdrawal,
            decision_note=note,
            **features(self.feature_chance, category=category, kind=small.kind, places=places, units=1),
        )
        if submitted:
            world.trail(
                "offer.submitted",
                offer,
                submitted,
                provider.user,
                provider.organisation,
                status=["draft", "submitted"],
            )
        if status == Offer.Status.INFO_REQUESTED:
            ask(world, self.chance, town, offer, started)
        if reason == "unsafe" or (status == Offer.Status.SUBMITTED and world.happens(0.25)):
            day = decided if rejected else world.day_between(started, world.on - timedelta(days=1))
            inspect(world, self.chance, town, offer, day, places, passed=not rejected and world.happens(0.5))

    def add_offer(self, town: Town, provider: Provider, **fields: Any) -> Offer:
        world = self.world
        offer: Offer = world.add(
            Offer,
            form_token=world.token(),
            organisation=provider.organisation,
            municipality=town.municipality,
            contact_name=str(provider.user),
            contact_email=provider.user.email,
            contact_phone=landline(self.chance, town.province),
            created_by=provider.user,
            **fields,
        )
        return offer

    def provider_for(self, town: Town, category: str) -> Provider:
        companies = self.providers[town.province]
        if not companies or self.world.happens(BY_TOWN[Category(category)]):
            return Provider(town.authority, town.officer)
        return self.chance.choice(companies)

    def address(self, town: Town) -> dict[str, str]:
        """An address in the municipality that was not used yet."""
        while True:
            street, number = self.chance.choice(words.STREETS), str(self.chance.randint(1, 240))
            if (town.pk, street, number) not in self.addresses:
                self.addresses.add((town.pk, street, number))
                code = self.chance.choice(town.postal_codes)
                return {"street": street, "house_number": number, "postal_code": code}
