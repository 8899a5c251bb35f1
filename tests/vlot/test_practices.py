"""Good practice: shared, reviewed, agreed, published with credit; it helped elsewhere; the news of the month."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from notifications.models import Notification
from tests.vlot.guides import guide_fields, practice_fields
from vlot.guidance import actions, rules
from vlot.guidance.models import GoodPractice, GuidanceDigest, PracticeHelp
from vlot.guidance.tasks import send_digest

Status = GoodPractice.Status
TEXTS = ("title", "theme", "situation", "done", "result")


def page(practice, name="practice_detail"):
    return reverse(f"vlot:{name}", args=[practice.pk])


def texts(**changes):
    fields = practice_fields(**changes)
    return {name: fields[name] for name in TEXTS}


def told(organisation):
    return [row.subject for row in Notification.objects.filter(organisation=organisation).order_by("pk")]


@pytest.fixture
def practice(local, vlot):
    return actions.submit_practice(**practice_fields(), by=local)


# --- From submission to publication --------------------------------------------------------------------------


def test_unchanged_words_are_published_at_once_with_credit_and_guides(practice, local, vlot, client_for):
    guide = actions.publish_guide(guide=None, **guide_fields(), by=vlot)
    assert told(vlot.organisation)[0].startswith("Na te lezen: goede praktijk van")
    response = client_for(vlot).post(
        page(practice, "practice_review"), {**texts(), "guides": [guide.pk], "remark": ""}
    )
    practice.refresh_from_db()
    assert (response.status_code, practice.status) == (302, Status.PUBLISHED)
    assert "Gepubliceerd: Fietsenpot in de opvang" in told(local.organisation)
    on_guide = client_for(local).get(reverse("vlot:guide_detail", args=[guide.code])).content.decode()
    assert practice.title in on_guide and str(local.organisation) in on_guide


def test_changed_words_wait_for_the_submitter_who_agrees(practice, local, neighbour, vlot, client_for):
    changed = {**texts(title="Fietsen herstellen"), "remark": "Kortere titel."}
    client_for(vlot).post(page(practice, "practice_review"), changed)
    practice.refresh_from_db()
    assert (practice.status, practice.title) == (Status.PROPOSED, "Fietsen herstellen")
    assert client_for(neighbour).get(page(practice)).status_code == 404
    assert "Kortere titel." in client_for(local).get(page(practice)).content.decode()
    client_for(local).post(page(practice, "practice_agree"))
    practice.refresh_from_db()
    assert practice.status == Status.PUBLISHED and practice.published_by == local.user
    assert client_for(neighbour).get(page(practice)).status_code == 200


def test_the_submitter_changes_the_proposal_and_vlot_reads_again(practice, local, vlot, client_for):
    actions.propose_text(practice=practice, **texts(title="Fietsen"), remark="Korter", by=vlot)
    response = client_for(local).post(
        page(practice, "practice_answer"), {**texts(title="Twintig fietsen"), "remark": "Zo klopt het"}
    )
    practice.refresh_from_db()
    assert (response.status_code, practice.status, practice.title) == (
        302,
        Status.SUBMITTED,
        "Twintig fietsen",
    )
    assert practice in GoodPractice.objects.waiting_for(vlot)


def test_a_changed_text_needs_a_word_of_explanation_and_a_proposal_a_change(practice, vlot, client_for):
    response = client_for(vlot).post(
        page(practice, "practice_review"), {**texts(title="Anders"), "remark": ""}
    )
    assert response.status_code == 422 and "Zeg wat u veranderde" in response.content.decode()
    with pytest.raises(actions.StillTheSame):
        actions.propose_text(practice=practice, **texts(), remark="niets", by=vlot)


def test_what_is_not_published_says_why_and_what_is_taken_back_is_gone_for_vlot(local, vlot, client_for):
    declined, withdrawn = (actions.submit_practice(**practice_fields(), by=local) for _ in range(2))
    client_for(vlot).post(page(declined, "practice_decline"), {"remark": "Er staat een naam in."})
    client_for(local).post(page(withdrawn, "practice_withdraw"))
    assert "Er staat een naam in." in client_for(local).get(page(declined)).content.decode()
    assert not GoodPractice.objects.waiting_for(vlot).exists()
    with pytest.raises(IllegalTransition):
        actions.publish_practice(practice=withdrawn, by=vlot)


def test_who_is_too_late_keeps_what_he_typed(practice, vlot, client_for):
    client = client_for(vlot)
    actions.publish_practice(practice=practice, by=vlot)
    response = client.post(page(practice, "practice_decline"), {"remark": "Mijn lange uitleg"})
    assert response.status_code == 409 and "Mijn lange uitleg" in response.content.decode()


def test_neither_skips_the_other(practice, local, vlot):
    """VLOT publishes no words that the submitter has not seen, and he publishes none that VLOT has not read again."""
    with pytest.raises(IllegalTransition):
        actions.agree_with_text(practice=practice, by=local)
    actions.propose_text(practice=practice, **texts(title="Fietsen"), remark="Korter", by=vlot)
    with pytest.raises(IllegalTransition):
        actions.publish_practice(practice=practice, by=vlot)
    actions.resubmit_practice(practice=practice, **texts(title="Anders"), by=local)
    with pytest.raises(IllegalTransition):
        actions.agree_with_text(practice=practice, by=local)


def test_sent_twice_it_stays_one(local, vlot):
    fields = practice_fields()
    assert actions.submit_practice(**fields, by=local) == actions.submit_practice(**fields, by=local)
    assert told(vlot.organisation).count(f"Na te lezen: goede praktijk van {local.organisation}") == 1


def test_who_may_be_contacted_says_how_and_who_may_not_leaves_nothing(local, client_for):
    typed = {**practice_fields(), "contact": "Dienst Wonen"}
    client = client_for(local)
    assert (
        client.post("/vlot/praktijk/nieuw/", {**typed, "contact_allowed": "on", "contact": ""}).status_code
        == 422
    )
    client.post("/vlot/praktijk/nieuw/", typed)
    assert GoodPractice.objects.get().contact == ""


def test_words_about_a_person_are_pointed_out_and_never_refused(local, vlot, client_for):
    typed = {**practice_fields(situation="Een bewoner met een depressie sliep niet."), "contact": ""}
    said = client_for(local).post("/vlot/praktijk/nieuw/", typed, follow=True).content.decode()
    assert "lijkt de gezondheid van een persoon te bevatten" in said
    review = client_for(vlot).get(page(GoodPractice.objects.get(), "practice_review")).content.decode()
    assert "Haal weg waaraan men iemand herkent" in review


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "published"},
        {"status": "declined", "remark": "Zonder nalezer"},
        {"status": "weg"},
        {"contact": "Dienst Wonen"},
        {"theme": "weer"},
    ],
)
def test_postgresql_refuses_halves(practice, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=practice.pk).update(**wrong)


def test_who_may_what(practice, local, reader, neighbour, vlot, abb, company):
    hats = (local, reader, neighbour, vlot, abb, company, None)
    assert [rules.may_submit_practice(hat) for hat in hats] == [True, False, True, False, False, False, False]
    assert [rules.may_review_practice(hat) for hat in hats] == [
        False,
        False,
        False,
        True,
        False,
        False,
        False,
    ]
    assert [rules.may_answer_practice(hat, practice) for hat in hats] == [True] + [False] * 6
    assert [rules.may_say_it_helped(hat, practice) for hat in hats] == [False] * 7
    actions.publish_practice(practice=practice, by=vlot)
    practice.refresh_from_db()
    assert [rules.may_say_it_helped(hat, practice) for hat in hats] == [False, False, True] + [False] * 4
    with pytest.raises(NotAllowed):
        actions.agree_with_text(practice=practice, by=neighbour)


# --- It helped elsewhere -------------------------------------------------------------------------------------


def test_it_helped_once_per_organisation_and_the_newer_number_counts(practice, neighbour, vlot, client_for):
    actions.publish_practice(practice=practice, by=vlot)
    client = client_for(neighbour)
    for times in ("2", "5"):
        client.post(page(practice, "practice_helped"), {"times": times})
    client.post(page(practice, "practice_helped"), {"times": "0"})
    assert PracticeHelp.objects.get().times == 5
    assert "Hielp ook bij 1 bestuur, in 5 situaties" in client.get(page(practice)).content.decode()
    assert "1 bestuur" in client.get("/vlot/praktijken/").content.decode()


def test_the_list_asks_as_many_questions_for_one_as_for_many(local, vlot, neighbour, client_for):
    client, counts = client_for(neighbour), []
    for number in (1, 6):
        for _ in range(number):
            practice = actions.submit_practice(**practice_fields(), by=local)
            actions.publish_practice(practice=practice, by=vlot)
        with CaptureQueriesContext(connection) as queries:
            client.get("/vlot/praktijken/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


# --- The news of the month -----------------------------------------------------------------------------------


def test_the_news_goes_out_once_a_month_to_every_local_government(
    practice, local, neighbour, vlot, time_machine
):
    actions.publish_practice(practice=practice, by=vlot)
    actions.publish_guide(guide=None, **guide_fields(must_read=[]), by=vlot)
    digest = actions.send_digest(on=date(2026, 12, 1))
    assert (digest.guides, digest.practices) == (1, 1)
    news = "Nieuw bij de handvaten en goede praktijken"
    assert digest.told == Notification.objects.filter(subject=news).count() >= 2
    body = Notification.objects.filter(subject=news, organisation=neighbour.organisation).get().body
    assert "Rusturen" in body and f"Goede praktijk van {local.organisation}" in body
    assert actions.send_digest(on=date(2026, 12, 1)) is None


def test_a_month_without_news_mails_nobody_and_a_missed_month_is_told_later(practice, vlot, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert send_digest() == 0
    assert GuidanceDigest.objects.get().told == 0
    actions.publish_practice(practice=practice, by=vlot)
    time_machine.move_to(timezone.now() + timedelta(days=95))
    assert send_digest() > 0
