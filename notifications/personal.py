"""What messages and the mails made of them hold of people (audit.processing)."""

from datetime import date

from django.db.models import Q, QuerySet

from audit.blanking import remove
from audit.processing import Held, Processing, Term, declared, start_of
from notifications.models import Notification


def old_messages(before: date) -> QuerySet[Notification]:
    return Notification.objects.filter(created_at__lt=start_of(before))


def forget_messages(numbers: list[int]) -> int:
    return remove(Notification.objects.filter(pk__in=numbers))


def of_household(number: int) -> Q:
    """Messages that point to a page about that household; the apps that have such pages say which."""
    return Q(url__in=[url for pages in declared("PAGES_ABOUT") for url in pages(number)])


PROCESSINGS = (
    Processing(
        code="messages",
        name="Berichten en mails",
        whose="wie een bericht krijgt, en de contactpersoon die erin genoemd wordt",
        purpose="Mensen vertellen wat er van hen verwacht wordt. Nooit met een naam van een ontheemde.",
        ground="Taak van algemeen belang (art. 6.1.e AVG)",
        recipients="De organisatie of de persoon aan wie het bericht gericht is",
        term="messages",
    ),
)
HELD = (
    Held(
        "notifications.Notification",
        "messages",
        {"address": "", "subject": "gewist", "body": "gewist"},
        of_household,
    ),
)
TERMS = (
    Term(
        code="messages",
        name="Berichten en mails",
        counts_from="het bericht",
        due=old_messages,
        forget=forget_messages,
        organisation="organisation",
    ),
)
