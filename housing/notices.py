"""What people are told about offers, sites and stays."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, Organisation, SavedFilter
from housing.models import FreshnessCall, Offer, OfferImport, OfferMessage, Site, Stay
from notifications.kinds import NoticeKind
from notifications.outbox import notify


def url_of(offer: Offer) -> str:
    return reverse("housing:offer_detail", args=[offer.pk])


def offer_submitted(offer: Offer, *, by: Membership) -> None:
    """The municipality has something to decide, and the provider gets a confirmation with the reference."""
    notify(
        organisation=Organisation.objects.local_authority_of(offer.municipality),
        subject=f"Nieuw aanbod: {offer.name} ({offer.estimated_places} slaapplekken)",
        body=f"{offer.organisation} meldde {offer.name} aan, {offer.address}. Plan een plaatsbezoek en beslis.",
        url=url_of(offer),
        by=by,
    )
    notify(
        organisation=offer.organisation,
        subject=f"Uw aanbod {offer.reference} is aangemeld",
        body=(
            f"We ontvingen uw aanbod {offer.name}. Het nummer is {offer.reference}: vermeld het als u belt of mailt."
            "\n\n"
            "Wat gebeurt er nu?\n"
            f"1. Gemeente {offer.municipality} kijkt uw gegevens na. Is iets niet duidelijk, dan stelt zij een vraag.\n"
            f"2. De gemeente belt {offer.contact_name} voor een plaatsbezoek.\n"
            "3. Na het bezoek beslist de gemeente. U leest de beslissing en de reden.\n\n"
            "U krijgt bericht bij elke stap. Verandert er iets, of wilt u uw aanbod intrekken? Dat kan op de pagina "
            "van uw aanbod."
        ),
        url=url_of(offer),
    )


def offer_withdrawn(offer: Offer, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.local_authority_of(offer.municipality),
        subject=f"Aanbod {offer.reference} is ingetrokken",
        body=(
            f"{offer.organisation} trok {offer.name} in. Reden: {offer.get_withdrawal_reason_display()}. "
            f"{offer.decision_note}"
        ),
        url=url_of(offer),
        by=by,
    )


def offer_question(question: OfferMessage, *, by: Membership) -> None:
    offer = question.offer
    notify(
        organisation=offer.organisation,
        subject=f"Vraag over uw aanbod {offer.reference}",
        body=(
            f"{by.organisation} vraagt: {question.text}\n\n"
            f"Antwoord liefst tegen {question.due_on:%d/%m/%Y}. Zolang kan de gemeente niet beslissen."
        ),
        url=url_of(offer),
        by=by,
    )


def offer_answered(answer: OfferMessage, *, by: Membership) -> None:
    offer = answer.offer
    notify(
        organisation=Organisation.objects.local_authority_of(offer.municipality),
        subject=f"Antwoord over aanbod {offer.reference}",
        body=f"{by.organisation} antwoordt: {answer.text}",
        url=url_of(offer),
        by=by,
    )


def offer_message(message: OfferMessage, *, by: Membership) -> None:
    """Whoever did not say it hears it: the provider, the municipality, or both."""
    offer = message.offer
    for organisation in {Organisation.objects.local_authority_of(offer.municipality), offer.organisation}:
        if organisation != by.organisation:
            notify(
                organisation=organisation,
                subject=f"Bericht over aanbod {offer.reference}",
                body=f"{by.organisation} schrijft: {message.text}",
                url=url_of(offer),
                by=by,
            )


def question_waits(question: OfferMessage, *, on: date, tell_municipality: bool) -> None:
    """A reminder for the provider; and the municipality hears that it may go on without the answer."""
    offer, late = question.offer, question.overdue(on=on)
    notify(
        organisation=offer.organisation,
        subject=f"{'Nog geen antwoord' if late else 'Herinnering'}: vraag over uw aanbod {offer.reference}",
        body=(
            f"Gemeente {offer.municipality} vraagt: {question.text}\n\n"
            f"Uw antwoord was gevraagd tegen {question.due_on:%d/%m/%Y}. "
            "Zolang het er niet is, kan de gemeente niet beslissen."
        ),
        url=url_of(offer),
    )
    if tell_municipality:
        notify(
            organisation=Organisation.objects.local_authority_of(offer.municipality),
            subject=f"Geen antwoord over aanbod {offer.reference}",
            body=(
                f"{offer.organisation} antwoordde niet tegen {question.due_on:%d/%m/%Y} op uw vraag: {question.text} "
                f"Bel {offer.contact_name}, of weiger het aanbod als u zonder antwoord niet verder kunt."
            ),
            url=url_of(offer),
        )


def offer_decided(offer: Offer, *, by: Membership) -> None:
    approved = offer.status == Offer.Status.APPROVED
    outcome = "gevalideerd" if approved else "geweigerd"
    why = "" if approved else f" Reden: {offer.get_rejection_reason_display()}."
    note = f" {offer.decision_note}" if offer.decision_note else ""
    notify(
        organisation=offer.organisation,
        subject=f"Uw aanbod {offer.reference} is {outcome}",
        body=f"Gemeente {offer.municipality} heeft {offer.name} {outcome}.{why}{note}",
        url=url_of(offer),
        by=by,
    )


def site_confirmed(site: Site, *, by: Membership) -> None:
    notify(
        organisation=Organisation.objects.local_authority_of(site.municipality),
        subject=f"Locatie {site.name} is bevestigd",
        body=f"Het Agentschap Binnenlands Bestuur bevestigde {site.name}. De plaatsen zijn nu inzetbaar.",
        url=reverse("housing:site_detail", args=[site.pk]),
        by=by,
    )


def asked_to_confirm(call: FreshnessCall, *, number: int) -> None:
    """One mail to one person, with the link behind which one tap is enough."""
    one = number == 1
    notify(
        organisation=call.membership.organisation,
        user=call.membership.user,
        subject="Kijk uw locatie na" if one else f"Kijk {number} locaties na",
        body=(
            f"Van {'één locatie' if one else f'{number} locaties'} weten we niet meer zeker of alles nog klopt. "
            "Open de pagina hieronder en bevestig met één tik, of laat weten wat er veranderde. Aanmelden hoeft niet. "
            "Wie niet bevestigt, telt na een tijd niet meer mee bij de inzetbare plaatsen."
        ),
        url=call.link(),
    )


def site_availability_changed(site: Site, reason: str, *, by: Membership) -> None:
    """Provider and municipality hear until when the place is available now."""
    until = f"tot {site.available.upper:%d/%m/%Y}" if site.available.upper else "zonder einddatum"
    _tell_both(
        site,
        subject=f"{site.name} is nu beschikbaar {until}",
        body=f"{by.organisation} wijzigde de periode van {site.name}, {site.address}. Reden: {reason}",
        by=by,
    )


def site_closed(site: Site, *, by: Membership) -> None:
    """Provider and municipality, and whoever houses a household there until that day."""
    _tell_both(
        site,
        subject=f"{site.name} sluit op {site.closed_on:%d/%m/%Y}",
        body=f"{by.organisation} sluit {site.name}, {site.address}. Reden: {site.closed_reason}",
        by=by,
    )


def _tell_both(site: Site, *, subject: str, body: str, by: Membership) -> None:
    """The municipality, the provider, and the local governments of households that live there or are to come; not the
    one who did it."""
    local = Organisation.objects.local_authority_of(site.municipality)
    there = Stay.objects.after(timezone.localdate()).filter(unit__site=site)
    others = Organisation.objects.filter(households__stays__in=there).distinct()
    for organisation in {local, site.organisation, *others}:
        notify(
            organisation=organisation,
            subject=subject,
            body=body,
            url=reverse("housing:site_detail", args=[site.pk]),
            by=by,
        )


def offer_handed_over(offer: Offer, reason: str, *, by: Membership) -> None:
    """The other municipality has something to decide, and the provider knows whom he deals with."""
    body = f"{by.organisation} gaf {offer.name}, {offer.address}, door. Reden: {reason}"
    notify(
        organisation=Organisation.objects.local_authority_of(offer.municipality),
        subject=f"Aanbod {offer.reference} is aan u doorgegeven",
        body=f"{body} Plan een plaatsbezoek en beslis.",
        url=url_of(offer),
        by=by,
    )
    notify(
        organisation=offer.organisation,
        subject=f"Gemeente {offer.municipality} behandelt uw aanbod {offer.reference}",
        body=body,
        url=url_of(offer),
        by=by,
    )


def import_done(offer_import: OfferImport, towns: Mapping[int, int], *, by: Membership) -> None:
    """One message for each municipality with how many offers it has to look at, and one for who brought the file."""
    local = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality__in=list(towns))
    for organisation in local.order_by("pk"):
        number = towns[organisation.municipality_id or 0]
        notify(
            organisation=organisation,
            subject=f"{number} keer nieuw aanbod van {by.organisation}",
            body=(
                f"{by.organisation} meldde met een bestand {number} plaatsen in uw gemeente aan. "
                "Plan de bezoeken en beslis."
            ),
            url=reverse("housing:offer_worklist"),
            by=by,
        )
    notify(
        organisation=by.organisation,
        user=by.user,
        subject=f"{offer_import.file_name} is ingevoerd",
        body="Alle rijen zijn verwerkt. Ongedaan maken kan zolang niemand eraan verder werkte.",
        url=reverse("housing:import_detail", args=[offer_import.pk]),
    )


def import_undone(offer_import: OfferImport, *, by: Membership) -> None:
    """The municipalities that had something to look at hear that it is gone."""
    towns = set(
        Offer.objects.filter(pk__in=offer_import.rows.filter(outcome="new").values("offer")).values_list(
            "municipality", flat=True
        )
    )
    for organisation in Organisation.objects.filter(
        kind=Kind.LOCAL_AUTHORITY, municipality__in=towns
    ).order_by("pk"):
        notify(
            organisation=organisation,
            subject=f"{by.organisation} trok aanbod uit een bestand in",
            body=(
                f"{by.organisation} maakte de invoer van {offer_import.file_name} ongedaan. "
                "U hoeft niets meer te doen."
            ),
            url=reverse("housing:offer_worklist"),
            by=by,
        )


def stay_changed(stay: Stay, what: str, *, by: Membership) -> None:
    """The other local government concerned: of the household, or where it lives. No name: mail is not a safe place."""
    here = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality=stay.unit.site.municipality)
    for organisation in {stay.household.registered_by, *here}:
        notify(
            organisation=organisation,
            subject=f"Verblijf {stay.reference}: {what}",
            body=f"{by.organisation} legde dit vast voor {stay.household.reference}.",
            url=reverse("housing:stay_detail", args=[stay.pk]),
            by=by,
        )


def new_in_filter(saved: SavedFilter, *, number: int) -> None:
    """To who keeps the filter; how many, and no name of anything."""
    what = {"sites": ("nieuwe locatie", "nieuwe locaties"), "offers": ("nieuw aanbod", "nieuwe aanmeldingen")}
    words = what[saved.list][number != 1]
    stop = settings.SITE_URL.rstrip("/") + reverse("housing:filter_stop", args=[saved.token()])
    notify(
        organisation=saved.membership.organisation,
        user=saved.membership.user,
        kind=NoticeKind.FILTER,
        subject=f"{number} {words} in uw filter “{saved.name}”",
        body=(
            f"Sinds de vorige mail kwam er {number} {words} bij in de filter “{saved.name}”.\n\n"
            f"Geen mails meer over deze filter? Eén klik op deze pagina: {stop}"
        ),
        url=reverse("housing:filter_open", args=[saved.pk]),
    )
