"""Mail to the mailbox of VLOT: a case by the code in its subject, threads and files kept, whatever the bytes are."""

import io
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.allowed import NotAllowed
from notifications.models import Notification
from tests.vlot.factories import InterventionFactory
from vlot import actions
from vlot.mail_reading import LONGEST_BODY, MAX_MEGABYTES, MailRefused, province_code, read_mail
from vlot.models import Intervention, InterventionDocument, ReceivedMail

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TAKE_IN = "/vlot/oproep/uit-e-mail/"


def letter(
    subject="O-VL Lawaai bij de opvang", *, ident="<een@gemeente.example>", text="Wat doen we?", **headers
):
    message = EmailMessage()
    message["From"] = headers.pop("sender", "An Ambtenaar <an@gemeente.example>")
    message["Subject"] = subject
    message["Message-ID"] = ident
    message["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def take_in(message, by):
    return actions.take_in_mail(mail=read_mail(bytes(message)), by=by)


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("ANT vraag", "ANT"),
        ("lim: vraag", "LIM"),
        ("VL-B - vraag", "VBR"),
        ("W-VL vraag", "WVL"),
        ("RE: Fwd: [EXTERN] O-VL vraag", "OVL"),
        ("OVL", "OVL"),
        ("Antwoord op uw vraag", None),
        ("Antw: onze vraag", None),
        ("Limburg zoekt plaatsen", None),
        ("Vraag over ANT", None),
        ("", None),
    ],
)
def test_the_province_is_the_code_at_the_beginning_of_the_subject(subject, code):
    assert province_code(subject) == code


def test_a_mail_becomes_a_case_of_the_team_in_its_subject_with_its_reply_address(vlot, teams):
    taken = take_in(letter(Reply_To="vragen@gemeente.example"), vlot)
    call = taken.intervention
    assert (taken.new_case, call.team, call.channel) == (True, teams["OVL"], "mail")
    assert (call.caller_name, call.caller_email) == ("An Ambtenaar", "vragen@gemeente.example")
    assert "Wat doen we?" in call.question and call.municipality is None
    assert Notification.objects.filter(organisation=vlot.organisation).count() == 1


def test_without_a_code_it_waits_in_the_sorting_list_of_the_central_team(
    client_for, vlot, central, teams, gent
):
    call = take_in(letter("Vraag over lawaai"), vlot).intervention
    assert call.team == teams[""]
    client = client_for(central)
    assert "Vraag over lawaai" in client.get("/vlot/oproepen/?sorteren=ja").content.decode()
    page = client.get(f"/vlot/oproep/{call.pk}/").content.decode()
    assert "Welke gemeente?" in page and "/afsluiten/" not in page
    with pytest.raises(actions.NoMunicipality, match="Vul eerst de gemeente in"):
        actions.close_intervention(intervention=call, result="solved", outcome="Klaar.", by=central)
    client.post(f"/vlot/oproep/{call.pk}/gemeente/", {"municipality": "gent", "topic": "nuisance"})
    call.refresh_from_db()
    assert (call.municipality, call.team, call.topic_id) == (gent, teams["OVL"], "nuisance")


def test_the_municipality_is_proposed_from_who_writes(vlot, local, gent):
    known = letter(sender=f"{local.user.name} <{local.user.email}>")
    assert take_in(known, vlot).intervention.municipality == gent
    by_domain = letter(sender="An <an@gent.be>", ident="<twee@gent.be>")
    assert take_in(by_domain, vlot).intervention.municipality == gent
    elsewhere = letter(sender="An <an@gmail.com>", ident="<drie@gmail.com>")
    assert take_in(elsewhere, vlot).intervention.municipality is None


def test_the_same_mail_twice_makes_one_case(vlot):
    first, second = take_in(letter(), vlot), take_in(letter(), vlot)
    assert (first.intervention, second.new_case, second.new_mail) == (second.intervention, False, False)
    nameless = letter()
    del nameless["Message-ID"]
    assert take_in(nameless, vlot).intervention == take_in(nameless, vlot).intervention
    assert Intervention.objects.count() == ReceivedMail.objects.count() == 2


def test_an_answer_goes_to_its_case_also_by_a_longer_way_and_opens_it_again(vlot, gent):
    call = take_in(letter(sender="An <an@gent.be>"), vlot).intervention
    actions.close_intervention(intervention=call, result="solved", outcome="Klaar.", by=vlot)
    answer = letter(
        "RE: iets heel anders", ident="<vier@gent.be>", References="<weg@x.example> <een@gemeente.example>"
    )
    taken = take_in(answer, vlot)
    assert (taken.intervention, taken.new_case, taken.intervention.status) == (call, False, "open")
    follow = letter("RE: RE:", ident="<vijf@gent.be>", In_Reply_To="<vier@gent.be>")
    assert take_in(follow, vlot).intervention == call
    assert call.mails.count() == 3 and Intervention.objects.count() == 1


