"""How copies are sealed, stored, kept and cleared: without a server, on a folder of the test."""

import gzip
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from operations.backup import store, vault, wal
from operations.backup.documents import bring_back, copy_documents, sweep_objects
from operations.backup.keeping import NOTHING, Copy, clear, to_keep
from operations.backup.programs import ProgramFailed
from operations.backup.store import Manifest
from operations.backup.turns import LOCK, alone, in_use

SEGMENT = "00000001000000000000000{}"


def a_copy(name, moment, kind="dump", **fields):
    store.new_folder(name)
    manifest = Manifest(name=name, kind=kind, made_at=moment.isoformat(), version="1", **fields)
    store.write_manifest(manifest)
    return manifest


def at(day, hour=2):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


# --- Sealing ---------------------------------------------------------------------------------------------------


def test_what_is_sealed_opens_with_its_key_alone_and_says_when_it_was_touched(copies, tmp_path, settings):
    target = tmp_path / "a.age"
    sealed = vault.seal(io.BytesIO(b"Anna" * 1000), target, vault.recipients())
    assert b"Anna" not in target.read_bytes()
    assert vault.fingerprint(target) == sealed
    opened = io.BytesIO()
    vault.unseal(target, opened, vault.identities())
    assert opened.getvalue() == b"Anna" * 1000

    (tmp_path / "other").write_text(vault.new_key()[0])
    settings.BACKUP_IDENTITY_FILE = str(tmp_path / "other")
    with pytest.raises(vault.CannotOpen):
        vault.unseal(target, io.BytesIO(), vault.identities())

    settings.BACKUP_IDENTITY_FILE = str(tmp_path / "key")
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    with pytest.raises(vault.CannotOpen):
        vault.unseal(target, io.BytesIO(), vault.identities())


def test_what_cannot_be_read_to_its_end_leaves_no_file(copies, tmp_path):
    class Broken:
        def read(self, size=-1):
            raise OSError("weg")

    with pytest.raises(OSError, match="weg"):
        vault.seal(Broken(), tmp_path / "half.age", vault.recipients())
    assert list(tmp_path.glob("*half*")) == []


@pytest.mark.parametrize(
    ("recipients", "said"), [([], "is leeg"), (["geen sleutel"], "geen publieke sleutel")]
)
def test_without_a_sound_public_key_no_copy_is_begun(copies, settings, recipients, said):
    settings.BACKUP_RECIPIENTS = recipients
    with pytest.raises(vault.NotConfigured, match=said):
        vault.recipients()


def test_a_new_pair_of_keys_is_written_once(tmp_path, capsys):
    call_command("make_backup_key", tmp_path / "sleutel")
    assert capsys.readouterr().out.startswith("BACKUP_RECIPIENTS=age1")
    assert (tmp_path / "sleutel").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("make_backup_key", tmp_path / "sleutel")


def test_of_what_a_program_says_only_the_first_line_is_repeated():
    said = "pg_restore: error: duplicate key\nDETAIL:  Key (email)=(anna@proef.example) already exists."
    assert "anna" not in str(ProgramFailed("pg_restore", said))


# --- Documents --------------------------------------------------------------------------------------------------


def test_a_document_is_kept_once_and_comes_back_as_it_was(copies, settings, tmp_path):
    media = tmp_path / "media"
    settings.MEDIA_ROOT = media
    for name in ("een", "twee"):
        (media / "documents").mkdir(exist_ok=True)
        (media / "documents" / name).write_bytes(f"inhoud van {name}".encode())
    store.new_folder("a")
    first = copy_documents(name="a", before=[], to=vault.recipients())
    (media / "documents" / "twee").write_bytes(b"iets anders en langer")
    store.new_folder("b")
    second = copy_documents(name="b", before=list(store.documents_of("a")), to=vault.recipients())
    assert (first.number, first.new, second.number, second.new) == (2, 2, 2, 1)
    assert len(list((copies / "documents").glob("*/*.age"))) == 3

    for kept in store.documents_of("a"):
        assert bring_back(kept, tmp_path / "terug", vault.identities())
    assert (tmp_path / "terug" / "documents" / "twee").read_bytes() == b"inhoud van twee"
    kept = next(store.documents_of("a"))
    assert not bring_back(kept._replace(sha256="0" * 64), tmp_path / "terug", vault.identities())
    assert not bring_back(kept._replace(path="../weg"), tmp_path / "terug", vault.identities())


