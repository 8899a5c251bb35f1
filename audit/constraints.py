"""Constraints that recur, and the sentence of one that PostgreSQL refused by."""

from collections.abc import Iterable

from django.db import IntegrityError
from django.db.models import CheckConstraint, Model, Q


def all_or_none(*fields: str, name: str, message: str = "") -> CheckConstraint:
    """All `fields` are filled or none is: who and when always go together."""
    filled, empty = Q(), Q()
    for field in fields:
        filled &= Q(**{f"{field}__isnull": False})
        empty &= Q(**{f"{field}__isnull": True})
    return CheckConstraint(
        condition=filled | empty,
        name=name,
        violation_error_message=message or "Wie en wanneer horen samen: vul beide in of geen van beide.",
    )


def filled_when(
    *, statuses: Iterable[str], fields: Iterable[str], name: str, message: str = "", texts: Iterable[str] = ()
) -> CheckConstraint:
    """While the status is one of `statuses`, every one of `fields` is not null and every one of `texts` not empty."""
    filled = Q()
    for field in fields:
        filled &= Q(**{f"{field}__isnull": False})
    for text in texts:
        filled &= ~Q(**{text: ""})
    return CheckConstraint(
        condition=~Q(status__in=list(statuses)) | filled,
        name=name,
        violation_error_message=message or "In deze toestand ontbreekt nog een verplicht gegeven.",
    )


def known_status(statuses: Iterable[str], *, name: str) -> CheckConstraint:
    """Only the codes of the workflow can stand in the status column."""
    return CheckConstraint(
        condition=Q(status__in=list(statuses)),
        name=name,
        violation_error_message="Deze toestand bestaat niet.",
    )


def refuse(name: str, sentence: str) -> str:
    """What a trigger says in PL/pgSQL to refuse a row like a constraint of that name, with a Dutch sentence."""
    told = sentence.replace("'", "''")
    return f"RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', MESSAGE = '{told}';"


def sentence_for(refusal: IntegrityError, model: type[Model]) -> str:
    """The Dutch sentence of the constraint or trigger on `model` that PostgreSQL refused by; any other refusal goes on
    as it is. A trigger that refuses (see `refuse`) brings its sentence along."""
    for constraint in model._meta.constraints:
        if constraint.name in str(refusal):
            return str(constraint.violation_error_message)
    told = getattr(refusal.__cause__, "diag", None)
    if told is not None and told.constraint_name in {
        trigger.name for trigger in getattr(model._meta, "triggers", ())
    }:
        return str(told.message_primary)
    raise refusal
