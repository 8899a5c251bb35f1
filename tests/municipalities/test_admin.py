from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Kind, Membership
from audit.models import AuditEvent
from municipalities.models import Municipality, Statistic, StatisticSource
from tests.municipalities.conftest import back_office_hat

pytestmark = pytest.mark.usefixtures("reference")

IMPORT = "admin:municipalities_statistic_import"


def content_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "model",
    ["province", "referenceregion", "municipality", "postalcode", "statisticsource", "statistic", "change"],
)
def test_lists_take_a_fixed_number_of_queries(official_client, django_assert_max_num_queries, model):
    url = reverse(f"admin:municipalities_{model}_changelist")
    official_client.get(url)
    with django_assert_max_num_queries(14):
        response = official_client.get(url)
    assert response.status_code == 200


def test_the_list_shows_todays_municipalities_and_finds_by_village(official_client):
    url = reverse("admin:municipalities_municipality_changelist")
    assert "285 gemeenten" in content_of(official_client.get(url))
    assert "42 gemeenten" in content_of(official_client.get(url, {"toestand": "vroeger"}))
    found = content_of(official_client.get(url, {"q": "gooik"}))
    assert "Pajottegem" in found
    assert "1 gemeente" in found


def test_a_municipality_tells_where_each_figure_comes_from(official_client, gent):
    page = content_of(
        official_client.get(reverse("admin:municipalities_municipality_change", args=[gent.pk]))
    )
    assert "Waar komt dit cijfer vandaan?" in page
    figure = gent.statistics.get(indicator="population", period=date(2025, 1, 1))
    for text in (figure.shown_value, "01/01/2025", figure.source.name, "exact", "23/11/2026"):
        assert text in page
    assert "Niet gevonden voor deze gemeente:" in page
    assert "personen met (equivalent) leefloon" in page
    assert "9000 Gent" in page


def test_a_merged_municipality_and_its_successor_point_to_each_other(official_client):
    deinze, nevele = Municipality.objects.get(nis_code="44083"), Municipality.objects.get(nis_code="44049")
    page = content_of(
        official_client.get(reverse("admin:municipalities_municipality_change", args=[deinze.pk]))
    )
    assert reverse("admin:municipalities_municipality_change", args=[nevele.pk]) in page
    assert "op 01/01/2019" in page
    old = content_of(
        official_client.get(reverse("admin:municipalities_municipality_change", args=[nevele.pk]))
    )
    assert "Deinze" in old


def test_an_address_that_is_no_municipality_does_not_fail(official_client):
    response = official_client.get(reverse("admin:municipalities_municipality_change", args=["nergens"]))
    assert response.status_code == 302


@pytest.mark.parametrize("model", ["municipality", "province", "statistic", "postalcode"])
def test_reference_data_cannot_be_edited(official_client, gent, model):
    assert official_client.get(reverse(f"admin:municipalities_{model}_add")).status_code == 403
    change = reverse("admin:municipalities_municipality_change", args=[gent.pk])
    assert official_client.post(change, {"name": "Gand"}).status_code == 403
    gent.refresh_from_db()
    assert gent.name == "Gent"


def test_the_description_of_a_source_may_be_edited_with_a_trace(official_client):
    source = StatisticSource.objects.order_by("pk").first()
    url = reverse("admin:municipalities_statisticsource_change", args=[source.pk])
    data = {"name": source.name, "description": "Beter gezegd", "url": "", "retrieved_on": "2026-11-23"}
    assert official_client.post(url, data).status_code == 302
    source.refresh_from_db()
    assert source.description == "Beter gezegd"
    assert AuditEvent.objects.about(source).get().changes == {"description": "Beter gezegd"}


def upload(content, **more):
    return {
        "file": SimpleUploadedFile("loi.csv", content.encode(), content_type="text/csv"),
        "indicator": "loi_places",
        "period": "2026-01-01",
        "source_name": "Fedasil",
        **more,
    }


def trial(client, content, **more):
    return client.post(reverse(IMPORT), upload(content, **more))


