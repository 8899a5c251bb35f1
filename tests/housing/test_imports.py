"""A file with many offers: read, judged without writing, carried out as a whole, undone as a whole."""

import io
import threading
from datetime import timedelta
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Kind, Membership
from audit.models import AuditEvent
from documents.models import Document
from documents.tables import xlsx_file
from housing import actions, tasks
from housing.forms.import_columns import columns_suggested, header_of, template_rows
from housing.models import ColumnChoice, ImportRow, Offer, OfferImport
from housing.rules import may_import
from municipalities.lookup import plain
from notifications.models import Notification
from tests.factories import InspectionFactory, MembershipFactory, OfferFactory, hat

pytestmark = pytest.mark.django_db

HEADERS = [
    "Uw nummer", "Straat", "Huisnummer", "Postcode", "Soort", "Categorie", "Crisis of duurzaam",
    "Individueel of collectief", "Slaapplekken", "Instapklaar", "Vanaf", "Contactpersoon", "E-mail", "Drempelvrij",
]  # fmt: skip
ROW = [
    "A-1", "Kerkstraat", "12", "9000", "Gebouw", "Privaat", "Duurzaam", "Individueel", "6", "Instapklaar",
    "01/02/2026", "An Peeters", "an@proef.example", "ja",
]  # fmt: skip


def row(number, **changes):
    """A right row with its own number and house, and other words in the columns that are named."""
    cells = dict(zip(HEADERS, ROW, strict=True)) | {"Uw nummer": f"A-{number}", "Huisnummer": str(number)}
    return list((cells | changes).values())


def as_csv(rows, headers=HEADERS):
    return "\n".join(";".join(str(cell) for cell in line) for line in [headers, *rows]).encode()


def brought(client, content, name="aanbod.csv"):
    """The answer to a file that was sent with the form."""
    return client.post(
        reverse("housing:import_list"), {"file": SimpleUploadedFile(name, content)}, follow=False
    )


@pytest.fixture
def company(gent):
    return hat(Kind.COMPANY)


@pytest.fixture
def client(client_for, company):
    return client_for(company)


def columns_of(client, offer_import, **changes):
    """What the browser sends when the suggested columns are right."""
    page = client.get(reverse("housing:import_columns", args=[offer_import.pk]))
    form = page.context["form"]
    sent = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    return sent | changes


def judged(client, rows, headers=HEADERS, **changes):
    """The import of a file after the worker looked at it."""
    brought(client, as_csv(rows, headers))
    found = OfferImport.objects.first()
    answer = client.post(
        reverse("housing:import_columns", args=[found.pk]), columns_of(client, found, **changes)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    tasks.work_on_imports()
    found.refresh_from_db()
    return found


def outcomes(offer_import):
    return [(one.number, one.outcome) for one in offer_import.rows.all()]


def confirmed(client, offer_import, **data):
    client.post(reverse("housing:import_confirm", args=[offer_import.pk]), data)
    tasks.work_on_imports()
    offer_import.refresh_from_db()
    return offer_import


def undone(client, offer_import):
    client.post(reverse("housing:import_undo", args=[offer_import.pk]))
    tasks.work_on_imports()
    offer_import.refresh_from_db()
    return offer_import


# --- The file ------------------------------------------------------------------------------------------------


def bomb():
    raw = io.BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "")
        parts.writestr("xl/workbook.xml", b"0" * 310 * 1024 * 1024)
    return raw.getvalue()


