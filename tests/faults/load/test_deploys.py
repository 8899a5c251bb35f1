"""A new release comes while people work: no request is lost, no offer that was acknowledged is missing (fault 8)."""

import os
import signal
import time

import pytest

from housing.models import Offer
from tests.faults.conftest import until
from tests.faults.load.conftest import needs_nginx
from tests.faults.load.crowd import not_served

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak, needs_nginx]
STEADY = 30  # seconds that people ask, with all that happens in between


def offers_acknowledged(asked):
    """Each was answered with the way to the page of the offer, which was then shown."""
    return [one for one in asked if one.method == "POST" and one.status == 302 and "/concept/" in one.path]


def test_workers_are_replaced_under_load_and_nobody_notices(web, proxy, crowd, people, measured):
    before = set(web.workers())
    crowd.begin(proxy.url, people, seconds=STEADY, certificate=proxy.certificate)
    for _ in range(2):
        old = set(web.workers())
        os.kill(web.process.pid, signal.SIGHUP)
        until(lambda old=old: len(set(web.workers()) - old) == 2 and not set(web.workers()) & old, seconds=25)
        time.sleep(2)
    asked = crowd.end()
    assert not set(web.workers()) & before
    assert not_served(asked) == []
    assert len(offers_acknowledged(asked)) > 0
    assert Offer.objects.filter(status=Offer.Status.SUBMITTED).count() >= len(offers_acknowledged(asked))
    measured(f"fault 8, HUP twice: 0 of {len(asked)} requests not served")


def test_a_new_instance_takes_over_from_the_old_one_under_load(
    web, start_web, proxy, crowd, people, measured
):
    """What an upgrade does: the new one is ready, the proxy is told, the old one finishes what it began."""
    crowd.begin(proxy.url, people, seconds=STEADY, certificate=proxy.certificate)
    new = start_web()
    until(lambda: new.ask("/readyz").status == 200, seconds=20)
    proxy.point_at(new.port)
    time.sleep(1)
    web.process.send_signal(signal.SIGTERM)
    assert web.process.wait(30) == 0
    asked = crowd.end()
    assert not_served(asked) == []
    assert Offer.objects.filter(status=Offer.Status.SUBMITTED).count() >= len(offers_acknowledged(asked)) > 0
    measured(f"fault 8, new instance: 0 of {len(asked)} requests not served")


def test_killing_the_old_one_at_once_does_lose_requests(web, proxy, crowd, people):
    """The negative control: the two tests above would see it."""
    crowd.begin(proxy.url, people, seconds=8, certificate=proxy.certificate)
    time.sleep(2)
    web.stop()
    lost = not_served(crowd.end())
    assert lost
    assert {one.status for one in lost} == {503}
    assert all(one.retry_after and one.dutch for one in lost)
