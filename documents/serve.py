"""Serving a document: always from its owner's page, after that page decided who may see it."""

from django.http import FileResponse

from documents.models import Document

IN_QUARANTINE = (Document.Scan.WAITS, Document.Scan.REFUSED)


class Quarantined(Exception):
    """The virus scanner did not say yet that this file is clean, or it said that it is not."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.scan)
        self.is_refused = document.scan == Document.Scan.REFUSED


def attachment(document: Document) -> FileResponse:
    """The file as a download that the browser does not interpret. Raises Quarantined."""
    if document.scan in IN_QUARANTINE:
        raise Quarantined(document)
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
