"""Verbs on guides and good practice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record, record_many
from documents.actions import store_document
from documents.files import CheckedFile
from vlot.guidance import notices, rules
from vlot.guidance.models import (
    GoodPractice,
    GuidanceDigest,
    Guide,
    GuideFile,
    GuideReading,
    LibraryVisit,
    PracticeHelp,
)
from vlot.guidance.shipped import ShippedGuide

Status = GoodPractice.Status
SAME_VISIT = timedelta(minutes=30)  # a page opened again within this time belongs to the visit that goes on


class ChangedMeanwhile(Exception):
    """A colleague published another version since this page was opened."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(
            f"Intussen publiceerde een collega versie {guide.version} van “{guide}”. Kijk die eerst na."
        )


class StillTheSame(Exception):
    """A proposal for another text says nothing new."""

    def __init__(self) -> None:
        super().__init__("U veranderde niets aan de tekst. Publiceer hem zoals hij is, of pas hem aan.")


@transaction.atomic
def publish_guide(
    *,
    guide: Guide | None,
    code: str,
    title: str,
    summary: str,
    theme: str,
    body: str,
    valid_from: date,
    situations: str = "",
    audience: Sequence[str] = (),
    must_read: Sequence[str] = (),
    is_draft: bool = True,
    change_note: str = "",
    based_on: int | None = None,
    files: Iterable[CheckedFile] = (),
    by: Membership,
) -> Guide:
    """Publishes a guide (`guide=None`), or its next version; who must read it confirms anew.

    `based_on` is the version that the writer had before him: another one meanwhile raises ChangedMeanwhile. The code
    stays what it was: it stands in addresses. Raises ValidationError for what the constraints refuse.
    """
    insist(by, rules.may_publish_guide(by))
    row = (
        Guide(code=code) if guide is None else Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    )
    if guide is not None:
        if based_on is not None and row.version != based_on:
            raise ChangedMeanwhile(row)
        row.version += 1
    row.title, row.summary, row.theme, row.body, row.situations = title, summary, theme, body, situations
    row.audience, row.must_read, row.is_draft = list(audience), list(must_read), is_draft
    row.change_note, row.valid_from = change_note, valid_from
    row.published_at, row.published_by = timezone.now(), by.user
    _keep_guide(row)
    for checked in files:
        GuideFile.objects.create(guide=row, document=store_document(checked=checked, by=by))
    _note_file_names(row)
    record("guide.published", row, by=by, changes={"version": row.version, "draft": is_draft})
    notices.must_be_read(row, by=by)
    return row


@transaction.atomic
def remove_guide_file(*, file: GuideFile, by: Membership) -> None:
    """Takes a file away from its guide; the document stays, for the trail."""
    insist(by, rules.may_publish_guide(by))
    guide = Guide.objects.select_for_update(of=("self",)).get(pk=file.guide_id)
    record("guide.file_removed", guide, by=by, changes={"name": file.document.name})
    file.delete()
    _note_file_names(guide)


@transaction.atomic
def load_guides(*, shipped: Iterable[ShippedGuide], by: Membership | None = None) -> list[Guide]:
    """Puts the guides that come with the portal in the library; returns those that are new or changed.

    What somebody of VLOT published since is VLOT's: it is never overwritten.
    """
    shipped, changed = list(shipped), []
    codes = [found.code for found in shipped]
    there = Guide.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(codes, field_name="code")
    for found in shipped:
        row = there.get(found.code)
        if row is not None and (row.published_by_id is not None or row.version >= found.fields["version"]):
            continue
        row = row or Guide(code=found.code)
        for name, value in found.fields.items():
            setattr(row, name, value)
        row.published_at = timezone.now()
        row.clean_fields(exclude=["search", "published_by"])
        changed.append(row)
    Guide.objects.bulk_create(row for row in changed if row.pk is None)
    for row in changed:
        if row.code in there:
            row.save()
    record_many("guide.loaded", changed, by=by, changes=[{"version": row.version} for row in changed])
    return changed


