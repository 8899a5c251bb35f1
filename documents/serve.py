"""Serving a document: always from its owner's page, after that page decided who may see it."""

from django.http import FileResponse

from documents.models import Document


def attachment(document: Document) -> FileResponse:
    """The file as a download that the browser does not interpret."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
