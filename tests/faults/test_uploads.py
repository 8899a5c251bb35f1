"""Files on a full disk, over a line that breaks, and larger than anybody may send (faults 23, 24 and 26)."""

import os
import socket
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEvent
from documents.models import Document
from housing.models import SiteDocument
from tests.documents.samples import PDF, png_that_claims
from tests.factories import SiteFactory
from tests.faults.rig.chaos import Chaos
from tests.faults.rig.web import signed_in

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
MEGABYTE = 1024 * 1024


def paper(size):
    """A PDF that is so many bytes long."""
    return SimpleUploadedFile("plan.pdf", PDF + b"%" + os.urandom(size).replace(b"\r", b"x") + b"\n%%EOF\n")


@pytest.fixture
def page(clerk):
    return f"/locaties/{SiteFactory().pk}/documenten/"


def sent(person, page, file, **how):
    form = person.page_with_form(page, "csrfmiddlewaretoken")
    answer = person.ask(page)
    form = answer.form("kind") if 'name="kind"' in answer.text and "checked" in answer.text else form
    return person.ask(page, data=form | {"kind": "contract", "documents": file}, files=True, **how)


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_full_disk_refuses_the_file_clearly_and_keeps_no_half_of_it(
    start_web, folder, clerk, page, measured
):
    media = folder / "media"
    media.mkdir()
    small = f'mount -t tmpfs -o size=3m tmpfs {media} && exec "$@"'
    web = start_web(inside=("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", small, "sh"))
    inside = Path(f"/proc/{web.process.pid}/root{media}")
    person = signed_in(web, clerk)
    answer = sent(person, page, paper(MEGABYTE))
    assert (answer.status, Document.objects.count()) == (302, 1), answer.text
    events = AuditEvent.objects.count()

    answers = [sent(person, page, paper(3 * MEGABYTE)) for _ in range(3)]
    assert [answer.status for answer in answers] == [507] * 3
    assert "niet bewaard" in answers[0].text
    assert Document.objects.count() == SiteDocument.objects.count() == len(files_under(inside)) == 1
    assert AuditEvent.objects.count() == events
    assert person.ask(page).status == 200
    assert sent(person, page, paper(1000)).status == 302, "a file for which there is room"
    measured("3 of 3 files refused with a page (507), 0 rows, 0 half files")


def test_an_upload_that_is_cut_off_leaves_neither_row_nor_file(start_web, folder, clerk, page, measured):
    spool = folder / "spool"
    spool.mkdir()
    web = start_web(TMPDIR=str(spool))
    person = signed_in(web, clerk)
    line = Chaos(("127.0.0.1", web.port))
    line.cut = 4 * MEGABYTE
    answers = [sent(person, page, paper(8 * MEGABYTE), port=line.port) for _ in range(5)]
    line.close()
    assert [answer.status for answer in answers] == [0] * 5
    time.sleep(1)
    assert Document.objects.count() == len(files_under(folder / "media")) == len(files_under(spool)) == 0
    assert sent(person, page, paper(8 * MEGABYTE)).status == 302
    assert Document.objects.count() == len(files_under(folder / "media")) == 1
    measured("5 of 5 cut at half: 0 rows, 0 files, 0 left in the spool")


def test_what_is_too_large_is_refused_at_once_and_takes_no_memory(web, clerk, page, measured):
    person = signed_in(web, clerk)
    sent(person, page, paper(1000))
    before = web.memory()

    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", web.port), timeout=20) as line:
        head = ("Host: 127.0.0.1", "X-Forwarded-Proto: https", f"Content-Length: {1 << 30}")
        line.sendall("\r\n".join([f"POST {page} HTTP/1.1", *head, "", ""]).encode())
        said = line.recv(64)
    too_large = time.monotonic() - begun
    assert said.startswith(b"HTTP/1.1 413")

    bombs = {
        "pixels.png": png_that_claims(30_000, 30_000),
        "objects.pdf": PDF + b"1 0 obj\n<< >>\nendobj\n" * 900_000,
    }
    took = {}
    for name, content in bombs.items():
        answer = sent(person, page, SimpleUploadedFile(name, content))
        took[name] = answer.seconds
        assert answer.status in {200, 302, 422}, answer
    assert [document.name for document in Document.objects.order_by("name")][-1] == "plan.pdf"
    grown = web.memory() - before
    assert too_large <= 2 and max(took.values()) <= 4
    assert grown <= 64
    measured(
        f"1 GiB: 413 after {too_large:.2f} s; 30,000 x 30,000 px: {took['pixels.png']:.2f} s;"
        f" PDF of 900,000 objects: {took['objects.pdf']:.2f} s; memory + {grown} MiB"
    )
