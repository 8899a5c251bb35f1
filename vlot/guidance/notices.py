"""What people are told about guides and good practice."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Kind, Membership, Organisation
from notifications.outbox import notify
from vlot.guidance.models import GoodPractice, Guide


def url_of(practice: GoodPractice) -> str:
    return reverse("vlot:practice_detail", args=[practice.pk])


def must_be_read(guide: Guide, *, by: Membership) -> None:
    """Who must read a guide hears of every version of it; nobody hears of the others until the digest."""
    if not guide.must_read:
        return
    for organisation in Organisation.objects.filter(kind__in=guide.must_read):
        notify(
            organisation=organisation,
            subject=f"Te lezen: {guide.title} (versie {guide.version})",
            body=f"{guide.summary}\n\n{guide.change_note}".strip(),
            url=reverse("vlot:guide_detail", args=[guide.code]),
            by=by,
        )


def practice_submitted(practice: GoodPractice, *, by: Membership) -> None:
    vlot = Organisation.objects.filter(kind=Kind.VLOT).first()
    if vlot is not None:
        notify(
            organisation=vlot,
            subject=f"Na te lezen: goede praktijk van {practice.organisation}",
            body=f"{practice.title}. {practice.remark}".strip(),
            url=url_of(practice),
            by=by,
        )


def practice_proposed(practice: GoodPractice, *, by: Membership) -> None:
    notify(
        organisation=practice.organisation,
        subject=f"Akkoord met deze tekst? {practice.title}",
        body=f"VLOT las uw goede praktijk en stelt een tekst voor: {practice.remark}",
        url=url_of(practice),
        by=by,
    )


def practice_published(practice: GoodPractice, *, by: Membership) -> None:
    """The one who did not press the button hears of it."""
    told = [practice.organisation, *Organisation.objects.filter(kind=Kind.VLOT)]
    for organisation in told:
        notify(
            organisation=organisation,
            subject=f"Gepubliceerd: {practice.title}",
            body=f"De goede praktijk van {practice.organisation} staat bij de handvaten.",
            url=url_of(practice),
            by=by,
        )


def practice_declined(practice: GoodPractice, *, by: Membership) -> None:
    notify(
        organisation=practice.organisation,
        subject=f"Niet gepubliceerd: {practice.title}",
        body=practice.remark,
        url=url_of(practice),
        by=by,
    )


def tell_news(guides: Sequence[Guide], practices: Sequence[GoodPractice]) -> int:
    """Tells every local government what is new; returns how many were told (none when nothing is new)."""
    readable = [guide for guide in guides if not guide.audience or Kind.LOCAL_AUTHORITY in guide.audience]
    if not readable and not practices:
        return 0
    lines = [
        f"Handvat: {guide.title} (versie {guide.version}). {guide.change_note}".strip() for guide in readable
    ]
    lines += [f"Goede praktijk van {found.organisation}: {found.title}." for found in practices]
    body = "\n".join(f"- {line}" for line in lines)
    told = list(Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).order_by("pk"))
    for organisation in told:
        notify(
            organisation=organisation,
            subject="Nieuw bij de handvaten en goede praktijken",
            body=body,
            url=reverse("vlot:guide_list"),
        )
    return len(told)
