"""The statement about accessibility: what it says follows from the tests, and what does not work can be reported."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.bots import ForPeople
from accounts.models import Kind
from config.accessibility.results import Look, Summary, looks, summary
from config.accessibility.statement import FULLY, PARTLY, review_on, status_of
from notifications.models import Notification
from tests.factories import hat

pytestmark = pytest.mark.django_db
PAGE = "/toegankelijkheid/"


def found(*faulty: Look) -> Summary:
    return Summary(1, 1, 1, list(faulty), [], [], date(2026, 11, 26), date(2026, 11, 26))


def report(client: Client, **typed: str):
    opened = ForPeople()["opened"].value()
    return client.post(PAGE, {"opened": opened, **typed})


def test_a_visitor_reads_the_whole_model_of_the_european_decision(client):
    text = client.get(PAGE).content.decode()
    for part in (
        "Voldoet het portaal?",
        "Wat is niet toegankelijk?",
        "Hoe hebben we getest?",
        "Lukt er iets niet?",
    ):
        assert part in text
    assert "Vlaamse Ombudsdienst" in text and "binnen veertien dagen" in text
    assert f"{summary().ended:%Y}" in text


def test_every_page_leads_to_it(client):
    assert f'href="{PAGE}"' in client.get("/").content.decode()


def test_the_status_is_never_better_than_what_is_known(monkeypatch):
    fault = Look("home", "portal", "filled", "local", ["axe"], ["iets"], date(2026, 11, 26))
    assert status_of(found()) == PARTLY
    monkeypatch.setattr("config.accessibility.statement.LIMITS", ())
    assert status_of(found()) == FULLY
    assert status_of(found(fault)) == PARTLY
    assert status_of(found()._replace(not_yet=["zonder JavaScript"])) == PARTLY


def test_it_is_looked_at_again_within_a_year():
    assert review_on(found()) == date(2027, 11, 26)


def test_the_results_are_of_pages_that_exist_and_name_their_checks():
    assert all(look.checks and look.on for look in looks())


def test_what_does_not_work_reaches_the_flemish_administration(client):
    abb = hat(Kind.ABB).organisation
    answer = report(client, text="De knop zegt niets", page="/kaart/", email="an@proef.example")
    assert answer.headers["Location"] == PAGE
    told = Notification.objects.get(organisation=abb)
    assert told.subject == "Melding over toegankelijkheid"
    for part in ("De knop zegt niets", "/kaart/", "an@proef.example"):
        assert part in told.body


def test_without_words_nothing_is_sent_and_the_page_says_so(client):
    hat(Kind.ABB)
    answer = report(client, page="/kaart/")
    assert answer.status_code == 422 and 'href="#id_text"' in answer.content.decode()
    assert not Notification.objects.exists()


def test_a_program_that_fills_in_everything_is_not_heard(client):
    hat(Kind.ABB)
    assert report(client, text="Koop nu", website="x").status_code == 422
    assert reverse("accessibility") == PAGE and not Notification.objects.exists()
