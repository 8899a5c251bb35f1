"""What the portal holds of the people who work in it (audit.processing)."""

from datetime import date

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accounts.models import JoinRequest
from audit.blanking import blank
from audit.processing import KEEP, Held, Processing, Term, start_of

FORGOTTEN = "gewist"
LEFT_OF_REQUEST = {"message": "", "explanation": FORGOTTEN}


def declined(before: date) -> QuerySet[JoinRequest]:
    """Requests that were declined before that day and still tell something."""
    told = ~Q(message="") | ~Q(explanation=FORGOTTEN)
    return JoinRequest.objects.filter(
        told, status=JoinRequest.Status.DECLINED, decided_at__lt=start_of(before)
    )


def forget_requests(numbers: list[int]) -> int:
    return blank(JoinRequest.objects.filter(pk__in=numbers), LEFT_OF_REQUEST)


def ended_sessions(before: date) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=start_of(before))


def forget_sessions(keys: list[str]) -> int:
    """The session, and from which address and device it was."""
    UserSession.objects.filter(session_key__in=keys).delete()
    return Session.objects.filter(pk__in=keys).delete()[0]


PROCESSINGS = (
    Processing(
        code="users",
        name="Gebruikers",
        whose="medewerkers van besturen, bedrijven, verenigingen, het Facilitair Bedrijf, VLOT en ABB",
        purpose="Aanmelden, weten voor wie iemand handelt, en berichten sturen.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Collega’s van dezelfde organisatie; wie met iemand een dossier deelt, ziet zijn naam",
        kept="Zolang iemand een rol heeft; zijn naam blijft daarna in dossiers waarin hij iets deed.",
    ),
    Processing(
        code="sign_in",
        name="Aanmeldingen",
        whose="wie zich aanmeldt",
        purpose="Aangemeld blijven, en zien op welke toestellen men aangemeld is.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Niemand anders dan wie zich aanmeldde",
        term="sessions",
    ),
    Processing(
        code="join_requests",
        name="Vragen om toegang",
        whose="wie toegang vraagt voor een organisatie",
        purpose="De beheerder van de organisatie laten beslissen.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="De lokale beheerder van de organisatie, of ABB als er geen is",
        term="join_requests",
    ),
)
HELD = (
    Held("accounts.User", "users", {"email": KEEP, "name": KEEP}),
    Held("accounts.JoinRequest", "join_requests", LEFT_OF_REQUEST),
    Held("accounts.Invitation", "users", {"email": KEEP}),
    Held("accounts.KnownDevice", "sign_in", {"name": KEEP}),  # goes a year after it was last used
)
TERMS = (
    Term(
        code="join_requests",
        name="Geweigerde vragen om toegang",
        counts_from="de weigering",
        due=declined,
        forget=forget_requests,
    ),
    Term(
        code="sessions",
        name="Voorbije aanmeldingen",
        counts_from="het einde van de sessie",
        due=ended_sessions,
        forget=forget_sessions,
    ),
)
