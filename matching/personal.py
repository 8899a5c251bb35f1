"""What proposals, plans, chains and hand-overs hold of displaced persons (audit.processing)."""

from django.db.models import Q
from django.urls import reverse

from audit.processing import KEEP, Held, Processing
from matching.models import HandOver, Proposal


def pages_about(number: int) -> list[str]:
    """The addresses of pages about a household: messages that point there may tell about it."""
    proposals = Proposal.objects.filter(household=number).values_list("pk", flat=True)
    hand_overs = HandOver.objects.filter(proposal__household=number).values_list("pk", flat=True)
    return [
        reverse("matching:household_detail", args=[number]),
        *(reverse("matching:proposal_detail", args=[pk]) for pk in proposals),
        *(reverse("matching:hand_over_detail", args=[pk]) for pk in hand_overs),
    ]


def of_chain(number: int) -> Q:
    return Q(household=number) | Q(moves__household=number)


BESIDE = {"gevraagd door": "asked_by__name", "gemeente van de plaats": "unit__site__municipality__name"}
PROCESSINGS = (
    Processing(
        code="matching",
        name="Voorstellen, regioplannen en overdrachten",
        whose="tijdelijk ontheemden",
        purpose="Een huishouden een plaats voorstellen die past, ook in een andere gemeente.",
        ground="Taak van algemeen belang (art. 6.1.e AVG); protocol met ABB en Wonen in Vlaanderen",
        recipients="Het lokaal bestuur van het huishouden en dat van de plaats; de gouverneur en ABB zonder namen",
        term="households",
    ),
)
HELD = (
    Held("matching.Proposal", "matching", {"note": "", "decision_note": ""}, "household", BESIDE),
    # Points and distances, without a word of anybody's: they say why a place was proposed.
    Held("matching.PlanLine", "matching", {"parts": KEEP, "others": KEEP}, "household"),
    Held("matching.Chain", "matching", {}, of_chain),
    Held("matching.ChainMove", "matching", {}, "household"),
    Held("matching.HandOver", "matching", {}, "proposal__household"),
)
PAGES_ABOUT = (pages_about,)
