"""A process that died cannot say so: its row and its file grow old, and that is the alarm."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.models import Heartbeat
from operations.status import lines
from operations.status.measures import measure
from tests.faults.conftest import until

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]


@pytest.fixture
def beat(broker, folder, transactional_db):
    """The clock as compose starts it, on the database of the test."""
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "REDIS_URL": broker.url,
        "BEAT_ALIVE": str(folder / "alive"),
    }
    command = ["-A", "config", "beat", "--scheduler", "operations.clock:NotedScheduler", "--pidfile", ""]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", *command, "--schedule", str(folder / "schedule")],
        env=environment,
        cwd=settings.BASE_DIR,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def level():
    line = next(line for line in lines.LINES if line.measure == "heartbeat_beat_age_seconds")
    return lambda at: lines.level_of(line, measure(at)[line.measure])


def test_a_clock_that_is_killed_is_an_alarm_within_five_minutes(beat, folder):
    until(lambda: Heartbeat.objects.filter(process="beat").exists(), seconds=60)
    assert (folder / "alive").exists()
    assert level()(timezone.now()) == "ok"
    beat.kill()
    beat.wait()
    seen = Heartbeat.objects.get(process="beat").seen_at
    time.sleep(3)
    assert Heartbeat.objects.get(process="beat").seen_at == seen
    assert level()(seen + timedelta(minutes=5)) == "fail"


def test_a_clock_goes_on_ticking_when_the_broker_is_away(beat, broker, folder):
    until(lambda: Heartbeat.objects.filter(process="beat").exists(), seconds=60)
    broker.kill()
    Heartbeat.objects.all().delete()
    until(lambda: Heartbeat.objects.filter(process="beat").exists(), seconds=90)
    assert beat.poll() is None


def test_signs_of_life_come_through_broker_and_worker(broker, workers):
    workers.start()
    until(lambda: Heartbeat.objects.filter(process="worker").exists(), seconds=300)
