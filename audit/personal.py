"""What the trail and the log of reads hold of people (audit.processing)."""

from datetime import date

from django.db.models import Q, QuerySet

from audit.blanking import FORGOTTEN, forget_readings
from audit.models import Reading
from audit.processing import KEEP, Held, Processing, Term, start_of

HOUSEHOLD = "households.household"


def of_household(number: int) -> Q:
    return Q(target_type=HOUSEHOLD, target_id=str(number))


def old_readings(before: date) -> QuerySet[Reading]:
    return Reading.objects.filter(occurred_at__lt=start_of(before))


PROCESSINGS = (
    Processing(
        code="trail",
        name="Spoor van handelingen",
        whose="medewerkers die in het portaal werken",
        purpose="Kunnen aantonen wie wat wanneer deed: verantwoording over persoonsgegevens en subsidies.",
        ground="Wettelijke verplichting en verantwoordingsplicht (art. 5.2, 6.1.c en 32 AVG)",
        recipients="ABB; over een dossier ook het lokaal bestuur dat het beheert",
        kept="Blijft: het spoor is verzegeld en houdt geen persoonsgegevens van wie gehuisvest wordt.",
    ),
    Processing(
        code="readings",
        name="Logboek van inzages",
        whose="medewerkers die een dossier openen",
        purpose="Kunnen antwoorden op de vraag wie in een dossier keek, en ongewone inzage opmerken.",
        ground="Verantwoordingsplicht en beveiliging (art. 5.2, 6.1.c en 32 AVG)",
        recipients="De functionaris gegevensbescherming en de lokale beheerder van het lokaal bestuur",
        term="readings",
    ),
)
HELD = (
    # What the portal writes as `changes` never holds a personal value (audit.trail.without_values).
    Held("audit.AuditEvent", "trail", {"user_name": KEEP, "changes": KEEP}, of_household),
    Held(
        "audit.Reading",
        "readings",
        {"user_name": KEEP, "words": FORGOTTEN, "reason": FORGOTTEN},
        of_household,
    ),
)
TERMS = (
    Term(
        code="readings",
        name="Inzages in dossiers",
        counts_from="de inzage",
        due=old_readings,
        forget=forget_readings,
        shortest=13,  # PostgreSQL refuses for looks of less than a year ago
    ),
)
