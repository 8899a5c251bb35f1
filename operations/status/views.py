"""How the installation is doing: for people, and for machines."""

from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST

from accounts.hats import HatRequest, require
from operations.models import BackupRun, DrillRun
from operations.status.access import may_watch
from operations.status.collector import exposition
from operations.status.lines import TONES, WORDS, Shown, state, worst
from operations.status.measures import measure
from operations.status.rules import may_see_state
from operations.status.runbook import sections
from vlot.guidance.rendering import Section

SHOWN = 10  # of the last copies and drills


def installation_state(request: HatRequest) -> HttpResponse:
    """The page for administrators: every line with its word, and what to do."""
    require(may_see_state(request.by))
    now = timezone.now()
    lines = state(measure(now))
    level = worst(lines)
    context = {
        "groups": [
            (group, [explained(shown) for shown in found])
            for group, found in groupby(lines, key=lambda shown: shown.line.group)
        ],
        "word": WORDS[level],
        "tone": TONES[level],
        "wrong": sum(shown.level == "fail" for shown in lines),
        "look": sum(shown.level == "warn" for shown in lines),
        "now": now,
        "version": settings.VERSION,
        "backups": BackupRun.objects.visible_to(request.by)[:SHOWN],
        "drills": DrillRun.objects.visible_to(request.by)[:SHOWN],
    }
    return render(request, "operations/state.html", context)


def explained(shown: Shown) -> tuple[Shown, str, str, Section]:
    """A line with its word, the tone of that word, and what to do."""
    return shown, WORDS[shown.level], TONES[shown.level], sections()[shown.line.runbook]


def runbook(request: HatRequest) -> HttpResponse:
    """What to do when something is wrong."""
    require(may_see_state(request.by))
    return render(request, "operations/runbook.html", {"sections": sections().values()})


@login_not_required
@require_GET
def state_json(request: HttpRequest) -> JsonResponse:
    """The same for machines: 200 when nothing is wrong, else 503."""
    if not may_watch(request):
        raise PermissionDenied
    lines = state(measure(timezone.now()))
    level = worst(lines)
    answer = {
        "state": level,
        "version": settings.VERSION,
        "lines": {
            shown.line.measure: {"value": shown.value, "state": shown.level, "runbook": shown.line.runbook}
            for shown in lines
        },
    }
    return JsonResponse(answer, status=503 if level == "fail" else 200)


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus."""
    if not may_watch(request):
        raise PermissionDenied
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
