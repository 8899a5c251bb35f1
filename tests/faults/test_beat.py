"""The clock of the portal: two beats, a beat that was dead for a day, summer time (faults 30, 31 and 32)."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.utils import timezone

from config.celery import app
from config.schedule import CELERY_BEAT_SCHEDULE
from notifications.models import Notification
from tests.faults.rig.waiting import until

BRUSSELS = ZoneInfo("Europe/Brussels")
DAILY = {
    name: entry
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if isinstance(entry["schedule"], crontab)
    and len(entry["schedule"].hour) == len(entry["schedule"].minute) == 1
    and len(entry["schedule"].day_of_week) == 7
    and len(entry["schedule"].day_of_month) == 31
}
DAYS = {
    "in winter": "2026-01-15",
    "the clock goes ahead": "2026-03-29",
    "the clock goes back": "2026-10-25",
    "leap day": "2028-02-29",
    "the end of the year": "2026-12-31",
}


def days_of_runs(schedule, first, days):
    """On which days beat asks for it, from midnight before `first`, when it looks every ten seconds, as it does.

    Celery's own arithmetic, on a clock of ours.
    """
    clock = {"now": datetime.fromisoformat(f"{first}T00:00:00").replace(tzinfo=BRUSSELS)}
    end = clock["now"] + timedelta(days=days)
    asked = crontab(
        minute=schedule._orig_minute, hour=schedule._orig_hour, app=app, nowfun=lambda: clock["now"]
    )
    last, found = clock["now"], []
    while clock["now"] < end:
        due, wait = asked.is_due(last)
        if due:
            last = clock["now"]
            found.append(clock["now"].date())
        moment = clock["now"].astimezone(ZoneInfo("UTC")) + timedelta(seconds=max(10, min(wait, 600)))
        clock["now"] = moment.astimezone(BRUSSELS)
    return found


@pytest.mark.faults
@pytest.mark.parametrize("first", DAYS.values(), ids=DAYS)
def test_what_is_asked_once_a_day_is_asked_once_on_every_day(first):
    day = datetime.fromisoformat(first).date()
    expected = [day + timedelta(days=ahead) for ahead in range(3)]
    found = {name: days_of_runs(entry["schedule"], first, 3) for name, entry in DAILY.items()}
    assert len(found) > 8
    assert {name: days for name, days in found.items() if days != expected} == {}


def sent(team, beat):
    """How often a beat asked for each task."""
    lines = [line for line in team.log(beat).splitlines() if "Sending due task" in line]
    return Counter(line.partition("due task ")[2].partition(" (")[0] for line in lines)


@pytest.mark.faults
@pytest.mark.stack
@pytest.mark.soak
def test_two_beats_ask_twice_and_it_happens_once(broker, workers, tell, post, measured):
    before_half_past_seven = timezone.localtime().replace(hour=7, minute=29, second=50).isoformat()
    workers.ready(workers.start(mail_server=post.url, beat=False, processes=2))
    for number in range(20):
        tell(f"Bericht {number}")
    beats = [workers.start_beat(at=before_half_past_seven, schedule=name) for name in ("one", "two")]
    until(lambda: all(sent(workers, beat)["ask-to-confirm-sites"] for beat in beats), seconds=60)
    until(lambda: workers.log(workers.running[0]).count("ask_to_confirm") >= 4, seconds=30)
    until(lambda: broker.waiting() == 0, seconds=60)
    until(lambda: not Notification.objects.to_mail().exists(), seconds=90)

    assert [sent(workers, beat)["ask-to-confirm-sites"] for beat in beats] == [1, 1]
    assert sorted(post.subjects()) == sorted(f"Bericht {number}" for number in range(20))
    measured(f"each beat asked, {len(post.kept)} mails for 20 notices")


@pytest.mark.faults
@pytest.mark.stack
@pytest.mark.soak
def test_a_beat_that_was_dead_for_a_day_asks_for_everything_it_missed_once(workers, database, measured):
    noon = timezone.localtime().replace(hour=12, minute=0, second=30)
    first = workers.start_beat(at=noon.isoformat(), schedule="kept")
    until(lambda: sent(workers, first), seconds=60)
    workers.kill(first)
    back = workers.start_beat(at=(noon + timedelta(days=1)).isoformat(), schedule="kept")
    took = until(lambda: set(DAILY) <= set(sent(workers, back)), seconds=60)
    counted = sent(workers, back)
    assert {name: counted[name] for name in DAILY} == dict.fromkeys(DAILY, 1)
    measured(f"{len(DAILY)} daily tasks asked once each, {took:.1f} s after it came back")
