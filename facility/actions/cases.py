"""The verb on which requests belong to a case of VLOT."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of
from audit.trail import record
from facility import rules
from facility.models import SupportRequest

LINKED = "intervention.requests_linked"


class NotToLink(Exception):
    """A request of another municipality, or of another case."""

    def __init__(self, support_request: SupportRequest) -> None:
        super().__init__(
            f"{support_request.reference} hoort bij een andere gemeente of bij een andere oproep."
        )


@transaction.atomic
def link_requests(
    *,
    case: Model,
    support_requests: Collection[SupportRequest],
    seen: Mapping[str, Any] | None = None,
    by: Membership,
) -> None:
    """These requests of its municipality belong to the case, the others that this hat can choose no longer do.

    Raises NotToLink for one that it cannot choose, and Overtaken when others belong to it than was shown (`seen`).
    """
    insist(by, rules.may_link_requests(by, case))
    chosen = {item.pk for item in support_requests}
    there = list(SupportRequest.objects.to_link(case, by).select_for_update(of=("self",)).order_by("pk"))
    for item in support_requests:
        if item not in there:
            raise NotToLink(item)
    linked = [item for item in there if item.intervention_id == case.pk]
    if not changes_of({"support_requests": linked}, {"support_requests": support_requests}, seen):
        return
    changed = [item for item in there if (item.pk in chosen) != (item.intervention_id == case.pk)]
    for item in changed:
        item.intervention_id = case.pk if item.pk in chosen else None
        item.save(update_fields=["intervention"])
        record("support_request.linked", item, by=by, changes={"intervention": item.intervention_id})
    if changed:
        record(LINKED, case, by=by, changes={"requests": sorted(chosen)})
