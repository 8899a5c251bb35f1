from time import perf_counter

import pytest

from accounts.models import Kind
from spread.actions import load_published_keys
from spread.models import SpreadKey
from tests.spread.builders import hat, town


@pytest.fixture
def key(no_municipalities):
    """The key that the portal starts with (also after a test that emptied the database)."""
    load_published_keys()
    return SpreadKey.objects.get(leading=True)


@pytest.fixture
def towns(key):
    """Six towns in two provinces and three regions; the last as small as Herstappe."""
    return [
        town("44021", population=270_000, income=20_000, name="Gent"),
        town("44083", population=46_000, income=22_000, name="Deinze"),
        town(
            "31005", population=119_000, income=21_500, province="WVL", region="Regio Brugge", name="Brugge"
        ),
        town(
            "31043",
            population=33_000,
            income=25_000,
            province="WVL",
            region="Regio Brugge",
            name="Knokke-Heist",
        ),
        town("35013", population=72_000, income=19_000, province="WVL", region="Oostende", name="Oostende"),
        town("73028", population=80, income=18_000, province="LIM", region="Limburg", name="Herstappe"),
    ]


@pytest.fixture
def gent(towns):
    return towns[0]


@pytest.fixture
def officer(gent):
    return hat(Kind.LOCAL_AUTHORITY, municipality=gent)


@pytest.fixture
def official(db):
    return hat(Kind.ABB, is_staff=True)


@pytest.fixture
def sign_in(client):
    """Signs in with a hat; returns the client."""

    def signed_in(membership):
        client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def benchmark_seconds():
    """The fastest of three runs, so that a busy machine does not decide."""

    def fastest(work):
        times = []
        for _ in range(3):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
        return min(times)

    return fastest
