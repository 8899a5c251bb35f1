"""Verbs on calls: from the question to the outcome, and back when it was not the end."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Kind, Membership, User
from audit.overtaken import changes_of, put
from audit.trail import IllegalTransition, change_status, check_promises, record
from housing.models import Offer, Site
from municipalities.models import Municipality
from vlot import notices, rules
from vlot.actions.locks import locked_case, refuse_closed
from vlot.actions.teams import team_of
from vlot.actions.topics import refuse_topic_not_in_use
from vlot.models import Channel, HandOver, Intervention, Satisfaction, Team, Topic

Status = Intervention.Status


class NotInTeam(Exception):
    """Who does not work for the team cannot follow up its call."""

    def __init__(self, membership: Membership, team: Team) -> None:
        super().__init__(f"{membership.user} werkt niet in het {team}. Kies een collega van dat team.")


class NoMunicipality(Exception):
    """A mail that nobody sorted yet is not closed: first say which municipality asks."""

    def __init__(self) -> None:
        super().__init__("Vul eerst de gemeente in: zonder gemeente kan deze oproep niet worden afgesloten.")


class RequestsLinked(Exception):
    """Requests to Facility of one municipality do not go along to another."""

    def __init__(self, intervention: Intervention) -> None:
        super().__init__(
            f"Bij deze oproep horen aanvragen van {intervention.about}. Maak die eerst los van de oproep."
        )


class OfAnotherMunicipality(Exception):
    """The site or offer stands in another municipality than the one that asks."""

    def __init__(self, thing: Site | Offer, intervention: Intervention) -> None:
        super().__init__(f"{thing} ligt niet in {intervention.about}. Kies een plaats van de gemeente.")


@transaction.atomic
def ask_vlot(
    *,
    form_token: UUID,
    municipality: Municipality,
    topic: Topic,
    question: str,
    caller_name: str,
    urgency: str,
    caller_phone: str = "",
    caller_email: str = "",
    site: Site | None = None,
    offer: Offer | None = None,
    by: Membership,
) -> Intervention:
    """A municipality's question for the team of its province. The token names the form: sent twice, it stays one.

    Raises OfAnotherMunicipality for a site or an offer elsewhere, and TopicNotInUse.
    """
    insist(by, rules.may_ask_vlot(by))
    refuse_topic_not_in_use(topic)
    team, _ = team_of(province=municipality.province, by=by)
    intervention, created = Intervention.objects.get_or_create(
        asked_by=by.user,
        form_token=form_token,
        defaults={
            "municipality": municipality,
            "team": team,
            "topic": topic,
            "question": question,
            "caller_name": caller_name,
            "caller_phone": caller_phone,
            "caller_email": caller_email,
            "channel": Channel.PORTAL if by.is_kind(Kind.LOCAL_AUTHORITY) else Channel.PHONE,
            "urgency": urgency,
            "site": site,
            "offer": offer,
        },
    )
    if created:
        for place in (site, offer):
            _check_place(intervention, place)
        changes = {"municipality": municipality, "team": team, "topic": topic, "urgency": urgency}
        record("intervention.asked", intervention, by=by, changes=changes)
        notices.intervention_asked(intervention, by=by)
    return intervention


@transaction.atomic
def sort_intervention(
    *,
    intervention: Intervention,
    municipality: Municipality,
    topic: Topic,
    seen: Mapping[str, Any] | None = None,
    by: Membership,
) -> Intervention:
    """Say which municipality a mail came from; the team of its province takes over. Raises IllegalTransition when the
    call is closed, TopicNotInUse for another topic than it has that nobody may choose any more, RequestsLinked, and
    Overtaken when a colleague changed since what the page showed (`seen`). For another municipality the site and the
    offer of the former one are let go."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    asked = changes_of(locked, {"municipality": municipality, "topic": topic}, seen)
    if not asked:
        return locked
    if "municipality" not in asked and locked.municipality is not None:
        municipality = locked.municipality
    if "topic" not in asked:
        topic = locked.topic
    refuse_topic_not_in_use(topic, kept=locked.topic_id)
    team, _ = team_of(province=municipality.province, by=by)
    changes = {"municipality": municipality, "topic": topic, "team": [locked.team, team]}
    moves = locked.team_id != team.pk
    if locked.municipality_id != municipality.pk:
        if locked.support_requests.exists():
            raise RequestsLinked(locked)
        locked.site = locked.offer = None
    locked.municipality, locked.topic, locked.team = municipality, topic, team
    written = ["municipality", "topic", "team", "site", "offer"]
    if moves and locked.status == Status.ASSIGNED:
        locked.status = Status.OPEN
        locked.assignee = locked.assigned_at = locked.assigned_by = None
        written += ["status", "assignee", "assigned_at", "assigned_by"]
    check_promises(locked, about=written)
    locked.save(update_fields=written)
    record("intervention.sorted", locked, by=by, changes=changes)
    notices.intervention_asked(locked, by=by)
    return locked


