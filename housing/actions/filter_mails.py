"""Telling people what came in new in a filter that they keep."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import Membership, SavedFilter
from audit.trail import record
from housing import notices


@transaction.atomic
def tell_about_filter(
    *, count: Callable[[SavedFilter, datetime], int], now: datetime, by: Membership | None = None
) -> bool:
    """Look at one filter of which a mail is due; whether there was any. One worker has a filter at a time, and the
    moment up to which it was told is written with the mail: run twice, it tells once. Nothing new is no mail. Whose
    right is gone gets nothing, and the filter asks for no mail any more. `count` says how many are new until a moment
    (housing.filter_news)."""
    saved = (
        SavedFilter.objects.to_tell(now=now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("membership__user", "membership__organisation__municipality")
        .order_by("told_until", "pk")
        .first()
    )
    if saved is None:
        return False
    if not Membership.objects.at_work().filter(pk=saved.membership_id).exists():
        record("filter.mailed", saved, by=by, changes={"mail_every": [saved.mail_every, ""]})
        saved.mail_every, saved.told_until = "", None
        saved.save(update_fields=["mail_every", "told_until"])
        return True
    number = count(saved, now)
    if number:
        notices.new_in_filter(saved, number=number)
    saved.told_until = now
    saved.save(update_fields=["told_until"])
    return True