def test_figures_are_imported_after_a_trial(official_client, official, gent):
    response = trial(official_client, "nis;waarde\n44021;12\n21004;9\n")
    page = content_of(response)
    assert "er is nog niets gewijzigd" in page
    assert "21004" in page
    assert not Statistic.objects.filter(indicator="loi_places").exists()

    sealed = response.context["sealed"]
    response = official_client.post(reverse(IMPORT), {"sealed": sealed}, follow=True)
    assert "1 nieuw, 0 gewijzigd" in content_of(response)
    assert gent.statistics.get(indicator="loi_places").value == 12
    assert AuditEvent.objects.get(verb="statistics.imported").user_id == official.user.pk

    official_client.post(reverse(IMPORT), {"sealed": sealed})
    assert AuditEvent.objects.filter(verb="statistics.imported").count() == 1


def test_the_trial_shows_old_and_new_figure_side_by_side(official_client, gent, source):
    gent.statistics.create(indicator="loi_places", period=date(2026, 1, 1), value=1200, source=source)
    page = content_of(trial(official_client, "nis;waarde;marge\n44021;1300;0\n"))
    assert "1.200 (marge niet bekend)" in page
    assert "1.300 (exact)" in page


def test_the_trial_shows_new_figures_beside_the_previous_ones(official_client, gent, source):
    gent.statistics.create(indicator="loi_places", period=date(2025, 1, 1), value=1100, source=source)
    page = content_of(trial(official_client, "nis;waarde;marge\n44021;1300;0\n"))
    assert "1.100 op 01/01/2025" in page
    assert "1.300 (exact)" in page


def test_a_wrong_value_is_shown_with_its_line_and_cannot_be_confirmed(official_client):
    response = trial(official_client, "nis;waarde\n44021;veel\n")
    page = content_of(response)
    assert "Regel 2: “veel” is geen getal." in page
    assert 'name="sealed"' not in page
    official_client.post(reverse(IMPORT), {"sealed": response.context["sealed"]})
    assert not Statistic.objects.filter(indicator="loi_places").exists()


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        ("naam\nGent\n", {}, "eerste regel"),
        ("nis;waarde\n44021;1\n", {"period": "2999-01-01"}, "in de toekomst"),
        ("nis;waarde\n44021;1\n", {"source_name": ""}, "verplicht"),
        ("nis;waarde\n44021;1\n", {"indicator": "geluk"}, "geldige keuze"),
        ("nis;waarde\n44021;1\n", {"indicator": ""}, "verplicht"),
    ],
)
def test_a_bad_upload_is_refused_in_words(official_client, content, more, message):
    response = trial(official_client, content, **more)
    assert response.status_code == 422
    assert message in content_of(response)


def test_a_trial_that_was_tampered_with_or_is_too_old_changes_nothing(official_client, time_machine_hours):
    sealed = trial(official_client, "nis;waarde\n44021;12\n").context["sealed"]
    refused = official_client.post(reverse(IMPORT), {"sealed": sealed[:-1] + "x"}, follow=True)
    assert "De proef is verlopen" in content_of(refused)
    time_machine_hours(9)
    late = official_client.post(reverse(IMPORT), {"sealed": sealed}, follow=True)
    assert "De proef is verlopen" in content_of(late)
    assert not Statistic.objects.filter(indicator="loi_places").exists()


@pytest.fixture
def time_machine_hours(monkeypatch):
    """Moves the clock of signatures only: the session stays as fresh as it was."""
    from django.core import signing

    real = signing.time.time

    def later(hours):
        class Clock:
            time = staticmethod(lambda: real() + hours * 3600)

        monkeypatch.setattr(signing, "time", Clock)

    return later


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (Kind.VLOT, Membership.Role.STAFF),
        (Kind.FACILITY, Membership.Role.MANAGER),
        (Kind.ABB, Membership.Role.READER),
    ],
)
def test_others_of_the_back_office_may_look_but_not_import(client, kind, role):
    client.force_login(back_office_hat(kind, role).user, backend="django.contrib.auth.backends.ModelBackend")
    figures = client.get(reverse("admin:municipalities_statistic_changelist"))
    assert figures.status_code == 200
    assert "Cijfers inlezen" not in content_of(figures)
    assert client.get(reverse(IMPORT)).status_code == 403
    assert trial(client, "nis;waarde\n44021;12\n").status_code == 403
