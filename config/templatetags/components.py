"""The components of the house style, `{% load components %}`; each is shown in each state on /stijl/.

One library for templates; charts, calendar, numbers and icons live in modules of their own.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.db import models
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import PROVIDER_KINDS, Kind, Membership
from accounts.rules import may_write
from audit.paging import ListPage
from config.templatetags import charts, devices, icons, numbers, occupancy, terms
from config.templatetags.drawn import drawn
from facility.board import board_of
from facility.models import OpeningPlan, SupportRequest
from facility.rules import may_link_in_seen_case
from housing.models import Freshness, Site
from vlot.rules import sees_incidents

register = template.Library()
for part in (
    charts.register,
    devices.register,
    terms.register,
    icons.register,
    numbers.register,
    occupancy.register,
):
    register.tags |= part.tags
    register.filters |= part.filters

# Colour never speaks alone: each tone has its own icon.
TONE_ICONS = {
    "waits": "clock",
    "done": "check",
    "refused": "cross",
    "info": "arrow",
    "neutral": "dash",
    "warning": "warning",
}
ALERTS = {
    "info": ("info", "Ter informatie"),
    "success": ("check", "Gelukt"),
    "warning": ("warning", "Let op"),
    "error": ("error", "Fout"),
}
DONE = {
    "approved",
    "accepted",
    "lived_in",
    "completed",
    "delivered",
    "paid",
    "confirmed",
    "closed",
    "done",
    "frozen",
    "made",
}
REFUSED = {"rejected", "refused", "failed"}


@register.simple_tag
def badge(label: str, tone: str = "neutral") -> SafeString:
    """A word with a tone: waits, done, refused, info, neutral or warning."""
    return drawn("components/badge.html", label=str(label), tone=str(tone), icon_name=TONE_ICONS[tone])


@register.simple_tag
def freshness_badge(freshness: Freshness) -> SafeString:
    """How sure we are of a site: actueel, te bevestigen, or verouderd."""
    tones = {Freshness.FRESH: "done", Freshness.TO_CONFIRM: "waits", Freshness.FADED: "refused"}
    return badge(str(freshness.label), tones[freshness])


def waits_for(thing: models.Model, hat: Membership | None) -> bool:
    """Whether the status of `thing` waits for the organisation of this hat, by its `WAITS_FOR`."""
    waiter = getattr(thing, "WAITS_FOR", {}).get(thing.status)  # type: ignore[attr-defined]
    if not waiter or hat is None:
        return False
    kinds = (*PROVIDER_KINDS, Kind.GOVERNOR) if waiter == "provider" else (waiter,)
    return hat.organisation.kind in kinds


def status_tone(thing: models.Model, hat: Membership | None) -> str:
    """The tone of a status for *this* reader: what waits for you stands out from what waits for someone else."""
    status = str(thing.status)  # type: ignore[attr-defined]
    if waits_for(thing, hat):
        return "waits"
    if status in DONE:
        return "done"
    if status in REFUSED:
        return "refused"
    return "info" if getattr(thing, "WAITS_FOR", {}).get(thing.status) else "neutral"  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def status_badge(context: template.Context, thing: models.Model) -> SafeString:
    """The status of a thing in its own words, in the tone that fits the hat of the reader."""
    return badge(thing.get_status_display(), status_tone(thing, context.get("hat")))  # type: ignore[attr-defined]


@register.inclusion_tag("components/alert.html")
def alert(text: Any, tone: str = "info", title: str = "", announce: bool = False) -> dict[str, Any]:
    """A message in a box. `announce` has it read aloud when the page opens (Django's messages)."""
    tone = {"debug": "info", "": "info"}.get(tone, tone)
    icon_name, word = ALERTS[tone]
    return {
        "text": text,
        "tone": tone,
        "title": title,
        "icon_name": icon_name,
        "word": word,
        "announce": announce,
    }


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """`{% breadcrumbs "Aanbod" url "Kerkstraat 1" %}`: label and address in turn, the page itself last."""
    labels, urls = parts[::2], [*parts[1::2], None]
    return {"crumbs": list(zip(labels, urls, strict=False))}


@register.inclusion_tag("components/key_figure.html")
def key_figure(
    label: str, value: Any, unit: str = "", detail: str = "", url: str = "", trend: Sequence[float] = ()
) -> dict[str, Any]:
    """One figure that matters. Numbers are written the Belgian way; `trend` adds a sparkline."""
    shown = value if isinstance(value, str) else numbers.nl_number(value)
    return {"label": label, "value": shown, "unit": unit, "detail": detail, "url": url, "trend": trend}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: ListPage, name: str = "pagina") -> dict[str, Any]:
    """Links to the pages of a list; keeps filters and sorting. `name` is the parameter in the address."""

    def address(asked: Any) -> str:
        return address_with(context, **{name: asked}) if asked else ""

    return {
        "page": page,
        "numbers": [(number, address(number)) for number in page.numbers()],
        "previous": address(page.previous_asked()),
        "next": address(page.next_asked()),
        "end": address(page.end_asked()),
    }