@transaction.atomic
def confirm_reading(*, guide: Guide, version: int, by: Membership) -> GuideReading:
    """This hat read this version. Twice is the same as once; a newer one meanwhile raises ChangedMeanwhile."""
    insist(by, rules.may_confirm_reading(by, guide))
    row = Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)
    if row.version != version:
        raise ChangedMeanwhile(row)
    reading, created = GuideReading.objects.get_or_create(guide=row, version=version, membership=by)
    if created:
        record("guide.read", row, by=by, changes={"version": version})
    return reading


@transaction.atomic
def note_visit(*, at: datetime, by: Membership) -> datetime | None:
    """This hat opened the library; returns when it was there the time before (None: never)."""
    visit, created = LibraryVisit.objects.select_for_update(of=("self",)).get_or_create(
        membership=by, defaults={"last_at": at}
    )
    if not created and at - visit.last_at > SAME_VISIT:
        visit.before_at, visit.last_at = visit.last_at, at
        visit.save(update_fields=["before_at", "last_at"])
    return visit.before_at


@transaction.atomic
def submit_practice(
    *,
    form_token: UUID,
    title: str,
    theme: str,
    situation: str,
    done: str,
    result: str,
    contact_allowed: bool = False,
    contact: str = "",
    by: Membership,
) -> GoodPractice:
    """A local government shares what worked. The token names the form: sent twice, it stays one."""
    insist(by, rules.may_submit_practice(by))
    practice, created = GoodPractice.objects.get_or_create(
        organisation=by.organisation,
        form_token=form_token,
        defaults={
            "title": title,
            "theme": theme,
            "situation": situation,
            "done": done,
            "result": result,
            "contact_allowed": contact_allowed,
            "contact": contact,
            "submitted_by": by.user,
        },
    )
    if created:
        record("good_practice.submitted", practice, by=by, changes={"theme": theme})
        notices.practice_submitted(practice, by=by)
    return practice


@transaction.atomic
def publish_practice(*, practice: GoodPractice, guides: Iterable[Guide] = (), by: Membership) -> GoodPractice:
    """Publishes the words of the local government as they are, under its name."""
    insist(by, rules.may_review_practice(by))
    _refuse_unless(practice, Status.SUBMITTED, Status.PUBLISHED)
    now = timezone.now()
    practice = change_status(
        practice, Status.PUBLISHED, by=by, verb="good_practice.published",
        reviewed_at=now, reviewed_by=by.user, published_at=now, published_by=by.user,
    )  # fmt: skip
    practice.guides.set(guides)
    notices.practice_published(practice, by=by)
    return practice


@transaction.atomic
def propose_text(
    *,
    practice: GoodPractice,
    title: str,
    theme: str,
    situation: str,
    done: str,
    result: str,
    remark: str,
    guides: Iterable[Guide] = (),
    by: Membership,
) -> GoodPractice:
    """VLOT proposes other words; the local government agrees or changes them. Raises StillTheSame."""
    insist(by, rules.may_review_practice(by))
    texts = {"title": title, "theme": theme, "situation": situation, "done": done, "result": result}
    if texts == practice.texts():
        raise StillTheSame
    practice = change_status(
        practice, Status.PROPOSED, by=by, verb="good_practice.proposed", reason=remark,
        remark=remark, reviewed_at=timezone.now(), reviewed_by=by.user, **texts,
    )  # fmt: skip
    practice.guides.set(guides)
    notices.practice_proposed(practice, by=by)
    return practice


@transaction.atomic
def agree_with_text(*, practice: GoodPractice, by: Membership) -> GoodPractice:
    """The local government agrees with the proposed words: they are published."""
    insist(by, rules.may_answer_practice(by, practice))
    _refuse_unless(practice, Status.PROPOSED, Status.PUBLISHED)
    practice = change_status(
        practice, Status.PUBLISHED, by=by, verb="good_practice.agreed",
        published_at=timezone.now(), published_by=by.user,
    )  # fmt: skip
    notices.practice_published(practice, by=by)
    return practice


