"""The menu: one list, each line with the hats that it is for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Kind, Membership
from accounts.rules import may_open_back_office
from accounts.sessions import time_left
from config.help.guides import help_for
from config.templatetags.kept_url import address
from notifications.models import Notification


class NavItem(NamedTuple):
    label: str
    url_name: str
    shown_to: Callable[[Membership], bool]
    covers: tuple[str, ...] = ()  # the pages under these addresses belong to it too


def for_kinds(*kinds: Kind) -> Callable[[Membership], bool]:
    return lambda by: by.organisation.kind in kinds


LOCAL, GOVERNOR, COMPANY, ASSOCIATION = Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.COMPANY, Kind.ASSOCIATION

MENU = [
    NavItem("Start", "home", lambda by: True),
    NavItem("Aanbod", "housing:offer_list", for_kinds(LOCAL, GOVERNOR, Kind.ABB)),
    NavItem("Aanbod", "housing:offer_mine", for_kinds(COMPANY, ASSOCIATION), covers=("/aanbod/",)),
    NavItem("Locaties", "housing:site_list", lambda by: True),
    NavItem("Huishoudens", "matching:household_list", for_kinds(LOCAL)),
    NavItem("Verblijven", "housing:movement_list", for_kinds(LOCAL)),
    NavItem("Huishoudens", "people_figures", for_kinds(GOVERNOR, Kind.VLOT, Kind.ABB)),
    NavItem(
        "Voorstellen", "matching:proposal_list", for_kinds(LOCAL), covers=("/overdrachten/", "/solidariteit/")
    ),
    NavItem("Regioplannen", "matching:plan_list", for_kinds(GOVERNOR, Kind.ABB), covers=("/rangschikking/",)),
    NavItem("Facility", "facility:request_list", for_kinds(LOCAL, Kind.FACILITY), covers=("/facility/",)),
    NavItem("VLOT", "vlot:intervention_list", for_kinds(LOCAL, Kind.VLOT, Kind.ABB), covers=("/vlot/",)),
    NavItem("VLOT", "vlot:report_list", for_kinds(GOVERNOR), covers=("/vlot/verslag/",)),
    NavItem("Handvaten", "vlot:guide_list", lambda by: True, covers=("/vlot/praktijk",)),
    NavItem("Subsidies", "housing:subsidy_overview", for_kinds(LOCAL, GOVERNOR, Kind.ABB)),
    NavItem(
        "Spreiding",
        "spread:overview",
        for_kinds(LOCAL, GOVERNOR, Kind.FACILITY, Kind.VLOT, Kind.ABB),
        covers=("/solidariteit/",),
    ),
    NavItem("Beheer", "admin:index", may_open_back_office),
]
# A data-protection officer does none of the work; he sees who looked.
OFFICER_MENU = [
    NavItem("Start", "home", lambda by: True),
    NavItem("Wie keek mee", "households:read_log", lambda by: True, covers=("/huishoudens/",)),
    NavItem("Opvallend", "households:look_flag_list", lambda by: True),
    NavItem("Bewaartermijnen", "households:retention", lambda by: True),
]


@dataclass(frozen=True)
class MenuLine:
    """One line as this reader sees it; `count` is what waits there.

    Not a tuple: a template would find its method `count`.
    """

    label: str
    url: str
    current: bool
    count: int | None = None


def menu_for(by: Membership, path: str) -> tuple[MenuLine, ...]:
    """The menu lines for this hat; the longest address that the page's path begins with is the current one, and of two
    lines that cover it the first."""
    menu = OFFICER_MENU if by.is_data_protection_officer else MENU
    items = [(item, address(item.url_name)) for item in menu if item.shown_to(by)]
    matches = [
        (covered, url)
        for item, url in items
        for covered in (url, *item.covers)
        if path == covered or (covered != "/" and path.startswith(covered))
    ]
    current = max(matches, key=lambda match: len(match[0]), default=("", ""))[1]
    return tuple(MenuLine(item.label, url, url == current) for item, url in items)


def unread_of(by: Membership) -> int:
    """What nobody read yet of the notices of this hat: it came with the hat, when a request brought that."""
    came: int | None = getattr(by, "unread_count", None)
    return Notification.objects.visible_to(by).unread().count() if came is None else came


def page_furniture(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content."""
    by = getattr(request, "by", None)
    page = request.resolver_match.view_name if request.resolver_match else ""
    furniture: dict[str, Any] = {
        "demo_mode": settings.DEMO_MODE,
        "other_services": bool(settings.SOCIALACCOUNT_PROVIDERS["acm_idm"]["APPS"]),
        "hat": by,
        "hats": getattr(request, "hats", []),
        "help_here": lambda: help_for(page, by) if page else None,
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        furniture["session_left"] = time_left(request, furniture["hats"])
        furniture["session_warned_before"] = settings.SESSION_WARNED_BEFORE
    if by is not None:
        furniture["navigation"] = menu_for(by, request.path)
        furniture["unread_count"] = lambda: unread_of(by)
    return furniture
