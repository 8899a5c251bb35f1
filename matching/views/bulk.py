"""The same for several households or proposals: the pages of housing.views.bulk, with what can be done here."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest
from housing.views.bulk import bulk, bulk_undo
from matching.deeds import SEVERAL_HOUSEHOLDS, SEVERAL_PROPOSALS


@require_POST
def household_bulk(request: HatRequest) -> HttpResponse:
    """Confirm that several households came, change until or from when, or say that they left."""
    return bulk(request, SEVERAL_HOUSEHOLDS)


@require_POST
def household_bulk_undo(request: HatRequest) -> HttpResponse:
    return bulk_undo(request, SEVERAL_HOUSEHOLDS)


@require_POST
def proposal_bulk(request: HatRequest) -> HttpResponse:
    """Grant, refuse or withdraw several proposals."""
    return bulk(request, SEVERAL_PROPOSALS)


@require_POST
def proposal_bulk_undo(request: HatRequest) -> HttpResponse:
    return bulk_undo(request, SEVERAL_PROPOSALS)
