"""Guides: loaded, published, found by whom they are for, confirmed; text that cannot do harm."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Kind
from tests.documents.samples import upload
from tests.vlot.guides import guide_fields, practice_fields
from vlot.guidance import actions
from vlot.guidance.models import Guide, GuideReading
from vlot.guidance.rendering import sections_of
from vlot.guidance.shipped import read_guide, shipped_guides

LIBRARY = "/vlot/handvaten/"


def page(guide, name="guide_detail"):
    return reverse(f"vlot:{name}", args=[guide.code])


@pytest.fixture
def guide(vlot):
    """For local governments, who must confirm that they read it."""
    return actions.publish_guide(guide=None, **guide_fields(), by=vlot)


# --- What comes with the portal ------------------------------------------------------------------------------


def test_the_shipped_guides_are_loaded_as_drafts_and_only_once(db, capsys):
    call_command("load_guides")
    assert Guide.objects.count() == len(shipped_guides()) == 8
    assert not Guide.objects.filter(is_draft=False).exists()
    call_command("load_guides")
    assert "Alle handvaten staan er al." in capsys.readouterr().out


def test_every_shipped_guide_says_that_it_is_a_draft_and_has_sections_and_situations():
    for found in shipped_guides():
        sections = sections_of(found.fields["body"])
        assert "<strong>Ontwerp.</strong>" in sections[0].html, found.code
        assert len([section for section in sections if section.heading]) >= 4, found.code
        assert len(found.fields["situations"].splitlines()) >= 4, found.code


def test_a_newer_shipped_version_comes_in_and_what_vlot_published_is_never_overwritten(vlot):
    first, second, *_ = shipped_guides()
    actions.load_guides(shipped=[first, second])
    newer = [
        found._replace(fields={**found.fields, "version": 9, "title": "Nieuw"}) for found in (first, second)
    ]
    own = actions.publish_guide(
        guide=Guide.objects.get(code=first.code), **guide_fields(code=first.code), by=vlot
    )
    assert [guide.code for guide in actions.load_guides(shipped=newer)] == [second.code]
    own.refresh_from_db()
    assert own.title != "Nieuw"


def test_a_file_without_all_of_its_head_is_refused(tmp_path):
    wrong = tmp_path / "fout.md"
    wrong.write_text('+++\ntitle = "Iets"\n+++\ntekst')
    with pytest.raises(ValueError, match="the head must hold exactly"):
        read_guide(wrong)


# --- The text ------------------------------------------------------------------------------------------------


def test_a_text_is_parted_at_its_headings_and_equal_headings_get_their_own_anchor():
    sections = sections_of("Inleiding\n\n## Één stap\n\ntekst\n\n## Één stap\n\n### Kleiner\n\nmeer")
    assert [(one.anchor, one.heading) for one in sections] == [
        ("", ""), ("deel-een-stap", "Één stap"), ("deel-een-stap-2", "Één stap"),
    ]  # fmt: skip
    assert "<h3>Kleiner</h3>" in sections[2].html


@pytest.mark.parametrize(
    ("typed", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src=x onerror="alert(1)">', "<img"),
        ("![foto](https://elders.example/x.png)", "<img"),
        ("[klik](javascript:alert(1))", "href"),
        ("| a |\n| --- |\n| <b onclick=x>b</b> |", "<b "),
        ('[klik](https://x.example "\\" onmouseover=alert(1)")', '" onmouseover'),
    ],
)
def test_nothing_that_is_typed_becomes_html_or_asks_another_server(typed, never):
    assert never not in sections_of(typed)[0].html


# --- Publishing and reading ----------------------------------------------------------------------------------


def test_a_new_version_keeps_the_old_one_readable_and_asks_to_confirm_anew(guide, vlot, local, client_for):
    client = client_for(local)
    client.post(page(guide, "guide_confirm"), {"version": "1"})
    assert GuideReading.objects.get().membership == local
    assert not Guide.objects.to_read(local, on=timezone.localdate()).exists()
    actions.publish_guide(
        guide=guide, **guide_fields(body="## Anders\n\nnieuwe woorden", change_note="Stap 3"), by=vlot
    )
    assert Guide.objects.to_read(local, on=timezone.localdate()).get() == guide
    assert "Oude tekst" in client.get(f"{page(guide)}?versie=1").content.decode()
    now = client.get(page(guide)).content.decode()
    assert "nieuwe woorden" in now and "Stap 3" in now
    assert [client.get(f"{page(guide)}?versie={asked}").status_code for asked in ("7", "x", "-1")] == [
        404
    ] * 3


def test_two_who_write_at_once_do_not_lose_each_others_version(guide, vlot, client_for):
    client = client_for(vlot)
    typed = {
        **guide_fields(title="Van mij", change_note="Mijn versie"), "based_on": "1", "valid_from": "2026-11-01",
    }  # fmt: skip
    actions.publish_guide(guide=guide, **guide_fields(title="Van een collega"), by=vlot)
    response = client.post(page(guide, "guide_edit"), typed)
    assert response.status_code == 409 and "Van mij" in response.content.decode()
    guide.refresh_from_db()
    assert (guide.title, guide.version) == ("Van een collega", 2)
    assert client.post(page(guide, "guide_edit"), {**typed, "based_on": "2"}).status_code == 302


def test_confirming_a_version_that_is_no_longer_there_is_refused_with_a_sentence(
    guide, local, vlot, client_for
):
    actions.publish_guide(guide=guide, **guide_fields(), by=vlot)
    response = client_for(local).post(page(guide, "guide_confirm"), {"version": "1"}, follow=True)
    assert "Intussen publiceerde een collega versie 2" in response.content.decode()
    assert not GuideReading.objects.exists()


def test_a_file_is_found_downloaded_and_taken_away(vlot, local, client_for):
    client = client_for(vlot)
    typed = {
        **guide_fields(),
        "valid_from": "2026-11-01",
        "new_files": upload("affiche-rusturen.pdf", b"%PDF-1.4\n%proef"),
    }
    assert client.post(f"{LIBRARY}nieuw/", typed).status_code == 302
    guide = Guide.objects.get()
    file = guide.files.get()
    response = client_for(local).get(reverse("vlot:guide_file", args=[file.document_id]))
    assert response.headers["Content-Disposition"].startswith("attachment")
    b"".join(response)
    assert guide.file_words == "affiche rusturen pdf"
    client.post(reverse("vlot:guide_file_remove", args=[file.document_id]))
    guide.refresh_from_db()
    assert (guide.file_words, guide.files.count()) == ("", 0)


def test_only_its_audience_reads_a_guide_and_vlot_and_abb_read_all(
    guide, local, facility, company, vlot, abb
):
    seen = [Guide.objects.visible_to(hat).exists() for hat in (local, facility, company, vlot, abb, None)]
    assert seen == [True, False, False, True, True, False]


def test_others_than_vlot_publish_nothing(local, abb, guide):
    for hat in (local, abb):
        with pytest.raises(NotAllowed):
            actions.publish_guide(guide=guide, **guide_fields(), by=hat)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"theme": "weer"}, "geen geldige keuze"),
        ({"audience": [Kind.COMPANY], "must_read": [Kind.LOCAL_AUTHORITY]}, "moet het ook mogen lezen"),
        ({"body": ""}, "kan niet leeg zijn"),
    ],
)
def test_what_may_not_exist_is_refused_with_a_sentence(vlot, wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        actions.publish_guide(guide=None, **{**guide_fields(), **wrong}, by=vlot)


# --- The library ---------------------------------------------------------------------------------------------


def test_what_came_since_the_last_visit_is_new_and_a_page_opened_again_is_the_same_visit(
    local, vlot, time_machine
):
    time_machine.move_to("2026-11-02T09:00:00+01:00", tick=False)
    actions.publish_guide(guide=None, **guide_fields(), by=vlot)
    assert actions.note_visit(at=timezone.now(), by=local) is None
    time_machine.move_to("2026-11-09T09:00:00+01:00", tick=False)
    actions.publish_guide(guide=None, **guide_fields(code="nieuwer", title="Nieuwer"), by=vlot)
    for minutes in (0, 5, 20):
        before = actions.note_visit(at=timezone.now() + timedelta(minutes=minutes), by=local)
        assert timezone.localtime(before).date() == date(2026, 11, 2)


def test_the_library_shows_what_is_new_and_what_must_be_read_in_few_questions(
    guide, local, client_for, time_machine
):
    client = client_for(local)
    client.get(LIBRARY)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    call_command("load_guides")
    client = client_for(local)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(LIBRARY).content.decode()
    missing = [
        words for words in ("Nieuw sinds uw laatste bezoek", "Nog te lezen", "Ontwerp") if words not in text
    ]
    assert missing == []
    assert len(queries) <= 16, [query["sql"][:90] for query in queries]


def test_the_start_page_says_what_must_still_be_read_and_which_text_waits(guide, local, vlot, client_for):
    practice = actions.submit_practice(**practice_fields(), by=local)
    assert "Handvaten om te lezen" in client_for(local).get("/").content.decode()
    assert practice.title in client_for(vlot).get("/").content.decode()
    actions.confirm_reading(guide=guide, version=1, by=local)
    assert "Handvaten om te lezen" not in client_for(local).get("/").content.decode()
