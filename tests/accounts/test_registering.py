"""A company makes itself known: the page after signing up."""

import pytest
from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from audit.models import AuditEvent
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, kbo_number

pytestmark = pytest.mark.django_db

URL = "accounts:register_organisation"


@pytest.fixture
def user():
    return UserFactory(name="")


@pytest.fixture
def newcomer(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled_in(**changes: str) -> dict[str, str]:
    return {
        "kbo_number": kbo_number(77),
        "kind": "company",
        "name": "Verhuur Linde",
        "phone": "09 000 00 00",
        "own_name": "An Proef",
        **changes,
    }


def test_without_an_organisation_every_page_leads_here(newcomer):
    assert newcomer.get("/").url == newcomer.get("/locaties/").url == reverse(URL)
    assert newcomer.get(reverse(URL)).status_code == 200


def test_registering_gives_the_hat_of_a_manager_and_the_name(newcomer, user):
    response = newcomer.post(reverse(URL), filled_in(), follow=True)
    membership = Membership.objects.get(user=user)
    assert (membership.organisation.name, membership.role) == ("Verhuur Linde", Membership.Role.MANAGER)
    assert membership.organisation.kbo_number == kbo_number(77)
    user.refresh_from_db()
    assert user.name == "An Proef"
    assert "U handelt nu voor Verhuur Linde" in response.content.decode()
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {
        "organisation.registered",
        "membership.granted",
    }


@pytest.mark.parametrize("spelling", ["BE {0}.{1}.{2}", "{0} {1} {2}", "be{0}{1}{2}"])
def test_a_number_in_any_spelling_is_the_same_number(newcomer, spelling):
    number = kbo_number(77)
    newcomer.post(reverse(URL), filled_in(kbo_number=spelling.format(number[:4], number[4:7], number[7:])))
    assert Organisation.objects.get(kind=Kind.COMPANY).kbo_number == number


@pytest.mark.parametrize("wrong", ["0123456789", "123", "abc", "2207500123", "0207500124"])
def test_a_wrong_number_says_what_a_right_one_looks_like_and_loses_nothing(newcomer, wrong):
    response = newcomer.post(reverse(URL), filled_in(kbo_number=wrong))
    text = response.content.decode()
    assert "geen geldig ondernemingsnummer" in text
    assert "Verhuur Linde" in text
    assert wrong in text
    assert not Organisation.objects.exists()


def test_a_number_that_is_taken_names_the_organisation_and_gives_no_access(newcomer, user):
    there = OrganisationFactory(name="Al Bekend NV")
    response = newcomer.post(reverse(URL), filled_in(kbo_number=there.kbo_number), follow=True)
    assert "Al Bekend NV is al geregistreerd" in response.content.decode()
    assert not Membership.objects.filter(user=user).exists()


def test_sent_twice_it_stays_one_organisation_and_one_hat(newcomer, user):
    newcomer.post(reverse(URL), filled_in())
    newcomer.post(reverse(URL), filled_in())
    assert Organisation.objects.count() == Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("kind", ["local_authority", "governor", "abb", "facility", "vlot"])
def test_nobody_registers_himself_as_a_government(newcomer, kind):
    newcomer.post(reverse(URL), filled_in(kind=kind))
    assert not Organisation.objects.exists()


def test_one_puts_on_only_a_hat_of_ones_own(client_for):
    mine, other = MembershipFactory(), MembershipFactory()
    second = MembershipFactory(user=mine.user)
    client = client_for(mine)
    assert client.post(reverse("accounts:switch_hat", args=[other.pk])).status_code == 404
    client.post(reverse("accounts:switch_hat", args=[second.pk]))
    assert client.session["hat"] == second.pk
