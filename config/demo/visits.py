"""What municipalities did with offers: the questions that they asked and the visits that they made."""

from datetime import date, timedelta
from random import Random

from config.demo import words
from config.demo.world import Town, World
from housing.models import DAYS_TO_REPAIR, Defect, Inspection, Offer, OfferMessage


def ask(world: World, chance: Random, town: Town, offer: Offer, submitted: date) -> None:
    """A question that waits for its answer; some wait too long."""
    asked = world.day_between(submitted, world.on - timedelta(days=1))
    world.add(
        OfferMessage,
        offer_id=offer.pk,
        organisation_id=town.authority.pk,
        text=chance.choice(words.QUESTIONS),
        sent_at=world.at(asked),
        sent_by_id=town.officer.pk,
        due_on=asked + timedelta(days=7),
    )


def inspect(
    world: World,
    chance: Random,
    town: Town,
    offer: Offer,
    day: date,
    places: int,
    *,
    passed: bool,
    number: int | None = None,
) -> None:
    """One visit: passed with at most small defects, or failed with grave ones."""
    at = world.at(day)
    inspection = Inspection(
        pk=number or world.number(Inspection),
        offer=offer,
        inspected_on=day,
        safe=passed,
        healthy=passed or world.happens(0.6),
        dignified=passed or world.happens(0.8),
        usable_places=places if passed else 0,
        findings=chance.choice(words.FINDINGS) if passed else "Zo kan hier niemand wonen: zie de gebreken.",
        recorded_at=at,
        recorded_by=town.officer,
    )
    world.rows[Inspection].append(inspection)
    world.trail(
        "offer.inspected",
        offer,
        at,
        town.officer,
        town.authority,
        passed=passed,
        usable_places=inspection.usable_places,
    )
    if passed and world.happens(0.3):
        domain, description = chance.choice(words.SMALL_DEFECTS)
        add_defect(world, inspection, "1", domain, description)
    if not passed:
        for category, domain, description in chance.sample(words.GRAVE_DEFECTS, 2):
            add_defect(world, inspection, category, domain, description)


def add_defect(world: World, inspection: Inspection, category: str, domain: str, description: str) -> None:
    """A finding, to be repaired in the days that its category proposes."""
    world.add(
        Defect,
        inspection=inspection,
        category=category,
        domain=domain,
        description=description,
        due_on=inspection.inspected_on + timedelta(days=DAYS_TO_REPAIR[category]),
    )
