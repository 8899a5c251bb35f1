"""Whoever runs the portal sees on one page, and Prometheus at one address, what is not all right."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.limits import LIMITS
from operations.models import Heartbeat
from operations.status import lines, runbook
from operations.status.actions import note_alive
from operations.status.collector import StateCollector, exposition
from operations.status.measures import measure
from operations.tasks import note_planner, note_worker

RULES = Path(django_settings.BASE_DIR) / "config" / "production" / "alerts.yml"
TOKEN = {"HTTP_AUTHORIZATION": "Bearer een-woord"}


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = "een-woord"


def rules():
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def line(name):
    return next(line for line in lines.LINES if line.measure == name)


# --- What is measured --------------------------------------------------------------------------------------------


def test_a_clock_that_stands_still_for_a_day_is_wrong(db):
    note_alive(process="beat")
    now = timezone.now()
    beat = line("heartbeat_beat_age_seconds")
    assert lines.level_of(beat, measure(now)[beat.measure]) == "ok"
    later = now + timedelta(days=1)
    shown = next(one for one in lines.state(measure(later)) if one.line == beat)
    assert (shown.level, shown.text) == ("fail", "1 dag")
    assert lines.level_of(beat, measure(now + timedelta(minutes=5))[beat.measure]) == "fail"


def test_a_clock_that_never_ticked_is_wrong(db):
    assert (
        lines.level_of(
            line("heartbeat_beat_age_seconds"), measure(timezone.now())["heartbeat_beat_age_seconds"]
        )
        == "fail"
    )


def test_tasks_leave_a_sign_of_life_and_write_it_over(db):
    for _ in range(2):
        note_worker()
        note_planner()
    assert set(Heartbeat.objects.values_list("process", flat=True)) == {"worker", "planner"}


def test_measuring_takes_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        measure(timezone.now())


@pytest.mark.parametrize(
    ("value", "level"),
    [(100.0, "ok"), (15.0, "ok"), (14.9, "warn"), (5.0, "warn"), (4.9, "fail"), (None, "warn")],
)
def test_of_free_disk_the_low_number_is_the_bad_one(value, level):
    assert lines.level_of(line("disk_free_percent"), value) == level


def test_an_installation_may_have_thresholds_of_its_own(settings):
    mail = line("outbox_age_seconds")
    assert lines.level_of(mail, 400) == "warn"
    settings.STATE_THRESHOLDS = {"outbox_age_seconds": "1000:2000"}
    assert lines.level_of(mail, 400) == "ok"
    assert lines.level_of(mail, 2000) == "fail"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 seconden"),
        (61, "1 minuut 1 seconde"),
        (7_200, "2 uur"),
        (90_061, "1 dag 1 uur"),
        (86_400, "1 dag"),
    ],
)
def test_a_length_of_time_is_written_in_words(seconds, text):
    assert lines.span(seconds) == text


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_the_page_of_the_state_names_each_line_with_a_word_and_its_text(abb, client_for):
    response = client_for(abb).get(reverse("operations:installation_state"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Klok, laatst gezien" in text
    assert "Fout" in text
    for link in re.findall(r'/beheer/draaiboek/#([\w-]+)"', text):
        assert link in {section.anchor for section in runbook.sections().values()}
    assert "Klok staat stil" in client_for(abb).get(reverse("operations:runbook")).content.decode()


def test_machines_get_the_same_with_a_token_or_from_a_network_and_nobody_else(db, settings, watched):
    for address in (reverse("metrics"), reverse("operations:state_json")):
        assert Client().get(address).status_code == 403
        assert Client().get(address, HTTP_AUTHORIZATION="Bearer ander").status_code == 403
        assert Client().get(address, **TOKEN).status_code in (200, 503)
    settings.METRICS_TOKEN = ""
    assert Client().get(reverse("metrics"), HTTP_AUTHORIZATION="Bearer ").status_code == 403
    settings.METRICS_NETWORKS = ["198.51.100.0/24"]
    assert Client().get(reverse("metrics"), REMOTE_ADDR="198.51.100.9").status_code == 200
    assert Client().get(reverse("metrics"), REMOTE_ADDR="203.0.113.9").status_code == 403
    # What a browser claims about where it is, is not believed.
    claimed = Client().get(reverse("metrics"), REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert claimed.status_code == 403


def test_the_state_for_machines_says_503_when_something_is_wrong(db, watched):
    answer = Client().get(reverse("operations:state_json"), **TOKEN)
    assert answer.status_code == 503
    assert answer.json()["lines"]["heartbeat_beat_age_seconds"] == {
        "value": None, "state": "fail", "runbook": "Klok staat stil"
    }  # fmt: skip


# --- Metrics, alarms, runbook ------------------------------------------------------------------------------------


def test_requests_limits_and_failed_sign_ins_are_counted_by_page_and_never_by_person(
    local, client_for, watched, settings
):
    client_for(local).get(reverse("home"))
    Client().post(reverse("account_confirm_login_code"), {"code": "123456"})
    Client().get("/anna.janssens@proef.example/")
    text = exposition().decode()
    assert re.search(r'portal_requests_total\{method="GET",status="200",view="home"\} ', text)
    assert 'portal_request_seconds_bucket{le="0.1",view="home"}' in text
    assert "proef.example" not in text
    assert "Gent" not in text


def names_measured():
    """Every name that /metrics can give: counters as they are made, measures as they are asked."""
    from prometheus_client import REGISTRY

    counted = {sample.name for family in REGISTRY.collect() for sample in family.samples}
    families = {family.name for family in REGISTRY.collect() if family.name.startswith("portal_")}
    counted |= {f"{name}{end}" for name in families for end in ("_total", "_bucket", "_sum", "_count", "")}
    counted |= {family.name for family in StateCollector().collect()}
    return counted | {f"portal_{name}" for name in measure(timezone.now())} | {"portal_state", "up"}


def test_every_metric_in_an_alarm_exists_and_every_alarm_has_its_text(db):
    known = names_measured()
    for rule in rules():
        used = set(re.findall(r"\b(portal_\w+|up)\b", rule["expr"]))
        assert used, rule["alert"]
        assert used <= known, rule["alert"]
        heading = rule["annotations"]["runbook"]
        assert heading in runbook.sections(), rule["alert"]
        assert rule["alert"] == "".join(word.capitalize() for word in heading.split()), rule["alert"]


def test_every_line_has_an_alarm_with_the_same_threshold():
    said = {(match[1], match[2], float(match[3])) for rule in rules()
            if (match := re.fullmatch(r"portal_(\w+) (<|>=) ([\d.]+)", rule["expr"]))}  # fmt: skip
    assert said == {(one.measure, "<" if one.low else ">=", float(one.fail)) for one in lines.LINES}


def test_every_text_of_the_runbook_belongs_to_an_alarm():
    told = {rule["annotations"]["runbook"] for rule in rules()}
    assert set(runbook.sections()) - told == {"Hoe u dit draaiboek gebruikt"}
    assert {one.runbook for one in lines.LINES} <= told


def test_what_is_measured_names_no_municipality_or_person(db):
    labels = {
        name for family in StateCollector().collect() for sample in family.samples for name in sample.labels
    }
    assert labels == {"line", "version"}
    assert {limit.name for limit in LIMITS}  # the words of a limit are our own
