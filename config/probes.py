"""Probes for whoever runs the portal: alive (no input or output), and ready to serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.cache import broker_answers


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so that a database that is away restarts no container."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Database reachable and migrated: 200, else 503. The broker is reported, but pages work without it."""
    state = {"database": "ok", "migrations": "ok", "broker": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            state["migrations"] = "pending"
    except DatabaseError:
        state["database"] = state["migrations"] = "unavailable"
    if not broker_answers():
        state["broker"] = "unavailable"
    ready = state["database"] == state["migrations"] == "ok"
    return JsonResponse(state, status=200 if ready else 503)
