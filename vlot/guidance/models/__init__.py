"""Guides (handvaten), who read them, and good practice that local governments share."""

from vlot.guidance.models.guides import Guide, GuideFile, GuideReading, LibraryVisit
from vlot.guidance.models.practices import GoodPractice, GuidanceDigest, PracticeHelp
from vlot.guidance.models.themes import AUDIENCES, SEES_PRACTICE, Theme

__all__ = [
    "AUDIENCES",
    "SEES_PRACTICE",
    "GoodPractice",
    "GuidanceDigest",
    "Guide",
    "GuideFile",
    "GuideReading",
    "LibraryVisit",
    "PracticeHelp",
    "Theme",
]