@register.simple_tag(takes_context=True)
def sort_header(
    context: RequestContext, label: str, key: str, numeric: bool = False, name: str = "sorteer"
) -> SafeString:
    """A column heading that sorts: first click ascending, second descending (`?sorteer=-key`)."""
    now = context["request"].GET.get(name, "")
    ascending, descending = now == key, now == f"-{key}"
    return drawn(
        "components/sort_header.html",
        label=label,
        numeric=numeric,
        url=address_with(context, **{name: f"-{key}" if ascending else key, "pagina": None}),
        direction="ascending" if ascending else "descending" if descending else "",
        icon_name="up" if ascending else "down",
    )


def address_with(context: RequestContext, **changes: Any) -> str:
    """The query string of this page with some parameters changed (None removes)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/tabs.html")
def tabs(label: str, items: Iterable[Any]) -> dict[str, Any]:
    """Links between views of one thing. Each item has label, url, current and, if wished, count."""
    return {"label": label, "items": items}


@register.inclusion_tag("components/steps.html")
def steps(labels: Sequence[str] | str, current: int) -> dict[str, Any]:
    """Where one is in a row of steps; `current` counts from 1. Labels as a list or separated by "|"."""
    names = labels.split("|") if isinstance(labels, str) else labels
    return {
        "current": current,
        "total": len(names),
        "steps": [
            (name, "done" if number < current else "current" if number == current else "later")
            for number, name in enumerate(names, 1)
        ],
    }


@register.inclusion_tag("components/progress.html")
def progress(label: str, done: int, total: int, ident: str, seconds: float | None = None) -> dict[str, Any]:
    """How far a long action is: "120 van 300". `ident` is the id of the bar, unique on the page; with the `seconds`
    that it took until now, it says how long it takes yet."""
    left = numbers.time_left(done / total, seconds) if seconds and total else ""
    return {"label": label, "done": done, "total": total, "ident": ident, "left": left}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first. Each event has when, text, who and, if wished, detail."""
    return {"events": events}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any], title: str = "Wacht op u") -> dict[str, Any]:
    """What waits for the reader. Each task has label, url and, if wished, detail, since and urgent."""
    return {"tasks": list(tasks), "title": title}


@register.inclusion_tag("components/file_list.html")
def file_list(files: Iterable[Any]) -> dict[str, Any]:
    """Files to download. Each has name, url, size (bytes) and, if wished, detail."""
    return {"files": files}


@register.inclusion_tag("components/explanation.html")
def explanation(
    caption: str,
    rows: Iterable[Any],
    total_label: str,
    total: Any,
    unit: str = "",
    decimals: int | None = None,
) -> dict[str, Any]:
    """How a figure came about, factor by factor. Each row has label, value and, if wished, how (in words)."""
    return {
        "caption": caption,
        "rows": rows,
        "total_label": total_label,
        "total": total,
        "unit": unit,
        "decimals": decimals,
    }


@register.inclusion_tag("components/support_about.html", takes_context=True)
def support_about(context: template.Context, site: Site) -> dict[str, Any]:
    """The requests about a site that this reader may see. Facility and VLOT lie above housing: only here they meet."""
    by: Membership | None = context.get("hat")
    requests = SupportRequest.objects.visible_to(by).filter(site=site).order_by("-submitted_at", "-pk")[:20]
    return {
        "site": site,
        "requests": requests,
        "may_ask": may_write(by, Kind.LOCAL_AUTHORITY),
        "sees_log": sees_incidents(by, site),
    }


@register.inclusion_tag("components/requests_of_case.html", takes_context=True)
def requests_of_case(
    context: template.Context, case: models.Model, support_requests: Iterable[SupportRequest]
) -> dict[str, Any]:
    """The requests to Facility that belong to a case of VLOT, and for who may: to say which. VLOT does not know
    Facility: only here they meet."""
    return {
        "case": case,
        "support_requests": support_requests,
        "may_link": may_link_in_seen_case(context.get("hat"), case),
    }


@register.inclusion_tag("components/opening_of.html", takes_context=True)
def opening_of(context: template.Context, site: Site) -> dict[str, Any]:
    """What keeps a site from its opening and who is next, for every reader of the site; the board only for who sees it.

    Nothing once it opened. No query when its `opening_hold` was selected along and there is none; else seven.
    """
    hold = getattr(
        site, "opening_hold", None
    )  # a reverse one-to-one is an AttributeError when it is not there
    if hold is None or hold.lifted_on is not None:
        return {"hold": None}
    plan = OpeningPlan.objects.select_related("hold").filter(hold=hold).first()
    if plan is None:  # held by something else than a playbook: housing knows how many things, and of what
        return {"hold": hold, "board": None}
    return {
        "hold": hold,
        "board": board_of(plan, on=timezone.localdate()),
        "sees_board": OpeningPlan.objects.visible_to(context.get("hat")).filter(pk=plan.pk).exists(),
    }