def test_files_are_kept_by_the_same_check_as_an_upload_and_what_is_refused_is_named(vlot):
    message = letter()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="../../plan.pdf")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="virus.pdf")
    message.add_attachment(PDF, maintype="application", subtype="octet-stream", filename="plan.exe")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="leeg.pdf")
    call = take_in(message, vlot).intervention
    assert [file.document.name for file in InterventionDocument.objects.filter(intervention=call)] == [
        "plan.pdf"
    ]
    refused = call.mails.get().refused_files
    assert all(name in refused for name in ("virus.pdf", "plan.exe", "leeg.pdf"))


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.be\nSubject: ANT x\nContent-Type: text/plain; charset=bestaat-niet\n\nd\xe9j\xe0 \x00 vu",
        b"From: a@b.be\nSubject: =?utf-8?q?ANT_=ff=fe?=\nContent-Type: text/plain; charset=utf-8\n\n\xff\xfe\x00",
        b"From: =?x?q?y?= <<<>>,,;\nSubject: ANT\nDate: gisteren\nMessage-ID: kapot\n\n",
        b'From: \xff\xff@\xff\nSubject: ANT \xff\nReply-To: "\n\nx',
        b"From: a@b.be\nSubject: ANT\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain",
        b"From: a@b.be\nSubject: ANT\nContent-Type: multipart/mixed\n\ngeen grens",
        b"From: a@b.be\nSubject: ANT\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Subject: ANT " + b"a" * 100_000 + b"\n\nlang",
        b"From: a@b.be\nSubject: ANT\n" + b"Message-ID: <" + b"x" * 5_000 + b"@b>\n\nlang",
    ],
)
def test_broken_mail_is_read_all_the_same(vlot, raw):
    call = actions.take_in_mail(mail=read_mail(raw), by=vlot).intervention
    assert call.team.province.code == "ANT" and "\x00" not in call.question
    call.refresh_from_db()


def test_mail_of_html_alone_is_read_as_text_and_nothing_of_it_runs(client_for, vlot):
    message = letter()
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Beste &amp; allen</p><script>alert(1)</script>"
        "<p onclick='x()'>Tot <b>ziens</b></p><img src='https://volg.example/x.png'></body></html>",
        subtype="html",
    )
    call = take_in(message, vlot).intervention
    assert "Beste & allen" in call.question and "Tot ziens" in call.question
    assert "alert" not in call.question and "p{}" not in call.question
    assert "volg.example" not in client_for(vlot).get(f"/vlot/oproep/{call.pk}/").content.decode()


def test_a_huge_mail_is_cut_and_one_past_the_bound_is_refused():
    assert len(read_mail(bytes(letter(text="woord " * 200_000))).body) == LONGEST_BODY
    with pytest.raises(MailRefused, match="groter dan"):
        read_mail(b"From: a@b.be\n\n" + b"x" * (MAX_MEGABYTES * 1024 * 1024))
    with pytest.raises(MailRefused, match="geen e-mail"):
        read_mail(PDF)
    deep = b"From: a@b.be\nSubject: ANT\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (number, number) for number in range(3_000)
    )
    with pytest.raises(MailRefused, match="te diep"):
        read_mail(deep)


def test_a_file_is_read_in_on_its_page_and_a_wrong_one_is_explained(client_for, vlot, local):
    client = client_for(vlot)
    upload = SimpleUploadedFile("vraag.eml", bytes(letter()), content_type="message/rfc822")
    call_page = client.post(TAKE_IN, {"mail": upload}, follow=True).content.decode()
    assert "De e-mail is oproep" in call_page and "Wat doen we?" in call_page
    again = io.BytesIO(bytes(letter()))
    again.name = "vraag.eml"
    assert "staat al bij oproep" in client.post(TAKE_IN, {"mail": again}, follow=True).content.decode()
    wrong = client.post(TAKE_IN, {"mail": SimpleUploadedFile("x.eml", PDF)})
    assert wrong.status_code == 422 and "geen e-mail" in wrong.content.decode()
    assert client_for(local).get(TAKE_IN).status_code == 403
    with pytest.raises(NotAllowed):
        take_in(letter(ident="<zes@x.example>"), local)


def test_the_municipality_reads_its_question_but_not_the_mails(client_for, local, vlot):
    call = take_in(letter(sender=f"An <{local.user.email}>"), vlot).intervention
    page = client_for(local).get(f"/vlot/oproep/{call.pk}/").content.decode()
    assert "Wat doen we?" in page and "ingelezen op" not in page
    assert not ReceivedMail.objects.visible_to(local).exists()
    assert InterventionFactory() in Intervention.objects.visible_to(local)