@pytest.mark.parametrize("anew", [False, True])
def test_a_document_that_the_store_lost_is_kept_again_and_a_damaged_one_when_asked(
    copies, settings, tmp_path, anew
):
    """The copy of the night before says that it is there: without looking, no copy would ever have it again."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "een").write_bytes(b"een")
    store.new_folder("a")
    copy_documents(name="a", before=[], to=vault.recipients())
    (sealed,) = (copies / "documents").glob("*/*.age")
    sealed.write_bytes(b"roest") if anew else sealed.unlink()
    store.new_folder("b")
    copy_documents(name="b", before=list(store.documents_of("a")), to=vault.recipients(), anew=anew)
    assert bring_back(next(store.documents_of("b")), tmp_path / "terug", vault.identities())


def test_a_document_that_no_copy_names_is_removed(copies, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "een").write_bytes(b"een")
    a_copy("a", at(1))
    copy_documents(name="a", before=[], to=vault.recipients())
    assert sweep_objects() == 0
    store.remove_copy("a")
    assert sweep_objects() == 1


# --- The log of the database ------------------------------------------------------------------------------------


@pytest.fixture
def spool(copies, settings, tmp_path):
    settings.WAL_SPOOL = str(tmp_path / "spool")
    (tmp_path / "spool").mkdir()
    return tmp_path / "spool"


def test_a_piece_of_the_log_leaves_the_spool_when_it_is_sealed(spool, copies, tmp_path):
    (spool / SEGMENT.format(1)).write_bytes(b"Anna" * 4096)
    (spool / f".{SEGMENT.format(2)}").write_bytes(b"wordt nog geschreven")
    assert wal.ship_wal() == 1
    assert [path.name for path in spool.iterdir()] == [f".{SEGMENT.format(2)}"]
    sealed = (copies / "wal" / f"{SEGMENT.format(1)}.age").read_bytes()
    assert b"Anna" not in sealed
    assert b"Anna" not in gzip.compress(sealed)
    (tmp_path / "terug").mkdir()
    assert wal.bring_back_wal(SEGMENT.format(1), tmp_path / "terug", vault.identities()) == 1
    assert (tmp_path / "terug" / SEGMENT.format(1)).read_bytes() == b"Anna" * 4096


def test_the_piece_that_is_being_filled_is_kept_as_far_as_it_is(spool, copies, tmp_path):
    growing = spool / f"{SEGMENT.format(1)}.partial"
    for content in (b"een", b"een twee"):
        growing.write_bytes(content)
        assert wal.ship_wal() == 0
    (tmp_path / "terug").mkdir()
    assert wal.bring_back_wal(SEGMENT.format(1), tmp_path / "terug", vault.identities()) == 1
    assert (tmp_path / "terug" / SEGMENT.format(1)).read_bytes() == b"een twee"
    growing.rename(spool / SEGMENT.format(1))
    assert wal.ship_wal() == 1
    assert [path.name for path in (copies / "wal").glob("*.age")] == [f"{SEGMENT.format(1)}.age"]


def test_the_same_piece_twice_is_kept_once_and_another_of_that_name_is_refused(spool):
    for content in (b"een", b"een"):
        (spool / SEGMENT.format(1)).write_bytes(content)
        assert wal.ship_wal() == 1
    (spool / SEGMENT.format(1)).write_bytes(b"twee")
    with pytest.raises(wal.Clash):
        wal.ship_wal()
    assert (spool / SEGMENT.format(1)).exists()


def test_pieces_from_before_the_oldest_base_go_and_those_of_a_new_timeline_stay(spool, copies):
    for name in (
        SEGMENT.format(1),
        SEGMENT.format(5),
        f"00000002{SEGMENT.format(6)[8:]}",
        "00000002.history",
    ):
        (spool / name).write_bytes(b"x")
    wal.ship_wal()
    assert wal.sweep_wal(SEGMENT.format(5)) == 1
    left = {path.name for path in (copies / "wal").glob("*.age")}
    assert left == {
        f"{SEGMENT.format(5)}.age",
        f"00000002{SEGMENT.format(6)[8:]}.age",
        "00000002.history.age",
    }


# --- How long ---------------------------------------------------------------------------------------------------


def test_of_each_day_week_and_month_the_newest_stays():
    nights = [Copy(f"{day}", datetime(2026, 6, 1, 1, tzinfo=UTC) + timedelta(days=day)) for day in range(178)]
    kept = to_keep(nights, days=7, weeks=5, months=6)
    assert {str(day) for day in range(171, 178)} <= kept
    assert len(kept) == 7 + 3 + 5  # two of the weeks and one of the months are among the days
    assert max(int(name) for name in set(map(str, range(178))) - kept) < 171


@hypothesis_settings(max_examples=25)
@given(
    st.lists(st.integers(0, 60_000), max_size=60, unique=True),
    st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_always_stays_and_nothing_comes_back_that_was_cleared(hours, numbers):
    copies = [Copy(str(hour), datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hour)) for hour in hours]
    days, weeks, months = numbers
    kept = to_keep(copies, days=days, weeks=weeks, months=months)
    assert not copies or max(copies, key=lambda copy: copy.moment).name in kept
    assert len(kept) <= days + weeks + months
    left = [copy for copy in copies if copy.name in kept]
    assert to_keep(left, days=days, weeks=weeks, months=months) == kept


@pytest.mark.django_db
def test_clearing_leaves_the_newest_and_what_it_needs(copies, settings):
    settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS, settings.BACKUP_KEEP_MONTHS = 2, 0, 0
    settings.BACKUP_KEEP_BASES = 1
    for day in (1, 2, 3):
        a_copy(f"d{day}", at(day))
        a_copy(f"b{day}", at(day), kind="base", began_in=SEGMENT.format(day))
    cleared = clear()
    assert set(cleared.copies) == {"d1", "b1", "b2"}
    assert [copy.name for copy in store.copies("dump")] == ["d3", "d2"]
    assert [copy.name for copy in store.copies("base")] == ["b3"]


def test_a_copy_without_its_manifest_is_no_copy(copies):
    store.new_folder("half")
    assert store.copies() == []
    assert store.unfinished() == ["half"]


@pytest.mark.django_db
def test_what_was_never_finished_is_cleared_with_what_it_put_in_the_store(copies, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "een").write_bytes(b"een")
    a_copy("heel", at(1))
    store.new_folder("half")
    copy_documents(name="half", before=[], to=vault.recipients())
    assert clear().documents == 1
    assert [path.name for path in (copies / "copies").iterdir()] == ["heel"]


@pytest.mark.django_db
def test_a_manifest_that_cannot_be_read_keeps_no_other_copy_from_being_made_and_nothing_is_cleared(
    copies, settings
):
    settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS, settings.BACKUP_KEEP_MONTHS = 1, 0, 0
    for day in (1, 2, 3):
        a_copy(f"d{day}", at(day))
    (store.copy_folder("d2") / store.MANIFEST).write_text("{}")
    assert [copy.name for copy in store.copies()] == ["d3", "d1"]
    assert store.damaged() == ["d2"]
    assert clear().copies == []
    store.remove_copy("d2")
    assert clear().copies == ["d1"]


@pytest.fixture
def somebody_else():
    """A session of its own in PostgreSQL, as another process has."""
    beside = connection.copy()
    with beside.cursor() as cursor:
        yield cursor
    beside.close()


@pytest.mark.django_db
def test_nothing_is_cleared_while_another_process_makes_a_copy(copies, settings, tmp_path, somebody_else):
    """Its documents are in the store already, and no manifest names them yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "een").write_bytes(b"een")
    store.new_folder("bezig")
    somebody_else.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK])
    copy_documents(name="bezig", before=[], to=vault.recipients())
    assert clear() == NOTHING
    assert len(list((copies / "documents").glob("*/*.age"))) == 1
    somebody_else.execute("SELECT pg_advisory_unlock_shared(%s)", [LOCK])
    assert clear().documents == 1


@pytest.mark.django_db
def test_nobody_begins_a_copy_while_another_process_clears(copies, somebody_else):
    with alone() as mine:
        assert mine
        somebody_else.execute("SELECT pg_try_advisory_lock_shared(%s)", [LOCK])
        assert somebody_else.fetchone() == (False,)
    with in_use():
        somebody_else.execute("SELECT pg_try_advisory_lock_shared(%s)", [LOCK])  # many read and make at once
        assert somebody_else.fetchone() == (True,)