@transaction.atomic
def resubmit_practice(
    *,
    practice: GoodPractice,
    title: str,
    theme: str,
    situation: str,
    done: str,
    result: str,
    remark: str = "",
    by: Membership,
) -> GoodPractice:
    """The local government changes the proposed words, and VLOT reads them again."""
    insist(by, rules.may_answer_practice(by, practice))
    practice = change_status(
        practice, Status.SUBMITTED, by=by, verb="good_practice.resubmitted", reason=remark,
        title=title, theme=theme, situation=situation, done=done, result=result, remark=remark,
    )  # fmt: skip
    notices.practice_submitted(practice, by=by)
    return practice


@transaction.atomic
def decline_practice(*, practice: GoodPractice, remark: str, by: Membership) -> GoodPractice:
    """VLOT does not publish it, and says why."""
    insist(by, rules.may_review_practice(by))
    practice = change_status(
        practice, Status.DECLINED, by=by, verb="good_practice.declined", reason=remark,
        remark=remark, reviewed_at=timezone.now(), reviewed_by=by.user,
    )  # fmt: skip
    notices.practice_declined(practice, by=by)
    return practice


@transaction.atomic
def withdraw_practice(*, practice: GoodPractice, by: Membership) -> GoodPractice:
    """The local government takes it back before it is published."""
    insist(by, rules.may_answer_practice(by, practice))
    return change_status(practice, Status.WITHDRAWN, by=by, verb="good_practice.withdrawn")


@transaction.atomic
def say_it_helped(*, practice: GoodPractice, times: int, by: Membership) -> PracticeHelp:
    """It helped another local government too, so many times; said again, the newer number counts.

    Raises IllegalTransition when it is not published.
    """
    if practice.status != Status.PUBLISHED:
        raise IllegalTransition(practice, Status.PUBLISHED)
    insist(by, rules.may_say_it_helped(by, practice))
    said, _ = PracticeHelp.objects.update_or_create(
        practice=practice,
        organisation=by.organisation,
        defaults={"times": times, "said_at": timezone.now(), "said_by": by.user},
    )
    record("good_practice.helped", practice, by=by, changes={"times": times})
    return said


@transaction.atomic
def send_digest(*, on: date, by: Membership | None = None) -> GuidanceDigest | None:
    """Tells every local government what was published since the last time; once a month, however often it is asked.

    None when this month's went out already, or when it is being made at this moment.
    """
    month = on.replace(day=1)
    now = timezone.now()
    last = GuidanceDigest.objects.order_by("-month").first()
    since = last.made_at if last else now - timedelta(days=31)
    guides = list(Guide.objects.filter(published_at__gt=since, published_at__lte=now))
    practices = list(
        GoodPractice.objects.published()
        .filter(published_at__gt=since, published_at__lte=now)
        .select_related("organisation")
    )
    digest, created = GuidanceDigest.objects.get_or_create(
        month=month,
        defaults={
            "since": since, "made_at": now, "guides": len(guides), "practices": len(practices), "told": 0,
        },
    )  # fmt: skip
    if not created:
        return None
    digest.told = notices.tell_news(guides, practices)
    digest.save(update_fields=["told"])
    record("guidance.digest_sent", digest, by=by, changes={"told": digest.told})
    return digest


def _keep_guide(row: Guide) -> None:
    """Saves what the constraints allow; their Dutch sentences otherwise (ValidationError)."""
    row.full_clean(exclude=["search", "published_by"])
    row.save()


def _refuse_unless(practice: GoodPractice, status: str, target: str) -> None:
    """Two verbs lead to publication, each from its own status: VLOT does not skip the agreement of the local
    government, nor the local government the review. Locks the row; raises IllegalTransition."""
    locked = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if locked.status != status:
        raise IllegalTransition(locked, target)


def _note_file_names(row: Guide) -> None:
    """The names of the files are words to search too; points and dashes part them."""
    names = row.files.values_list("document__name", flat=True)
    words = " ".join(name.replace(".", " ").replace("-", " ").replace("_", " ") for name in names)
    if words != row.file_words:
        row.file_words = words
        row.save(update_fields=["file_words"])
