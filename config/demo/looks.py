"""Who looked at the households of Gent these days, and what of it stood out: for the data-protection officer."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from audit.models import Reading
from config.demo.accounts import Cast
from config.demo.world import World
from households.models import Household, LookFlag
from households.read_log import HOUSEHOLD, ORGANISATION

DAYS, LOOKS_A_DAY = 10, 8
PAGES = ("het dossier", "het dossier", "noden en contact", "plaats zoeken", "waarom niet")
MANY, LATE = 44, 7  # households that stand out: on one day, and on one evening
TABLES = (Reading, LookFlag)


def make_looks(world: World, cast: Cast) -> None:
    """Ordinary looks of two colleagues, a long day and a late evening; one flag waits, the other was judged. Draws from
    a chance of its own, so that the rest of the demo stays as it was."""
    chance = Random("inzagelogboek")
    gent = cast.gent.organisation_id
    families = [row for row in world.rows[Household] if row.registered_by_id == gent]
    for ago in range(DAYS, 0, -1):
        for _ in range(LOOKS_A_DAY):
            hat = chance.choice((cast.gent, cast.reader))
            look(world, hat, chance.choice(families), ago, chance, page=chance.choice(PAGES))
    for household in families[:MANY]:
        look(world, cast.reader, household, 2, chance)
    for household in families[-LATE:]:
        look(world, cast.gent, household, 6, chance, hour=21)
    look(world, cast.reader, None, 2, chance, page="de lijst van huishoudens", words="ivan", hits=12)
    flag(world, cast.reader, 2, what="many", households=len(families[:MANY]), at_least=40)
    morning = timezone.make_aware(datetime.combine(world.on - timedelta(days=5), time(9, 30)))
    judged = {
        "status": LookFlag.Status.FINE,
        "judged_at": morning,
        "judged_by": cast.officer.user,
        "explanation": "Die avond kwam een bus uit Polen aan; de dienst werkte door tot 23 uur.",
    }
    kept = flag(world, cast.gent, 6, what="hours", households=LATE, at_least=5, **judged)
    world.trail("look_flag.judged", kept, morning, cast.officer.user, cast.officer.organisation)


def look(
    world: World,
    hat: Membership,
    household: Household | None,
    ago: int,
    chance: Random,
    *,
    page: str = "het dossier",
    hour: int | None = None,
    **search: Any,
) -> None:
    moment = time(hour or chance.randint(8, 16), chance.randint(0, 59), chance.randint(0, 59))
    world.add(
        Reading,
        occurred_at=timezone.make_aware(datetime.combine(world.on - timedelta(days=ago), moment)),
        page=page,
        target_type=HOUSEHOLD if household else ORGANISATION,
        target_id=str(household.pk if household else hat.organisation_id),
        user_id=hat.user_id,
        user_name=str(hat.user),
        organisation_id=hat.organisation_id,
        organisation_name=str(hat.organisation),
        **search,
    )


def flag(
    world: World, hat: Membership, ago: int, *, what: str, households: int, at_least: int, **judged: Any
) -> LookFlag:
    day = world.on - timedelta(days=ago)
    made: LookFlag = world.add(
        LookFlag,
        user=hat.user,
        organisation=hat.organisation,
        day=day,
        facts=[{"what": what, "households": households, "at_least": at_least}],
        raised_at=timezone.make_aware(datetime.combine(day + timedelta(days=1), time(4, 40))),
        **judged,
    )
    return made
