"""PostgreSQL on a disk that is full, its data or its write-ahead log (fault 23). A real disk, and a real ENOSPC."""

import itertools
import shutil
import tempfile
import time
from hashlib import md5
from pathlib import Path

import pytest
from django.db import connection

from config.local.processes import Trouble
from households.models import Household, Person
from tests.faults.rig.cluster import Cluster
from tests.faults.rig.disk import Disk
from tests.faults.rig.forms import household_form
from tests.faults.rig.waiting import until
from tests.faults.rig.web import signed_in
from tests.reference import bring_back_reference_data

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
PAGE = "/huishoudens/nieuw/"
MOST = 600  # families, before a disk without room must have said so


@pytest.fixture
def disk(folder):
    small = Disk(folder / "small", megabytes=192)
    yield small
    small.close()


@pytest.fixture
def cluster(disk, django_db_setup, django_db_blocker):
    """One of its own, that sees the disk."""
    home = Path(tempfile.mkdtemp(prefix="fd"))
    with django_db_blocker.unblock():
        bring_back_reference_data()
        server = Cluster(home, disk=disk)
        server.copy_from_tests()
    yield server
    server.close()
    shutil.rmtree(home)


@pytest.fixture
def on_small_disk(cluster, disk):
    cluster.keep_data_on(disk)


class Desk:
    """Somebody who registers one family after the other, and keeps what was answered."""

    def __init__(self, person):
        self.person, self.numbers = person, itertools.count()
        self.page = person.page_with_form(PAGE)
        self.saved, self.refused = [], []

    def register(self):
        number = next(self.numbers)
        letters = md5(str(number).encode(), usedforsecurity=False).hexdigest()  # no two families look alike
        letters = letters.translate(str.maketrans("0123456789", "ghijklmnop"))[:12]
        return self.send(
            household_form(self.page, f"Fam{letters}")
            | {"form_token": f"00000000-0000-4000-8000-{number:012}"}
        )

    def send(self, form):
        answer = self.person.ask(PAGE, data=form)
        (self.saved if answer.status == 302 else self.refused).append((form, answer))
        return answer

    def until_refused(self, times):
        while len(self.refused) < times:
            assert len(self.saved) < MOST, "it was full, and nobody said so"
            self.register()

    def check(self):
        """Acknowledged is stored, and of what was refused there is nothing, nor a half."""
        tokens = {form["form_token"] for form, _ in self.saved}
        assert {str(token) for token in Household.objects.values_list("form_token", flat=True)} == tokens
        assert Person.objects.count() == len(tokens)
        assert not Household.objects.filter(persons__isnull=True).exists()


@pytest.mark.usefixtures("on_small_disk")
def test_without_room_for_data_nothing_is_half_saved_and_with_room_it_goes_on(
    cluster, on_small_disk, database, web, clerk, disk, measured
):
    desk = Desk(signed_in(web, clerk))
    assert desk.register().status == 302
    read = ["/locaties/", "/aanbod/", "/hulp/", "/spreiding/"]
    assert {desk.person.ask(path).status for path in read} == {200}
    disk.fill()
    desk.until_refused(10)
    assert {answer.status for _, answer in desk.refused} == {503}
    page = desk.refused[0][1]
    assert page.headers["Retry-After"] and "Even niet bereikbaar" in page.text
    looked = {path: desk.person.ask(path) for path in read}
    desk.check()
    assert {path: answer.status for path, answer in looked.items()} == dict.fromkeys(read, 200)
    before = len(desk.saved)

    disk.make_room()
    made_room, again = time.monotonic(), desk.refused[:]
    desk.refused.clear()
    for form, _ in again:
        assert desk.send(form).status == 302
    first = time.monotonic() - made_room
    desk.check()
    assert web.process.poll() is None
    measured(
        f"{before} families saved before and in what room was left, {len(again)} x 503 without a half row,"
        f" slowest {max(answer.seconds for _, answer in again):.2f} s; 4 of 4 pages to read;"
        f" with room the {len(again)} refused forms were saved in {first:.1f} s, nothing restarted"
    )


def test_without_room_for_the_log_the_server_falls_and_loses_nothing(
    cluster, database, web, clerk, disk, measured
):
    desk = Desk(signed_in(web, clerk))
    cluster.keep_log_on(disk)
    connection.close()
    until(lambda: desk.register().status == 302, seconds=30)
    desk.refused.clear()
    disk.fill()
    cluster.use_up_log(left=256 * 1024)
    desk.until_refused(1)
    until(lambda: cluster.server.process.poll() is not None, seconds=60)
    for _ in range(5):
        desk.register()
    assert {answer.status for _, answer in desk.refused} == {503}
    alive = web.ask("/livez")
    assert alive.status == 200 and alive.seconds < 1
    cluster.servers.children.running.pop()
    with pytest.raises(Trouble):  # as Docker starts it again and again, while there is no room
        cluster.start()
    assert desk.register().status == 503

    disk.make_room()
    begun = time.monotonic()
    cluster.start()
    started = time.monotonic() - begun
    until(lambda: desk.person.ask("/locaties/").status == 200, seconds=30, step=0.1)
    back, again = time.monotonic() - begun, desk.refused[:]
    desk.refused.clear()
    for form, _ in again:
        assert desk.send(form).status == 302
    connection.close()
    desk.check()
    measured(
        f"{len(desk.saved) - len(again)} acknowledged and stored, then PANIC and {len(again)} x 503, slowest"
        f" {max(answer.seconds for _, answer in again):.2f} s; with room the server started in {started:.1f} s and the"
        f" first page came {back:.1f} s after that was asked, the web was not restarted"
    )
