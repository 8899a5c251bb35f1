"""What people send in may be a program, a bomb, a virus, or simply too much."""

import io
import socketserver
import threading
from zipfile import ZipFile, ZipInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import path

from audit.models import AuditEvent
from config.urls import urlpatterns
from documents import office, tasks
from documents.actions import QuotaReached, store_document
from documents.files import check_file
from documents.models import Document
from documents.serve import attachment
from tests.documents import samples
from tests.documents.samples import upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def papers(request):
    return attachment(Document.objects.get())


def adds(request):
    store_document(checked=check_file(upload("plan.pdf", samples.PDF)), by=request.by)
    raise AssertionError("not reached")


urlpatterns = [*urlpatterns, path("papier/", papers), path("toevoegen/", adds)]


# --- Office files -----------------------------------------------------------------------------------------------


def word(*more, main=b"<xml/>", types=b"<Types/>", kind="word/document.xml"):
    """A Word file with more parts: (name or ZipInfo, content)."""
    content = io.BytesIO()
    with ZipFile(content, "w", compression=8) as parts:
        parts.writestr("[Content_Types].xml", types)
        parts.writestr(kind, main)
        for name, part in more:
            parts.writestr(name, part)
    return content.getvalue()


def link():
    info = ZipInfo("word/media/foto.png")
    info.external_attr = 0o120777 << 16
    return info


PROGRAMS = {
    "macros": word(("word/vbaProject.bin", b"x")),
    "macros in Excel": word(("xl/VBAPROJECT.BIN", b"x"), kind="xl/workbook.xml"),
    "macros that the list of parts names": word(types=b"<Types><x t=\"vnd.ms-word.document.macroEnabled\"/></Types>"),
    "a program in Excel": word(("xl/embeddings/a.exe", b"MZ"), kind="xl/workbook.xml"),
    "an ActiveX control": word(("word/activeX/activeX1.bin", b"x")),
    "an old-style object": word(("word/embeddings/oleObject1.bin", b"x")),
    "a program": word(("word/media/rekenmachine.EXE", b"MZ")),
    "a script": word(("word/media/a.js", b"x")),
    "a template from elsewhere": word(
        ("word/_rels/settings.xml.rels", b'<R Type="x/attachedTemplate" Target="https://boos.example/a.dotm"/>')
    ),
    "a link to another file": word((link(), b"/etc/passwd")),
    "a way out of its folder": word(("../../etc/passwd", b"x")),
}  # fmt: skip


@pytest.mark.parametrize("content", PROGRAMS.values(), ids=PROGRAMS)
def test_an_office_file_with_a_program_in_it_is_refused(content):
    name = "lijst.xlsx" if b"xl/workbook.xml" in content else "brief.docx"
    with pytest.raises(ValidationError) as refusal:
        check_file(upload(name, content))
    assert refusal.value.code in ("programs", "unknown_type")
    assert f"“{name}”" in refusal.value.messages[0]


@pytest.mark.parametrize(
    "name", ["brief.docm", "lijst.xlsm", "brief.dotm", "lijst.xlsb", "alles.zip", "alles.7z", "a.rar"]
)
def test_files_with_macros_and_archives_are_no_kind_that_we_take(name):
    with pytest.raises(ValidationError):
        check_file(upload(name, word()))


def test_a_word_file_without_programs_passes():
    assert check_file(upload("brief.docx", word(("word/media/foto.png", b"x")))).name == "brief.docx"


