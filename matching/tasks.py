"""What the clock asks of matching."""

import logging

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from matching import actions, plans_at_work
from matching.models import Plan
from matching.planning import InvalidProblem

PLAN_SECONDS = 1_500  # 50,000 households take a few minutes, and what fairness costs as much again
log = logging.getLogger(__name__)


@shared_task
def remind_of_proposals() -> int:
    """Remind municipalities of proposals that wait for their answer. Run twice, it reminds once."""
    return actions.remind_of_proposals(now=timezone.now())


@shared_task
def expire_proposals() -> int:
    """Free the units of proposals that nobody answered in time."""
    return actions.expire_proposals(now=timezone.now())


# What a killed worker left is found by its claim, not by the broker: a message that takes long comes back meanwhile.
@shared_task(soft_time_limit=PLAN_SECONDS, time_limit=PLAN_SECONDS + 60, acks_late=False)
def make_plans() -> int:
    """Make the region-wide plans that wait for it, one after the other. Returns how many were made.

    A plan is in the hands of one worker, which says so while it works; what a worker left, the next one begins again.
    """
    made = 0
    while (plan := actions.claim_plan(now=timezone.now())) is not None:
        made += _make(plan)
    return made


@shared_task(soft_time_limit=PLAN_SECONDS, time_limit=PLAN_SECONDS + 60)
def take_up_lines() -> int:
    """Make ordinary proposals of the lines that officials chose. Run by two workers, each line is taken up once."""
    return actions.take_up_lines()


def _make(plan: Plan) -> bool:
    try:
        result, input_hash, lines = plans_at_work.make(plan)
        actions.keep_plan(plan=plan, result=result, input_hash=input_hash, lines=lines)
    except (plans_at_work.Stopped, actions.IllegalTransition):
        return False  # stopped, or another worker was first
    except OperationalError:
        raise  # the database was away: again once the claim is over
    except InvalidProblem as problem:
        _give_up(plan, str(problem))
        return False
    except (
        Exception
    ):  # whatever it is: the next plan goes on, and who asked for this one reads that it failed
        log.exception("plan %s stopped", plan.pk)
        _give_up(plan, "Er ging bij ons iets mis. Probeer opnieuw, of bel ons.")
        return False
    return True


def _give_up(plan: Plan, problem: str) -> None:
    try:
        actions.fail_plan(plan=plan, problem=problem)
    except actions.IllegalTransition:
        return
