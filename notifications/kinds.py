"""What a notice is about, which follows from the page that it points to; and how somebody may be told of it."""

from django.db.models import TextChoices


class NoticeKind(TextChoices):
    OFFER = "offer", "aanbod"
    SITE = "site", "locaties en plaatsbezoeken"
    PEOPLE = "people", "huishoudens, voorstellen en verblijven"
    FACILITY = "facility", "Het Facilitair Bedrijf"
    VLOT = "vlot", "VLOT en handvaten"
    FILTER = "filter", "bewaarde filters"
    ACCESS = "access", "toegang en veiligheid"
    OTHER = "other", "andere"


class How(TextChoices):
    AT_ONCE = "at_once", "meteen per e-mail"
    DAILY = "daily", "elke ochtend in één e-mail"
    WEEKLY = "weekly", "elke maandag in één e-mail"
    SCREEN = "screen", "alleen op het scherm"


DIGESTS = (How.DAILY, How.WEEKLY)
# What nobody can put off, or not so far, and why.
AT_LEAST: dict[str, tuple[frozenset[str], str]] = {
    NoticeKind.ACCESS: (
        frozenset({How.AT_ONCE}),
        "Dit gaat over uw account, of over wie bij uw gegevens kan. U moet het meteen weten, ook als u niet aanmeldt.",
    ),
    NoticeKind.PEOPLE: (
        frozenset({How.AT_ONCE, How.DAILY}),
        "Een voorstel vervalt als niemand op tijd antwoordt, en mensen wachten erop.",
    ),
}
BEGINNINGS = (
    ("/aanbod/", NoticeKind.OFFER),
    ("/samenvoegingen/", NoticeKind.OFFER),
    ("/locaties/", NoticeKind.SITE),
    ("/gebreken/", NoticeKind.SITE),
    ("/meldingen/", NoticeKind.SITE),
    ("/nakijken/", NoticeKind.SITE),
    ("/plaatsbezoeken/", NoticeKind.SITE),
    ("/huishoudens/", NoticeKind.PEOPLE),
    ("/voorstellen/", NoticeKind.PEOPLE),
    ("/overdrachten/", NoticeKind.PEOPLE),
    ("/verblijven/", NoticeKind.PEOPLE),
    ("/facility/", NoticeKind.FACILITY),
    ("/vlot/", NoticeKind.VLOT),
    ("/filters/", NoticeKind.FILTER),
    ("/organisatie/", NoticeKind.ACCESS),
    ("/uitnodiging/", NoticeKind.ACCESS),
    ("/account/", NoticeKind.ACCESS),
)


def kind_of(url: str) -> NoticeKind:
    """What a notice is about that points to this page."""
    return next((kind for beginning, kind in BEGINNINGS if url.startswith(beginning)), NoticeKind.OTHER)


def ways_of(kind: str) -> list[How]:
    """How one may be told of this kind."""
    allowed, _ = AT_LEAST.get(kind, (frozenset(How.values), ""))
    return [how for how in How if how in allowed]
