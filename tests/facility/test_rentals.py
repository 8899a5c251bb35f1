"""Contracts: templates without code, filled in and kept per version, checked, indexed to the cent, reminded in time."""

import io
import uuid
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from docx import Document as WordDocument

from accounts.allowed import NotAllowed
from audit.models import AuditEvent, Reading
from audit.shown import NOTHING
from audit.trail import IllegalTransition
from documents.files import DOCX
from documents.paper import made_here
from facility import actions, contract_checks, word
from facility.models import ContractTemplate, HealthIndex, RentalContract
from notifications.models import Notification
from tests.browser_form import as_sent
from tests.facility.pages import text_of, url
from tests.factories import GuideRentFactory

D = Decimal


@pytest.fixture
def templates(facility):
    return {template.kind: template for template in actions.add_own_drafts(by=facility)}


@pytest.fixture
def begin(local, templates, site):
    def make(kind="rental", **changes):
        fields = {
            "form_token": uuid.uuid4(), "template": templates[kind], "site": site, "counterparty": "Bv Huis & Hof <x>",
            "begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "notice_months": 1, "rent": D(1000),
            "by": local,
        }  # fmt: skip
        return actions.draft_contract(**{**fields, **changes})

    return make


def complete(contract, by):
    values = {name: f"antwoord {name}" for name in actions.missing_from(contract)}
    return actions.fill_contract(contract=contract, values=values, by=by)


# --- Templates -----------------------------------------------------------------------------------------------


