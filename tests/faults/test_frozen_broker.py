"""Redis down, Redis frozen: nobody who fills in a form waits for it, and what he was told is true (14, 15)."""

import pytest

from households.models import Household
from tests.faults.rig.forms import household_form
from tests.faults.rig.web import signed_in

pytestmark = [pytest.mark.faults, pytest.mark.stack]
SLOWEST = 2.5  # seconds; reliability.md 1.3, fault 15


@pytest.mark.parametrize("fault", [pytest.param("down", marks=pytest.mark.soak), "frozen"])
def test_a_form_is_saved_and_answered_while_redis_is_away(fault, broker, web, clerk):
    person = signed_in(web, clerk)
    assert person.ask("/").status == 200

    broker.kill() if fault == "down" else broker.freeze()
    answers = []
    for number in range(6):
        form = person.page_with_form("/huishoudens/nieuw/")
        answers.append(person.ask("/huishoudens/nieuw/", data=household_form(form, f"Familie{number}")))

    assert [answer.status for answer in answers] == [302] * 6
    assert Household.objects.count() == 6
    assert max(answer.seconds for answer in answers) <= SLOWEST
