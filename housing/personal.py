"""What supply and stays hold of people: contact persons, private hosts, and where displaced persons went
(audit.processing)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from audit.blanking import blank, remove
from audit.processing import KEEP, Held, Obstacle, Processing, Term, start_of
from audit.trail import change_status
from documents.models import Document
from households.models import LegalHold
from housing.models import ChangeReport, Merge, Offer, OfferDocument, OfferMessage, Site, SiteDocument, Stay

FORGOTTEN = "gewist"
LEFT_OF_CONTACT = {"contact_name": FORGOTTEN, "contact_email": "", "contact_phone": ""}
LEFT_OF_OFFER = {**LEFT_OF_CONTACT, "typed": {}}
LEFT_OF_REPORT = {"text": FORGOTTEN, "answer": ""}
ON_GROUND = "Taak van algemeen belang (art. 6.1.e AVG)"


def closed_sites(before: date) -> QuerySet[Site]:
    """Sites that closed before that day, or whose host took his consent back before they closed, and that still name
    somebody."""
    over = Q(closed_on__lt=before) | Q(host_withdrew_on__isnull=False, closed_on__isnull=False)
    return Site.objects.filter(over).exclude(contact_name__in=["", FORGOTTEN])


def forget_sites(numbers: list[int]) -> int:
    """Contact persons and hosts of sites, and what the offers behind them and the talk about them say of people. Of a
    private host the photos and papers of his home go as well."""
    sites = Site.objects.filter(pk__in=numbers)
    offers = Offer.objects.filter(site__in=numbers)
    merges = Q(kept_site__in=numbers) | Q(dropped_site__in=numbers) | Q(kept_offer__in=offers)
    reports = ChangeReport.objects.filter(site__in=numbers).exclude(status=ChangeReport.Status.OPEN)
    remove_files(OfferDocument.objects.filter(offer__site__in=numbers, offer__private_host=True))
    remove_files(SiteDocument.objects.filter(site__in=numbers, site__private_host=True))
    blank(Merge.objects.filter(merges), {"changes": {}})
    blank(reports, LEFT_OF_REPORT)
    blank(OfferMessage.objects.filter(offer__in=offers), {"text": FORGOTTEN})
    blank(offers, LEFT_OF_OFFER)
    return blank(sites, LEFT_OF_CONTACT)


def remove_files(links: QuerySet[Any]) -> None:
    """The documents behind these links; `sweep_documents` takes their bytes off the disk."""
    documents = list(links.values_list("document", flat=True))
    remove(links)
    Document.objects.filter(pk__in=documents).delete()


def idle_drafts(before: date) -> QuerySet[Offer]:
    """Offers that nobody submitted, and that nobody changed since before that day."""
    return Offer.objects.filter(status=Offer.Status.DRAFT, changed_at__lt=start_of(before))


def forget_drafts(numbers: list[int]) -> int:
    """Withdraw them without their people; an empty draft tells how much was begun and never offered."""
    blank(Offer.objects.filter(pk__in=numbers), LEFT_OF_OFFER)
    for draft in Offer.objects.filter(pk__in=numbers):
        change_status(draft, Offer.Status.WITHDRAWN, by=None, verb="offer.withdrawn")
    return len(numbers)


def lives_somewhere(on: date) -> Q:
    """A place is held for them or lived in, on that day or later."""
    stays = Stay.objects.standing().filter(household=OuterRef("pk"))
    return Q(Exists(stays.annotate(until=Upper("period")).filter(Q(until__isnull=True) | Q(until__gt=on))))


def lived_at_a_kept_site(on: date) -> Q:
    kept = LegalHold.objects.standing_on("housing.site")
    return Q(Exists(Stay.objects.granted().filter(household=OuterRef("pk"), unit__site__in=kept)))


ADDRESS = {
    "straat": "unit__site__street",
    "nummer": "unit__site__house_number",
    "postcode": "unit__site__postal_code",
    "gemeente": "unit__site__municipality__name",
    "wooneenheid": "unit__label",
}
PROCESSINGS = (
    Processing(
        code="stays",
        name="Verblijven",
        whose="tijdelijk ontheemden",
        purpose="Weten wie waar van wanneer tot wanneer woont, en subsidies daarop berekenen.",
        ground=f"{ON_GROUND}; verantwoording van subsidies (art. 6.1.c AVG)",
        recipients="Het lokaal bestuur van het huishouden en dat van de locatie; ABB alleen aantallen",
        term="households",
    ),
    Processing(
        code="providers",
        name="Contactpersonen van aanbod en locaties",
        whose="contactpersonen van bedrijven, verenigingen en besturen",
        purpose="Kunnen bellen of mailen over een plaats.",
        ground=ON_GROUND,
        recipients="Het lokaal bestuur waar de plaats ligt, de gouverneur van de provincie en ABB",
        term="closed_sites",
    ),
    Processing(
        code="hosts",
        name="Gastgezinnen en andere particulieren die een plaats aanbieden",
        whose="particulieren van wie de gemeente een plaats inschrijft",
        purpose="Kunnen bellen of mailen over de plaats en wie er woont.",
        ground="Toestemming (art. 6.1.a AVG): de gemeente noteert wanneer en hoe de particulier op de hoogte was",
        recipients="Het eigen lokaal bestuur, de gouverneur van de provincie en ABB",
        term="closed_sites",
    ),
    Processing(
        code="drafts",
        name="Begonnen aanbod dat niet aangemeld werd",
        whose="wie een aanbod begon te typen",
        purpose="Later kunnen verder typen.",
        ground=ON_GROUND,
        recipients="De eigen organisatie",
        term="drafts",
    ),
)
HELD = (
    Held("housing.Stay", "stays", {"destination": ""}, "household", ADDRESS),
    Held("housing.Presence", "stays", {"outcome": KEEP}, "stay__household"),
    Held("housing.Offer", "providers", LEFT_OF_OFFER),
    Held("housing.Site", "providers", LEFT_OF_CONTACT),
    Held("housing.ChangeReport", "providers", LEFT_OF_REPORT),
    Held("housing.OfferMessage", "providers", {"text": FORGOTTEN}),
    Held("housing.Merge", "providers", {"changes": {}}),
    # Both are taken away whole, by housing.tasks: after IMPORT_KEEP_DAYS, and when the visit is long past.
    Held("housing.ImportRow", "providers", {"values": {}, "before": {}, "changes": [], "problems": []}),
    Held("housing.VisitDraft", "providers", {"typed": {}}),
)
OBSTACLES = (
    Obstacle(
        lives_somewhere,
        "Dit huishouden woont nog ergens, of een plaats is voorbehouden. Leg eerst het vertrek vast.",
    ),
    Obstacle(
        lived_at_a_kept_site,
        "Het huishouden woonde op een locatie waarop een bewaarplicht staat. Wissen kan pas als die opgeheven is.",
    ),
)
TERMS = (
    Term(
        code="closed_sites",
        name="Contactpersonen en gastgezinnen van gesloten locaties",
        counts_from="de sluiting van de locatie",
        due=closed_sites,
        forget=forget_sites,
        organisation="municipality__organisation",
        holds={"housing.site": "pk"},
    ),
    Term(
        code="drafts",
        name="Begonnen aanbod dat nooit aangemeld werd",
        counts_from="de laatste wijziging",
        due=idle_drafts,
        forget=forget_drafts,
        organisation="organisation",
    ),
)
