"""What the clock asks of supply."""

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone

from housing import actions, rules
from housing.filter_news import new_in
from housing.imports_at_work import judgement_of, number_of_rows, rows_to_write, tell_progress
from housing.models import OfferImport, SubsidyState

IMPORT_SECONDS = 1_500  # 20,000 rows take a few minutes; beat begins again what a worker left
Status = OfferImport.Status
log = logging.getLogger(__name__)


@shared_task
def ask_to_confirm() -> int:
    """Ask who can say it whether stale sites still are as they stand here. Run twice on a day, it asks once."""
    return actions.ask_to_confirm(on=timezone.localdate())


@shared_task
def remind_of_questions() -> int:
    """Remind providers of questions about their offers that wait for an answer. Run twice on a day, it reminds once."""
    return actions.remind_of_questions(on=timezone.localdate())


@shared_task
def remind_of_defects() -> int:
    """Remind who has to repair what a visit found. Run twice on a day, it reminds once."""
    return actions.remind_of_defects(on=timezone.localdate())


@shared_task
def forget_visit_drafts() -> int:
    """Take away drafts of visits that nobody went on with."""
    return actions.forget_visit_drafts(on=timezone.localdate())


@shared_task(soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 60)
def work_on_imports() -> int:
    """Look at, carry out or take back the files that wait for it, one after the other. A file is in the hands of one
    worker; when that dies, everything of it is rolled back and the next one begins again."""
    done = 0
    while _work_on_one_import():
        done += 1
    return done


@transaction.atomic
def _work_on_one_import() -> bool:
    waiting = (
        OfferImport.objects.filter(status__in=[Status.CHECKING, Status.WRITING, Status.UNDOING])
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("membership__user", "membership__organisation", "document")
        .order_by("pk")
    )
    offer_import = waiting.first()
    if offer_import is None:
        return False
    try:
        with transaction.atomic():
            _work_on(offer_import)
    except OperationalError:
        raise  # the database was away or busy: again in half a minute
    except (actions.CannotImport, ValidationError) as problem:
        _give_up(
            offer_import, " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
        )
    except Exception:  # whatever it is: without this the file waits for ever, and is tried again and again
        log.exception("import %s stopped", offer_import.pk)
        _give_up(
            offer_import, "Er ging bij ons iets mis; er is niets ingevoerd. Probeer opnieuw, of bel ons."
        )
    return True


def _work_on(offer_import: OfferImport) -> None:
    by = offer_import.membership
    if not rules.may_import(by):
        raise actions.CannotImport(f"{by.user} mag niet meer invoeren voor {by.organisation}.")
    checking = offer_import.status == Status.CHECKING
    total = number_of_rows(offer_import) if checking else rows_to_write(offer_import)
    progress = tell_progress(offer_import, total=total)
    progress(0)
    match offer_import.status:
        case Status.CHECKING:
            actions.keep_judgement(
                offer_import=offer_import, batches=judgement_of(offer_import), progress=progress, by=by
            )
        case Status.WRITING:
            actions.carry_out_import(offer_import=offer_import, progress=progress, by=by)
        case Status.UNDOING:
            actions.take_back_import(offer_import=offer_import, progress=progress, by=by)


def _give_up(offer_import: OfferImport, problem: str) -> None:
    offer_import.refresh_from_db(fields=["status"])
    end = actions.refuse_undo if offer_import.status == Status.UNDOING else actions.fail_import
    end(offer_import=offer_import, problem=problem, by=offer_import.membership)


@shared_task
def forget_imports() -> int:
    """Take away files and rows of imports that are older than their term."""
    return actions.forget_imports(on=timezone.localdate())


@shared_task(soft_time_limit=IMPORT_SECONDS, time_limit=IMPORT_SECONDS + 60)
def freeze_states() -> int:
    """Freeze every reference date whose day is over; one worker at a time. Returns how many."""
    done = 0
    while _freeze_one_state():
        done += 1
    return done


@transaction.atomic
def _freeze_one_state() -> bool:
    due = SubsidyState.objects.due(on=timezone.localdate()).order_by("on")
    state = due.select_for_update(of=("self",), skip_locked=True).first()
    if state is None:
        return False
    try:
        with transaction.atomic():
            actions.freeze_state(state=state)
    except OperationalError:
        raise
    except Exception:  # whatever it is: the next reference date goes on, and this one says that it did not
        log.exception("reference date %s could not be frozen", state)
        actions.fail_state(
            state=state, problem="Er ging bij ons iets mis; er is niets vastgelegd. Probeer opnieuw."
        )
    return True


@shared_task
def tell_about_filters() -> int:
    """Mail people what came in new in the filters that they keep; returns at how many it looked. Run twice, it tells
    once."""
    done, now = 0, timezone.now()
    while done < 2000 and actions.tell_about_filter(
        count=new_in, now=now
    ):  # the next run goes on with the rest
        done += 1
    return done
