"""Verbs on a file with many offers: keep, look at, carry out as a whole, undo as a whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.copying import copy_in
from audit.trail import change_status, record, record_many
from documents.actions import store_document
from documents.files import CheckedFile
from housing import notices, rules
from housing.imported_values import unpacked
from housing.models import (
    ColumnChoice,
    ImportRow,
    Inspection,
    Merge,
    Offer,
    OfferImport,
    OfferMessage,
    WithdrawalReason,
)
from notifications import outbox

WORK = "housing.tasks.work_on_imports"
BATCH = 500
Status = OfferImport.Status
Outcome = ImportRow.Outcome
Progress = Callable[[int], None]


class CannotImport(Exception):
    """The file cannot be carried out, or not be undone, as it stands now; the sentence says why. Nothing is written."""


@transaction.atomic
def upload_import(*, checked: CheckedFile, by: Membership) -> OfferImport:
    """Keep a file that passed `documents.spreadsheets.check_spreadsheet`."""
    insist(by, rules.may_import(by))
    offer_import = OfferImport.objects.create(
        organisation=by.organisation,
        membership=by,
        file_name=checked.name,
        document=store_document(checked=checked, by=by),
        uploaded_by=by.user,
    )
    record("import.uploaded", offer_import, by=by, changes={"file": checked.name})
    return offer_import


@transaction.atomic
def choose_columns(
    *,
    offer_import: OfferImport,
    columns: Mapping[int, str],
    headers: Mapping[str, str],
    fixed: Mapping[str, str],
    by: Membership,
) -> OfferImport:
    """Say which column is which field, remember that for the next file, and have the file looked at.

    `headers` are the plain headers with their field ("" when it is not read), `fixed` texts for every row.
    """
    insist(by, rules.may_handle_import(by, offer_import))
    ColumnChoice.objects.bulk_create(
        [
            ColumnChoice(organisation=by.organisation, header=header[:200], field=field)
            for header, field in headers.items()
            if header
        ],
        update_conflicts=True,
        unique_fields=["organisation", "header"],
        update_fields=["field"],
    )
    offer_import = change_status(
        offer_import,
        Status.CHECKING,
        by=by,
        verb="import.columns_chosen",
        columns={str(number): field for number, field in columns.items()},
        fixed=dict(fixed),
        problem="",
    )
    transaction.on_commit(lambda: outbox.nudge(WORK), robust=True)
    return offer_import


@transaction.atomic
def keep_judgement(
    *,
    offer_import: OfferImport,
    batches: Iterable[Sequence[ImportRow]],
    progress: Progress,
    by: Membership | None,
) -> OfferImport:
    """Keep what each row of the file would do, instead of what an earlier look said."""
    offer_import.rows.all().delete()
    total = 0
    for rows in batches:
        for row in rows:
            row.offer_import = offer_import
        ImportRow.objects.bulk_create(rows)
        total += len(rows)
        progress(total)
    counts = Counter(offer_import.rows.values_list("outcome", flat=True))
    offer_import = change_status(offer_import, Status.CHECKED, by=by, verb="import.checked", rows_total=total)
    record("import.judged", offer_import, by=by, changes=dict(counts))
    return offer_import


@transaction.atomic
def fail_import(*, offer_import: OfferImport, problem: str, by: Membership | None) -> OfferImport:
    """The file could not be looked at or carried out; nothing of it was written."""
    return change_status(offer_import, Status.FAILED, by=by, verb="import.failed", problem=problem)


@transaction.atomic
def confirm_import(*, offer_import: OfferImport, skip_wrong: bool, by: Membership) -> OfferImport:
    """Have the file carried out. Raises CannotImport when nothing would change, or when rows are wrong and may not be
    passed over."""
    insist(by, rules.may_handle_import(by, offer_import))
    left_out = offer_import.rows.filter(outcome__in=[Outcome.WRONG, Outcome.CONFLICT]).count()
    if left_out and not skip_wrong:
        raise CannotImport(
            f"{left_out} rijen zijn fout of in conflict. Verbeter ze en laad het bestand opnieuw op, "
            "of kies dat u ze overslaat."
        )
    if not offer_import.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).exists():
        raise CannotImport("Dit bestand verandert niets: er is geen nieuwe of gewijzigde rij.")
    offer_import = change_status(
        offer_import,
        Status.WRITING,
        by=by,
        verb="import.confirmed",
        skip_wrong=skip_wrong,
        membership=by,
        problem="",
    )
    transaction.on_commit(lambda: outbox.nudge(WORK), robust=True)
    return offer_import


@transaction.atomic
def carry_out_import(*, offer_import: OfferImport, progress: Progress, by: Membership) -> OfferImport:
    """Write every new and changed row, or nothing. Raises CannotImport with the row that stands in the way now."""
    insist(by, rules.may_handle_import(by, offer_import))
    towns: Counter[int] = Counter()
    done = 0
    now = timezone.now()
    for rows in _batches(offer_import, Outcome.NEW):
        towns.update(_add(rows, at=now, by=by))
        done += len(rows)
        progress(done)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE housing_importrow row SET offer_id = offer.id FROM housing_offer offer"
            " WHERE row.offer_import_id = %s AND row.outcome = 'new' AND offer.form_token = row.token",
            [offer_import.pk],
        )
    for rows in _batches(offer_import, Outcome.CHANGED):
        _change(rows, by=by)
        done += len(rows)
        progress(done)
    offer_import = change_status(
        offer_import,
        Status.DONE,
        by=by,
        verb="import.done",
        written_at=timezone.now(),
        written_by=by.user,
    )
    notices.import_done(offer_import, towns, by=by)
    return offer_import


def _batches(offer_import: OfferImport, outcome: str) -> Iterable[list[ImportRow]]:
    rows = offer_import.rows.filter(outcome=outcome).order_by("number").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _add(rows: Sequence[ImportRow], *, at: Any, by: Membership) -> Counter[int]:
    """The rows as offers that are submitted. Returns how many places each municipality gets to look at."""
    offers = [
        Offer(
            form_token=row.token,
            organisation=by.organisation,
            status=Offer.Status.SUBMITTED,
            created_by=by.user,
            submitted_at=at,
            submitted_by=by.user,
            **unpacked(row.values),
        )
        for row in rows
    ]
    _in_one_piece(rows, offers, lambda part: copy_in(Offer, part))
    keys = dict(
        Offer.objects.filter(form_token__in=[row.token for row in rows]).values_list("form_token", "pk")
    )
    for offer in offers:
        offer.pk = keys[offer.form_token]
    record_many("offer.imported", offers, by=by)
    return Counter(offer.municipality_id for offer in offers if offer.municipality_id)


def _change(rows: Sequence[ImportRow], *, by: Membership) -> None:
    """The changes of these rows, on offers that are still as they were when the file was looked at."""
    locked = {
        offer.pk: offer
        for offer in Offer.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.offer_id for row in rows])
        .order_by("pk")
    }
    names: set[str] = set()
    offers = []
    for row in rows:
        offer = locked.get(row.offer_id or 0)
        if offer is None or offer.changed_at != row.seen_at or offer not in _open(locked.values()):
            raise CannotImport(
                f"Rij {row.number} ({row.label}) wijzigde intussen. Laat het bestand opnieuw nakijken."
            )
        for name, value in unpacked(row.values).items():
            setattr(offer, name, value)
            names.add(name)
        offer.changed_at = timezone.now()
        offers.append(offer)
    _in_one_piece(rows, offers, lambda part: Offer.objects.bulk_update(part, [*names, "changed_at"]))
    record_many("offer.changed", offers, by=by, changes=[dict(row.values) for row in rows])


def _open(offers: Iterable[Offer]) -> set[Offer]:
    return {
        offer
        for offer in offers
        if offer.status in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED)
        and offer.merged_into_id is None
    }


def _in_one_piece(
    rows: Sequence[ImportRow], offers: Sequence[Offer], write: Callable[[Sequence[Offer]], Any]
) -> None:
    """Write all of these, or raise CannotImport with the first row that PostgreSQL refuses."""
    try:
        with transaction.atomic():
            write(offers)
    except IntegrityError as refusal:
        if len(offers) == 1:
            raise CannotImport(
                f"Rij {rows[0].number} ({rows[0].label}): {sentence_for(refusal, Offer)}"
            ) from refusal
        half = len(offers) // 2
        _in_one_piece(rows[:half], offers[:half], write)
        _in_one_piece(rows[half:], offers[half:], write)


@transaction.atomic
def undo_import(*, offer_import: OfferImport, by: Membership) -> OfferImport:
    """Have everything taken back that the file brought. Raises CannotImport when something was built on it."""
    insist(by, rules.may_handle_import(by, offer_import))
    offer_import = change_status(
        offer_import, Status.UNDOING, by=by, verb="import.undo_asked", membership=by, problem=""
    )
    _refuse_when_built_on(offer_import)
    transaction.on_commit(lambda: outbox.nudge(WORK), robust=True)
    return offer_import


@transaction.atomic
def take_back_import(*, offer_import: OfferImport, progress: Progress, by: Membership) -> OfferImport:
    """Withdraw the offers that the file brought and give the others their values of before: all of it, or nothing."""
    insist(by, rules.may_handle_import(by, offer_import))
    Offer.objects.select_for_update(of=("self",)).filter(pk__in=offer_import.rows.values("offer")).count()
    _refuse_when_built_on(offer_import)
    done = 0
    for rows in _batches(offer_import, Outcome.NEW):
        offers = list(
            Offer.objects.select_for_update(of=("self",))
            .filter(pk__in=[row.offer_id for row in rows])
            .order_by("pk")
        )
        Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(
            status=Offer.Status.WITHDRAWN,
            withdrawal_reason=WithdrawalReason.MISTAKE,
            decision_note=f"De invoer van {offer_import.file_name} is ongedaan gemaakt.",
            changed_at=timezone.now(),
        )
        record_many("offer.withdrawn", offers, by=by)
        done += len(rows)
        progress(done)
    for rows in _batches(offer_import, Outcome.CHANGED):
        locked = Offer.objects.select_for_update(of=("self",)).in_bulk([row.offer_id for row in rows])
        names: set[str] = set()
        for row in rows:
            for name, value in unpacked(row.before).items():
                setattr(locked[row.offer_id or 0], name, value)
                names.add(name)
            locked[row.offer_id or 0].changed_at = timezone.now()
        Offer.objects.bulk_update(locked.values(), [*names, "changed_at"])
        record_many("offer.changed", list(locked.values()), by=by)
        done += len(rows)
        progress(done)
    offer_import = change_status(offer_import, Status.UNDONE, by=by, verb="import.undone")
    notices.import_undone(offer_import, by=by)
    return offer_import


@transaction.atomic
def refuse_undo(*, offer_import: OfferImport, problem: str, by: Membership | None) -> OfferImport:
    """What the file brought stays."""
    return change_status(offer_import, Status.DONE, by=by, verb="import.undo_refused", problem=problem)


def _refuse_when_built_on(offer_import: OfferImport) -> None:
    """Raise CannotImport that names what somebody did since with an offer of this file."""
    brought = Offer.objects.filter(
        pk__in=offer_import.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).values("offer")
    )
    since = Q(changed_at__gt=offer_import.written_at) | ~Q(
        status__in=[Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED]
    )
    added = Q(form_token__in=offer_import.rows.filter(outcome=Outcome.NEW).values("token"))
    touched = added & (
        ~Q(status=Offer.Status.SUBMITTED) | Q(responsible__isnull=False) | Q(offer_documents__isnull=False)
    )
    built_on = (
        brought.filter(
            since
            | touched
            | Q(merged_into__isnull=False)
            | Exists(Inspection.objects.filter(offer=OuterRef("pk"), recorded_at__gt=offer_import.written_at))
            | Exists(OfferMessage.objects.filter(offer=OuterRef("pk"), sent_at__gt=offer_import.written_at))
            | Exists(Merge.objects.filter(kept_offer=OuterRef("pk"), merged_at__gt=offer_import.written_at))
        )
        .distinct()
        .order_by("pk")
    )
    first = list(built_on[:5])
    if first:
        more = built_on.count() - len(first)
        names = ", ".join(str(offer) for offer in first) + (f" en nog {more}" if more > 0 else "")
        raise CannotImport(
            f"Ongedaan maken kan niet meer: iemand werkte al verder aan {names}. "
            "Trek een aanbod apart in als het fout is."
        )


@transaction.atomic
def forget_imports(*, on: date, by: Membership | None = None) -> int:
    """Take away the rows and the files of imports older than IMPORT_KEEP_DAYS: they hold contact persons. What was
    written stays, and cannot be undone as a whole any more. Returns how many."""
    old = OfferImport.objects.filter(
        uploaded_at__date__lt=on - timedelta(days=settings.IMPORT_KEEP_DAYS), document__isnull=False
    ).exclude(status__in=[Status.CHECKING, Status.WRITING, Status.UNDOING])
    forgotten = 0
    for offer_import in old.select_related("document").select_for_update(of=("self",), skip_locked=True):
        document, offer_import.document = offer_import.document, None
        offer_import.save(update_fields=["document"])
        offer_import.rows.all().delete()
        if document is not None:
            document.delete()  # `sweep_documents` takes the bytes off the disk
        record("import.forgotten", offer_import, by=by)
        forgotten += 1
    return forgotten
