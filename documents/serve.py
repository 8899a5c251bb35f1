"""Serving a document: always from its owner's page, after that page decided who may see it."""

import logging

from django.http import FileResponse, Http404

from documents.models import Document

logger = logging.getLogger(__name__)


def attachment(document: Document) -> FileResponse:
    """The file as a download that the browser does not interpret. Raises Http404 when it is not there: in a copy for
    testing (docs/adr/0021) files do not go along; anywhere else it was lost, which the log says."""
    try:
        file = document.file.open("rb")
    except FileNotFoundError as gone:
        logger.error("file of document %s is gone", document.pk)
        raise Http404("Het bestand is er niet.") from gone
    response = FileResponse(
        file,
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
