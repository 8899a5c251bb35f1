"""Thirty-two people, eight places, over HTTP: each place once, and who was late reads so (fault 2)."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from housing.models import Stay
from matching.models import Proposal
from tests.factories import HouseholdFactory, UnitFactory
from tests.faults.rig.web import Visitor, signed_in

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
PEOPLE, PLACES, TRIES = 32, 8, 2_000


def test_thirty_two_people_at_eight_places_book_eight(start_web, clerk, measured):
    web = start_web(RATE_LIMITING="false")
    person = signed_in(web, clerk)
    csrf = person.page_with_form("/huishoudens/nieuw/")["csrfmiddlewaretoken"]
    rounds, slow, lasted, worked = 0, [], 0.0, web.processor_seconds()
    while len(slow) < TRIES:
        rounds += 1
        units = [UnitFactory(places=4).pk for _ in range(PLACES)]
        households = [HouseholdFactory(registered_by=clerk.organisation) for _ in range(PEOPLE)]
        together = threading.Barrier(PEOPLE)

        def want(household, units=units, together=together):
            """Tries each of the places until one is his."""
            together.wait()
            answers = []
            for unit in units:
                form = {
                    "csrfmiddlewaretoken": csrf,
                    "form_token": str(uuid.uuid4()),
                    "unit": str(unit),
                    "move_in_on": timezone.localdate().isoformat(),
                }
                # As after the page that showed what was said: sentences do not heap up in a cookie.
                browser = Visitor(web, dict(person.cookies))
                answers.append(browser.ask(f"/huishoudens/{household.pk}/voorstellen/", data=form))
                if "/voorstellen/" in answers[-1].headers.get("Location", ""):
                    break
            return answers

        begun = time.monotonic()
        with ThreadPoolExecutor(PEOPLE) as pool:
            found = [answer for answers in pool.map(want, households) for answer in answers]
        lasted += time.monotonic() - begun
        assert {answer.status for answer in found} == {302}
        won = [answer for answer in found if "/voorstellen/" in answer.headers["Location"]]
        assert len(won) == PLACES
        assert Proposal.objects.count() == Stay.objects.standing().count() == PLACES * rounds
        slow += [answer.seconds for answer in found]
    assert Stay.objects.standing().values("unit").distinct().count() == PLACES * rounds
    slow.sort()
    measured(
        f"0 overbooked in {len(slow)} tries of {PEOPLE} at once, {len(slow) / lasted:.0f} a second;"
        f" {(web.processor_seconds() - worked) / len(slow) * 1000:.0f} ms of processor each in the web;"
        f" p50 {slow[len(slow) // 2] * 1000:.0f} ms, p99 {slow[int(len(slow) * 0.99)] * 1000:.0f} ms"
    )
