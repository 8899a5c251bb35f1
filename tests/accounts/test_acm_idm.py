"""Signing in through ACM/IDM, at a real provider of OpenID Connect that can lie."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acm_idm import actions
from accounts.acm_idm.rights import rights_for
from accounts.actions import change_role, start_rights_reviews
from accounts.allowed import NotAllowed
from accounts.models import Kind, Membership, OrganisationCode, RightsMapping, User
from audit.models import AuditEvent
from config.acm_idm import acm_idm_app
from tests.accounts.identity_provider import asked, running
from tests.factories import MembershipFactory, UserFactory, hat

pytestmark = pytest.mark.django_db

GENT, ABB = "0207451227", "OVO001835"
STRONG = "urn:be:vlaanderen:authmech:itsme"
PAGE = "/locaties/"


@pytest.fixture(scope="module")
def provider():
    with running() as provider:
        yield provider


@pytest.fixture(autouse=True)
def configured(settings, provider):
    """The portal knows this provider, and asks a second step of who needs it."""
    app = acm_idm_app(provider.url, "huisvestingstool", "geheim")
    settings.SOCIALACCOUNT_PROVIDERS = {"acm_idm": {"APPS": [app]}}
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def gent_council(gent):
    council = hat(Kind.LOCAL_AUTHORITY, municipality=gent).organisation
    council.kbo_number = GENT
    council.save()
    RightsMapping.objects.create(
        target_group="lb", right="Medewerker", kind=Kind.LOCAL_AUTHORITY, role="staff"
    )
    RightsMapping.objects.create(target_group="lb", right="Lezer", kind=Kind.LOCAL_AUTHORITY, role="reader")
    return council


@pytest.fixture
def official(provider, gent_council):
    """What ACM/IDM says of somebody of Gent; a test changes what it wants."""

    def says(sub="an", **changes):
        claims = {
            "vo_id": f"id-{sub}",
            "given_name": "An",
            "family_name": "Peeters",
            "vo_email": f"{sub}@gent.example",
            "vo_doelgroepcode": "LB",
            "vo_orgcode": GENT,
            "vo_orgnaam": "Stad Gent",
            "huisvestingstool_rol_3d": [f"Medewerker:{GENT}"],
            "acr": STRONG,
            **changes,
        }
        provider.knows(sub, **{name: value for name, value in claims.items() if value is not None})
        return sub

    return says


@pytest.fixture
def sign_in(provider):
    """All the way there and back; what the portal answers last, before its own redirect."""

    def go(sub="an", client=None):
        client = client or Client()
        there = client.get(reverse("acm_idm_login"))
        assert there.status_code == 302, there.content
        client.last = client.get(provider.sign_in(there.url, sub))
        return client

    return go


def came_in(client):
    return client.get(PAGE).status_code == 200


def words(client):
    return client.last.content.decode()


def counts():
    return User.objects.count(), SocialAccount.objects.count(), Membership.objects.count()


# --- Coming in ---------------------------------------------------------------------------------------------------


def test_somebody_of_a_municipality_comes_in_with_the_role_of_his_right(official, sign_in, gent_council):
    client = sign_in(official())
    assert came_in(client)  # without another second step: the means was strong
    membership = Membership.objects.get(user__email="an@gent.example")
    assert (membership.organisation, membership.role, membership.source) == (gent_council, "staff", "acm_idm")
    assert membership.user.name == "An Peeters"
    assert AuditEvent.objects.filter(verb="membership.granted", target_id=str(membership.pk)).exists()


def test_somebody_of_abb_comes_in_by_the_ovo_number_and_opens_the_back_office(official, sign_in):
    abb = hat(Kind.ABB).organisation
    OrganisationCode.objects.create(organisation=abb, code=ABB)
    RightsMapping.objects.create(target_group="gid", right="Beheerder", kind=Kind.ABB, role="manager")
    client = sign_in(
        official("bo", vo_doelgroepcode="GID", vo_orgcode=ABB, huisvestingstool_rol_3d=[f"Beheerder:{ABB}"])
    )
    assert client.get("/beheer/").status_code == 200


def test_a_municipality_may_come_by_its_nis_code_too(official, sign_in):
    assert came_in(sign_in(official(vo_orgcode="44021", huisvestingstool_rol_3d="Medewerker:44021")))


def test_what_is_asked_is_a_code_with_pkce_a_nonce_and_strong_means_only():
    """Also when somebody adds to the address to have less asked."""
    there = Client().get(reverse("acm_idm_login") + "?scope=rrn&auth_params=acr_values%3Dzwak%26nonce%3D1")
    question = asked(there.url)
    assert question["response_type"] == "code"
    assert question["code_challenge_method"] == "S256"
    assert len(question["nonce"]) > 30
    assert STRONG in question["acr_values"] and "zwak" not in question["acr_values"]
    assert set(question["scope"].split()) == {"openid", "profile", "vo", "huisvestingstool"}


def test_the_person_is_known_by_his_number_not_by_his_address(official, sign_in):
    sign_in(official())
    sign_in(official(vo_email="an.peeters@gent.example"))
    account = SocialAccount.objects.get()
    assert account.uid == "id-an"
    assert account.user.email == "an@gent.example"
    assert set(account.extra_data) == {"sub", "vo_id", "vo_doelgroepcode", "vo_orgcode", "acr"}


def test_an_address_that_is_here_already_is_never_taken_over(official, sign_in):
    UserFactory(email="an@gent.example")
    before = counts()
    client = sign_in(official())
    assert client.last.status_code == 403
    assert "Gekoppelde diensten" in words(client)
    assert counts() == before


@pytest.fixture
def link(provider, official, client_for, settings):
    """Links ACM/IDM to an account from within, in a session that showed its second step."""

    def make(hat):
        client = client_for(hat)
        settings.SECOND_FACTOR_REQUIRED = False
        there = client.get(reverse("acm_idm_login") + "?process=connect")
        client.get(provider.sign_in(there.url, official()))
        settings.SECOND_FACTOR_REQUIRED = True

    return make


def test_who_has_an_account_links_it_from_within(link, sign_in, gent_council):
    own = MembershipFactory(user__email="an@gent.example")
    link(own)
    assert SocialAccount.objects.get().user == own.user
    assert came_in(sign_in("an"))
    assert own.user.memberships.get(source="acm_idm").organisation == gent_council


def test_the_session_has_another_key_after_signing_in(official, provider):
    client = Client()
    there = client.get(reverse("acm_idm_login"))
    before = client.session.session_key
    client.get(provider.sign_in(there.url, official()))
    assert client.session.session_key != before


# --- Rights that change ------------------------------------------------------------------------------------------


def test_another_organisation_ends_the_one_before(official, sign_in, deinze):
    other = hat(Kind.LOCAL_AUTHORITY, municipality=deinze).organisation
    sign_in(official())
    client = sign_in(
        official(vo_orgcode=other.kbo_number, huisvestingstool_rol_3d=[f"Medewerker:{other.kbo_number}"])
    )
    assert came_in(client)
    user = User.objects.get(email="an@gent.example")
    assert user.memberships.open().get().organisation == other
    assert user.memberships.count() == 2


def test_another_right_is_another_role(official, sign_in):
    sign_in(official())
    sign_in(official(huisvestingstool_rol_3d=["Lezer"]))
    assert User.objects.get(email="an@gent.example").memberships.open().get().role == "reader"


def test_the_same_right_changes_nothing(official, sign_in):
    sign_in(official())
    sign_in(official())
    assert Membership.objects.filter(user__email="an@gent.example").count() == 1


def test_a_right_that_is_withdrawn_ends_the_membership_and_what_is_open(official, sign_in):
    elsewhere = sign_in(official())
    client = sign_in(official(huisvestingstool_rol_3d=None))
    assert client.last.status_code == 403
    assert not Membership.objects.open().filter(user__email="an@gent.example").exists()
    assert not came_in(elsewhere)


def test_acm_idm_takes_its_right_away_also_from_the_last_administrator(official, sign_in, gent_council):
    sign_in(official())
    Membership.objects.filter(source="acm_idm").update(role="manager")
    others = Membership.objects.filter(organisation=gent_council, source="portal")
    others.update(ended_at=timezone.now(), ended_by=UserFactory())
    assert sign_in(official(huisvestingstool_rol_3d=None)).last.status_code == 403
    assert not Membership.objects.open().filter(organisation=gent_council).exists()


def test_an_administrator_changes_what_acm_idm_gave_there_and_can_end_it_here(
    official, sign_in, gent_council, client_for, settings
):
    sign_in(official())
    settings.SECOND_FACTOR_REQUIRED = False  # of the administrator, who is not the question
    given = Membership.objects.get(source="acm_idm")
    manager = Membership.objects.get(organisation=gent_council, source="portal")
    page = reverse("accounts:membership_edit", args=[given.pk])
    text = client_for(manager).get(page).content.decode()
    assert "Deze rol komt uit ACM/IDM" in text and "Trek het recht ook in ACM/IDM in" in text
    assert client_for(manager).post(page, {"stap": "rol", "role": "reader"}).status_code == 403
    with pytest.raises(NotAllowed):
        change_role(membership=given, role="reader", by=manager)
    client_for(manager).post(page, {"stap": "einde", "reason": "Uit dienst"})
    assert not Membership.objects.open().filter(pk=given.pk).exists()


def test_what_acm_idm_gave_is_confirmed_there_and_not_once_a_year_here(official, sign_in):
    sign_in(official())
    Membership.objects.filter(source="acm_idm").update(confirmed_on="2020-01-01")
    assert start_rights_reviews(on=timezone.localdate()) == []
    assert not Membership.objects.to_confirm().filter(source="acm_idm").exists()


def test_a_right_of_acm_idm_is_not_worn_in_a_session_that_began_with_a_mail(official, sign_in, client_for):
    """A withdrawn right would go on working for who keeps his mailbox."""
    sign_in(official())
    assert not came_in(client_for(Membership.objects.get(source="acm_idm")))


def test_a_mailbox_alone_links_nothing_to_who_needs_a_second_step(client_for, gent_council):
    """Else who has the mailbox of another links his own ACM/IDM to that account, and is two persons."""
    client = client_for(MembershipFactory(organisation=gent_council))
    assert client.get(reverse("acm_idm_login") + "?process=connect").url.startswith("/tweede-stap/")
    assert not client.get(reverse("acm_idm_login")).url.startswith("/tweede-stap/")


def test_a_role_that_the_portal_gave_goes_over_to_acm_idm(link, sign_in, gent_council):
    own = MembershipFactory(user__email="an@gent.example", organisation=gent_council, role="manager")
    link(own)
    sign_in("an")
    membership = own.user.memberships.open().get()
    assert (membership.source, membership.role) == ("acm_idm", "staff")


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"vo_orgcode": "0999999922"}, "We kennen uw organisatie niet"),
        ({"vo_orgcode": None}, "We kennen uw organisatie niet"),
        ({"huisvestingstool_rol_3d": None}, "lokale beheerder"),
        ({"huisvestingstool_rol_3d": ["IetsAnders"]}, "lokale beheerder"),
        ({"huisvestingstool_rol_3d": ["Medewerker:0200000043"]}, "lokale beheerder"),
        ({"vo_doelgroepcode": "EA"}, "lokale beheerder"),
        ({"vo_email": None}, "e-mailadres ontbreekt"),
        ({"acr": "urn:be:vlaanderen:authmech:password"}, "sterker"),
        ({"acr": None}, "sterker"),
    ],
)
def test_without_a_right_one_reads_whom_to_ask_and_nothing_is_made(official, sign_in, claims, sentence):
    before = counts()
    client = sign_in(official(**claims))
    assert client.last.status_code == 403
    assert sentence in words(client)
    assert not came_in(client)
    assert counts() == before


def test_who_was_switched_off_does_not_come_in(official, sign_in):
    sign_in(official())
    User.objects.filter(email="an@gent.example").update(is_active=False)
    assert not came_in(sign_in(official()))


# --- A provider that lies -----------------------------------------------------------------------------------------

LIES = {
    "a token for another application": {"lie_claims": {"aud": "iemand-anders"}},
    "a token for several, issued to another": {"lie_claims": {"aud": ["huisvestingstool", "x"], "azp": "x"}},
    "a token of another issuer": {"lie_claims": {"iss": "https://elders.example"}},
    "a token that expired": {"lie_seconds_ago": 2 * 3600},
    "a token without an end": {"lie_without": ["exp"]},
    "a token of another attempt": {"lie_claims": {"nonce": "van-gisteren"}},
    "a token without a nonce": {"lie_without": ["nonce"]},
    "a token that nobody signed": {"lie_signed": "none"},
    "a token signed with a shared word": {"lie_signed": "shared"},
    "a token signed with a stranger's key": {"lie_signed": "stranger"},
    "a token of nobody": {"lie_without": ["sub"]},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_signs_nobody_in(official, sign_in, lie, caplog):
    before = counts()
    client = sign_in(official(**LIES[lie]))
    assert client.last.status_code == 400
    assert "Aanmelden is niet gelukt" in words(client)
    assert not came_in(client)
    assert counts() == before
    assert "ACM/IDM sign-in failed" in caplog.text
    assert "gent.example" not in caplog.text


def test_a_state_that_this_browser_does_not_have_signs_nobody_in(official, provider):
    client = Client()
    back = provider.sign_in(client.get(reverse("acm_idm_login")).url, official())
    assert Client().get(back).status_code == 400
    assert client.get(back.replace("state=", "state=x")).status_code == 400
    assert not came_in(client)


def test_an_answer_works_once(official, provider):
    client = Client()
    back = provider.sign_in(client.get(reverse("acm_idm_login")).url, official())
    client.get(back)
    assert came_in(client)
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 400
    assert not came_in(client)


def test_who_stops_at_the_provider_reads_that_he_is_not_signed_in(provider):
    client = Client()
    there = client.get(reverse("acm_idm_login"))
    state = asked(there.url)["state"]
    response = client.get(reverse("acm_idm_callback") + f"?error=access_denied&state={state}", follow=True)
    assert "U brak het aanmelden af" in response.content.decode()


# --- A provider that is away --------------------------------------------------------------------------------------


def test_a_provider_that_is_away_is_said_so_and_disturbs_nobody(official, sign_in, provider, settings):
    busy, halfway = sign_in(official()), Client()
    back = provider.sign_in(halfway.get(reverse("acm_idm_login")).url, "an")
    settings.SOCIALACCOUNT_PROVIDERS["acm_idm"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    for response in (Client().get(reverse("acm_idm_login")), halfway.get(back)):
        assert response.status_code == 503
        assert "ACM/IDM antwoordt niet" in response.content.decode()
    assert came_in(busy)
    assert busy.post(reverse("account_logout")).status_code == 302
    assert not came_in(busy)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(settings, provider):
    app = settings.SOCIALACCOUNT_PROVIDERS["acm_idm"]["APPS"][0]
    app["settings"]["server_url"] = provider.url.replace("127.0.0.1", "localhost") + "/x/../"
    assert Client().get(reverse("acm_idm_login")).status_code in (400, 503)


# --- Without settings, and leaving --------------------------------------------------------------------------------


def test_without_settings_there_is_no_button_and_no_address(settings):
    assert "ACM/IDM" in Client().get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"acm_idm": {"APPS": []}}
    assert "ACM/IDM" not in Client().get(reverse("account_login")).content.decode()
    assert Client().get(reverse("acm_idm_login")).status_code == 404
    assert Client().get(reverse("acm_idm_callback")).status_code == 404


def test_what_is_strong_enough_is_a_setting_that_is_asked_and_required():
    app = acm_idm_app("https://authenticatie-ti.vlaanderen.be/op/", "wij", "geheim", accepted=["a", "b"])
    assert app["settings"]["server_url"] == "https://authenticatie-ti.vlaanderen.be/op"
    assert app["settings"]["auth_params"] == {"acr_values": "a b"}
    assert app["settings"]["acr"] == ["a", "b"]


def test_leaving_ends_the_session_here_first_and_then_goes_to_the_provider(official, sign_in, provider):
    client = sign_in(official())
    response = client.post(reverse("account_logout"))
    page = response.content.decode()
    assert f"{provider.url}/oauth2/end_session?id_token_hint=" in page
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not came_in(client)
    address = page.split("URL=")[1].split('"')[0].replace("&amp;", "&")
    assert requests.get(address, timeout=5).status_code == 200


# --- The tables of ABB --------------------------------------------------------------------------------------------


def test_only_an_administrator_of_abb_says_what_a_right_is_worth(hats, abb):
    reader = MembershipFactory(organisation=abb.organisation, role="staff", user__is_staff=True)
    for by in [*(by for name, by in hats.items() if name != "abb"), reader]:
        with pytest.raises(NotAllowed):
            actions.save_rights_mapping(mapping=RightsMapping(), by=by)
        with pytest.raises(NotAllowed):
            actions.save_organisation_code(code=OrganisationCode(), by=by)


def test_abb_keeps_them_in_the_back_office_and_the_trail_says_so(abb, client_for, gent_council, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = client_for(abb)
    row = {"target_group": "lb", "right": "Beheerder", "kind": "local_authority", "role": "manager"}
    client.post(reverse("admin:accounts_rightsmapping_add"), row)
    mapping = RightsMapping.objects.get(right="Beheerder")
    client.post(reverse("admin:accounts_rightsmapping_change", args=[mapping.pk]), {**row, "role": "staff"})
    client.post(reverse("admin:accounts_rightsmapping_delete", args=[mapping.pk]), {"post": "yes"})
    assert not RightsMapping.objects.filter(right="Beheerder").exists()
    code = {"organisation": gent_council.pk, "code": "OVO000123"}
    client.post(reverse("admin:accounts_organisationcode_add"), code)
    client.post(
        reverse("admin:accounts_organisationcode_delete", args=[OrganisationCode.objects.get().pk]),
        {"post": "yes"},
    )
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "rightsmapping.saved", "rightsmapping.saved", "rightsmapping.deleted",
        "organisationcode.saved", "organisationcode.deleted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        {"target_group": "lb", "right": "Met spatie", "kind": "local_authority", "role": "staff"},
        {"target_group": "lb", "right": "A", "kind": "company", "role": "staff"},
        {"target_group": "ea", "right": "A", "kind": "abb", "role": "staff"},
        {"target_group": "gid", "right": "A", "kind": "abb", "role": "privacy"},
        {"target_group": "bur", "right": "A", "kind": "abb", "role": "staff"},
        {"target_group": "lb", "right": "Lezer", "kind": "local_authority", "role": "staff"},
    ],
)
def test_postgresql_refuses_a_row_that_makes_no_sense(gent_council, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsMapping.objects.create(**row)


def test_a_code_has_the_form_of_one_and_is_nobody_elses_number(gent_council, abb):
    with pytest.raises(ValidationError):
        OrganisationCode(organisation=abb.organisation, code=GENT).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationCode.objects.create(organisation=abb.organisation, code="OVO12")


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (["A:0207451227", "B:OVO1,0207.451.227", "C:OVO1"], {"A", "B"}),
        ("A", {"A"}),
        (["A:BE0207451227:9"], {"A"}),
        ([None, 3, "", ":0207451227"], set()),
        (None, set()),
    ],
)
def test_a_right_is_read_for_the_organisation_that_signs_in(claim, found):
    assert rights_for(claim, GENT) == found
