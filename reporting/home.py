"""What a home page shows: what waits for this reader, and his figures. Reads across all apps, changes nothing."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import F, Prefetch
from django.db.models.functions import TruncDate
from django.urls import reverse

from accounts.models import JoinRequest, Kind, Membership, RightsReview
from households.models import Household, Person
from housing.household_lists import list_counts
from housing.models import ChangeReport, Defect, Offer, Site, Stay, VisitPlan
from housing.models.offers import CALLED_AFTER
from housing.radar import AVAILABILITY, CLOSING, endings
from housing.rules import may_see_terms
from housing.waiting import people_waiting
from matching.models import Proposal
from reporting import facility_work
from reporting.waiting import SHOWN, Task, TaskGroup, Waiting, groups_of
from spread.capacity import capacity_for
from vlot.guidance.models import GoodPractice, Guide
from vlot.models import Intervention

END_SOON = 30  # days ahead that the home page warns of a place that ends


class Figure(NamedTuple):
    """A number with its name, and the page behind it."""

    label: str
    value: int
    url: str


def task_groups(by: Membership, *, on: date) -> list[TaskGroup]:
    """Everything that waits for this hat, most pressing kind first; empty kinds are left out."""
    return [group for group in groups_of(_kinds(by, on=on), by=by) if group.total]


def _kinds(by: Membership, *, on: date) -> Iterator[Waiting | TaskGroup]:
    if by.may_write:
        yield from _work(by, on=on)
    if by.is_kind(Kind.LOCAL_AUTHORITY, Kind.COMPANY, Kind.ASSOCIATION):
        yield places_that_end(by, on=on)
    if by.is_kind(Kind.ABB):
        yield sites_to_confirm(by, on=on)
    yield from facility_work.kinds(by, on=on)
    if by.may_write and by.is_kind(Kind.LOCAL_AUTHORITY, Kind.VLOT):
        yield calls_to_handle(by)
        yield practices_to_handle(by)
    yield guides_to_read(by, on=on)


def _work(by: Membership, *, on: date) -> Iterator[Waiting]:
    """What a reader cannot do, and is therefore not asked."""
    yield join_requests_to_decide(by)
    yield rights_to_confirm(by, on=on)
    yield offers_to_handle(by)
    yield defects_to_handle(by)
    if by.is_kind(Kind.LOCAL_AUTHORITY):
        yield changes_to_handle(by, on=on)
        yield visits_to_make(by)
        yield proposals_to_answer(by)
        yield households_without_place(by, on=on)
    if by.is_kind(Kind.LOCAL_AUTHORITY, Kind.COMPANY, Kind.ASSOCIATION):
        yield sites_to_check(by, on=on)


def join_requests_to_decide(by: Membership) -> Waiting:
    requests = JoinRequest.objects.visible_to(by).to_decide().select_related("user", "organisation")
    return Waiting(
        "Vragen om toegang",
        requests,
        lambda request: Task(
            str(request.user),
            f"wil werken voor {request.organisation}",
            reverse("accounts:join_decide", args=[request.pk]),
            request.asked_at.date(),
        ),
        reverse("accounts:organisation"),
    )


def rights_to_confirm(by: Membership, *, on: date) -> Waiting:
    page = reverse("accounts:rights_confirm")

    def task(review: RightsReview) -> Task:
        lapsed = review.lapses_on <= on
        detail = f"{'collega’s werken niet meer sinds' if lapsed else 'voor'} {review.lapses_on:%d/%m/%Y}"
        return Task("Wie heeft nog toegang nodig?", detail, page, review.asked_on)

    return Waiting("Rechten om te bevestigen", RightsReview.objects.waiting_for(by), task, page)


def offers_to_handle(by: Membership) -> Waiting:
    offers = (
        Offer.objects.visible_to(by)
        .waiting_for(by)
        .select_related("municipality", "organisation")
        .only(*CALLED_AFTER, "estimated_places", "submitted_at", "organisation__name")
        .order_by(TruncDate("submitted_at"), F("estimated_places").desc(), "pk")
    )
    deciding = by.is_kind(Kind.LOCAL_AUTHORITY)
    return Waiting(
        "Aanbod om te bekijken" if deciding else "De gemeente stelde een vraag",
        offers,
        lambda offer: Task(
            offer.name,
            f"{offer.organisation}, {offer.estimated_places} slaapplekken",
            reverse("housing:offer_detail", args=[offer.pk]),
            offer.submitted_at.date() if offer.submitted_at else None,
        ),
        reverse("housing:offer_worklist" if deciding else "housing:offer_mine"),
    )


def defects_to_handle(by: Membership) -> Waiting:
    defects = (
        Defect.objects.visible_to(by)
        .waiting_for(by)
        .select_related("inspection__offer__municipality", "inspection__site")
        .only(
            "description",
            "status",
            "due_on",
            "inspection__inspected_on",
            "inspection__site__name",
            *(f"inspection__offer__{name}" for name in CALLED_AFTER),
        )
        .order_by("due_on", "pk")
    )
    return Waiting(
        "Te herstellen",
        defects,
        lambda defect: Task(
            defect.description,
            f"{defect.inspection.place.name}, {defect.get_status_display()}, tegen {defect.due_on:%d/%m}",
            reverse("housing:defect_detail", args=[defect.pk]),
            defect.inspection.inspected_on,
        ),
        reverse("housing:defect_list"),
    )


def changes_to_handle(by: Membership, *, on: date) -> Waiting:
    reports = (
        ChangeReport.objects.visible_to(by)
        .waiting_for(by)
        .select_related("site", "organisation")
        .order_by("reported_at", "pk")
    )
    return Waiting(
        "Gemelde veranderingen",
        reports,
        lambda report: Task(
            report.site.name,
            f"{report.organisation}: {report.text[:80]}, wacht {days_in_words(report.days(on=on))}",
            reverse("housing:change_report", args=[report.pk]),
            report.reported_at.date(),
        ),
        reverse("housing:change_report_list"),
    )


def days_in_words(days: int) -> str:
    return "sinds vandaag" if days == 0 else f"{days} {'dag' if days == 1 else 'dagen'}"


def visits_to_make(by: Membership) -> Waiting:
    plans = (
        VisitPlan.objects.visible_to(by).waiting_for(by).select_related("site").order_by("planned_on", "pk")
    )
    return Waiting(
        "Geplande plaatsbezoeken",
        plans,
        lambda plan: Task(
            plan.site.name,
            f"op {plan.planned_on:%d/%m}: {plan.reason}",
            reverse("housing:site_visit", args=[plan.site_id]),
            plan.planned_at.date(),
        ),
        reverse("housing:site_list"),
    )


def proposals_to_answer(by: Membership) -> Waiting:
    proposals = (
        Proposal.objects.visible_to(by)
        .waiting_for(by)
        .select_related("asked_by", "unit__site")
        .only("answer_by", "proposed_at", "asked_by__name", "unit__label", "unit__site__name")
        .order_by("answer_by", "pk")
    )
    return Waiting(
        "Voorstellen die op uw antwoord wachten",
        proposals,
        lambda proposal: Task(
            f"{proposal.unit.label}, {proposal.unit.site.name}",
            f"gevraagd door {proposal.asked_by}, antwoord voor {proposal.answer_by:%d/%m}",
            reverse("matching:proposal_detail", args=[proposal.pk]),
            proposal.proposed_at.date(),
        ),
        reverse("matching:proposal_list"),
    )


def households_without_place(by: Membership, *, on: date) -> Waiting:
    households = (
        people_waiting(Household.objects.visible_to(by), on=on)
        .exclude(proposals__status=Proposal.Status.OPEN)
        .only("wanted_from")
        .prefetch_related(
            Prefetch("persons", Person.objects.only("household", "given_name", "family_name", "relation"))
        )
    )
    return Waiting(
        "Huishoudens zonder plaats",
        households,
        lambda household: Task(
            household.name,
            persons_in_words(household),
            reverse("matching:household_places", args=[household.pk]),
            household.wanted_from,
        ),
        reverse("matching:household_list"),
        in_index=True,
    )


def persons_in_words(household: Household) -> str:
    size = len(household.persons.all())
    return f"{size} {'persoon' if size == 1 else 'personen'}"


def sites_to_check(by: Membership, *, on: date) -> Waiting:
    stale = (
        Site.objects.visible_to(by).to_confirm(on=on).only("name", "checked_on").order_by("checked_on", "pk")
    )
    return Waiting(
        "Locaties om na te kijken",
        stale,
        lambda site: Task(
            site.name,
            str(site.freshness(on=on).label),
            reverse("housing:site_detail", args=[site.pk]),
            site.checked_on,
        ),
        reverse("housing:sites_check"),
    )


def places_that_end(by: Membership, *, on: date) -> TaskGroup:
    """What stops within a month where people live: they need a next place."""
    ending = [
        item
        for item in endings(Site.objects.visible_to(by), Stay.objects.visible_to(by), on=on, within=END_SOON)
        if item.what in (AVAILABILITY, CLOSING) or may_see_terms(by)
    ]
    return TaskGroup(
        f"Loopt af binnen {END_SOON} dagen",
        [
            Task(
                item.site.name,
                f"{item.what} tot en met {item.last_day:%d/%m/%Y}, {households_in_words(item.households)}",
                reverse("housing:site_detail", args=[item.site.pk]),
                None,
            )
            for item in ending[:SHOWN]
        ],
        len(ending),
        reverse("housing:exit_radar"),
    )


def households_in_words(number: int) -> str:
    return {0: "niemand woont er", 1: "1 huishouden woont er"}.get(number, f"{number} huishoudens wonen er")


def sites_to_confirm(by: Membership, *, on: date) -> Waiting:
    sites = (
        Site.objects.visible_to(by)
        .unconfirmed(on=on)
        .select_related("municipality")
        .order_by("opened_at", "pk")
    )
    return Waiting(
        "Specifieke verblijfscomplexen om te bevestigen",
        sites,
        lambda site: Task(
            site.name,
            str(site.municipality),
            reverse("housing:site_detail", args=[site.pk]),
            site.opened_at.date(),
        ),
        reverse("housing:unconfirmed_list"),
    )


def calls_to_handle(by: Membership) -> Waiting:
    calls = Intervention.objects.visible_to(by).waiting_for(by).select_related("municipality", "topic")
    return Waiting(
        "Oproepen aan VLOT",
        calls,
        lambda call: Task(
            str(call),
            f"{call.municipality}, {call.topic}",
            reverse("vlot:intervention_detail", args=[call.pk]),
            call.asked_at.date(),
        ),
        reverse("vlot:intervention_list"),
        in_index=True,
    )


def practices_to_handle(by: Membership) -> Waiting:
    found = GoodPractice.objects.visible_to(by).waiting_for(by)
    return Waiting(
        "Goede praktijken",
        found,
        lambda row: Task(
            row.title, row.get_status_display(), reverse("vlot:practice_detail", args=[row.pk]), row.submitted_at.date()
        ),
        reverse("vlot:practice_list"),
    )  # fmt: skip


def guides_to_read(by: Membership, *, on: date) -> Waiting:
    found = Guide.objects.visible_to(by).to_read(by, on=on)
    return Waiting(
        "Handvaten om te lezen",
        found,
        lambda guide: Task(
            guide.title,
            "te lezen",
            reverse("vlot:guide_detail", args=[guide.code]),
            guide.published_at.date(),
        ),
        reverse("vlot:guide_list"),
    )


def figures(by: Membership, *, on: date) -> list[Figure]:
    """Honest capacity of what this hat sees, and for a local government who waits."""
    numbers = capacity_for(by, on=on)
    units = reverse("housing:unit_list")
    result = [
        Figure("slaapplekken geregistreerd", numbers.registered, f"{units}?telt=geregistreerd"),
        Figure("gevalideerd", numbers.validated, f"{units}?telt=gevalideerd"),
        Figure("inzetbaar", numbers.deployable, f"{units}?telt=inzetbaar"),
        Figure("vrij nu", numbers.free, f"{units}?telt=vrij"),
    ]
    if by.is_kind(Kind.LOCAL_AUTHORITY):
        counts = list_counts(Household.objects.visible_to(by), on=on)
        households = reverse("matching:household_list")
        result += [
            Figure("huishoudens wachten", counts["wachtend"], households),
            Figure("zonder plaats vannacht", counts["dringend"], f"{households}?lijst=dringend"),
            Figure("verblijf loopt af", counts["loopt-af"], f"{households}?lijst=loopt-af"),
        ]
    return result
