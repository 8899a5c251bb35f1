"""Stories of demand: Gent and its neighbour place households at home and with each other, in each way it can end."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Membership
from config.demo.accounts import Cast, token
from households.actions import register_household
from households.models import Channel, Household, Relation, Sex, Strength
from housing.actions import end_stay
from housing.models import EndReason, Site, Unit
from matching.actions import (
    accept_proposal,
    complete_hand_over,
    propose,
    propose_chain,
    refuse_proposal,
    tick_step,
    withdraw_proposal,
)
from matching.models import HandOver, HandOverSide, Proposal, RefusalReason
from matching.ranking import Question


def tell_demand(cast: Cast, in_gent: Site, next_door: Site, *, on: date) -> None:
    """Households of Gent and Merelbeke-Melle: housed, proposed, refused, left again, and still waiting."""
    gent, neighbour = cast.gent, cast.neighbour
    studios, flats = (
        list(in_gent.units.filter(label__startswith=label).order_by("label"))
        for label in ("Studio", "Appartement")
    )
    house = next_door.units.get()

    family = household(gent, "Bondar", [("Oksana", 37), ("Solomiia", 12), ("Nazar", 8)], on=on)
    housed = ask(family, flats[0], by=gent, on=on - timedelta(days=11), seen_on=on)
    accept_proposal(proposal=housed, note="Welkom. De sleutel ligt klaar.", by=gent)

    couple = household(
        gent, "Tkachuk", [("Mykola", 67)], partner=("Nadiia", 64), on=on, need_ground_floor=Strength.HARD
    )
    accept_proposal(proposal=ask(couple, studios[0], by=gent, on=on - timedelta(days=9), seen_on=on), by=gent)

    left = household(gent, "Yurchenko", [("Daria", 25)], on=on)
    short = ask(left, studios[1], by=gent, on=on - timedelta(days=12), seen_on=on)
    accept_proposal(proposal=short, by=gent)
    end_stay(
        stay=short.hold,
        ends_on=on - timedelta(days=3),
        reason=EndReason.OWN_HOUSING,
        destination="Studio in Gent",
        by=gent,
    )

    # Elsewhere: the house next door was first refused for one household, and is now asked for another.
    large = household(gent, "Sukhenko", [("Tetiana", 41), ("Artem", 16), ("Uliana", 10), ("Roman", 3)], on=on)
    no = ask(large, house, by=gent, on=on + timedelta(days=5), seen_on=on)
    refuse_proposal(
        proposal=no,
        reason=RefusalReason.OWN_NEED,
        note="Deze woning houden we deze week voor een eigen gezin.",
        by=neighbour,
    )
    friends = household(
        gent,
        "Kulyk",
        [("Iryna", 33), ("Zoia", 9), ("Bohdan", 6)],
        on=on,
        near_household=Strength.WISH,
        keep_near=family,
        need_pets=Strength.HARD,
    )
    ask(friends, house, by=gent, on=on + timedelta(days=6), seen_on=on, note="Ze hebben een kleine hond.")

    # The other way round: the neighbour asks Gent, which finds it under "Wacht op u".
    guests = household(neighbour, "Zaiets", [("Halyna", 44), ("Kateryna", 17)], parent=("Vira", 71), on=on)
    ask(
        guests,
        flats[1],
        by=neighbour,
        on=on + timedelta(days=4),
        seen_on=on,
        note="De dochter gaat in Gent naar school.",
    )
    changed = household(neighbour, "Semenko", [("Andrii", 29)], partner=("Alina", 27), on=on)
    withdraw_proposal(
        proposal=ask(changed, flats[2], by=neighbour, on=on + timedelta(days=8), seen_on=on), by=neighbour
    )

    # Gent said yes twice: one hand-over is behind them, of the other both still prepare their part.
    moved = household(neighbour, "Marchenko", [("Liubov", 38), ("Taras", 11)], on=on)
    came = ask(moved, flats[2], by=neighbour, on=on - timedelta(days=6), seen_on=on)
    hand_over = accept_proposal(proposal=came, note="De sleutel ligt aan het onthaal.", by=gent).hand_over
    prepare(hand_over, neighbour, gent)
    complete_hand_over(hand_over=hand_over, by=gent)
    moving = household(neighbour, "Panchenko", [("Valentyna", 58)], partner=("Hryhorii", 61), on=on)
    coming = ask(moving, flats[3], by=neighbour, on=on + timedelta(days=3), seen_on=on)
    prepare(accept_proposal(proposal=coming, by=gent).hand_over, neighbour, gent, first=3)

    # The only place with room for a cot is lived in by two who could as well live elsewhere: one move frees it.
    family_flat = in_gent.units.get(label__startswith="Gezinsflat")
    sisters = household(gent, "Lysenko", [("Oksana", 31)], partner=("Daria", 28), on=on)
    accept_proposal(
        proposal=ask(sisters, family_flat, by=gent, on=on - timedelta(days=8), seen_on=on), by=gent
    )
    young = household(
        gent,
        "Rudenko",
        [("Kateryna", 24), ("Zoia", 0)],
        partner=("Andrii", 26),
        on=on,
        need_cot=Strength.HARD,
    )
    propose_chain(household=young, on=on + timedelta(days=2), by=gent)

    # Nobody found a place yet: the host family stops, and a large family needs a step-free home.
    household(
        gent,
        "Kolisnyk",
        [("Svitlana", 52)],
        on=on,
        channel=Channel.HOST_STOPS,
        need_own_kitchen=Strength.WISH,
    )
    household(
        gent,
        "Prokopenko",
        [("Larysa", 45), ("Denys", 17), ("Anton", 14), ("Lesia", 7)],
        parent=("Petro", 74),
        on=on,
        need_step_free=Strength.HARD,
        channel=Channel.FEDASIL,
    )


def prepare(hand_over: HandOver, giver: Membership, taker: Membership, *, first: int | None = None) -> None:
    """Tick the first steps of a hand-over, each by its own side; without a number, all of them."""
    for step in hand_over.steps.order_by("position")[:first]:
        tick_step(step=step, done=True, by=giver if step.side == HandOverSide.GIVER else taker)


def household(
    by: Membership,
    surname: str,
    people: list[tuple[str, int]],
    *,
    on: date,
    partner: tuple[str, int] | None = None,
    parent: tuple[str, int] | None = None,
    **more: Any,
) -> Household:
    """A household as the counter registers it: the first is the reference person, the others are children."""
    women = {
        "Oksana",
        "Solomiia",
        "Nadiia",
        "Daria",
        "Tetiana",
        "Uliana",
        "Iryna",
        "Zoia",
        "Halyna",
        "Kateryna",
        "Vira",
    }
    women |= {"Alina", "Svitlana", "Larysa", "Lesia", "Liubov", "Valentyna"}
    lines = [
        (*person, Relation.CHILD if number else Relation.REFERENCE) for number, person in enumerate(people)
    ]
    lines += [(*partner, Relation.PARTNER)] if partner else []
    lines += [(*parent, Relation.PARENT)] if parent else []
    persons = [
        {
            "given_name": name,
            "family_name": surname,
            "birth_year": on.year - age,
            "sex": Sex.FEMALE if name in women else Sex.MALE,
            "relation": relation,
        }
        for name, age, relation in lines
    ]
    fields = {
        "channel": Channel.COUNTER,
        "arrived_on": on - timedelta(days=21),
        "wanted_from": on - timedelta(days=14),
        "languages": "Oekraïens, Engels",
        "contact_phone": "0400 12 34 56",
        **more,
    }
    return register_household(form_token=token(surname), fields=fields, persons=persons, by=by)


def ask(
    household: Household, unit: Unit, *, by: Membership, on: date, seen_on: date, note: str = ""
) -> Proposal:
    """Propose the unit from day `on`, with the score that the ranking gives it on the day that it is looked at."""
    explained = Question.of(household, start=max(on, seen_on), today=seen_on).explain(unit)
    return propose(
        household=household,
        unit=unit,
        move_in_on=on,
        form_token=token(f"{household.form_token} {unit.label} {on}"),
        note=note,
        by=by,
        **explained._asdict(),
    )
