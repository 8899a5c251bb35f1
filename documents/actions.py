"""Verbs on documents."""

from django.db import transaction

from audit.trail import Actor, record
from documents.files import CheckedFile
from documents.models import Document


@transaction.atomic
def store_document(*, checked: CheckedFile, by: Actor) -> Document:
    """Keep a checked file. The owner links to the row in the same transaction; otherwise it stays without owner.

    When the transaction is rolled back, the file on disk has no row; `manage.py sweep_documents` removes such files.
    """
    document = Document(
        name=checked.name,
        content_type=checked.content_type,
        size=checked.upload.size or 0,
        sha256=checked.sha256,
        uploaded_by=by.user,
    )
    document.file.save(checked.name, checked.upload, save=False)
    document.save()
    record("document.stored", document, by=by, changes={"name": document.name, "size": document.size})
    return document
