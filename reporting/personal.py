"""What reporting holds of people (audit.processing): which things somebody opened last."""

from datetime import date

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from audit.processing import Held, Processing, Term, start_of
from reporting.models import RecentItem


def opened_before(before: date) -> QuerySet[RecentItem]:
    return RecentItem.objects.filter(opened_at__lt=start_of(before))


def forget_opened(numbers: list[int]) -> int:
    return RecentItem.objects.filter(pk__in=numbers).delete()[0]


def of_household(number: int) -> Q:
    return Q(kind="household", key=str(number))


PROCESSINGS = (
    Processing(
        code="recents",
        name="Laatst geopend",
        whose="wie in het portaal werkt, en het huishouden dat hij opende (alleen het nummer)",
        purpose="Snel terugvinden waar men mee bezig was.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="Niemand anders dan wie het opende",
        term="recents",
    ),
)
HELD = (
    # Points to nothing any more; each row something else, for a thing stands there once.
    Held(
        "reporting.RecentItem",
        "recents",
        {"key": Concat(Value("gewist "), Cast("pk", CharField()))},
        of_household,
    ),
)
TERMS = (
    Term(
        code="recents",
        name="Laatst geopend",
        counts_from="de dag waarop het geopend werd",
        due=opened_before,
        forget=forget_opened,
    ),
)