@transaction.atomic
def link_intervention(
    *,
    intervention: Intervention,
    site: Site | None,
    offer: Offer | None,
    seen: Mapping[str, Any] | None = None,
    by: Membership,
) -> Intervention:
    """Say which site and offer a call is about (None: none). Raises OfAnotherMunicipality, IllegalTransition, and
    Overtaken when a colleague changed since what the page showed (`seen`)."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    for place in (site, offer):
        _check_place(locked, place)
    changes = changes_of(locked, {"site": site, "offer": offer}, seen)
    if changes:
        put(changes, locked)
        locked.save(update_fields=list(changes))
        record("intervention.linked", locked, by=by, changes=changes)
    return locked


@transaction.atomic
def assign_intervention(
    *, intervention: Intervention, to: Membership | None = None, by: Membership
) -> Intervention:
    """Take the call oneself, or give it to a colleague of its team (NotInTeam for somebody else)."""
    insist(by, rules.may_handle_intervention(by, intervention))
    to = to or by
    if not rules.works_for(to, intervention.team):
        raise NotInTeam(to, intervention.team)
    intervention = change_status(
        intervention,
        Status.ASSIGNED,
        by=by,
        verb="intervention.assigned",
        assignee=to.user,
        assigned_at=timezone.now(),
        assigned_by=by.user,
    )
    notices.intervention_assigned(intervention, by=by)
    return intervention


@transaction.atomic
def hand_over_intervention(
    *, intervention: Intervention, team: Team, to: Membership | None, note: str, by: Membership
) -> Intervention:
    """Another person, or another team, takes over; the note tells where it stands. Without `to` the call waits in the
    queue of the team. Raises NotInTeam, IllegalTransition when closed, ValidationError when nothing changes."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    if to is not None and not rules.works_for(to, team):
        raise NotInTeam(to, team)
    taker: User | None = to.user if to else None
    hand_over = HandOver(
        intervention=locked,
        from_team=locked.team,
        to_team=team,
        from_user=locked.assignee,
        to_user=taker,
        note=note,
        handed_by=by.user,
    )
    hand_over.full_clean()
    hand_over.save()
    locked.team = team
    locked.status = Status.ASSIGNED if taker else Status.OPEN
    locked.assignee = taker
    locked.assigned_at, locked.assigned_by = (timezone.now(), by.user) if taker else (None, None)
    written = ["team", "status", "assignee", "assigned_at", "assigned_by"]
    check_promises(locked, about=written)
    locked.save(update_fields=written)
    changes = {"team": [hand_over.from_team, team], "to": taker}
    record("intervention.handed_over", locked, by=by, changes=changes)
    notices.intervention_handed_over(hand_over, to=to, by=by)
    return locked


@transaction.atomic
def close_intervention(
    *, intervention: Intervention, outcome: str, result: str, helped: str = "", by: Membership
) -> Intervention:
    """The question is answered; `outcome` tells the municipality how, `helped` tells colleagues what worked."""
    insist(by, rules.may_handle_intervention(by, intervention))
    if intervention.municipality_id is None:
        raise NoMunicipality
    intervention = change_status(
        intervention,
        Status.CLOSED,
        by=by,
        verb="intervention.closed",
        closed_at=timezone.now(),
        closed_by=by.user,
        outcome=outcome,
        result=result,
        helped=helped,
    )
    notices.intervention_closed(intervention, by=by)
    return intervention


@transaction.atomic
def reopen_intervention(*, intervention: Intervention, reason: str, by: Membership) -> Intervention:
    """It was not the end after all: back in the queue of the team. What was the outcome stays in the trail."""
    insist(by, rules.may_handle_intervention(by, intervention))
    before = {"outcome": intervention.outcome, "result": intervention.result}
    intervention = change_status(
        intervention,
        Status.OPEN,
        by=by,
        verb="intervention.reopened",
        reason=reason,
        closed_at=None,
        closed_by=None,
        outcome="",
        result="",
        helped="",
        assignee=None,
        assigned_at=None,
        assigned_by=None,
    )
    record("intervention.outcome_withdrawn", intervention, by=by, changes=before)
    notices.intervention_reopened(intervention, by=by)
    return intervention


@transaction.atomic
def rate_intervention(
    *, intervention: Intervention, answer: str, remark: str = "", by: Membership
) -> Satisfaction:
    """The municipality says whether VLOT helped; asked again it changes its answer. Raises IllegalTransition while the
    call is open."""
    locked = locked_case(intervention)
    insist(by, rules.may_rate_intervention(by, locked))
    if locked.is_open:
        raise IllegalTransition(locked, Status.CLOSED)
    satisfaction, _ = Satisfaction.objects.update_or_create(
        intervention=locked,
        defaults={"answer": answer, "remark": remark, "answered_at": timezone.now(), "answered_by": by.user},
    )
    record("intervention.rated", locked, by=by, changes={"answer": answer})
    return satisfaction


def _check_place(intervention: Intervention, place: Site | Offer | None) -> None:
    """Raises OfAnotherMunicipality when the site or offer stands elsewhere."""
    if place is not None and place.municipality_id != intervention.municipality_id:
        raise OfAnotherMunicipality(place, intervention)
