"""Storing, serving and sweeping: a document has no address of its own, and nothing of it tells its name."""

import errno
import os
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import Http404

from audit.models import AuditEvent
from documents.actions import StorageFull, store_document
from documents.files import check_file
from documents.models import Document
from documents.serve import attachment
from tests.documents import samples


@pytest.fixture
def stored(company):
    return store_document(checked=check_file(samples.upload("plan van An.pdf", samples.PDF)), by=company)


def aged(path: Path) -> Path:
    """As if it was written two hours ago."""
    then = time.time() - 7200
    os.utime(path, (then, then))
    return path


def put(root: Path, name: str) -> Path:
    path = root / "documents" / "aa" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_a_stored_document_knows_who_brought_it_and_leaves_a_trace(stored, company):
    event = AuditEvent.objects.about(stored).get()

    assert stored.uploaded_by == company.user
    assert stored.size == len(samples.PDF)
    assert event.verb == "document.stored"
    # The name can name somebody, and from the sealed trail nothing is erased.
    assert event.changes == {"name": None, "size": len(samples.PDF)}


def test_where_a_file_lies_tells_nothing_about_it(stored, settings):
    path = Path(stored.file.path)

    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert path.name == stored.pk.hex
    assert path.read_bytes() == samples.PDF


def test_two_files_of_the_same_name_are_two_documents(stored, company):
    other = store_document(checked=check_file(samples.upload("plan van An.pdf", samples.PDF)), by=company)
    assert other.file.path != stored.file.path


def test_a_disk_that_does_not_really_keep_the_file_refuses_it_and_nothing_is_left(
    company, settings, monkeypatch
):
    """The system takes it, and the disk says no when asked to keep it: that is heard before there is a row."""

    def no_room(handle):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StorageFull):
        store_document(checked=check_file(samples.upload("plan.pdf", samples.PDF)), by=company)
    assert not Document.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_an_empty_document_cannot_exist(stored):
    with pytest.raises(IntegrityError, match="document_not_empty"), transaction.atomic():
        Document.objects.filter(pk=stored.pk).update(size=0)


def test_a_browser_downloads_a_document_and_does_not_interpret_it(stored):
    response = attachment(stored)

    assert response.headers["Content-Disposition"] == 'attachment; filename="plan van An.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(response.streaming_content) == samples.PDF
    response.close()


def test_a_file_that_is_gone_is_not_found_and_the_log_says_so(stored, caplog):
    stored.file.storage.delete(stored.file.name)
    with pytest.raises(Http404):
        attachment(stored)
    assert f"file of document {stored.pk} is gone" in caplog.text and stored.name not in caplog.text


def test_a_name_cannot_add_a_header(stored):
    stored.name = 'a"\r\nSet-Cookie: x=1.pdf'
    response = attachment(stored)
    response.close()
    assert "\n" not in response.headers["Content-Disposition"]
    assert "Set-Cookie" not in response.headers


def test_the_sweep_removes_old_files_without_a_document_and_nothing_else(stored, settings, capsys):
    orphan, new = aged(put(settings.MEDIA_ROOT, "orphan")), put(settings.MEDIA_ROOT, "new")
    known = aged(Path(stored.file.path))

    call_command("sweep_documents")

    assert not orphan.exists()
    assert new.exists(), "an upload of this hour may still get its row"
    assert known.exists()
    assert capsys.readouterr().out == "1 bestanden zonder document weg.\n"


def test_a_dry_sweep_only_counts(settings, capsys, db):
    orphan = aged(put(settings.MEDIA_ROOT, "orphan"))
    call_command("sweep_documents", dry_run=True)
    assert orphan.exists()
    assert capsys.readouterr().out == "1 bestanden zonder document gevonden.\n"


def test_a_file_whose_transaction_was_rolled_back_is_swept(company, settings):
    with transaction.atomic():
        store_document(checked=check_file(samples.upload("a.pdf", samples.PDF)), by=company)
        transaction.set_rollback(True)
    left = [aged(path) for path in (settings.MEDIA_ROOT / "documents").rglob("*") if path.is_file()]

    call_command("sweep_documents")

    assert len(left) == 1
    assert not left[0].exists()
