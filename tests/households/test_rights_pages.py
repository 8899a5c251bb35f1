"""The pages about personal data: statements, register, rights of a household, terms."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent, Reading
from audit.processing import about_households, processings, terms
from audit.readings import note_reading
from documents.paper import PDF
from households.actions import change_person
from households.models import Erasure, Household, LegalHold, Person
from households.protection.exporting import as_json, dossier
from households.protection.statements import STATEMENTS
from tests.factories import HouseholdFactory, StayFactory

TODAY = timezone.localdate()
WHY = {"export-ground": "request", "export-reference": "AVG-2026/7"}
ERASE = {"erase-ground": "request", "erase-reference": "AVG-2026/7", "erase-sure": "on"}


@pytest.fixture
def family(local, reader):
    """Corrected once, seen by a reader, living somewhere."""
    household = HouseholdFactory(
        registered_by=local.organisation, note="Zznote", contact_phone="0470 11 22 33"
    )
    change_person(
        person=household.persons.order_by("pk").first(), fields={"family_name": "Zzjuist"}, by=local
    )
    StayFactory(household=household)
    note_reading(household, "het dossier", by=reader)
    return household


@pytest.fixture
def gone(local):
    return HouseholdFactory(
        registered_by=local.organisation,
        left_on=TODAY - timedelta(days=3),
        left_reason="abroad",
        note="Zznote",
    )


def page(household, name="household_rights"):
    return reverse(f"households:{name}", args=[household.pk])


def text(response):
    return response.content.decode()


def archive(response):
    with ZipFile(BytesIO(response.content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_export_is_one_file_to_read_and_one_for_a_machine(client_for, local, family):
    response = client_for(local).post(page(family, "household_export"), WHY)
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="gegevens-{family.reference}.zip"'
    )
    files = archive(response)
    assert files["gegevens.pdf"].startswith(b"%PDF") and PDF == "application/pdf"
    told = json.loads(files["gegevens.json"])
    parts = {part["model"]: part for part in told["gegevens"]}
    assert {row["familienaam"] for row in parts["households.Person"]["nu"]} == {"Zzjuist", "Familienaam"}
    assert "Familienaam" in {row["familienaam"] for row in parts["households.Person"]["vroeger"]}, (
        "how it was before"
    )
    assert parts["households.Household"]["nu"][0]["opmerking over de huisvesting"] == "Zznote"
    (stay,) = parts["housing.Stay"]["nu"]
    assert (stay["straat"], stay["gemeente"]) == ("Kerkstraat", "Gent")


def test_the_export_says_which_services_looked_and_never_which_colleague(family, local, reader):
    told = as_json(dossier(family))
    assert {"wat": "het dossier", "voor": str(local.organisation)} in [
        {name: row[name] for name in ("wat", "voor")} for row in json.loads(told)["wie_keek"]
    ]
    assert str(local.user) not in told and str(reader.user) not in told


def test_the_export_asks_every_model_that_holds_something_about_a_household(
    family, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4 * len(about_households())):
        dossier(family)


def test_taking_it_out_is_a_look_and_in_the_trail_with_its_reason(client_for, officer, family):
    client_for(officer).post(page(family, "household_export"), WHY)
    assert (
        Reading.objects.about(family)
        .filter(page="alle gegevens, als bestand", user_id=officer.user_id)
        .exists()
    )
    event = AuditEvent.objects.about(family).get(verb="household.exported")
    assert event.changes == {"ground": "request", "reference": "AVG-2026/7"}


@pytest.mark.parametrize(
    "values", [{}, {"export-ground": "request"}, WHY | {"export-reference": "voor Olena!"}]
)
def test_without_a_reason_nothing_is_taken_out(client_for, local, family, values):
    response = client_for(local).post(page(family, "household_export"), values)
    assert response.status_code == 422
    assert not AuditEvent.objects.about(family).filter(verb="household.exported").exists()


def test_the_officer_does_it_without_seeing_who_they_are(client_for, officer, family):
    shown = text(client_for(officer).get(page(family)))
    assert family.reference in shown and "Zzjuist" not in shown and "woont nog ergens" in shown


def test_a_correction_shows_which_field_it_was_and_never_what_stood_there(client_for, local, family):
    local.role = "manager"
    local.save(update_fields=["role"])
    shown = text(client_for(local).get(page(family, "household_readings")))
    assert "vulde papieren van een persoon aan (familienaam)" in shown and "Zzjuist" not in shown


def test_erasing_asks_a_reason_and_a_yes_and_then_says_so_everywhere(client_for, local, gone):
    client = client_for(local)
    assert client.post(page(gone, "household_erase"), {**ERASE, "erase-sure": ""}).status_code == 422
    response = client.post(page(gone, "household_erase"), ERASE, follow=True)
    assert "zijn gewist" in text(response) and "AVG-2026/7" in text(response)
    assert Household.objects.get().note == ""
    assert "Gewiste persoon" in text(client.get(reverse("matching:household_detail", args=[gone.pk])))
    assert gone.reference in text(client.get(reverse("households:retention")))


def test_erasing_who_lives_somewhere_is_refused_in_words(client_for, local, family):
    response = client_for(local).post(page(family, "household_erase"), ERASE, follow=True)
    assert "Leg eerst het vertrek vast" in text(response)
    assert Erasure.objects.count() == 0


def test_a_hold_is_shown_and_stops_erasing_until_it_is_lifted(client_for, local, officer, gone):
    client = client_for(officer)
    client.post(page(gone, "household_hold"), {"hold-reason": "Klacht 2026/3"})
    assert "Klacht 2026/3" in text(client.get(page(gone)))
    assert "Klacht 2026/3" in text(client.get(reverse("households:retention")))
    assert "bewaarplicht" in text(client.post(page(gone, "household_erase"), ERASE, follow=True))
    client.post(page(gone, "household_hold_lift"))
    assert LegalHold.objects.get().lifted_by == officer.user
    client.post(page(gone, "household_erase"), ERASE)
    assert Erasure.objects.get().household_number == gone.pk


def test_the_page_of_terms_asks_two_counts_per_kind(client_for, officer, gone, django_assert_max_num_queries):
    client, kinds = client_for(officer), [term for term in terms().values() if term.organisation]
    with django_assert_max_num_queries(2 * len(kinds) + 12):
        assert "Huishoudens die vertrokken" in text(client.get(reverse("households:retention")))


def test_the_page_of_rights_takes_few_queries(client_for, local, gone, django_assert_max_num_queries):
    client = client_for(local)
    with django_assert_max_num_queries(16):
        client.get(page(gone))


def test_the_register_names_every_processing_and_its_fields(db, client):
    shown = text(client.get("/privacy/verwerkingsregister/"))
    for line in processings().values():
        assert line.name in shown
    assert "voornaam" in shown and "5 jaar na het vertrek" in shown


@pytest.mark.parametrize("slug", STATEMENTS)
def test_every_audience_reads_what_is_kept_how_long_and_whom_to_ask(db, client, settings, slug):
    settings.PRIVACY_CONTACT = "privacy@proef.example"
    shown = text(client.get(f"/privacy/{slug}/"))
    assert "Wie kunt u iets vragen?" in shown and "privacy@proef.example" in shown
    assert set(STATEMENTS[slug].processings) <= set(processings())


def test_the_footer_of_every_page_leads_to_the_privacy_page(db, client):
    assert 'href="/privacy/"' in text(client.get("/"))


def test_after_a_restore_what_was_erased_is_erased_again(local, gone, tmp_path):
    """The copy is of before: the household is back, and of the log only the file is left."""
    out = StringIO()
    Erasure.objects.create(
        household_number=gone.pk, organisation=local.organisation, ground="request", reference="AVG-1", persons=2,
        erased_by=local.user,
    )  # fmt: skip
    call_command("erasure_log", stdout=out)
    log = tmp_path / "wissingen.jsonl"
    log.write_text(out.getvalue(), encoding="utf-8")
    assert "Familienaam" not in log.read_text(encoding="utf-8")
    out = StringIO()
    call_command("re_erase", log, stdout=out)
    assert "1 huishoudens opnieuw gewist" in out.getvalue()
    assert set(Person.objects.values_list("family_name", flat=True)) == {"persoon"}
    call_command("re_erase", log, stdout=StringIO())


def test_who_lives_somewhere_in_the_restored_copy_is_named_by_number(local, family, tmp_path):
    log = tmp_path / "wissingen.jsonl"
    line = {"household": family.pk, "ground": "request", "reference": "", "by": None}
    line["erased_at"] = timezone.now().isoformat()
    log.write_text(json.dumps(line), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="niet gewist"):
        call_command("re_erase", log, stdout=out)
    assert family.reference in out.getvalue()
