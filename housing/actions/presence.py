"""Verbs on rounds of presence. Nobody leaves by them: that is `end_stay`, by a person."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from housing import rules
from housing.models import Presence, PresenceCheck, Site, Stay


class NotLivingThere(Exception):
    """Somebody on the list does not live at this site on that day."""

    def __init__(self) -> None:
        super().__init__("Iemand op deze lijst woont hier die dag niet (meer). Kijk de lijst opnieuw na.")


@transaction.atomic
def record_presence(*, site: Site, on: date, outcomes: Mapping[int, str], by: Membership) -> PresenceCheck:
    """Who was seen at this site on that day: stays by their key, with what was seen of each.

    Said again for the same day, it corrects those that it names. Raises NotLivingThere.
    """
    insist(by, rules.may_check_presence(by, site))
    there = set(Stay.objects.lived_in(on=on).filter(unit__site=site).values_list("pk", flat=True))
    if not outcomes.keys() <= there:
        raise NotLivingThere
    check, _ = PresenceCheck.objects.update_or_create(
        site=site, checked_on=on, defaults={"checked_at": timezone.now(), "checked_by": by.user}
    )
    Presence.objects.bulk_create(
        [
            Presence(check_round=check, stay_id=stay_id, outcome=seen)
            for stay_id, seen in sorted(outcomes.items())
        ],
        update_conflicts=True,
        unique_fields=["check_round", "stay"],
        update_fields=["outcome"],
    )
    counted = {value: list(outcomes.values()).count(value) for value in Presence.Outcome.values}
    record("site.presence_checked", site, by=by, changes={"on": on, **counted})
    return check
