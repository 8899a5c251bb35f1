"""What people read about their privacy: one statement per audience, in plain Dutch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """For whom, what we say to them, and which lines of the register are about them."""

    slug: str
    title: str
    lead: str
    why: str
    who_sees: str
    rights: tuple[str, ...]
    ask: str
    processings: tuple[str, ...]


ASK_TOWN = "Vraag het aan de dienst van uw gemeente of het OCMW die u helpt."
SEE = "U mag vragen wat we over u bewaren. U krijgt alles in een bestand, ook welke diensten in uw dossier keken."
CORRECT = "Klopt er iets niet? Dan verbetert uw gemeente het. Wat er eerst stond, blijft in de geschiedenis."
ERASE = "U mag vragen om uw gegevens te wissen. Dat kan als u nergens meer woont via de gemeente."

STATEMENTS = {
    statement.slug: statement
    for statement in (
        Statement(
            "ontheemden",
            "Ik ben gevlucht uit Oekraïne",
            "We bewaren uw naam, uw geboortedatum en waar u woont. Zo kan de gemeente een woning voor u zoeken.",
            "De gemeente en Vlaanderen hebben als taak u te helpen met een woning. Daarom mogen we uw gegevens "
            "gebruiken. U moet daar geen toestemming voor geven. We bewaren niets over uw gezondheid, uw geloof of uw "
            "afkomst.",
            "Alleen de gemeente die u helpt, ziet uw naam. Gaat u naar een andere gemeente, dan ziet die uw dossier "
            "ook. Bedrijven die een woning aanbieden en de Vlaamse overheid zien alleen aantallen.",
            (SEE, CORRECT, ERASE),
            ASK_TOWN,
            ("households", "stays", "matching", "readings"),
        ),
        Statement(
            "gastgezinnen",
            "Ik bied als particulier een plaats aan",
            "De gemeente bewaart uw naam, uw adres en hoe ze u kan bereiken. Zo kan ze iemand bij u laten wonen.",
            "De gemeente schrijft uw plaats pas in als ze u dit verteld heeft en u akkoord gaat. Ze noteert wanneer en "
            "hoe.",
            "Uw gemeente, de gouverneur van uw provincie en het Agentschap Binnenlands Bestuur. Andere gemeenten zien "
            "dat er een plaats is, zonder uw naam of adres, tot er iemand komt wonen.",
            (
                "U mag uw akkoord altijd intrekken. Dan komen er geen nieuwe mensen meer bij u. Woont er niemand meer, "
                "dan wist de gemeente uw naam en nummer.",
                "U mag vragen wat we over u bewaren, en het laten verbeteren.",
            ),
            "Vraag het aan uw gemeente of OCMW: zij schreven uw plaats in.",
            ("hosts", "stays"),
        ),
        Statement(
            "aanbieders",
            "Ik werk voor een bedrijf of vereniging die plaatsen aanbiedt",
            "We bewaren uw naam, uw e-mailadres en uw telefoonnummer, om over een plaats te kunnen bellen of mailen.",
            "De overheid zoekt plaatsen omdat de wet dat vraagt. Uw organisatie gaf u op als contactpersoon.",
            "De gemeente waar de plaats ligt, de gouverneur van die provincie en het Agentschap Binnenlands Bestuur.",
            (
                "U kunt uw gegevens zelf verbeteren bij het aanbod of de locatie.",
                "U mag vragen wat we over u bewaren, en vragen om het te wissen.",
                "Als een locatie gesloten is, wissen we uw gegevens vanzelf na de bewaartermijn.",
            ),
            "Vraag het aan de gemeente waar de plaats ligt, of mail ons.",
            ("providers", "drafts", "messages", "contracts"),
        ),
        Statement(
            "medewerkers",
            "Ik werk met het portaal",
            "We bewaren uw naam, uw e-mailadres, uw rol, en wat u in het portaal doet en bekijkt.",
            "Zo kunnen we bewijzen wie wat deed met gegevens van kwetsbare mensen. De privacywet (AVG) vraagt dat.",
            "Uw collega’s zien uw naam bij wat u deed. De functionaris gegevensbescherming ziet in welke dossiers u "
            "keek.",
            (
                "U kunt uw naam zelf wijzigen, en zien op welke toestellen u aangemeld bent.",
                "U mag vragen wat we over u bewaren. Het spoor van wat u deed, kunnen we niet wissen.",
            ),
            "Vraag het aan de functionaris gegevensbescherming van uw organisatie, of mail ons.",
            ("users", "sign_in", "join_requests", "messages", "trail", "readings", "look_flags", "calls"),
        ),
    )
}
