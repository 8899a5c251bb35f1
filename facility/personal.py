"""What contracts hold of people (audit.processing)."""

from audit.processing import KEEP, Held, Processing

PROCESSINGS = (
    Processing(
        code="contracts",
        name="Huur- en gebruikscontracten",
        whose="wie voor een eigenaar een contract tekent",
        purpose="Een gebouw huren of gebruiken, en dat kunnen bewijzen.",
        ground="Uitvoering van een overeenkomst (art. 6.1.b AVG)",
        recipients="Het lokaal bestuur dat huurt en Het Facilitair Bedrijf",
        kept="Tien jaar na het einde van het contract, zoals boekhoudstukken; dat gebeurt nog met de hand.",
    ),
)
HELD = (
    Held("facility.RentalContract", "contracts", {"counterparty": KEEP, "values": KEEP}),
    Held("facility.ContractPaper", "contracts", {"values": KEEP}),
)
