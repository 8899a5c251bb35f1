"""What can be done with several households or proposals at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Membership
from audit.days import day_after
from audit.trail import IllegalTransition
from households import actions as of_households
from households.models import DepartureReason, Household
from households.rules import may_change_household, may_register_household
from housing import actions as of_housing
from housing.actions.placing import lock_all
from housing.bulk import Deed, Several, Values
from housing.forms.bulk import CameForm, EndTogetherForm, LeftTogetherForm, WantedFromForm
from housing.models import Stay
from housing.rules import may_end_stay
from matching import actions, rules
from matching.forms import RefuseTogetherForm
from matching.models import Proposal, RefusalReason

HOUSEHOLD_REFUSALS = (
    of_households.CannotChange, of_housing.CannotChangeHousehold, of_housing.StayEndsTooEarly, of_housing.BeginsTooLate,
    of_housing.Taken, IllegalTransition,
)  # fmt: skip
PROPOSAL_REFUSALS = (
    IllegalTransition, actions.CannotRestore, of_housing.Taken, of_housing.DoesNotFit,
)  # fmt: skip


# --- Households ----------------------------------------------------------------------------------------------


def households_of(by: Membership) -> Any:
    """The own households with what the list shows of them, and every stay or hold that stands."""
    stays = Stay.objects.standing().select_related("unit__site__municipality", "household").order_by("period")
    return (
        Household.objects.visible_to(by)
        .filter(merged_into__isnull=True)
        .prefetch_related("persons", Prefetch("stays", queryset=stays, to_attr="standing_stays"))
    )


def lock_households(numbers: Sequence[int]) -> None:
    households = Household.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    list(households.order_by("pk").values_list("pk"))
    stays = list(Stay.objects.standing().filter(household__in=numbers).values_list("pk", "unit"))
    lock_all(numbers, {unit for _, unit in stays}, {pk for pk, _ in stays})


def stay_of(household: Household, on: date) -> Stay | None:
    """Where it lives on that day."""
    stays: list[Stay] = household.standing_stays  # type: ignore[attr-defined]
    return next((stay for stay in stays if stay.status == Stay.Status.LIVED_IN and on in stay.period), None)


def the_stay(household: Household, values: Values) -> Stay:
    """The same, for a household of which `problem` found that it lives somewhere."""
    stay = stay_of(household, values["on"])
    if stay is None:
        raise of_housing.CannotChangeHousehold(NOWHERE)
    return stay


NOT_YOURS = "U volgt dit huishouden niet op."
NOWHERE = "Dit huishouden woont vandaag nergens."


def gone(household: Household, by: Membership) -> str:
    """Why nothing can be done with it at all."""
    if not may_change_household(by, household):
        return NOT_YOURS
    left_on = household.left_on
    return f"Dit huishouden vertrok op {left_on:%d/%m/%Y}." if left_on else ""


def not_to_want(household: Household, by: Membership, on: date, values: Values) -> str:
    if problem := gone(household, by):
        return problem
    if stay_of(household, on):
        return "Dit huishouden woont al ergens."
    day = values["wanted_from"]
    return f"De datum staat al op {day:%d/%m/%Y}." if household.wanted_from == day else ""


def want_from(household: Household, day: date, by: Membership) -> None:
    of_households.change_household(household=household, fields={"wanted_from": day}, by=by)


def of_stay(problem: Callable[[Stay, Values], str]) -> Callable[[Household, Membership, date, Values], str]:
    """What stands in the way for where the household lives, after what does for itself."""

    def asked(household: Household, by: Membership, on: date, values: Values) -> str:
        if found := gone(household, by):
            return found
        stay = stay_of(household, on)
        if stay is None:
            return NOWHERE
        if not may_end_stay(by, stay):
            return NOT_YOURS
        return "Het einde van dit verblijf is al vastgelegd." if not stay.is_open else problem(stay, values)

    return asked


def until(values: Values) -> date | None:
    last = values["last_day"]
    return day_after(last)


def not_to_end(stay: Stay, values: Values) -> str:
    asked = until(values)
    if asked is None or stay.period.upper != asked:
        return ""
    return f"Het verblijf loopt al tot en met {stay.last_day:%d/%m/%Y}."


def end_words(household: Household, values: Values) -> str:
    stay, last = stay_of(household, values["on"]), values["last_day"]
    before = f"{stay.last_day:%d/%m/%Y}" if stay and stay.last_day else "geen einddatum"
    return f"tot en met: {before} wordt {f'{last:%d/%m/%Y}' if last else 'geen einddatum'}"


def ends_of(household: Household, on: date) -> list[Any] | None:
    """The stay of that day and the day on which it ends, for undoing."""
    stay = stay_of(household, on)
    return None if stay is None else [stay.pk, stay.period.upper.isoformat() if stay.period.upper else None]


def begin_of(household: Household, on: date) -> list[Any] | None:
    stay = stay_of(household, on)
    return None if stay is None else [stay.pk, stay.period.lower.isoformat()]


def end_as_before(household: Household, before: list[Any], by: Membership) -> None:
    number, day = before
    end = date.fromisoformat(day) if day else None
    of_housing.change_planned_end(stay=Stay.objects.get(pk=number), until=end, by=by)


def not_come_yet(household: Household, before: list[Any], by: Membership) -> None:
    number, day = before
    of_housing.change_arrival(stay=Stay.objects.get(pk=number), arrives_on=date.fromisoformat(day), by=by)


def not_to_come(stay: Stay, values: Values) -> str:
    if stay.moved_in_at is None:
        return ""
    return f"De intrek op {stay.period.lower:%d/%m/%Y} is al bevestigd."


def came_words(household: Household, values: Values) -> str:
    stay = stay_of(household, values["on"])
    day = values["day"] or (stay.period.lower if stay else values["on"])
    return f"intrek bevestigd op {day:%d/%m/%Y}"


def come(household: Household, by: Membership, values: Values) -> None:
    stay = the_stay(household, values)
    of_housing.confirm_move_in(stay=stay, moved_in_on=values["day"] or stay.period.lower, by=by)


def not_to_leave(household: Household, by: Membership, on: date, values: Values) -> str:
    return gone(household, by)


def leave_words(household: Household, values: Values) -> str:
    why = DepartureReason(values["reason"]).label
    lives = "; de plaats komt vrij" if stay_of(household, values["left_on"]) else ""
    return f"vertrokken op {values['left_on']:%d/%m/%Y}, {why}{lives}"


WANT, END, CAME, LEFT = "nodig-vanaf", "einde", "ingetrokken", "vertrokken"
OF_HOUSEHOLDS = {
    CAME: Deed(
        "Intrek bevestigen", came_words, of_stay(not_to_come), come,
        form=CameForm, refusals=HOUSEHOLD_REFUSALS,
        before=begin_of, undo=not_come_yet,
    ),
    END: Deed(
        "Einddatum verleggen", end_words, of_stay(not_to_end),
        lambda household, by, values: of_housing.change_planned_end(
            stay=the_stay(household, values), until=until(values), by=by
        ),
        form=EndTogetherForm, refusals=HOUSEHOLD_REFUSALS,
        before=ends_of, undo=end_as_before,
    ),
    WANT: Deed(
        "Nodig vanaf wijzigen",
        lambda household, values: (
            f"nodig vanaf: {household.wanted_from:%d/%m/%Y} wordt {values['wanted_from']:%d/%m/%Y}"
        ),
        not_to_want, lambda household, by, values: want_from(household, values["wanted_from"], by),
        form=WantedFromForm, refusals=HOUSEHOLD_REFUSALS,
        before=lambda household, on: household.wanted_from.isoformat(),
        undo=lambda household, before, by: want_from(household, date.fromisoformat(before), by),
    ),
    LEFT: Deed(
        "Vertrek vastleggen", leave_words, not_to_leave,
        lambda household, by, values: of_housing.depart(
            household=household, left_on=values["left_on"], reason=values["reason"], by=by
        ),
        form=LeftTogetherForm, refusals=HOUSEHOLD_REFUSALS,
        lasting="Een vertrek kunt u niet ongedaan maken. Kijk de lijst goed na.",
    ),
}  # fmt: skip
# What fits the rows of each list (housing.household_lists).
IN_LIST = {
    "wachtend": (WANT, LEFT), "dringend": (WANT, LEFT), "loopt-af": (END, LEFT), "zonder-volgende": (END, LEFT),
    "gehuisvest": (CAME, END, LEFT), "vertrokken": (),
}  # fmt: skip


def deeds_of_households(by: Membership) -> dict[str, Deed]:
    """What this hat can do with several of its households at once; nothing for who only reads."""
    return OF_HOUSEHOLDS if may_register_household(by) else {}


def deeds_in_list(tab: str, by: Membership) -> dict[str, Deed]:
    deeds = deeds_of_households(by)
    return {code: deeds[code] for code in IN_LIST[tab] if code in deeds}


def household_named(household: Household) -> tuple[str, str]:
    """Its name, and where it lives or will live."""
    stays: list[Stay] = household.standing_stays  # type: ignore[attr-defined]
    granted = [stay.unit for stay in stays if stay.status == Stay.Status.LIVED_IN]
    place = f"{granted[-1].site.name}, {granted[-1].label}" if granted else ""
    return f"{household.name} {household.reference}", place


SEVERAL_HOUSEHOLDS = Several(
    "households", "Huishoudens", "huishouden,huishoudens", "matching:household_list", "matching:household_bulk",
    "matching:household_bulk_undo", households_of, lock_households, deeds_of_households, household_named,
    beside=lambda household: household.standing_stays, people=lambda household: household,
)  # fmt: skip


# --- Proposals -----------------------------------------------------------------------------------------------


def proposals_of(by: Membership) -> Any:
    return Proposal.objects.visible_to(by).select_related(
        "asked_by__municipality", "unit__site__municipality", "hold"
    )


def lock_proposals(numbers: Sequence[int]) -> None:
    proposals = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    rows = list(proposals.values_list("household", "unit", "hold"))
    lock_all({row[0] for row in rows}, {row[1] for row in rows}, {row[2] for row in rows})


def not_open(proposal: Proposal) -> str:
    return (
        "" if proposal.status == Proposal.Status.OPEN else f"Dit voorstel is {proposal.get_status_display()}."
    )


def not_to_answer(proposal: Proposal, by: Membership, on: date, values: Values) -> str:
    if not rules.is_for_me_to_answer(by, proposal):
        return f"{proposal.unit.site.municipality} beslist over dit voorstel."
    return not_open(proposal)


def not_to_withdraw(proposal: Proposal, by: Membership, on: date, values: Values) -> str:
    if not rules.is_asker(by, proposal):
        return f"{proposal.asked_by} deed dit voorstel."
    return not_open(proposal)


def put_back(proposal: Proposal, before: Any, by: Membership) -> None:
    actions.restore_proposal(proposal=proposal, now=timezone.now(), by=by)


OF_PROPOSALS = {
    "toekennen": Deed(
        "Plaatsen toekennen",
        lambda proposal, values: (
            f"de plaats wordt toegekend aan een huishouden van {proposal.asked_by}, "
            f"intrek op {proposal.move_in_on:%d/%m/%Y}"
        ),
        not_to_answer, lambda proposal, by, values: actions.accept_proposal(proposal=proposal, by=by),
        refusals=PROPOSAL_REFUSALS,
        lasting="Wie vroeg, krijgt meteen bericht. Toekennen kunt u niet ongedaan maken.",
    ),
    "weigeren": Deed(
        "Voorstellen weigeren",
        lambda proposal, values: (
            f"wordt geweigerd: {RefusalReason(values['reason']).label}; de plaats is weer vrij"
        ),
        not_to_answer,
        lambda proposal, by, values: actions.refuse_proposal(
            proposal=proposal, reason=values["reason"], note=values["note"], by=by
        ),
        form=RefuseTogetherForm, refusals=PROPOSAL_REFUSALS,
        lasting="Wie vroeg, krijgt meteen bericht. Weigeren kunt u niet ongedaan maken.",
    ),
    "intrekken": Deed(
        "Voorstellen intrekken", lambda proposal, values: "wordt ingetrokken; de plaats is weer vrij",
        not_to_withdraw, lambda proposal, by, values: actions.withdraw_proposal(proposal=proposal, by=by),
        refusals=PROPOSAL_REFUSALS, undo=put_back,
    ),
}  # fmt: skip


def deeds_of_proposals(by: Membership) -> dict[str, Deed]:
    """What this hat can do with several proposals at once; nothing for who only reads."""
    return OF_PROPOSALS if may_register_household(by) else {}


def proposal_named(proposal: Proposal) -> tuple[str, str]:
    """Its number and for how many, never who; and in which municipality."""
    people = "1 persoon" if proposal.persons == 1 else f"{proposal.persons} personen"
    return f"Voorstel {proposal.reference}, {people}", str(proposal.unit.site.municipality)


SEVERAL_PROPOSALS = Several(
    "proposals", "Voorstellen", "voorstel,voorstellen", "matching:proposal_list", "matching:proposal_bulk",
    "matching:proposal_bulk_undo", proposals_of, lock_proposals, deeds_of_proposals, proposal_named,
    beside=lambda proposal: (proposal.hold,),
)  # fmt: skip
