"""Verbs on the contact book and on questions to services."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of, put
from audit.trail import record
from vlot import rules
from vlot.actions.locks import locked_case, refuse_closed
from vlot.models import Intervention, Referral, SectorContact


class AlreadyAnswered(Exception):
    """The answer of this service is noted already."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(
            f"Het antwoord van {referral.contact.organisation_name} is al genoteerd op "
            f"{timezone.localtime(referral.answered_at):%d/%m/%Y}."
        )


@transaction.atomic
def save_sector_contact(
    *, contact: SectorContact | None, seen: Mapping[str, Any] | None = None, by: Membership, **fields: Any
) -> SectorContact:
    """Add a service to the contact book, or change it (`contact`). Raises ValidationError when nobody can reach it, and
    Overtaken when a colleague changed since what the page showed (`seen`)."""
    insist(by, rules.may_keep_contact_book(by))
    kept = (
        SectorContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if contact
        else SectorContact()
    )
    changes = changes_of(kept, fields, seen)
    if not changes:
        return kept
    put(changes, kept)
    kept.full_clean()
    kept.save()
    record("sectorcontact.saved", kept, by=by, changes={"organisation": kept.organisation_name})
    return kept


@transaction.atomic
def retire_sector_contact(*, contact: SectorContact, by: Membership) -> SectorContact:
    """Out of the contact book; earlier questions keep it. Twice is the same as once."""
    insist(by, rules.may_keep_contact_book(by))
    if contact.retired_at is None:
        contact.retired_at, contact.retired_by = timezone.now(), by.user
        contact.save(update_fields=["retired_at", "retired_by"])
        record("sectorcontact.retired", contact, by=by)
    return contact


@transaction.atomic
def refer_intervention(
    *, intervention: Intervention, contact: SectorContact, question: str, due_on: date, by: Membership
) -> Referral:
    """Put a question to a service, and wait for its answer. Raises IllegalTransition when the call is closed."""
    locked = locked_case(intervention)
    insist(by, rules.may_handle_intervention(by, locked))
    refuse_closed(locked)
    referral = Referral.objects.create(
        intervention=locked, contact=contact, question=question, due_on=due_on, referred_by=by.user
    )
    record("intervention.referred", locked, by=by, changes={"to": contact, "due_on": due_on})
    return referral


@transaction.atomic
def answer_referral(*, referral: Referral, answer: str, by: Membership) -> Referral:
    """The service answered. Once (AlreadyAnswered)."""
    case = locked_case(referral.intervention)
    insist(by, rules.may_handle_intervention(by, case))
    locked = Referral.objects.select_for_update(of=("self",)).select_related("contact").get(pk=referral.pk)
    if locked.answered_at is not None:
        raise AlreadyAnswered(locked)
    locked.answer, locked.answered_at, locked.answered_by = answer, timezone.now(), by.user
    locked.validate_constraints()
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    record("intervention.referral_answered", case, by=by, changes={"from": locked.contact})
    return locked
