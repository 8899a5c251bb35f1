"""Pages of contacts, files and texts of a case."""

import uuid

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.hats import HatRequest
from documents.serve import attachment
from vlot import actions
from vlot.forms import ContactForm, DocumentsForm, RedactForm
from vlot.models import InterventionDocument
from vlot.views.steps import handled_intervention, step, typed


def contact_add(request: HatRequest, pk: int) -> HttpResponse:
    """Log a contact."""
    intervention = handled_intervention(request, pk)
    today = timezone.localdate()
    form = ContactForm(typed(request), on=today, initial={"held_on": today})
    return step(
        request, intervention, form, actions.add_contact,
        title="Contactmoment vastleggen", button="Vastleggen", done="Het contactmoment is vastgelegd.",
    )  # fmt: skip


def intervention_documents(request: HatRequest, pk: int) -> HttpResponse:
    """Add files to the case."""
    intervention = handled_intervention(request, pk)
    form = DocumentsForm(typed(request), request.FILES if request.method == "POST" else None)
    return step(
        request, intervention, form, actions.add_documents,
        title="Documenten toevoegen", button="Toevoegen", done="De documenten zijn toegevoegd.", has_files=True,
    )  # fmt: skip


def intervention_document(request: HatRequest, pk: int, document: uuid.UUID) -> FileResponse:
    """One file of the case; a municipality only what is shared with it."""
    link = get_object_or_404(
        InterventionDocument.objects.visible_to(request.by).select_related("document"),
        intervention=pk,
        document=document,
    )
    return attachment(link.document)


def intervention_redact(request: HatRequest, pk: int) -> HttpResponse:
    """Take personal data out of a text."""
    intervention = handled_intervention(request, pk)
    return step(
        request, intervention, RedactForm(typed(request), intervention=intervention), actions.redact_text,
        title="Persoonsgegevens verwijderen", button="Tekst verwijderen",
        done="De tekst is verwijderd; de reden blijft staan.",
    )  # fmt: skip
