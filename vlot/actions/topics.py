"""Verbs on topics: the rows that the manager of VLOT keeps."""

from django.db import transaction
from django.utils.text import slugify

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from vlot import rules
from vlot.models import OF_MAIL, OF_NUISANCE_LOG, SectorContact, Topic


class TopicNotInUse(Exception):
    """Old calls keep a topic that is out of use; a new one does not get it."""

    def __init__(self, topic: Topic) -> None:
        super().__init__(f"Het onderwerp “{topic}” is niet meer in gebruik. Kies een ander.")


class TopicNeeded(Exception):
    """The contact book, the mailbox or the log of nuisance needs this topic as it is."""


@transaction.atomic
def save_topic(
    *,
    topic: Topic | None,
    group: str,
    name: str,
    position: int,
    guidance_theme: str = "",
    in_use: bool = True,
    by: Membership,
) -> Topic:
    """Add a topic, or change one (`topic`); what already has it keeps it.

    Raises ValidationError when there is such a topic already, and TopicNeeded.
    """
    insist(by, rules.may_change_topics(by))
    kept = (
        Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        if topic
        else Topic(code=_free_code(name))
    )
    refuse_needed(kept, group=group, in_use=in_use)
    typed = {
        "group": group, "name": name.strip(), "position": position, "guidance_theme": guidance_theme,
        "in_use": in_use,
    }  # fmt: skip
    changes = {field: [getattr(kept, field), value] for field, value in typed.items()}
    for field, value in typed.items():
        setattr(kept, field, value)
    kept.full_clean()
    kept.save()
    differing = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    record("topic.changed" if topic else "topic.added", kept, by=by, changes=differing)
    return kept


def refuse_topic_not_in_use(topic: Topic, *, kept: str | None = None) -> None:
    """Raises TopicNotInUse; not for the one that the call has already (`kept`, its code)."""
    if not topic.in_use and topic.pk != kept:
        raise TopicNotInUse(topic)


def refuse_needed(topic: Topic, *, group: str, in_use: bool) -> None:
    """Raises TopicNeeded: what the portal fills in itself stays in use, and a domain with services a domain."""
    if not in_use and topic.pk in (OF_MAIL, OF_NUISANCE_LOG):
        raise TopicNeeded(
            "Het portaal geeft dit onderwerp zelf aan e-mails of aan het logboek overlast: het blijft in gebruik."
        )
    leaves = topic.group == Topic.Group.LIAISON != group
    if leaves and SectorContact.objects.filter(domain=topic.pk).exists():
        raise TopicNeeded(
            f"In het contactboek staan diensten bij “{topic}”: het blijft bij de beleidsdomeinen."
        )


def _free_code(name: str) -> str:
    """A code of the first letters of the name that no topic has yet."""
    longest = Topic._meta.pk.max_length or 0
    first = slugify(name).replace("-", "_")[:longest].strip("_") or "topic"
    code, number = first, 1
    while Topic.objects.filter(pk=code).exists():
        number += 1
        code = f"{first[: longest - 3]}_{number}"
    return code
