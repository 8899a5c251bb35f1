"""Nouns of VLOT, by module of the noun."""

from vlot.guidance import models as guidance  # noqa: F401 - so that Django finds them
from vlot.models.casework import (
    Answer,
    HandOver,
    InterventionDocument,
    ReceivedMail,
    Redaction,
    Satisfaction,
)
from vlot.models.contacts import Contact, ContactKind
from vlot.models.interventions import (
    Channel,
    Intervention,
    Result,
    Urgency,
)
from vlot.models.liaison import Referral, SectorContact
from vlot.models.nuisance import (
    Incident,
    IncidentKind,
    IncidentPlace,
    IncidentResult,
    LadderStep,
    PartOfDay,
    Severity,
)
from vlot.models.possible_sites import PossibleSite
from vlot.models.teams import Team, TeamMembership
from vlot.models.themes import Theme, ThemeStep
from vlot.models.topics import OF_MAIL, OF_NUISANCE_LOG, Topic
from vlot.models.visits import Visit
from vlot.oversight import models as oversight  # noqa: F401 - so that Django finds them

__all__ = [
    "OF_MAIL", "OF_NUISANCE_LOG", "Answer", "Channel", "Contact", "ContactKind", "HandOver", "Incident",
    "IncidentKind", "IncidentPlace", "IncidentResult", "Intervention", "InterventionDocument", "LadderStep",
    "PartOfDay", "PossibleSite", "ReceivedMail", "Redaction", "Referral", "Result", "Satisfaction", "SectorContact",
    "Severity", "Team", "TeamMembership", "Theme", "ThemeStep", "Topic", "Urgency", "Visit",
]  # fmt: skip
