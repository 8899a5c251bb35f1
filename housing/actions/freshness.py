"""Verbs that keep the inventory true: ask, and confirm."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, When

from accounts.allowed import insist
from accounts.models import Kind, Membership
from audit.trail import record
from housing import notices, rules
from housing.models import FreshnessCall, Site
from municipalities.changes import announce_all

VIA_LINK = "link in e-mail"


@transaction.atomic
def check_sites(*, sites: Iterable[Site], on: date, by: Membership, via: str = "") -> list[Site]:
    """Say that these sites still are as they stand here: they count as *inzetbaar* again. Saying it twice on one day
    changes nothing."""
    keys = [site.pk for site in sites]
    locked = list(
        Site.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, merged_into__isnull=True)
        .order_by("pk")
    )
    insist(by, all(rules.may_check_site(by, site) for site in locked))
    changed = [site for site in locked if site.checked_on < on]
    for site in changed:
        before, site.checked_on = site.checked_on, on
        site.save(update_fields=["checked_on"])
        changes = {"checked_on": [before, on]} | ({"via": via} if via else {})
        record("site.checked", site, by=by, changes=changes)
    announce_all({site.municipality_id for site in changed}, "places")
    return locked


@transaction.atomic
def ask_to_confirm(*, on: date, by: Membership | None = None) -> int:
    """Mail everybody who can say it which of his sites nobody looked at within the term; returns how many were asked.

    Of a municipality, a site with a case handler is asked of him alone, and every other one of all its staff.

    One mail for a person in a role, whatever the number of sites, and not again within FRESHNESS_REMINDER_DAYS.
    """
    stale = list(
        Site.objects.to_confirm(on=on)
        .annotate(handler=Case(When(responsible__in=Membership.objects.open(), then="responsible")))
        .values_list("pk", "organisation_id", "municipality_id", "handler")
        .order_by("pk")
    )
    of_provider, of_town, of_handler = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, organisation, municipality, handler in stale:
        of_provider[organisation].append(pk)
        if handler is None:
            of_town[municipality].append(pk)
        else:
            of_handler[handler].append(pk)
    recently = FreshnessCall.objects.since(on - timedelta(days=settings.FRESHNESS_REMINDER_DAYS - 1))
    people = (
        Membership.objects.at_work()
        .exclude(role=Membership.Role.READER)
        .exclude(pk__in=recently.values("membership"))
        .select_related("user", "organisation")
        .order_by("pk")
    )
    asked = 0
    for membership in people:
        keys = set(of_provider.get(membership.organisation_id, ()))
        town = membership.organisation.municipality_id
        if membership.is_kind(Kind.LOCAL_AUTHORITY) and town is not None:
            keys |= set(of_town.get(town, ())) | set(of_handler.get(membership.pk, ()))
        if not keys:
            continue
        call = FreshnessCall.objects.create(membership=membership, asked_on=on)
        call.sites.set(keys)
        record("freshness_call.sent", call, by=by, changes={"sites": len(keys)})
        notices.asked_to_confirm(call, number=len(keys))
        asked += 1
    return asked