@pytest.mark.parametrize(
    "main",
    [b"geen xml", b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ids=["text", "broken", "entity"],
)
def test_a_main_part_that_is_no_plain_xml_is_damaged(main):
    with pytest.raises(ValidationError) as refusal:
        check_file(upload("brief.docx", word(main=main)))
    assert refusal.value.code == "damaged"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    """200 kB that unpack to 201 MB, and a file of very many parts."""
    megabyte = bytes(1024 * 1024)
    bomb = word(*((f"word/media/{number}.bin", megabyte) for number in range(201)))
    assert len(bomb) < 300_000
    opened = []
    with monkeypatch.context() as watched, pytest.raises(ValidationError, match="uitgepakt te groot"):
        watched.setattr(ZipFile, "open", lambda *words, **more: opened.append(words))
        check_file(upload("bom.docx", bomb))
    assert opened == []
    monkeypatch.setattr(office, "MAX_PARTS", 3)
    with pytest.raises(ValidationError, match="uitgepakt te groot"):
        check_file(upload("veel.docx", word(("a.xml", b""), ("b.xml", b""))))


# --- Too much ---------------------------------------------------------------------------------------------------


def stored(by, name="plan.pdf"):
    return store_document(checked=check_file(upload(name, samples.PDF)), by=by)


def test_an_account_adds_so_many_files_in_a_day_and_goes_on_the_day_after(
    local, reader, settings, time_machine
):
    settings.UPLOAD_QUOTA_FILES = 2
    time_machine.move_to("2026-11-26T12:00:00Z", tick=False)
    stored(local)
    stored(local)
    with pytest.raises(QuotaReached):
        stored(local)
    stored(reader)  # somebody else
    time_machine.move_to("2026-11-27T12:00:01Z", tick=False)
    stored(local)


def test_an_account_adds_so_many_megabytes_in_a_day(local, settings):
    settings.UPLOAD_QUOTA_MEGABYTES = 1
    large = SimpleUploadedFile("plan.pdf", samples.PDF.ljust(1024 * 1024 - 10, b"\n"))
    store_document(checked=check_file(large), by=local)
    with pytest.raises(QuotaReached):
        stored(local)


def test_who_reached_it_reads_so_and_keeps_what_was_typed(local, client_for, settings):
    settings.ROOT_URLCONF, settings.UPLOAD_QUOTA_FILES = __name__, 0
    response = client_for(local).post(
        "/toevoegen/", {"tekst": "Vier kamers"}, headers={"Origin": "http://testserver"}
    )
    assert response.status_code == 429
    assert 'value="Vier kamers"' in response.content.decode()
    assert "Genoeg bestanden voor vandaag" in response.content.decode()


# --- The virus scanner ------------------------------------------------------------------------------------------


class FakeClamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: chunks with their length before them, and one answer."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.seen.append(content)
        answer = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write((self.server.answer or answer) + b"\0")


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with Server("clamd.sock", FakeClamd) as server:
        server.seen, server.answer = [], b""
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        settings.CLAMAV_SOCKET = "/proc/self/cwd/clamd.sock"
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def fetch(local, client_for, settings):
    settings.ROOT_URLCONF = __name__
    client = client_for(local)
    return lambda: client.get("/papier/")


def test_a_file_is_fetched_after_the_scanner_said_that_it_is_clean(clamd, local, fetch):
    document = stored(local)
    waiting = fetch()
    assert (waiting.status_code, "wordt nog nagekeken" in waiting.content.decode()) == (409, True)
    assert tasks.scan_waiting() == 1
    assert clamd.seen == [samples.PDF]
    assert fetch().status_code == 200
    assert tasks.scan_waiting() == 0, "once is enough"
    document.refresh_from_db()
    assert document.scan == Document.Scan.CLEAN


def test_a_file_with_a_virus_is_never_fetched_and_stands_in_the_trail(clamd, local, fetch):
    store_document(checked=check_file(upload("plan.pdf", samples.PDF + EICAR)), by=local)
    tasks.scan_waiting()
    refused = fetch()
    assert (refused.status_code, "niet veilig" in refused.content.decode()) == (410, True)
    assert AuditEvent.objects.filter(verb="document.refused_by_scanner").count() == 1


@pytest.mark.parametrize(
    "answer", [b"stream: Can't allocate memory ERROR", b"INSTREAM size limit exceeded. ERROR", b"?"]
)
def test_a_scanner_that_does_not_judge_opens_nothing(clamd, local, fetch, answer):
    clamd.answer = answer
    stored(local)
    assert tasks.scan_waiting() == 0
    assert fetch().status_code == 409
    clamd.answer = b""
    assert tasks.scan_waiting() == 1
    assert fetch().status_code == 200


def test_a_file_that_is_lost_keeps_no_other_from_the_scanner(clamd, local, caplog):
    lost, sound = stored(local), stored(local)
    lost.file.storage.delete(lost.file.name)
    assert tasks.scan_waiting() == 1
    lost.refresh_from_db()
    sound.refresh_from_db()
    assert (lost.scan, sound.scan) == (Document.Scan.WAITS, Document.Scan.CLEAN)
    assert "has no file" in caplog.text


def test_a_scanner_that_is_away_opens_nothing(local, fetch, settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "none.sock")
    stored(local)
    assert tasks.scan_waiting() == 0
    assert fetch().status_code == 409


def test_without_a_scanner_nobody_waits(local, fetch):
    assert stored(local).scan == Document.Scan.OFF
    assert tasks.scan_waiting() == 0
    assert fetch().status_code == 200
