"""Cases: who takes over, what the municipality reads, what is similar, how it ends and begins again."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from notifications.models import Notification
from tests.factories import SiteFactory
from tests.vlot.factories import ContactFactory, InterventionFactory
from vlot import actions
from vlot.models import HandOver, Intervention, Redaction, Satisfaction
from vlot.similar import similar_calls
from vlot.workload import workload

TODAY = timezone.localdate()


def page(client, call):
    return client.get(f"/vlot/oproep/{call.pk}/").content.decode()


def test_three_letters_find_a_municipality_when_they_can_mean_only_one(client_for, vlot):
    from tests.vlot.test_views import ADD, typed

    client = client_for(vlot)
    client.post(ADD, typed(municipality="dein"))
    assert Intervention.objects.get().municipality.name == "Deinze"
    several = client.post(ADD, typed(municipality="gen")).content.decode()
    assert "Er is meer dan één “gen”" in several and "Genk of Gent" in several
    assert "geen Vlaamse gemeente" in client.post(ADD, typed(municipality="ge")).content.decode()


def test_a_site_brings_itself_along_when_its_municipality_asks(client_for, local, neighbour, vlot, gent):
    from tests.vlot.test_views import ADD, typed

    site = SiteFactory(municipality=gent)
    client = client_for(local)
    detail = client.get(f"/locaties/{site.pk}/").content.decode()
    assert f"{ADD}?locatie={site.pk}" in detail
    form = client.get(f"{ADD}?locatie={site.pk}").content.decode()
    assert f'value="{site.name} ({site.reference})"' in form
    client.post(ADD, typed(site=f"{site.name} ({site.reference})"))
    assert Intervention.objects.get().site == site and Intervention.objects.get().channel == "portal"
    assert client_for(neighbour).post(ADD, typed(site=site.reference)).status_code == 422
    assert client.get(f"{ADD}?locatie=%27;drop").status_code == 200


def test_a_site_of_another_municipality_cannot_be_linked(vlot, leuven, gent, ask):
    call, here = ask(), SiteFactory(municipality=gent)
    assert actions.link_intervention(intervention=call, site=here, offer=None, by=vlot).site == here
    with pytest.raises(actions.OfAnotherMunicipality, match="ligt niet in Gent"):
        actions.link_intervention(
            intervention=call, site=SiteFactory(municipality=leuven), offer=None, by=vlot
        )


def test_who_takes_over_reads_the_note_and_the_workload_is_in_view(client_for, ask, vlot, colleague, teams):
    call = ask()
    InterventionFactory(status="assigned", asked_by=colleague.user, urgency="today")
    place = colleague.team_memberships.get()
    address = f"/vlot/oproep/{call.pk}/overdragen/"
    client = client_for(vlot)
    assert colleague.user.name in client.get(address).content.decode()
    client.post(address, {"to": place.pk, "note": "De burgemeester belt morgen terug."})
    call.refresh_from_db()
    assert (call.assignee, call.status) == (colleague.user, "assigned")
    told = Notification.objects.get(user=colleague.user)
    assert "De burgemeester belt morgen terug." in told.body
    loads = {load.place.membership: load for load in workload(on=TODAY)}
    assert (loads[colleague].calls, loads[colleague].urgent, loads[vlot].calls) == (2, 2, 0)
    assert "Kies iemand anders" in client.post(address, {"to": place.pk, "note": "x"}).content.decode()


def test_another_team_gets_the_call_in_its_queue_and_the_first_one_no_longer_sees_it(
    ask, vlot, elsewhere, central, teams
):
    call = actions.assign_intervention(intervention=ask(), by=vlot)
    hand_over = {
        "intervention": call,
        "team": teams["VBR"],
        "note": "Gaat over een school in Leuven.",
        "by": vlot,
    }
    with pytest.raises(actions.NotInTeam, match="werkt niet in het VLOT-team Vlaams-Brabant"):
        actions.hand_over_intervention(to=vlot, **hand_over)
    moved = actions.hand_over_intervention(to=None, **hand_over)
    assert (moved.team, moved.status, moved.assignee) == (teams["VBR"], "open", None)
    assert call in Intervention.objects.visible_to(elsewhere)
    assert call not in Intervention.objects.visible_to(vlot)
    with pytest.raises(NotAllowed):
        actions.hand_over_intervention(to=None, **{**hand_over, "team": teams["OVL"]})
    assert actions.hand_over_intervention(to=central, **{**hand_over, "by": central}).assignee == central.user


def test_a_call_is_given_to_a_colleague_of_its_team_only(ask, vlot, colleague, elsewhere):
    with pytest.raises(actions.NotInTeam):
        actions.assign_intervention(intervention=ask(), to=elsewhere, by=vlot)
    assert actions.assign_intervention(intervention=ask(), to=colleague, by=vlot).assignee == colleague.user


def test_the_municipality_never_reads_what_is_internal(client_for, ask, local, vlot, abb, tmp_path):
    call = ask()
    ContactFactory(intervention=call, note="INTERN verslag", shared_note="GEDEELD verslag")
    actions.hand_over_intervention(
        intervention=call, team=call.team, to=vlot, note="INTERN overdracht", by=vlot
    )
    actions.close_intervention(
        intervention=call, result="partly", outcome="GEDEELD antwoord", helped="INTERN wat hielp", by=vlot
    )
    theirs, ours, flemish = (page(client_for(by), call) for by in (local, vlot, abb))
    assert "INTERN" not in theirs and theirs.count("GEDEELD") >= 2
    for seen in (ours, flemish):
        assert all(
            word in seen for word in ("INTERN verslag", "INTERN overdracht", "INTERN wat hielp", "GEDEELD")
        )
    bodies = " ".join(
        Notification.objects.filter(organisation=local.organisation).values_list("body", flat=True)
    )
    assert "INTERN" not in bodies and "GEDEELD antwoord" in bodies


def test_only_shared_files_are_for_the_municipality(client_for, ask, local, vlot, settings, tmp_path):
    from tests.vlot.test_mails import PDF, SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    call, client = ask(), client_for(vlot)
    address = f"/vlot/oproep/{call.pk}/documenten/"
    client.post(address, {"documents": SimpleUploadedFile("intern.pdf", PDF)})
    client.post(address, {"documents": SimpleUploadedFile("gedeeld.pdf", PDF), "shared": "on"})
    links = {
        file.document.name: f"/vlot/oproep/{call.pk}/document/{file.document_id}/"
        for file in call.files.all()
    }
    answers = {
        by: {name: client_for(by).get(link).status_code for name, link in links.items()}
        for by in (local, vlot)
    }
    assert answers == {
        local: {"intern.pdf": 404, "gedeeld.pdf": 200},
        vlot: {"intern.pdf": 200, "gedeeld.pdf": 200},
    }
    theirs = page(client_for(local), call)
    assert "gedeeld.pdf" in theirs and "intern.pdf" not in theirs
    assert client.post(address, {"documents": SimpleUploadedFile("x.pdf", b"MZ")}).status_code == 422


def test_similar_earlier_calls_are_ranked_by_their_words_and_only_those_one_may_see(vlot, elsewhere, leuven):
    call = InterventionFactory(question="De buren klagen over nachtlawaai in de sporthal")
    near = InterventionFactory(
        status="closed", question="Klacht van buren: lawaai in een sporthal, elke nacht"
    )
    less = InterventionFactory(status="closed", question="Waar vinden we bedden voor de sporthal?")
    InterventionFactory(status="closed", question="Nederlandse lessen op zaterdag")
    InterventionFactory(question="Buren klagen over lawaai")
    InterventionFactory(status="closed", question="Lawaai in de sporthal, buren klagen", municipality=leuven)
    assert list(similar_calls(call, vlot)) == [near, less]
    assert list(similar_calls(InterventionFactory(question="?! 12"), vlot)) == []


def test_what_was_closed_opens_again_in_the_queue_and_its_outcome_stays_in_the_trail(
    client_for, ask, local, vlot
):
    call = actions.close_intervention(
        intervention=ask(), result="solved", outcome="Klaar.", helped="Praten.", by=vlot
    )
    client_for(vlot).post(f"/vlot/oproep/{call.pk}/heropenen/", {"reason": "Het begon opnieuw."})
    call.refresh_from_db()
    assert (call.status, call.outcome, call.result, call.helped, call.closed_by) == ("open", "", "", "", None)
    trail = AuditEvent.objects.about(call)
    assert trail.get(verb="intervention.outcome_withdrawn").changes["outcome"] == "Klaar."
    assert trail.get(verb="intervention.reopened").changes["reason"] == "Het begon opnieuw."
    with pytest.raises(IllegalTransition):
        actions.reopen_intervention(intervention=call, reason="Nog eens.", by=vlot)


def test_the_municipality_answers_one_question_after_closing(client_for, ask, local, reader, neighbour, vlot):
    call, address = ask(), "/vlot/oproep/{}/tevredenheid/"
    assert client_for(local).get(address.format(call.pk)).status_code == 403
    actions.close_intervention(intervention=call, result="solved", outcome="Klaar.", by=vlot)
    assert "Hielp VLOT u vooruit?" in page(client_for(local), call)
    for answer in ("yes", "no"):
        client_for(local).post(address.format(call.pk), {"answer": answer, "remark": "Sneller bellen."})
    assert Satisfaction.objects.get().answer == "no"
    assert "Sneller bellen." in page(client_for(vlot), call)
    refused = {
        by: client_for(by).get(address.format(call.pk)).status_code for by in (reader, neighbour, vlot)
    }
    assert refused == {reader: 403, neighbour: 404, vlot: 403}


def test_text_that_seems_to_hold_a_person_is_warned_about_and_can_be_kept(client_for, local, vlot):
    from tests.vlot.test_views import ADD, typed

    client = client_for(local)
    question = {"question": "Een romagezin maakt lawaai."}
    warned = client.post(ADD, typed(**question))
    assert warned.status_code == 422 and "de herkomst of het geloof" in warned.content.decode()
    assert client.post(ADD, typed(**question, keep_anyway="on")).status_code == 302


def test_personal_data_are_taken_out_of_text_and_history_and_the_reason_stays(client_for, ask, vlot, local):
    call = ask(question="Jan Janssens maakt lawaai.")
    contact = ContactFactory(intervention=call, note="Jan Janssens belde.", shared_note="Besproken.")
    client, address = client_for(vlot), f"/vlot/oproep/{call.pk}/tekst-verwijderen/"
    assert "Het verslag: telefoon" in client.get(address).content.decode()
    for text in ("question", f"note-{contact.pk}"):
        client.post(address, {"text": text, "reason": "naam van een bewoner"})
    seen = page(client, call)
    assert "Jan Janssens" not in seen and seen.count("[Tekst verwijderd: naam van een bewoner]") == 2
    assert not Intervention.pgh_event_model.objects.filter(question__contains="Jan").exists()
    assert list(Redaction.objects.order_by("pk").values_list("part", "reason")) == [
        ("question", "naam van een bewoner"),
        ("note", "naam van een bewoner"),
    ]
    contact.refresh_from_db()
    assert contact.shared_note == "Besproken."
    with pytest.raises(NotAllowed):
        actions.redact_text(intervention=call, part="question", reason="x", by=local)


def test_the_database_refuses_a_hand_over_to_the_same_and_a_redaction_without_a_reason(ask, vlot):
    call = ask()
    same = {"intervention": call, "from_team": call.team, "to_team": call.team, "handed_by": vlot.user}
    for row in (
        HandOver(**same, note="x"),
        HandOver(**same, note="x", from_user=vlot.user, to_user=vlot.user),
        HandOver(**same, note="", to_user=vlot.user),
        Redaction(intervention=call, part="question", reason="", redacted_by=vlot.user),
        Redaction(intervention=call, part="note", reason="x", redacted_by=vlot.user),
        Satisfaction(intervention=call, answer="perhaps", answered_by=vlot.user),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_municipality_asks_facility_with_its_site_filled_in(client_for, local, vlot, gent):
    call = InterventionFactory(site=SiteFactory(municipality=gent))
    link = f"/facility/aanvraag/nieuw/?gemeente=44021&amp;locatie={call.site_id}"
    assert link in page(client_for(local), call)
    kinds = client_for(local).get(link.replace("&amp;", "&")).content.decode()
    assert f"?soort=urgent_purchase&amp;locatie={call.site_id}" in kinds
    form = (
        client_for(local)
        .get(f"/facility/aanvraag/nieuw/?soort=urgent_purchase&locatie={call.site_id}")
        .content.decode()
    )
    assert f'<option value="{call.site_id}" selected>' in form
    assert link not in page(client_for(vlot), call)
