"""A PostgreSQL, a broker, a web and workers of the test's own, in processes that it may stop, freeze and kill."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from accounts.models import Kind, Membership
from config.local.embedded import Embedded
from config.local.packages import site_packages
from municipalities.models import Municipality
from notifications.outbox import notify
from tests import factories
from tests.faults.rig.broker import Broker
from tests.faults.rig.chaos import Chaos
from tests.faults.rig.cluster import Cluster
from tests.faults.rig.mail_server import MailServer
from tests.faults.rig.waiting import until
from tests.faults.rig.web import Web, environment, on_port, on_socket
from tests.faults.rig.workers import Workers
from tests.reference import bring_back_reference_data

__all__ = ["until"]
FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short enough for the path of a socket."""
    path = Path(tempfile.mkdtemp(prefix="fl"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def valkey() -> str:
    """The program."""
    return str(Embedded(Path(tempfile.gettempdir()), site_packages())._valkey_program())


@pytest.fixture
def broker(folder, valkey) -> Iterator[Broker]:
    server = Broker(valkey, folder)
    yield server
    server.kill()


@pytest.fixture
def durable_broker(folder, valkey) -> Iterator[Broker]:
    """With the append-only file, as in production."""
    server = Broker(valkey, folder, durable=True)
    yield server
    server.kill()


@pytest.fixture(scope="session")
def cluster(django_db_setup, django_db_blocker) -> Iterator[Cluster]:
    """One for all faults of a run; each test has a database of its own in it."""
    home = Path(tempfile.mkdtemp(prefix="fc"))
    with django_db_blocker.unblock():
        bring_back_reference_data()
        server = Cluster(home)
        server.copy_from_tests()
    yield server
    server.close()
    shutil.rmtree(home)


@pytest.fixture
def database(db, cluster) -> Iterator[str]:
    """A new database with the reference data; models of the test read and write there, and commit at once."""
    name, used, usual = cluster.fresh(), connections.settings["default"], connections["default"]
    before = {key: used[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    used |= {"NAME": name, "HOST": cluster.socket_folder, "PORT": "", "USER": "housing", "PASSWORD": ""}
    connections["default"] = connections.create_connection("default")
    yield name
    connections["default"].close()
    connections["default"] = usual
    used |= before
    cluster.drop(name)


@pytest.fixture
def database_url(cluster, database) -> str:
    return on_socket(cluster.socket_folder, database)


@pytest.fixture
def chaos(cluster) -> Iterator[Chaos]:
    """The line to PostgreSQL, for who uses `chaotic_url`."""
    line = Chaos(cluster.socket)
    yield line
    line.close()


@pytest.fixture
def chaotic_url(chaos, database) -> str:
    return on_port(chaos.port, database)


@pytest.fixture
def start_web(folder, broker, database_url) -> Iterator[Callable[..., Web]]:
    """Starts a web: on the database itself, or on the one that `database` leads to. More words are its environment."""
    started: list[Web] = []

    def start(*, database: str = database_url, inside: tuple[str, ...] = (), **more: str) -> Web:
        env = environment(database=database, broker=broker.url, folder=folder, **more)
        web = Web({"SECOND_FACTOR_REQUIRED": "false"} | env, folder, inside=inside)
        started.append(web)
        return web.start()

    yield start
    for web in started:
        web.stop()


@pytest.fixture
def web(start_web) -> Web:
    return start_web()


@pytest.fixture
def workers(broker, folder, database_url) -> Iterator[Workers]:
    team = Workers(environment(database=database_url, broker=broker.url, folder=folder), folder)
    yield team
    team.stop_all()


@pytest.fixture
def durable_workers(durable_broker, folder, database_url) -> Iterator[Workers]:
    team = Workers(environment(database=database_url, broker=durable_broker.url, folder=folder), folder)
    yield team
    team.stop_all()


@pytest.fixture
def post() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def tell(clerk):
    """Tells the local government something; the nudge itself is left to the test."""
    clerk.organisation.email = "onthaal@proef.example"
    clerk.organisation.save()
    return lambda subject: notify(organisation=clerk.organisation, subject=subject, body="Kijk het na.")


@pytest.fixture
def clerk(database) -> Membership:
    """Somebody of the local government of Gent, in the database of the fault."""
    return hat_in("44021")


@pytest.fixture
def neighbour_clerk(database) -> Membership:
    return hat_in("44083")


def hat_in(nis_code: str) -> Membership:
    town = Municipality.objects.get(nis_code=nis_code)
    return factories.hat(Kind.LOCAL_AUTHORITY, municipality=town)


@pytest.fixture
def measured(request) -> Callable[[str], None]:
    """Notes a figure for docs/faults.md: shown at the end of `./run soak`."""

    def note(figure: str) -> None:
        request.config.stash.setdefault(FIGURES, []).append(f"{request.node.nodeid}: {figure}")

    return note


def pytest_terminal_summary(terminalreporter, config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
