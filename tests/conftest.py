"""What every test can ask for: reference data, hats, a client per hat."""

import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import Kind, Membership
from municipalities.models import Municipality
from tests import factories, guards
from tests.migrated import copies_of_migrated
from tests.reference import (
    bring_back_reference_data,
    install_reference_data,
    put_back_as_it_was,
    take_out_municipalities,
)

guards.install()
TransactionTestCase._fixture_teardown = lambda self: put_back_as_it_was()  # type: ignore[method-assign]
# A slow machine fails no test: neither an example nor the making of one is timed.
hypothesis_settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("no clock")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright runs an event loop in the tests' thread


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_test_environment, django_db_blocker):
    """Migrated once for all workers, and for all runs until a migration changes."""
    with django_db_blocker.unblock(), copies_of_migrated():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The reference data are there for all; at the end, no session of a server or worker keeps the database."""
    with django_db_blocker.unblock():
        install_reference_data()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def clock_of_the_database():
    """For what compares a moment of this process with one that PostgreSQL named, also when the tests are behind."""
    with guards.real_clock():
        yield


@pytest.fixture(autouse=True)
def own_surroundings(settings, tmp_path, monkeypatch):
    """Files and cache of the test itself; plain static files; no nudge leaves for the broker unless a test wants it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # Clearing a cache in Redis empties that whole Redis, and with it the broker of tests that run beside this one.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SECURE_SSL_REDIRECT = False
    settings.FASTEST_SECONDS = 0  # a test fills in a form faster than a person
    settings.RATE_LIMITING = False  # tests ask more than people do, all from one address
    settings.SECOND_FACTOR_REQUIRED = (
        False  # a hat is put on without one; tests/accounts/test_second_factor.py asks it
    )
    nudges: list[str] = []
    monkeypatch.setattr("notifications.outbox.nudge", lambda task="deliver": nudges.append(task))
    yield
    cache.clear()


@pytest.fixture
def reference(db):
    """The 285 municipalities, their figures, the keys and the norms."""
    bring_back_reference_data()


@pytest.fixture
def no_municipalities(db):
    """Flanders before its reference data, for who draws a small one."""
    take_out_municipalities()


@pytest.fixture
def gent(reference):
    return Municipality.objects.get(nis_code="44021")


@pytest.fixture
def deinze(reference):
    """Another municipality in the same province."""
    return Municipality.objects.current().get(name="Deinze")


@pytest.fixture
def company(reference) -> Membership:
    return factories.hat(Kind.COMPANY)


@pytest.fixture
def other_company(reference) -> Membership:
    return factories.hat(Kind.COMPANY)


@pytest.fixture
def association(reference) -> Membership:
    return factories.hat(Kind.ASSOCIATION)


@pytest.fixture
def local(gent) -> Membership:
    """Staff of the local government of Gent."""
    return factories.hat(Kind.LOCAL_AUTHORITY, municipality=gent)


@pytest.fixture
def reader(local) -> Membership:
    """Reads in Gent, changes nothing."""
    return factories.MembershipFactory(organisation=local.organisation, role=Membership.Role.READER)


@pytest.fixture
def officer(local) -> Membership:
    """Data-protection officer of Gent: sees who looked, and does nothing else."""
    return factories.MembershipFactory(organisation=local.organisation, role=Membership.Role.DATA_PROTECTION)


@pytest.fixture
def neighbour(deinze) -> Membership:
    return factories.hat(Kind.LOCAL_AUTHORITY, municipality=deinze)


@pytest.fixture
def governor(gent) -> Membership:
    return factories.hat(Kind.GOVERNOR, province=gent.province)


@pytest.fixture
def facility(reference) -> Membership:
    return factories.hat(Kind.FACILITY)


@pytest.fixture
def vlot(reference) -> Membership:
    return factories.hat(Kind.VLOT)


@pytest.fixture
def abb(reference) -> Membership:
    return factories.hat(Kind.ABB)


@pytest.fixture
def hats(company, other_company, local, reader, neighbour, governor, facility, vlot, abb):
    """One hat of each kind, for who asks of all of them the same."""
    return {
        "company": company,
        "other_company": other_company,
        "local": local,
        "reader": reader,
        "neighbour": neighbour,
        "governor": governor,
        "facility": facility,
        "vlot": vlot,
        "abb": abb,
    }


@pytest.fixture
def client_for():
    """A signed-in client for a hat."""

    def make(hat: Membership) -> Client:
        client = Client()
        client.force_login(hat.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["hat"] = hat.pk
        session.save()
        return client

    return make
