"""What happened to the rights in an organisation, in words, for its administrator."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Invitation, JoinRequest, Membership, Organisation, RightsReview, ServiceAccount
from audit.models import AuditEvent

SHOWN = 30
ROLES = dict(Membership.Role.choices)
WORDS = {
    "membership.granted": "Toegang gegeven aan {who}",
    "membership.role_changed": "Rol van {who} gewijzigd",
    "membership.period_set": "Periode van {who} gewijzigd",
    "membership.ended": "Toegang van {who} beëindigd",
    "membership.confirmed": "Toegang van {who} bevestigd",
    "membership.confirmation_asked": "Bevestiging gevraagd voor {who}",
    "membership.asked": "Toegang gevraagd door {who}",
    "membership.request_accepted": "Vraag om toegang van {who} aanvaard",
    "membership.request_declined": "Vraag om toegang van {who} geweigerd",
    "invitation.sent": "Uitnodiging verstuurd aan {who}",
    "invitation.withdrawn": "Uitnodiging van {who} ingetrokken",
    "invitation.accepted": "Uitnodiging aanvaard door {who}",
    "rights.review_started": "Jaarlijkse controle gestart",
    "rights.confirmed": "Lijst van rechten bevestigd",
    "service.created": "Sleutel gemaakt voor {who}",
    "service.ended": "Sleutel van {who} beëindigd",
}
# One step for each of many: the step about the whole list says it.
TOO_MANY = ("membership.confirmed", "membership.confirmation_asked")


class Event(NamedTuple):
    """One line of components/timeline.html."""

    when: datetime
    text: str
    who: str
    detail: str


def rights_history(organisation: Organisation) -> list[Event]:
    """The last steps, newest first. A number of queries that does not grow with the number of steps."""
    of_it: dict[type[Model], QuerySet[Any]] = {
        Membership: Membership.objects.filter(organisation=organisation).select_related("user"),
        Invitation: Invitation.objects.filter(organisation=organisation),
        JoinRequest: JoinRequest.objects.filter(organisation=organisation).select_related("user"),
        RightsReview: RightsReview.objects.filter(organisation=organisation),
        ServiceAccount: ServiceAccount.objects.filter(organisation=organisation),
    }
    about = Q()
    for model, rows in of_it.items():
        keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        about |= Q(target_type=model._meta.label_lower, target_id__in=keys)
    steps = list(AuditEvent.objects.filter(about, verb__in=WORDS).exclude(verb__in=TOO_MANY)[:SHOWN])
    names: dict[tuple[str, str], str] = {}
    for model, rows in of_it.items():
        kind = model._meta.label_lower
        asked = {step.target_id for step in steps if step.target_type == kind}
        if asked:
            names |= {(kind, str(row.pk)): name_of(row) for row in rows.filter(pk__in=asked)}
    return [
        Event(
            step.occurred_at,
            WORDS[step.verb].format(who=names.get((step.target_type, step.target_id), "iemand")),
            step.user_name,
            "; ".join(details(step.changes)),
        )
        for step in steps
    ]


def name_of(row: Model) -> str:
    match row:
        case Membership() | JoinRequest():
            return str(row.user)
        case Invitation():
            return row.email
        case ServiceAccount():
            return row.name
    return ""


def details(changes: dict[str, Any]) -> Iterator[str]:
    """What changed, as a reader says it."""
    match changes.get("role"):
        case [before, after]:
            yield f"van {ROLES.get(before, before)} naar {ROLES.get(after, after)}"
        case str(role):
            yield f"als {ROLES.get(role, role)}"
    if "ends_on" in changes:
        until = changes["ends_on"]
        until = until[-1] if isinstance(until, list) else until
        yield f"tot en met {day(until, less=1)}" if until else "zonder einddatum"
    if "lapses_on" in changes:
        yield f"te bevestigen voor {day(changes['lapses_on'])}"
    if "stopped_on" in changes:
        yield f"werkte niet meer sinds {day(changes['stopped_on'])}"
    if "kept" in changes:
        yield f"{changes['kept']} behouden, {changes['stopped']} beëindigd"
    if "reason" in changes:
        yield str(changes["reason"])


def day(text: str, *, less: int = 0) -> str:
    return f"{date.fromisoformat(text) - timedelta(days=less):%d/%m/%Y}"
