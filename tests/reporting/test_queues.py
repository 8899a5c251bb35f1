"""Queues of all of Flanders: the first rows come from an index, and what stands beside them is counted up to a cap."""

import pytest
from django.db import connection
from django.urls import reverse

from facility.models import SupportRequest
from tests.facility.factories import SupportRequestFactory
from vlot.models import Intervention


def plan_of(rows):
    """As PostgreSQL reads them in order when it has no better way: a table of a test is so small that it would sort."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
        return rows[:25].explain()


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda by: SupportRequest.objects.visible_to(by["facility"]).triage(), "support_request_triage"),
        (
            lambda by: SupportRequest.objects.visible_to(by["facility"]).filter(status="submitted").triage(),
            "support_request_triage",
        ),
        (lambda by: Intervention.objects.visible_to(by["abb"]).queue(), "intervention_in_order"),
        (
            lambda by: Intervention.objects.visible_to(by["vlot"]).waiting_for(by["vlot"]),
            "intervention_in_order",
        ),
    ],
)
def test_a_queue_is_read_in_its_order_and_not_sorted(facility, abb, vlot, rows, index):
    plan = plan_of(rows({"facility": facility, "abb": abb, "vlot": vlot}))
    assert f"Index Scan using {index}" in plan and "Sort" not in plan


def test_another_order_is_sorted(facility):
    """That the test above can fail: an index that differs in one word is of no use."""
    plan = plan_of(SupportRequest.objects.visible_to(facility).triage("personen"))
    assert "Sort" in plan


def test_a_home_page_and_a_queue_say_that_there_are_more_than_they_counted(
    client_for, facility, local, monkeypatch
):
    for number in range(3):
        SupportRequestFactory(organisation=local.organisation, title=f"Bedden {number}")
    told = client_for(facility).get(reverse("home")).content.decode()
    assert '<span class="count">3</span>' in told and "meer dan 3" not in told
    monkeypatch.setattr("audit.paging.MOST_WAITING", 2)
    home = client_for(facility).get(reverse("home")).content.decode()
    assert '<span class="count">meer dan 2</span>' in home
    queue = client_for(facility).get(reverse("facility:request_list")).content.decode()
    assert "Meer dan 2 aanvragen wachten op u." in queue
