"""The trail in the back office: asked by who, what, when and about which thing, and taken along as a table."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse

from audit.models import AuditEvent
from audit.trail import record
from documents.tables import QUOTED
from tests.factories import OfferFactory

LIST = reverse("admin:audit_auditevent_changelist")


@pytest.fixture
def events(abb, local, gent):
    with time_machine.travel(datetime(2026, 3, 2, 23, 30, tzinfo=UTC), tick=False):  # 3 March in Brussels
        night = record("offer.approved", gent, by=local, changes={"note": "geheim", "=naam": "x"})
    record("site.opened", abb.organisation, by=abb)
    return night


def shown(client, **query):
    return {event.verb for event in client.get(LIST, query).context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ({}, {"offer.approved", "site.opened"}),
        ({"handeling": "offer."}, {"offer.approved"}),
        ({"handeling": "gevalideerd"}, {"offer.approved"}),
        ({"handeling": "locatie GEOPEND"}, {"site.opened"}),
        ({"organisatie": "BESTUUR gent"}, {"offer.approved"}),
        ({"dag": "2026-03-03"}, {"offer.approved"}),
        ({"dag": "2026-03-02"}, set()),
        ({"dag": "gisteren"}, set()),
        ({"target_type": "accounts.organisation"}, {"site.opened"}),
        ({"q": "bestaat niet"}, set()),
    ],
)
def test_the_trail_is_asked_by_verb_organisation_day_and_kind(client_for, abb, events, query, verbs):
    assert shown(client_for(abb), **query) & {"offer.approved", "site.opened"} == verbs


def test_a_thing_is_found_by_its_number_as_people_write_it(client_for, abb, gent, events):
    client = client_for(abb)
    assert shown(client, q=f"H-{gent.pk:06d}") == shown(client, q=str(gent.pk)) == {"offer.approved"}


def test_a_filter_keeps_what_was_asked_before(client_for, abb, events):
    page = client_for(abb).get(LIST, {"handeling": "offer.", "q": "Gent"}).content.decode()
    assert '<input type="hidden" name="handeling" value="offer.">' in page
    assert '<input type="hidden" name="q" value="Gent">' in page


def test_the_history_of_a_thing_in_the_back_office_is_its_trail(client_for, abb, local, company):
    offer = OfferFactory(organisation=company.organisation, created_by=company.user)
    record("offer.info_requested", offer, by=local, changes={"question": "Hoeveel?"})
    page = client_for(abb).get(reverse("admin:housing_offer_history", args=[offer.pk])).content.decode()
    assert "Informatie gevraagd" in page and str(local.user) in page and "<td>vraag</td>" in page
    assert "offer.info_requested" not in page
    assert "Hoeveel?" not in page


def taken(client, action, pk):
    response = client.post(LIST, {"action": action, "_selected_action": [pk], "select_across": "0"})
    return b"".join(response)


def test_a_table_leaves_with_names_of_fields_only_defused_and_with_a_trace(client_for, abb, local, events):
    local.user.name = "=1+1"
    event = record("offer.approved", local.organisation, by=local, changes={"note": "geheim"})
    csv = taken(client_for(abb), "as_csv", event.pk).decode()
    assert "'=1+1" in csv and "opmerking" in csv and "geheim" not in csv
    assert "Aanbod gevalideerd" in csv and "offer.approved" in csv
    book = zipfile.ZipFile(BytesIO(taken(client_for(abb), "as_spreadsheet", event.pk)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert f's="{QUOTED}"><is><t xml:space="preserve">=1+1' in sheet and "geheim" not in sheet
    assert AuditEvent.objects.filter(verb="trail.exported").count() == 2


def test_a_table_that_is_too_long_is_refused(client_for, abb, events, monkeypatch):
    monkeypatch.setattr("config.admin.MOST_EXPORTED", 0)
    client = client_for(abb)
    response = client.post(LIST, {"action": "as_csv", "_selected_action": [events.pk]}, follow=True)
    assert "Filter eerst" in response.content.decode()
    assert not AuditEvent.objects.filter(verb="trail.exported").exists()
