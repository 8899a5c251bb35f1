"""The log says what happened to which page and which request, and nothing about people."""

import json
import logging
import logging.config
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_guid import clear_guid, get_guid, set_guid

from config.logs import KEYS, HouseFormatter, configuration
from operations.status.slow import note_slow, watch

MARKS = ("Zomerwind", "91020312345", "zomerwind@proef.example", "0499112233")


@pytest.fixture
def log():
    """Everything that is logged, as the console gets it."""
    stream = StringIO()
    wanted = configuration(level="DEBUG", form="json")
    wanted["handlers"]["console"]["stream"] = stream
    kept = {name: (logger.level, list(logger.handlers), logger.propagate)
            for name in ("", "django", "django_guid", "django.request", "celery.app.trace", "gunicorn.error")
            for logger in [logging.getLogger(name)]}  # fmt: skip
    logging.config.dictConfig(wanted)
    yield stream
    for name, (level, handlers, propagate) in kept.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.handlers, logger.propagate = handlers, propagate


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_each_line_is_json_of_known_keys(log):
    logging.getLogger("notifications.actions").info(
        "mail %s refused", 7, extra={"naam": "Zomerwind", "ms": 3}
    )
    (line,) = lines(log)
    assert set(line) <= set(KEYS)
    assert (line["message"], line["ms"], line["level"]) == ("mail 7 refused", 3, "INFO")
    assert abs(datetime.fromisoformat(line["time"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_what_other_packages_were_given_stays_out(log):
    logging.getLogger("django.request").error("Internal Server Error: %s", "/huishoudens/Zomerwind/")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: 'Zomerwind'.")
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] %(description)s: %(exc)s",
        {"name": "a.b", "id": "1", "description": "raised", "exc": "Zomerwind"},
    )
    logging.getLogger("elders").warning("al %s geschreven")
    assert "Zomerwind" not in log.getvalue()
    messages = [line["message"] for line in lines(log)]
    assert messages[:3] == ["Internal Server Error: …", "refused: DisallowedHost", "Task a.b[1] raised: …"]


def test_a_sentence_that_wants_a_number_where_we_hide_a_word_is_written_without_both():
    record = logging.LogRecord(
        "elders", logging.INFO, "x.py", 1, "%d van %s", ("Zomerwind", "Zomerwind"), None
    )
    assert "Zomerwind" not in HouseFormatter().format(record)


def test_of_an_exception_its_kind_and_place_are_logged_and_not_its_words(log):
    try:
        raise ValueError("Key (email)=(zomerwind@proef.example) already exists.")
    except ValueError:
        logging.getLogger("housing.tasks").exception("stopped")
    (line,) = lines(log)
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["where"]
    assert "zomerwind" not in log.getvalue()


def test_marks_that_somebody_sends_are_nowhere_in_the_log(log, local, client_for):
    """In every place that a browser can put them: path, question, form, headers, file name."""
    client, word, joined = client_for(local), " ".join(MARKS), "-".join(MARKS).replace("@", ".")
    client.raise_request_exception = False
    client.get(f"/{joined}/")
    client.get(reverse("housing:site_list"), {"zoek": word})
    client.get(
        "/stijl/",
        headers={"User-Agent": word, "Referer": f"https://x.example/{joined}", "X-Request-ID": word},
    )
    client.get("/stijl/", headers={"Host": f"{joined}.example"})
    client.post(reverse("households:household_add"), {"form_token": word, "family_name": word, "note": word})
    Client().post(reverse("account_login"), {"login": MARKS[2]})
    client.post(
        reverse("csp_report"),
        json.dumps({"csp-report": {"blocked-uri": f"https://x.example/{joined}"}}),
        content_type="application/json",
    )
    said = [line for line in lines(log) if line["logger"] == "operations.status.requests"]
    assert len(said) == 7
    for mark in MARKS:
        assert mark.lower() not in log.getvalue().lower(), [line for line in lines(log) if mark in str(line)]


def test_a_request_has_one_number_in_the_answer_and_in_the_log(log, db):
    given = uuid4().hex
    response = Client().get("/stijl/", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == given
    assert {
        line.get("request_id") for line in lines(log) if line["logger"] == "operations.status.requests"
    } == {given}
    made_up = Client().get("/stijl/", headers={"X-Request-ID": "ik ben het"}).headers["X-Request-ID"]
    assert len(made_up) == 32 and made_up != given


def test_a_task_carries_the_number_of_the_request_that_asked_for_it():
    given = uuid4().hex
    set_guid(given)
    headers: dict[str, str] = {}
    before_task_publish.send(sender="x", headers=headers, body=())
    clear_guid()

    class Task:
        class request:  # noqa: N801
            @staticmethod
            def get(name, default=None):
                return headers.get(name, default)

    task_prerun.send(sender="x", task=Task, task_id="1")
    assert get_guid() == given
    task_postrun.send(sender="x", task=Task, task_id="1")
    assert get_guid() is None


def test_a_slow_query_is_logged_without_what_was_asked_for(log, db, settings):
    settings.SLOW_QUERY_MILLISECONDS = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text", ["Zomerwind"])
    (line,) = [line for line in lines(log) if line["message"] == "slow query"]
    assert line["sql"] == "SELECT %s::text"
    assert "Zomerwind" not in "".join(found for found in log.getvalue().splitlines() if "slow query" in found)


def test_a_connection_that_is_made_halfway_a_page_leaves_what_the_page_put_around_its_queries_in_order(db):
    """What a page takes off again is the topmost: it may not be the watch on slow queries that came in between."""

    def of_the_page(execute, *question):
        return execute(*question)

    connection.execute_wrappers.remove(note_slow)
    with connection.execute_wrapper(of_the_page):
        watch(None, connection)
    assert of_the_page not in connection.execute_wrappers
    assert note_slow in connection.execute_wrappers