def broken_xlsx():
    raw = io.BytesIO()
    with ZipFile(raw, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/workbook.xml", "<workbook")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leeg.csv", b"", "Dit bestand is leeg"),
        ("slot.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "heeft een wachtwoord"),
        ("foto.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "is geen tabel"),
        ("plan.csv", b"%PDF-1.7\n" + b"\x00" * 40, "is geen tabel"),
        ("bom.xlsx", bomb, "uitgepakt te groot"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(client, name, content, sentence):
    answer = brought(client, content() if callable(content) else content, name)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not OfferImport.objects.exists() and not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (broken_xlsx, "beschadigd"),
        (b"\n;;\n", "eerste rij van het bestand is leeg"),
        (b"Straat;Huisnummer\n\n", "geen enkele rij"),
        (b'Straat;Huisnummer\n"Kerk', "geen enkele rij"),
    ],
)
def test_a_table_without_anything_to_read_says_what_to_do(client, content, sentence):
    content = content() if callable(content) else content
    answer = brought(client, content, "a.xlsx" if content[:2] == b"PK" else "a.csv")
    page = client.get(answer.url)
    if sentence not in page.content.decode():  # a quote that is never closed is one cell
        assert content.endswith(b'"Kerk') and page.context["form"].headers == ["Straat", "Huisnummer"]


def test_more_rows_than_can_be_read_are_refused_and_nothing_is_kept(client, monkeypatch):
    monkeypatch.setattr("documents.spreadsheets.MAX_ROWS", 600)  # more than a batch
    found = judged(client, [row(number) for number in range(1, 602)])
    assert found.status == "failed" and "Splits het op" in found.problem
    assert not found.rows.exists() and not Offer.objects.exists()


def test_excel_gives_the_same_as_csv_and_counts_rows_as_people_see_them(client):
    lines = [row(1), [None] * len(HEADERS), row(2)]
    lines[2][8] = 6  # a number, as Excel keeps it
    with xlsx_file(HEADERS, lines, title="Blad") as file:
        brought(client, file.read(), "aanbod.xlsx")
    found = OfferImport.objects.get()
    client.post(reverse("housing:import_columns", args=[found.pk]), columns_of(client, found))
    tasks.work_on_imports()
    assert outcomes(found) == [(2, "new"), (4, "new")]


# --- The columns ---------------------------------------------------------------------------------------------


def test_headers_of_others_are_recognised_also_with_a_typing_error():
    headers = ["ID", "straatnaam", "Huisnumer", "postcode", "Iets anders", "Straat"]
    assert columns_suggested(headers, {}) == {
        0: "source_reference", 1: "street", 2: "house_number", 3: "postal_code",
    }  # fmt: skip


def test_our_own_template_needs_no_choosing():
    headers, _ = template_rows()
    assert len(columns_suggested(headers, {})) == len(headers) == len(set(headers))


def test_what_an_organisation_says_of_a_header_is_remembered_for_it_alone(client, client_for, company, gent):
    headers = ["Code bij ons", *HEADERS[1:]]
    judged(client, [row(1)], headers, **{"column-0": "source_reference"})
    assert ColumnChoice.objects.get(header=plain("Code bij ons")).organisation == company.organisation
    brought(client, as_csv([row(1)], headers))
    assert columns_of(client, OfferImport.objects.first())["column-0"] == "source_reference"
    other = client_for(hat(Kind.COMPANY))
    brought(other, as_csv([row(1)], headers))
    assert columns_of(other, OfferImport.objects.first())["column-0"] == "-"


def test_a_field_twice_and_a_field_missing_are_said(client):
    brought(client, as_csv([row(1)]))
    found = OfferImport.objects.get()
    url = reverse("housing:import_columns", args=[found.pk])
    answer = client.post(url, columns_of(client, found, **{"column-1": "house_number"}))
    assert answer.status_code == 422
    assert "koos u al voor de kolom" in str(answer.context["form"].errors["column-2"])
    answer = client.post(url, columns_of(client, found, **{"column-0": "-"}))
    assert "Uw nummer" in str(answer.context["form"].non_field_errors())
    answer = client.post(url, columns_of(client, found, **{"column-5": "-"}))
    assert answer.status_code == 422 and "fixed-category" in answer.context["form"].errors
    found.refresh_from_db()
    assert found.status == "uploaded"


def test_what_the_file_does_not_say_can_be_said_once_for_all_rows(client):
    headers = [header for header in HEADERS if header != "Categorie"]
    lines = [[cell for header, cell in zip(HEADERS, row(1), strict=True) if header != "Categorie"]]
    found = judged(client, lines, headers, **{"fixed-category": "public"})
    assert found.rows.get().values["category"] == "public"


# --- What each row would do ----------------------------------------------------------------------------------


def test_a_row_is_judged_by_the_form_and_every_cell_is_named(client):
    found = judged(
        client,
        [
            row(1, Postcode="1000"),
            row(2, Slaapplekken="0", Vanaf="1/1/2022"),
            row(3, Soort="Luchtkasteel"),
            row(4, Drempelvrij="misschien"),
            row(5, **{"Uw nummer": ""}),
            row(6, Categorie="specifiek"),
        ],
    )
    assert {outcome for _, outcome in outcomes(found)} == {"wrong"}
    said = {
        one.number: {cell: text for cell, _, text in one.problems} for one in found.rows.order_by("number")
    }
    assert "kennen we niet in Vlaanderen" in said[2]["D2"]
    assert "minstens 1 slaapplek" in said[3]["I3"] and "14 maart 2022" in said[3]["K3"]
    assert "E4" in said[4] and said[5] == {"N5": "Vul ja of nee in."}
    assert "eigen nummer" in said[6]["A6"] and "E7" in said[7]
    assert not Offer.objects.exists()


def test_a_number_that_stands_twice_in_the_file_is_wrong(client):
    found = judged(client, [row(1), row(2, **{"Uw nummer": "A-1"})])
    assert outcomes(found) == [(2, "new"), (3, "wrong")]
    assert "ook in rij 2" in found.rows.get(number=3).problems[0][2]


def test_an_address_that_is_taken_asks_whether_it_is_the_same_place(client):
    OfferFactory(street="Kerkstraat", house_number="7", postal_code="9000", municipality__nis_code="44021")
    headers = [*HEADERS, header_of("different")]
    lines = [
        [*row(7), ""],
        [*row(8), ""],
        [*row(8, **{"Uw nummer": "A-9"}), ""],
        [*row(7, **{"Uw nummer": "B"}), "ja"],
    ]
    found = judged(client, lines, headers)
    assert outcomes(found) == [(2, "conflict"), (3, "new"), (4, "conflict"), (5, "new")]
    assert (
        "staat er al als AANB" in found.rows.get(number=2).problems[0][2] or found.rows.get(number=2).problems
    )


def test_a_place_that_the_municipality_decided_about_does_not_change_from_a_file(client, company):
    confirmed(client, judged(client, [row(1)]))
    Offer.objects.update(status="withdrawn", withdrawal_reason="taken", decision_note="Weg.")
    assert outcomes(judged(client, [row(1)])) == [(2, "new")]
    confirmed(client, judged(client, [row(1)]))
    offer = Offer.objects.get(status="submitted")
    local = hat(Kind.LOCAL_AUTHORITY, municipality=offer.municipality)
    actions.reject_offer(offer=offer, reason="unsafe", note="Trap.", by=local)
    found = judged(client, [row(1, Slaapplekken="9")])
    assert outcomes(found) == [(2, "conflict")]
    assert "wijzigt niet meer uit een bestand" in found.rows.get().problems[0][2]


# --- Carrying out --------------------------------------------------------------------------------------------


def test_nothing_is_written_before_it_is_confirmed_and_then_all_of_it(client, company, gent):
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    found = judged(client, [row(number) for number in range(1, 31)])
    assert not Offer.objects.exists() and found.status == "checked" and found.rows_total == 30
    confirmed(client, found)
    assert found.status == "done" and found.written_by == company.user
    offer = Offer.objects.get(source_reference="A-1")
    assert offer.status == "submitted" and offer.organisation == company.organisation
    assert offer.municipality == gent and offer.step_free and offer.estimated_places == 6
    assert str(offer.available.lower) == "2026-02-01"
    assert Offer.objects.count() == 30 and found.rows.filter(offer=None).count() == 0
    assert AuditEvent.objects.filter(verb="offer.imported").count() == 30
    told = Notification.objects.filter(organisation=local.organisation)
    assert [one.subject for one in told] == [f"30 keer nieuw aanbod van {company.organisation}"]


def test_the_same_file_twice_changes_nothing(client):
    lines = [row(1), row(2)]
    confirmed(client, judged(client, lines))
    before = list(Offer.objects.order_by("pk").values())
    again = judged(client, lines)
    assert outcomes(again) == [(2, "same"), (3, "same")]
    answer = client.post(reverse("housing:import_confirm", args=[again.pk]), follow=True)
    assert "verandert niets" in answer.content.decode()
    assert list(Offer.objects.order_by("pk").values()) == before


def test_a_change_is_shown_field_by_field_and_an_empty_cell_changes_nothing(client):
    until = [*HEADERS, "Tot"]
    confirmed(client, judged(client, [[*row(1), "31/12/2027"]], until))
    found = judged(client, [[*row(1, Slaapplekken="9", Drempelvrij=""), ""]], until)
    assert [one.changes for one in found.rows.all()] == [[["Aantal slaapplekken", "6", "9"]]]
    confirmed(client, found)
    offer = Offer.objects.get()
    assert offer.estimated_places == 9 and offer.step_free and str(offer.available.upper) == "2028-01-01"
    changed = AuditEvent.objects.get(verb="offer.changed")
    assert changed.changes == {"estimated_places": 9}


def test_wrong_rows_hold_the_file_back_unless_they_are_passed_over(client):
    found = judged(client, [row(1), row(2, Postcode="99")])
    answer = client.post(reverse("housing:import_confirm", args=[found.pk]), follow=True)
    assert "1 rijen zijn fout" in answer.content.decode() or "1 rij is fout" in answer.content.decode()
    assert not Offer.objects.exists()
    assert confirmed(client, found, skip_wrong="on").status == "done"
    assert [offer.source_reference for offer in Offer.objects.all()] == ["A-1"]


def test_one_row_that_postgresql_refuses_means_that_nothing_is_written(client, company):
    found = judged(client, [row(1), row(2), row(3)])
    refused = found.rows.get(number=3)
    refused.values = {**refused.values, "available": ["2021-01-01", None]}
    refused.save()
    confirmed(client, found)
    assert found.status == "failed" and "Rij 3" in found.problem
    assert not Offer.objects.exists()
    assert not Notification.objects.filter(subject__contains="ingevoerd").exists()


def test_a_place_that_changed_since_the_file_was_looked_at_stops_it(client):
    confirmed(client, judged(client, [row(1)]))
    found = judged(client, [row(1, Slaapplekken="9"), row(2)])
    Offer.objects.update(estimated_places=7, changed_at=timezone.now())
    confirmed(client, found)
    assert found.status == "failed" and "wijzigde intussen" in found.problem
    assert Offer.objects.get().estimated_places == 7
    answer = client.post(reverse("housing:import_columns", args=[found.pk]), columns_of(client, found))
    assert answer.status_code == 302
    tasks.work_on_imports()
    found.refresh_from_db()
    assert found.status == "checked" and found.problem == ""


def test_who_lost_the_right_meanwhile_carries_nothing_out(client, company):
    found = judged(client, [row(1)])
    client.post(reverse("housing:import_confirm", args=[found.pk]))
    MembershipFactory(
        organisation=company.organisation, role=Membership.Role.MANAGER
    )  # the last one would stay
    Membership.objects.filter(pk=company.pk).update(role=Membership.Role.READER)
    tasks.work_on_imports()
    found.refresh_from_db()
    assert found.status == "failed" and not Offer.objects.exists()


def test_a_confirmation_counts_once(client):
    found = judged(client, [row(1)])
    for _ in range(2):
        client.post(reverse("housing:import_confirm", args=[found.pk]))
    assert tasks.work_on_imports() == 1
    assert tasks.work_on_imports() == 0
    answer = client.post(reverse("housing:import_confirm", args=[found.pk]), follow=True)
    assert Offer.objects.count() == 1 and "messages" in answer.context


# --- Undoing -------------------------------------------------------------------------------------------------


def test_a_whole_file_is_taken_back(client):
    confirmed(client, judged(client, [row(1, Slaapplekken="4")]))
    found = confirmed(client, judged(client, [row(1), row(2)]))
    undone(client, found)
    assert found.status == "undone"
    first, second = Offer.objects.order_by("pk")
    assert (first.status, first.estimated_places) == ("submitted", 4)
    assert (second.status, second.withdrawal_reason) == ("withdrawn", "mistake")
    assert outcomes(judged(client, [row(2)])) == [(2, "new")]  # its number is free again


def test_what_somebody_built_on_stays_and_is_named(client, gent):
    found = confirmed(client, judged(client, [row(1), row(2)]))
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    actions.ask_about_offer(
        offer=Offer.objects.first(),
        question="Lift?",
        due_on=timezone.localdate() + timedelta(days=1),
        by=local,
    )
    answer = client.post(reverse("housing:import_undo", args=[found.pk]), follow=True)
    assert "werkte al verder aan" in answer.content.decode()
    found.refresh_from_db()
    assert found.status == "done" and not Offer.objects.filter(status="withdrawn").exists()


def test_what_somebody_does_while_it_waits_to_be_undone_stops_it(client, gent):
    found = confirmed(client, judged(client, [row(1)]))
    client.post(reverse("housing:import_undo", args=[found.pk]))
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    actions.ask_about_offer(
        offer=Offer.objects.get(), question="Lift?", due_on=timezone.localdate() + timedelta(days=1), by=local
    )
    tasks.work_on_imports()
    found.refresh_from_db()
    assert found.status == "done" and "werkte al verder" in found.problem


@pytest.mark.parametrize("build", ["inspect", "message", "hand_over", "merge", "change"])
def test_whatever_was_built_on_a_new_or_a_changed_row_keeps_the_file_from_being_undone(
    client, gent, deinze, build
):
    """Also on an offer that was there before the file changed it."""
    confirmed(client, judged(client, [row(1)]))
    changed = confirmed(client, judged(client, [row(1, Slaapplekken="9"), row(2)]))
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    offer = Offer.objects.get(source_reference="A-1")
    if build == "inspect":
        InspectionFactory(offer=offer)
    elif build == "message":
        actions.send_message(offer=offer, text="Dag.", by=local)
    elif build == "hand_over":
        hat(Kind.LOCAL_AUTHORITY, municipality=deinze)
        actions.hand_over_offer(
            offer=offer, municipality=deinze, postal_code="9800", reason="Ligt daar", by=local
        )
    elif build == "merge":
        actions.merge_offers(kept=offer, dropped=OfferFactory(municipality=gent), take=[], by=local)
    else:
        actions.assign_offer(offer=Offer.objects.get(source_reference="A-2"), to=local, by=local)
    undone(client, changed)
    assert changed.status == "done"
    assert Offer.objects.get(source_reference="A-1").estimated_places == 9


def test_a_file_is_compared_as_the_form_compares_but_neighbours_are_no_twins(client, company):
    OfferFactory(
        organisation=company.organisation, street="Nachtegaalstraat", house_number="7", postal_code="9000",
        municipality__nis_code="44021",
    )  # fmt: skip
    OfferFactory(source_reference="B-8", street="Elders", house_number="1", postal_code="9000")
    OfferFactory(
        latitude="51.050000", longitude="3.720000", street="Verweg", house_number="2", postal_code="9000"
    )
    headers = [*HEADERS, header_of("latitude"), header_of("longitude")]
    lines = [
        [*row(7, Straat="Nachtegalstraat"), "", ""],
        [*row(9, Straat="Nachtegaalstraat"), "", ""],
        [*row(8, **{"Uw nummer": "B-8"}), "", ""],
        [*row(3), "51,0501", "3,7201"],
        [*row(4), "51,0601", "3,7201"],
    ]
    found = judged(client, lines, headers)
    assert outcomes(found) == [(2, "conflict"), (3, "new"), (4, "conflict"), (5, "conflict"), (6, "new")]
    said = {line.number: line.problems[0][2] for line in found.rows.filter(outcome="conflict")}
    assert "bijna hetzelfde adres" in said[2]
    assert "federale tool" in said[4]
    assert "50 meter" in said[5]


def test_how_far_the_worker_is_is_told_with_the_number_of_rows(client, monkeypatch):
    seen = []
    told = SimpleNamespace(set=lambda key, value, seconds: seen.append(value[:2]), get=lambda key: None)
    monkeypatch.setattr("housing.imports_at_work.cache", told)
    found = judged(client, [row(number) for number in range(1, 4)])
    assert seen == [(0, 3), (3, 3)]
    seen.clear()
    confirmed(client, found)
    assert seen == [(0, 3), (3, 3)]


# --- Who, and for how long -----------------------------------------------------------------------------------


def test_a_file_is_of_its_organisation_alone(client, client_for, company, gent):
    found = judged(client, [row(1)])
    reader = MembershipFactory(organisation=company.organisation, role=Membership.Role.READER)
    assert not may_import(reader)
    for other, status in (
        (hat(Kind.COMPANY), 404),
        (hat(Kind.LOCAL_AUTHORITY, municipality=gent), 404),
        (reader, 403),
    ):
        for name in ("detail", "columns", "problems"):
            url = reverse(f"housing:import_{name}", args=[found.pk])
            assert client_for(other).get(url).status_code == status, (other, name)
        for name in ("confirm", "undo"):
            url = reverse(f"housing:import_{name}", args=[found.pk])
            assert client_for(other).post(url).status_code == status, (other, name)


def test_rows_and_file_are_forgotten_after_their_term_and_offers_stay(client):
    found = confirmed(client, judged(client, [row(1)]))
    OfferImport.objects.update(uploaded_at=timezone.now() - timezone.timedelta(days=40))
    assert tasks.forget_imports() == 1
    assert tasks.forget_imports() == 0
    assert not ImportRow.objects.exists() and Offer.objects.count() == 1
    page = client.get(reverse("housing:import_detail", args=[found.pk]))
    assert page.status_code == 200 and not page.context["may_undo"]


def test_problems_come_as_a_file_to_work_through(client):
    found = judged(client, [row(1, Postcode="=1+1")])
    lines = client.get(reverse("housing:import_problems", args=[found.pk])).getvalue().decode()
    assert "D2;Postcode" in lines


def test_judging_asks_the_register_the_same_number_of_questions_for_few_and_for_many(
    client, django_assert_num_queries
):
    def questions(number):
        brought(client, as_csv([row(one) for one in range(1, number + 1)]))
        found = OfferImport.objects.first()
        client.post(reverse("housing:import_columns", args=[found.pk]), columns_of(client, found))
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            tasks.work_on_imports()
        return len(asked)

    assert questions(3) == questions(300)


# --- Two at once ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_nothing_and_the_next_one_begins_again(client, gent):
    """A second worker leaves alone what the first one has; what dies with its connection is rolled back."""
    found = judged(client, [row(number) for number in range(1, 8)])
    client.post(reverse("housing:import_confirm", args=[found.pk]))
    written, go_on, pids = threading.Event(), threading.Event(), []

    def progress(done):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
        written.set()
        go_on.wait(20)

    def first_worker():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tasks, "tell_progress", lambda offer_import, total: progress)
            try:
                tasks.work_on_imports()
            except DatabaseError:
                pids.append("died")
            finally:
                connection.close()

    thread = threading.Thread(target=first_worker)
    thread.start()
    assert written.wait(20)
    assert tasks.work_on_imports() == 0
    assert not Offer.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pids[0]])
    go_on.set()
    thread.join()
    assert pids[-1] == "died" and not Offer.objects.exists()
    found.refresh_from_db()
    assert found.status == "writing"
    assert tasks.work_on_imports() == 1
    assert Offer.objects.count() == 7


# --- Who ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other_company", "reader", "governor", "abb"])
def test_only_who_brought_a_file_handles_it_also_when_no_page_asked(who, client, company, request):
    found, by = judged(client, [row(1)]), request.getfixturevalue(who)
    for verb in (
        lambda: actions.choose_columns(offer_import=found, columns={}, headers={}, fixed={}, by=by),
        lambda: actions.confirm_import(offer_import=found, skip_wrong=False, by=by),
        lambda: actions.undo_import(offer_import=found, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb()
    found.refresh_from_db()
    assert found.status == OfferImport.Status.CHECKED
