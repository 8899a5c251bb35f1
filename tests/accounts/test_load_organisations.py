"""The authorities come in by command, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import register_authorities
from accounts.models import Kind, Organisation
from audit.models import AuditEvent
from municipalities.models import Municipality
from municipalities.models.places import MunicipalityQuerySet
from tests import factories


def run() -> str:
    out = StringIO()
    call_command("load_organisations", stdout=out)
    return out.getvalue()


def test_every_municipality_province_and_flemish_service_gets_its_organisation(reference):
    assert "293 toegevoegd, 285 lokale besturen" in run()
    gent = Organisation.objects.get(municipality__nis_code="44021")
    assert gent.name == "Lokaal bestuur Gent"
    assert gent.kbo_number == Municipality.objects.get(nis_code="44021").kbo_number
    assert Organisation.objects.filter(kind=Kind.GOVERNOR).count() == 5
    for kind in (Kind.FACILITY, Kind.VLOT, Kind.ABB):
        assert Organisation.objects.the(kind)
    assert AuditEvent.objects.filter(verb="organisation.registered").count() == 293


def test_a_second_run_adds_nothing_and_keeps_a_changed_name(reference):
    run()
    Organisation.objects.filter(municipality__nis_code="44021").update(name="Stad Gent")
    assert "0 toegevoegd" in run()
    assert Organisation.objects.filter(name="Stad Gent").exists()


def test_a_number_that_is_taken_is_left_empty_and_named(reference, gent):
    factories.OrganisationFactory(kind=Kind.ASSOCIATION, kbo_number=gent.kbo_number)
    assert "Lokaal bestuur Gent: zonder ondernemingsnummer" in run()
    assert Organisation.objects.local_authority_of(gent).kbo_number == ""


def test_a_municipality_that_merged_away_gets_none(reference):
    register_authorities()
    assert not Organisation.objects.filter(municipality__merged_into__isnull=False).exists()


def test_without_municipalities_it_says_what_to_load_first(db, monkeypatch):
    monkeypatch.setattr(MunicipalityQuerySet, "current", MunicipalityQuerySet.none)
    with pytest.raises(CommandError, match="load_reference_data"):
        run()
