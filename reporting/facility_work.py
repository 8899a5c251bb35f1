"""What waits in Facility: for who works at Het Facilitair Bedrijf, and for the local governments that it serves.

Readers get the requests of their organisation only: nothing else there waits for who may not act. What needs a second
person does not wait for the first one.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import Kind, Membership
from accounts.rules import may_write
from facility.board import late_plans
from facility.models import (
    Complaint,
    Invoice,
    OpeningPlan,
    Order,
    PaymentFile,
    ReimbursementClaim,
    RentalContract,
    SupportRequest,
)
from facility.money import in_words
from reporting.waiting import SHOWN, Task, TaskGroup, Waiting, groups_of

DELIVERY_AHEAD = timedelta(days=7)  # that a delivery may come too early


def groups(by: Membership, *, on: date) -> Iterator[TaskGroup]:
    """Most pressing kind first. Empty ones too."""
    return groups_of(kinds(by, on=on), by=by)


def kinds(by: Membership, *, on: date) -> Iterator[Waiting | TaskGroup]:
    """The same before anything was asked, for who asks it together with other kinds."""
    if by.is_kind(Kind.LOCAL_AUTHORITY):
        yield requests_to_answer(by)
    if by.is_kind(Kind.FACILITY):
        yield requests_to_take_up(by, on=on)
        yield requests_in_hand(by, on=on)
    if may_write(by, Kind.LOCAL_AUTHORITY):
        yield deliveries_to_confirm(by, on=on)
        yield claims_to_complete(by)
    if may_write(by, Kind.FACILITY):
        yield orders_to_approve(by)
        yield complaints_to_resolve(by)
        yield invoices_to_handle(by, on=on)
        yield claims_to_judge(by)
        yield payments_to_release(by)
        yield purchases_to_regularise(by, on=on)
    if may_write(by, Kind.FACILITY, Kind.LOCAL_AUTHORITY):
        yield openings_that_run_late(by, on=on)
        yield notices_that_come(by, on=on)


def requests_to_answer(by: Membership) -> Waiting:
    rows = (
        SupportRequest.objects.visible_to(by)
        .waiting_for(by)
        .only("title", "status", "question", "submitted_at")
    )

    def task(row: SupportRequest) -> Task:
        asked = row.status == SupportRequest.Status.INFO_REQUESTED
        detail = f"vraag: {row.question[:80]}" if asked else row.get_status_display()
        return Task(
            row.title, detail, reverse("facility:request_detail", args=[row.pk]), row.submitted_at.date()
        )

    return Waiting("Aanvragen bij Het Facilitair Bedrijf", rows, task, reverse("facility:request_list"))


def requests_to_take_up(by: Membership, *, on: date) -> Waiting:
    """In the order of the triage queue."""
    rows = SupportRequest.objects.visible_to(by).filter(status=SupportRequest.Status.SUBMITTED).triage()
    url = f"{reverse('facility:request_list')}?toestand={SupportRequest.Status.SUBMITTED}"
    return Waiting(
        "Aanvragen om op te nemen", rows.select_related("municipality"), request_task(on), url, in_index=True
    )


def requests_in_hand(by: Membership, *, on: date) -> Waiting:
    """Taken up by this person, and not waiting for the municipality."""
    rows = SupportRequest.objects.visible_to(by).waiting_for(by).filter(taken_up_by=by.user_id)
    url = f"{reverse('facility:request_list')}?behandelaar=ik"
    return Waiting("Aanvragen die u behandelt", rows.select_related("municipality"), request_task(on), url)


def request_task(on: date) -> Callable[[SupportRequest], Task]:
    def task(row: SupportRequest) -> Task:
        late = ", te laat" if row.is_late(on=on) else ""
        detail = f"{row.municipality}, {row.get_urgency_display()}, nodig tegen {row.needed_by:%d/%m}{late}"
        return Task(
            row.title, detail, reverse("facility:request_detail", args=[row.pk]), row.submitted_at.date()
        )

    return task


def deliveries_to_confirm(by: Membership, *, on: date) -> Waiting:
    rows = Order.objects.visible_to(by).to_confirm_by(by, until=on + DELIVERY_AHEAD)

    def task(row: Order) -> Task:
        due = "had er moeten zijn op" if row.is_late(on=on) else "komt tegen"
        detail = f"{row.supplier}, {due} {row.deliver_on:%d/%m}"
        return Task(str(row), detail, reverse("facility:order_detail", args=[row.pk]), None)

    return Waiting(
        "Leveringen om te bevestigen", rows.select_related("supplier"), task, reverse("facility:order_list")
    )


def claims_to_complete(by: Membership) -> Waiting:
    rows = ReimbursementClaim.objects.visible_to(by).sent_back().select_related("site")
    return Waiting(
        "Terugvorderingen om aan te vullen",
        rows,
        lambda row: Task(
            str(row),
            f"{row.site}: {row.decision[:80]}",
            reverse("facility:claim_detail", args=[row.pk]),
            None,
        ),
        f"{reverse('facility:claim_list')}?toestand={ReimbursementClaim.Status.DRAFT}",
    )


def orders_to_approve(by: Membership) -> Waiting:
    rows = Order.objects.to_approve_by(by).select_related("supplier", "created_by")
    return Waiting(
        "Bestellingen om goed te keuren",
        rows,
        lambda row: Task(
            str(row),
            f"{row.supplier}, {in_words(row.total)}, gevraagd door {row.created_by}",
            reverse("facility:order_detail", args=[row.pk]),
            row.created_at.date(),
        ),
        f"{reverse('facility:order_list')}?toestand={Order.Status.TO_APPROVE}",
    )


def complaints_to_resolve(by: Membership) -> Waiting:
    rows = Complaint.objects.visible_to(by).filter(status=Complaint.Status.OPEN).order_by("filed_at", "pk")
    return Waiting(
        "Klachten over leveringen",
        rows.select_related("organisation", "line__order"),
        lambda row: Task(
            str(row.line.order),
            f"{row.organisation}: {row.text[:80]}",
            reverse("facility:order_detail", args=[row.line.order_id]),
            row.filed_at.date(),
        ),
        reverse("facility:order_list"),
    )


def invoices_to_handle(by: Membership, *, on: date) -> Waiting:
    rows = Invoice.objects.to_handle_by(by, on=on).select_related("supplier")

    def task(row: Invoice) -> Task:
        what = row.get_status_display() if row.order_id else "nog zonder bestelling"
        due = "vervallen sinds" if row.due_on < on else "te betalen tegen"
        detail = f"{in_words(row.total)}, {what}, {due} {row.due_on:%d/%m}"
        return Task(
            str(row), detail, reverse("facility:invoice_detail", args=[row.pk]), row.registered_at.date()
        )

    return Waiting("Facturen om na te kijken of te betalen", rows, task, reverse("facility:invoice_list"))


def claims_to_judge(by: Membership) -> Waiting:
    rows = ReimbursementClaim.objects.to_judge_by(by).select_related("organisation", "site")
    return Waiting(
        "Terugvorderingen om te beslissen",
        rows,
        lambda row: Task(
            f"{row}, {row.organisation}",
            f"{row.site}, {row.get_status_display()}",
            reverse("facility:claim_detail", args=[row.pk]),
            row.submitted_at.date(),
        ),
        reverse("facility:claim_list"),
    )


def payments_to_release(by: Membership) -> Waiting:
    return Waiting(
        "Betaalbestanden om vrij te geven",
        PaymentFile.objects.to_release_by(by).select_related("made_by"),
        lambda row: Task(
            str(row),
            f"gemaakt door {row.made_by}, uit te voeren op {row.execute_on:%d/%m}",
            reverse("facility:payment_detail", args=[row.pk]),
            row.made_at.date(),
        ),
        reverse("facility:payment_list"),
    )


def purchases_to_regularise(by: Membership, *, on: date) -> Waiting:
    rows = Order.objects.visible_to(by).to_regularise().select_related("supplier")

    def task(row: Order) -> Task:
        due = "termijn voorbij sinds" if row.is_overdue(on=on) else "tegen"
        detail = f"{row.supplier}, {in_words(row.net)} zonder btw, {due} {row.regularise_by:%d/%m}"
        return Task(str(row), detail, reverse("facility:order_detail", args=[row.pk]), None)

    return Waiting("Spoedaankopen om te regulariseren", rows, task, reverse("facility:order_outside"))


def openings_that_run_late(by: Membership, *, on: date) -> TaskGroup:
    """One task per site. Three queries at any number of sites."""
    found = late_plans(OpeningPlan.objects.visible_to(by), on=on)
    tasks = [
        Task(
            one.plan.site.name,
            f"{items_in_words(len(one.late))} te laat voor de opening op {one.plan.opens_on:%d/%m/%Y}, eerst: "
            f"{one.late[0].item.title} ({one.late[0].item.get_party_display()})",
            reverse("facility:opening_detail", args=[one.plan.pk]),
            None,
        )
        for one in found[:SHOWN]
    ]
    return TaskGroup("Draaiboeken die achterlopen", tasks, len(found), reverse("facility:playbook_list"))


def items_in_words(number: int) -> str:
    return f"{number} {'punt' if number == 1 else 'punten'}"


def notices_that_come(by: Membership, *, on: date) -> Waiting:
    rows = RentalContract.objects.visible_to(by).notice_near(on=on).select_related("site", "organisation")
    return Waiting(
        "Contracten op te zeggen of te verlengen",
        rows,
        lambda row: Task(
            f"{row}, {row.site}",
            f"{row.organisation}, opzeggen kan tot en met {row.notice_on:%d/%m/%Y}",
            reverse("facility:rental_detail", args=[row.pk]),
            None,
        ),
        reverse("facility:rental_list"),
    )
