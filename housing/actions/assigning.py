"""Verbs on who handles a file: the *dossierbehandelaar* of an offer or a site."""

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Kind, Membership
from audit.trail import record
from housing import rules
from housing.models import Offer, Site


class NotACaseHandler(Exception):
    """This person does not (or no longer) work for the local government of the municipality."""

    def __init__(self, membership: Membership) -> None:
        super().__init__(
            f"{membership.user} werkt niet (meer) voor het lokaal bestuur van deze gemeente. Kies een collega."
        )


@transaction.atomic
def assign_offer(*, offer: Offer, to: Membership | None, by: Membership) -> Offer:
    """Says who handles the offer; nobody with `to=None`. Raises NotACaseHandler."""
    locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    insist(by, rules.may_assign(by, locked))
    _check(to, locked)
    if locked.responsible_id != (to.pk if to else None):
        record("offer.assigned", locked, by=by, changes={"responsible": [locked.responsible, to]})
        locked.responsible = to
        locked.save(update_fields=["responsible", "changed_at"])
    return locked


@transaction.atomic
def assign_site(*, site: Site, to: Membership | None, by: Membership) -> Site:
    """Says who handles the site; nobody with `to=None`. Raises NotACaseHandler."""
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    insist(by, rules.may_assign(by, locked))
    _check(to, locked)
    if locked.responsible_id != (to.pk if to else None):
        record("site.assigned", locked, by=by, changes={"responsible": [locked.responsible, to]})
        locked.responsible = to
        locked.save(update_fields=["responsible"])
    return locked


def _check(to: Membership | None, thing: Offer | Site) -> None:
    if to is None:
        return
    works_there = Membership.objects.at_work().filter(
        pk=to.pk,
        organisation__kind=Kind.LOCAL_AUTHORITY,
        organisation__municipality=thing.municipality_id,
    )
    if thing.municipality_id is None or not works_there.exists():
        raise NotACaseHandler(to)
