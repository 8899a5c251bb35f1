from datetime import date

import pytest

from accounts.models import Kind, Membership, Organisation, User
from municipalities.models import Municipality, StatisticSource
from municipalities.reference import load_reference_data


@pytest.fixture
def reference(no_municipalities):
    """The reference data of this release, as an installation loads them."""
    return load_reference_data()


@pytest.fixture
def gent(reference):
    return Municipality.objects.get(nis_code="44021")


@pytest.fixture
def source(db):
    return StatisticSource.objects.create(name="Proefbron", retrieved_on=date(2026, 11, 23))


def back_office_hat(kind, role=Membership.Role.STAFF):
    organisation, _ = Organisation.objects.get_or_create(kind=kind, defaults={"name": kind.label})
    user = User.objects.create_user(f"{kind}.{role}@overheid.example", name="Ambtenaar", is_staff=True)
    return Membership.objects.create(user=user, organisation=organisation, role=role)


@pytest.fixture
def official(db):
    """Someone of ABB, who may import figures."""
    return back_office_hat(Kind.ABB)


@pytest.fixture
def official_client(client, official):
    client.force_login(official.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
