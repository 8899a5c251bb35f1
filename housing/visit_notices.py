"""What people are told about visits, what they found, and changes that somebody reported."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from accounts.models import Membership, Organisation
from housing.models import ChangeReport, Defect, Offer, Site, VisitPlan
from notifications.outbox import notify


def named(place: Offer | Site) -> str:
    """The place as its provider knows it."""
    return f"uw aanbod {place.reference}" if isinstance(place, Offer) else f"uw locatie {place.name}"


def municipality_of(place: Offer | Site) -> Organisation:
    """Its local government; it may have been given no people yet, but it is there."""
    return Organisation.objects.local_authority_of(place.municipality)


def page_of(defect: Defect) -> str:
    return reverse("housing:defect_detail", args=[defect.pk])


def defects_found(place: Offer | Site, defects: Sequence[Defect], *, by: Membership) -> None:
    """The provider hears what he has to repair, and by when."""
    lines = [
        f"- {defect.description} (tegen {defect.due_on:%d/%m/%Y})"
        for defect in defects
        if defect.responsible == Defect.Responsible.PROVIDER
    ]
    if lines:
        notify(
            organisation=place.organisation,
            subject=f"Te herstellen voor {named(place)}",
            body="Bij het plaatsbezoek is dit gevonden:\n"
            + "\n".join(lines)
            + "\nMeld het als het hersteld is.",
            url=reverse("housing:defect_list"),
            by=by,
        )


def defect_repaired(defect: Defect, *, by: Membership) -> None:
    place = defect.inspection.place
    notify(
        organisation=municipality_of(place),
        subject=f"Hersteld gemeld: {place.reference}",
        body=f"{by.organisation} meldt dat dit hersteld is: {defect.description}. {defect.solution} Kijk het na.",
        url=page_of(defect),
        by=by,
    )


def defect_judged(defect: Defect, *, by: Membership, why: str = "") -> None:
    place = defect.inspection.place
    notify(
        organisation=place.organisation,
        subject=f"{'Nog niet in orde' if why else 'Opgelost'}: {place.reference}",
        body=f"{by.organisation} keek na: {defect.description}. {why or 'Het is in orde.'}",
        url=page_of(defect),
        by=by,
    )


def defect_waits(defect: Defect, *, on: date, tell_municipality: bool) -> None:
    """A reminder for who repairs it; and the municipality hears that a provider's day is over."""
    place, late = defect.inspection.place, defect.overdue(on=on)
    by_provider = defect.responsible == Defect.Responsible.PROVIDER
    asked = f"tegen {defect.due_on:%d/%m/%Y}"
    notify(
        organisation=place.organisation if by_provider else municipality_of(place),
        subject=f"{'Nog niet hersteld' if late else 'Herinnering'}: {defect.description}"[:200],
        body=(
            f"Bij het plaatsbezoek van {place.name}, {place.address}, is dit gevonden: {defect.description}. "
            f"Het moet hersteld zijn {asked}. Meld het als het hersteld is."
        ),
        url=page_of(defect),
    )
    if by_provider and tell_municipality:
        notify(
            organisation=municipality_of(place),
            subject=f"Niet hersteld {asked}: {place.reference}",
            body=(
                f"{place.organisation} herstelde dit niet {asked}: {defect.description}, {place.name}. "
                "Bel de aanbieder, of leg een nieuw plaatsbezoek vast."
            ),
            url=page_of(defect),
        )


def visit_planned(plan: VisitPlan, *, by: Membership) -> None:
    """The provider knows when somebody comes, and why."""
    site = plan.site
    notify(
        organisation=site.organisation,
        subject=f"Plaatsbezoek op {plan.planned_on:%d/%m/%Y}: {site.name}",
        body=f"{by.organisation} komt op {plan.planned_on:%d/%m/%Y} naar {site.name}, {site.address}. {plan.reason}",
        url=reverse("housing:site_detail", args=[site.pk]),
        by=by,
    )


def visit_cancelled(plan: VisitPlan, *, by: Membership) -> None:
    site = plan.site
    notify(
        organisation=site.organisation,
        subject=f"Plaatsbezoek gaat niet door: {site.name}",
        body=f"Het bezoek van {plan.planned_on:%d/%m/%Y} aan {site.name} gaat niet door.",
        url=reverse("housing:site_detail", args=[site.pk]),
        by=by,
    )


def site_change_reported(report: ChangeReport, *, by: Membership) -> None:
    """Whoever did not report it hears what is different; the municipality what to do."""
    site, local = report.site, municipality_of(report.site)
    said = f"{by.organisation} laat weten over {site.name}, {site.address}: {report.text}"
    for organisation in {local, site.organisation}:
        todo = (
            " Pas de locatie aan, of zeg dat er niets hoeft te veranderen." if organisation == local else ""
        )
        notify(
            organisation=organisation,
            subject=f"Er is iets veranderd: {site.name}",
            body=said + todo,
            url=reverse("housing:change_report", args=[report.pk]),
            by=by,
        )


def change_report_decided(report: ChangeReport, *, by: Membership) -> None:
    """Who reported it hears what became of it: the person, for the organisation that he acted for."""
    notify(
        organisation=report.organisation,
        user=report.reported_by,
        subject=f"Uw melding over {report.site.name}: {report.get_status_display()}",
        body=f"U meldde: {report.text}\n\n{by.organisation} antwoordt: {report.answer}",
        url=reverse("housing:change_report", args=[report.pk]),
        by=by,
    )


def site_edited(site: Site, what: Sequence[str], *, by: Membership) -> None:
    """The other side hears which facts of a site changed."""
    for organisation in {municipality_of(site), site.organisation}:
        notify(
            organisation=organisation,
            subject=f"Gegevens gewijzigd: {site.name}",
            body=f"{by.organisation} wijzigde {', '.join(what)} van {site.name}, {site.address}.",
            url=reverse("housing:site_detail", args=[site.pk]),
            by=by,
        )
