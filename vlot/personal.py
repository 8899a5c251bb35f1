"""What VLOT holds of people: who called, and what was talked about (audit.processing)."""

from datetime import date

from django.db.models import QuerySet

from audit.blanking import blank
from audit.processing import KEEP, Held, Processing, Term, start_of
from vlot.models import Contact, HandOver, Intervention, ReceivedMail, Referral, Satisfaction

FORGOTTEN = "gewist"
LEFT_OF_CALL = {"caller_name": FORGOTTEN, "caller_phone": "", "caller_email": ""}
LEFT_OF_CONTACT = {"participants": "", "note": FORGOTTEN, "shared_note": ""}
LEFT_OF_MAIL = {"sender_name": FORGOTTEN, "reply_address": "", "subject": FORGOTTEN, "body": FORGOTTEN}
LEFT_OF_REFERRAL = {"question": FORGOTTEN, "answer": FORGOTTEN}


def closed_calls(before: date) -> QuerySet[Intervention]:
    """Calls that were closed before that day and still name who called."""
    closed = Intervention.objects.filter(status=Intervention.Status.CLOSED, closed_at__lt=start_of(before))
    return closed.exclude(caller_name=FORGOTTEN)


def forget_calls(numbers: list[int]) -> int:
    """Who called, who was there and what he said; the question, the answer and the minutes stay."""
    of_these = {"intervention__in": numbers}
    blank(Contact.objects.filter(**of_these), LEFT_OF_CONTACT)
    blank(HandOver.objects.filter(**of_these), {"note": FORGOTTEN})
    blank(ReceivedMail.objects.filter(**of_these), LEFT_OF_MAIL)
    blank(Satisfaction.objects.filter(**of_these), {"remark": ""})
    blank(Referral.objects.filter(**of_these, answer=""), {"question": FORGOTTEN})
    blank(Referral.objects.filter(**of_these).exclude(answer=""), LEFT_OF_REFERRAL)
    return blank(Intervention.objects.filter(pk__in=numbers), LEFT_OF_CALL)


PROCESSINGS = (
    Processing(
        code="calls",
        name="Oproepen bij VLOT",
        whose="medewerkers van lokale besturen die VLOT om hulp vragen",
        purpose="Een gemeente helpen, en terugbellen.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Het VLOT-team van de provincie, de gemeente zelf en ABB",
        term="calls",
    ),
    Processing(
        code="contact_book",
        name="Contactboek van VLOT",
        whose="contactpersonen bij diensten, en van mogelijke locaties en goede praktijken",
        purpose="Weten wie men kan bellen.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="VLOT en ABB; van een goede praktijk alle besturen",
        kept="Zolang het contact klopt; VLOT kijkt de lijst jaarlijks na.",
    ),
    Processing(
        code="nuisance",
        name="Overlast op een locatie",
        whose="wie bij een voorval betrokken was, zonder naam",
        purpose="Overlast opvolgen en op tijd helpen.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Het lokaal bestuur van de locatie en het VLOT-team van de provincie",
        kept="Zolang de locatie open is.",
    ),
)
HELD = (
    Held("vlot.Intervention", "calls", LEFT_OF_CALL),
    Held("vlot.Contact", "calls", LEFT_OF_CONTACT),
    Held("vlot.HandOver", "calls", {"note": FORGOTTEN}),
    Held("vlot.Satisfaction", "calls", {"remark": ""}),
    Held("vlot.ReceivedMail", "calls", LEFT_OF_MAIL),
    Held("vlot.Referral", "calls", LEFT_OF_REFERRAL),
    Held("vlot.Incident", "nuisance", {"note": KEEP}),
    Held("vlot.SectorContact", "contact_book", {"email": KEEP, "phone": KEEP}),
    Held("vlot.PossibleSite", "contact_book", {"contact_name": KEEP}),
    Held("vlot.GoodPractice", "contact_book", {"contact": KEEP}),
)
TERMS = (
    Term(
        code="calls",
        name="Bellers en gesprekken van afgesloten oproepen bij VLOT",
        counts_from="de afsluiting van de oproep",
        due=closed_calls,
        forget=forget_calls,
        organisation="municipality__organisation",
        holds={"vlot.intervention": "pk"},
    ),
)