def test_our_own_templates_are_four_drafts_to_be_reviewed_and_come_once(templates, facility):
    assert set(templates) == {"rental", "shelter", "occupancy", "purchase_promise"}
    assert all(template.to_review and template.placeholders for template in templates.values())
    assert actions.add_own_drafts(by=facility) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{% for x in y %}{% endfor %}", "bevat code"),
        ("{# weg #}", "bevat code"),
        ("{{ begin.__class__ }}", "geen naam"),
        ("{{ 7 * 7 }}", "geen naam"),
        ("{{ begin|upper }}", "geen naam"),
        ("{{r begin }}", "geen naam"),
        ("{{ inkomen }} en {{ geloof }}", "inkomen, geloof"),
        ("{{ begin", "niet gesloten"),
    ],
)
def test_template_code_and_unknown_names_are_refused(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        word.placeholders(word.write("Titel", [text]))


def test_code_is_found_where_word_hides_it():
    document = WordDocument()
    paragraph = document.add_paragraph()
    for part in ("{", "{ begin.", "__class__ }", "}"):
        paragraph.add_run(part)
    document.sections[0].footer.paragraphs[0].text = "{% set x = 1 %}"
    made = io.BytesIO()
    document.save(made)
    with pytest.raises(ValidationError):
        word.placeholders(made.getvalue())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04kapot"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(ValidationError, match="geen Word-bestand"):
        word.placeholders(content)


def test_a_zip_that_is_no_document_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("word/anders.xml", "<a/>")
    with pytest.raises(ValidationError, match="geen Word-bestand"):
        word.placeholders(made.getvalue())


def test_a_template_with_the_same_name_is_the_next_version(facility, local):
    checked = made_here("x.docx", word.write("x", ["{{ begin }}"]), DOCX)
    made = [actions.add_template(kind="other", name="Eigen", checked=checked, by=facility) for _ in range(2)]
    assert [template.version for template in made] == [1, 2]
    assert list(ContractTemplate.objects.in_use()) == made[1:]
    with pytest.raises(NotAllowed):
        actions.add_template(kind="other", name="Eigen", checked=checked, by=local)


# --- Filling in ----------------------------------------------------------------------------------------------


def test_two_colleagues_who_fill_in_one_contract_read_what_the_other_said(begin, local, client_for):
    contract, client = begin(), client_for(local)
    page, (name, another, *_) = url("rental_fill", contract.pk), sorted(actions.missing_from(contract))
    one, other, beside = (as_sent(client.get(page), name) for _ in range(3))
    assert client.post(page, one | {name: "geen"}).status_code == 302
    answer = client.post(page, other | {name: "drie maanden"})
    assert answer.status_code == 409
    assert "“geen”" in text_of(answer) and "“drie maanden”" in text_of(answer)
    assert client.post(page, beside | {another: "ja"}).status_code == 302
    contract.refresh_from_db()
    assert contract.values == {name: "geen", another: "ja"}
    assert client.post(page, as_sent(answer, name)).status_code == 302
    contract.refresh_from_db()
    assert contract.values == {name: "drie maanden", another: "ja"}
    steps = AuditEvent.objects.count()
    idle = client.post(page, as_sent(client.get(page), name), follow=True)
    assert NOTHING in text_of(idle)
    assert AuditEvent.objects.count() == steps


def test_what_is_known_is_filled_in_and_the_rest_is_asked(begin, local, site):
    contract = begin()
    filled = actions.filled_in(contract)
    assert (filled["adres_locatie"], filled["begin"], filled["huur"]) == (
        site.address,
        "01/01/2026",
        "€\xa01.000,00",
    )
    assert "waarborg" in actions.missing_from(contract) and "begin" not in actions.missing_from(contract)
    with pytest.raises(actions.CannotMakeContract, match="Waarborg"):
        actions.make_contract_paper(contract=contract, by=local)


def test_each_version_is_kept_as_word_and_pdf_with_what_it_was_made_of(begin, local):
    contract = complete(begin(), local)
    first = actions.make_contract_paper(contract=contract, by=local)
    actions.fill_contract(contract=contract, values={**contract.values, "waarborg": "geen"}, by=local)
    second = actions.make_contract_paper(contract=contract, by=local)
    assert (first.version, second.version) == (1, 2)
    assert (first.values["waarborg"], second.values["waarborg"]) == ("antwoord waarborg", "geen")
    with second.word.file.open("rb") as file:
        text = "\n".join(text for text, _ in word.outline(file.read()))
    assert "Bv Huis & Hof <x>" in text and "{{" not in text
    with second.pdf.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"


def test_code_in_an_answer_stays_text(begin, local):
    contract = begin()
    values = dict.fromkeys(actions.missing_from(contract), "{{ 7*7 }} {% x %}")
    contract = actions.fill_contract(contract=contract, values=values, by=local)
    paper = actions.make_contract_paper(contract=contract, by=local)
    with paper.word.file.open("rb") as file:
        assert "{{ 7*7 }} {% x %}" in "\n".join(text for text, _ in word.outline(file.read()))


def test_a_signed_contract_is_not_changed_any_more(begin, local, neighbour):
    contract = complete(begin(), local)
    with pytest.raises(actions.CannotMakeContract, match="Maak eerst"):
        actions.sign_contract(contract=contract, signed_on=date(2025, 12, 10), by=local)
    with pytest.raises(NotAllowed):
        actions.make_contract_paper(contract=contract, by=neighbour)
    actions.make_contract_paper(contract=contract, by=local)
    actions.sign_contract(contract=contract, signed_on=date(2025, 12, 10), by=local)
    with pytest.raises(IllegalTransition):
        actions.fill_contract(contract=contract, values={}, by=local)
    with pytest.raises(IllegalTransition):
        actions.make_contract_paper(contract=contract, by=local)
    assert actions.end_contract(contract=contract, reason="Verkocht", by=local).status == "ended"
    assert actions.end_contract(contract=begin(), reason="Niet eens", by=local).status == "dropped"


# --- Checks, indexation, reminders ---------------------------------------------------------------------------


def test_rent_term_and_description_are_looked_at(begin, local, site):
    GuideRentFactory(amount=D(900))
    texts = {
        finding.good: finding.text for finding in contract_checks.findings(begin(ends_on=date(2026, 2, 28)))
    }
    assert False in texts
    short = contract_checks.findings(begin(ends_on=date(2026, 3, 30)))
    assert [finding.good for finding in short if finding.text.startswith("Duur")] == [False]
    long = contract_checks.findings(begin(ends_on=date(2026, 3, 31)))
    assert [finding.good for finding in long if finding.text.startswith("Duur")] == [True]
    assert any("hoogste richthuurprijs" in finding.text for finding in long)
    assert any("plaatsbezoek en foto’s" in finding.text for finding in long)
    hidden = contract_checks.findings(begin("shelter", rent=D(10)))
    assert any("heeft geen huur" in finding.text for finding in hidden)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), 3),
        (date(2026, 1, 1), date(2026, 3, 30), 2),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 15), date(2027, 1, 14), 12),
    ],
)
def test_months_are_whole_months(first, last, months):
    assert contract_checks.months_between(first, last) == months


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 3, date(2025, 10, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_the_last_day_of_notice_is_so_many_months_before_the_end(day, months, earlier):
    assert actions.months_earlier(day, months) == earlier


def test_rent_follows_the_index_on_the_first_of_may_from_the_start(begin, local):
    contract = complete(begin(begins_on=date(2025, 1, 1)), local)
    actions.make_contract_paper(contract=contract, by=local)
    contract = actions.sign_contract(contract=contract, signed_on=date(2024, 12, 10), by=local)
    for month, value in (
        (date(2024, 11, 1), "130.00"),
        (date(2025, 4, 1), "132.21"),
        (date(2026, 4, 1), "135.50"),
    ):
        HealthIndex.objects.create(month=month, value=D(value), source="proef")
    found = contract_checks.indexations(contract, on=date(2026, 6, 1))
    assert [(row.on, row.rent) for row in found] == [
        (date(2025, 5, 1), D("1017.00")), (date(2026, 5, 1), D("1042.31")),
    ]  # fmt: skip
    assert contract_checks.indexations(contract, on=date(2026, 4, 30)) == found[:1]
    HealthIndex.objects.filter(month=date(2024, 11, 1)).delete()
    assert contract_checks.indexations(contract, on=date(2026, 6, 1)) == []


def test_who_has_to_give_notice_is_reminded_once(begin, local):
    contract = complete(begin(), local)
    actions.make_contract_paper(contract=contract, by=local)
    actions.sign_contract(contract=contract, signed_on=date(2025, 12, 10), by=local)
    assert actions.remind_of_notice(on=date(2026, 9, 30)) == 0
    assert [actions.remind_of_notice(on=date(2026, 10, 1)) for _ in range(2)] == [1, 0]
    assert "30/11/2026" in Notification.objects.filter(organisation=local.organisation).latest("pk").body


@pytest.mark.parametrize(
    "fields",
    [
        {"rent": 0},
        {"ends_on": date(2020, 1, 1)},
        {"notice_on": date(2030, 1, 1)},
        {"status": "signed"},
        {"currency": "USD"},
    ],
)
def test_the_database_refuses_what_may_not_exist(begin, fields):
    contract = begin()
    with pytest.raises(IntegrityError), transaction.atomic():
        RentalContract.objects.filter(pk=contract.pk).update(**fields)


# --- Through the pages ---------------------------------------------------------------------------------------


def test_from_template_to_signed_contract_through_the_pages(client_for, local, facility, neighbour, site):
    agency, town = client_for(facility), client_for(local)
    agency.post(url("template_drafts"))
    bad = SimpleUploadedFile("x.docx", word.write("x", ["{{ begin.real }}"]), DOCX)
    refused = agency.post(url("template_add"), {"kind": "other", "name": "Eigen", "file": bad})
    assert refused.status_code == 422 and "geen naam" in text_of(refused)
    good = SimpleUploadedFile("x.docx", word.write("x", ["Van {{ begin }} met {{ waarborg }}"]), DOCX)
    agency.post(url("template_add"), {"kind": "other", "name": "Eigen", "file": good})
    template = ContractTemplate.objects.get(kind="other")
    assert "ontwerp, nog niet" in text_of(agency.get(url("template_list"))).lower()
    data = {
        "form_token": str(uuid.uuid4()), "template": template.pk, "site": site.pk, "counterparty": "An Eigenaar",
        "begins_on": "2026-02-01", "ends_on": "2026-01-01", "notice_months": "2",
    }  # fmt: skip
    assert "ligt na het begin" in text_of(town.post(url("rental_add"), data))
    town.post(url("rental_add"), {**data, "ends_on": "2026-12-31"})
    contract = RentalContract.objects.get()
    page = text_of(town.get(url("rental_detail", contract.pk)))
    assert "Nog in te vullen" in page and "[Waarborg]" in page and "Van 01/02/2026" in page
    town.post(url("rental_fill", contract.pk), {"waarborg": "geen"})
    town.post(url("rental_make", contract.pk))
    paper = contract.papers.get()
    for file, begins in ((paper.word, b"PK"), (paper.pdf, b"%PDF")):
        assert b"".join(town.get(url("rental_document", contract.pk, file.pk))).startswith(begins)
    town.post(url("rental_sign", contract.pk), {"signed_on": "2026-01-20"})
    assert "getekend" in text_of(town.get(url("rental_list"))).lower()
    assert agency.get(url("rental_detail", contract.pk)).status_code == 200
    assert client_for(neighbour).get(url("rental_detail", contract.pk)).status_code == 404
    assert Reading.objects.about(contract).filter(user_id=facility.user.pk).exists()
