"""A whole instance out, and into an empty one: equal row by row."""

import hashlib
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from audit.verifying import problems
from households.models import Person
from operations.portability.importing import CannotImport, import_instance
from operations.portability.package import NotWhole, Package, safe
from operations.portability.tables import LEFT_OUT, tables

UNNAMED: set[str] = set()  # files of the world that belong to no row


def rows():
    """By table: how many rows, and a digest over all that stands in them, computed columns too."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables(connection):
            where = "WHERE verb <> 'instance.imported'" if table.name == "audit_auditevent" else ""
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table.name} t {where}"  # noqa: S608
            )
            found[table.name] = cursor.fetchone()
    return found


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def empty(settings, tmp_path):
    """As right after `migrate` elsewhere: no row, every sequence at its beginning, no file."""
    names = ", ".join(table.name for table in tables(connection))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    settings.MEDIA_ROOT = tmp_path / "elsewhere"


def export(path, **options):
    out = StringIO()
    call_command("export_instance", str(path), reason="verhuis", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def receiver(tmp_path):
    """The files of who may read the numbers: a key, and the certificate to it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ontvanger")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + timezone.timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "sleutel.pem", tmp_path / "certificaat.pem"
    paths[0].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    paths[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return paths


def test_an_instance_moves_whole_and_nothing_else_does(world, settings, tmp_path):
    """Out, into an emptied database: every row, every document, the numbering and the seals; and then never again."""
    path = tmp_path / "pakket.zip"
    told = export(path)
    before, documents = rows(), files(settings.MEDIA_ROOT)
    assert "Dit pakket bevat persoonsgegevens" in told
    assert path.stat().st_mode & 0o077 == 0
    assert before["audit_dayseal"][0] > 0
    assert before["households_person"][0] > 0

    empty(settings, tmp_path)
    assert {count for count, _ in rows().values()} == {0}
    call_command("import_instance", str(path), stdout=StringIO())

    assert rows() == before
    moved = files(settings.MEDIA_ROOT)
    assert moved
    assert moved.items() <= documents.items()
    assert {name for name in documents if name not in moved} == UNNAMED
    assert list(problems()) == []
    assert AuditEvent.objects.filter(verb="instance.exported", changes__reason="verhuis").count() == 1
    assert AuditEvent.objects.filter(verb="instance.imported").count() == 1

    newest = User.objects.order_by("-pk").first().pk
    assert User.objects.create(email="nieuw@huis.example").pk > newest  # the numbering goes on where it was
    with pytest.raises(Exception, match="append_only"), transaction.atomic():  # and the triggers are on again
        AuditEvent.objects.filter(verb="instance.exported").update(verb="x")
    with pytest.raises(CommandError, match="niet leeg"):
        call_command("import_instance", str(path))
    with pytest.raises(CommandError, match="bestaat al"):
        export(path)

    described = json.loads(zipfile.ZipFile(path).read("datapackage.json"))
    assert {resource["postgresqlTable"] for resource in described["resources"]} == set(before)
    assert set(before).isdisjoint(LEFT_OUT)
    people = next(r for r in described["resources"] if r["postgresqlTable"] == "households_person")
    fields = {field["name"]: field for field in people["schema"]["fields"]}
    assert fields["birth_year"]["title"] == Person._meta.get_field("birth_year").verbose_name
    assert fields["birth_year"]["type"] == "integer"
    assert set(fields["sex"]["codes"]) == {code for code, _ in Person._meta.get_field("sex").flatchoices}
    assert people["schema"]["primaryKey"] == ["id"]
    assert "households_person" in zipfile.ZipFile(path).read("woordenboek.md").decode()


def test_numbers_are_for_the_receiver_alone(world, settings, tmp_path, receiver):
    key, certificate = receiver
    numbers = {person.pk: f"BE77{person.pk:08}" for person in Person.objects.order_by("pk")[:3]}
    for pk, number in numbers.items():  # their history gets them as well
        Person.objects.filter(pk=pk).update(certificate_number=number)
    path = tmp_path / "pakket"
    export(path, numbers_for=certificate)
    whole = b"".join(files(path).values())
    assert not [number for number in numbers.values() if number.encode() in whole]

    # Elsewhere, under other keys: the keys of this installation are lost.
    empty(settings, tmp_path)
    settings.FIELD_ENCRYPTION_KEYS, settings.FIELD_INDEX_KEYS = (
        settings.FIELD_INDEX_KEYS,
        settings.FIELD_ENCRYPTION_KEYS,
    )
    call_command(
        "import_instance", str(path), numbers_key=key, numbers_certificate=certificate, stdout=StringIO()
    )
    assert {p.pk: p.certificate_number.reveal() for p in Person.objects.filter(pk__in=numbers)} == numbers
    assert Person.objects.filter(certificate_number=numbers[min(numbers)]).exists()  # found by the new index
    history = Person.pgh_event_model.objects.filter(pgh_obj_id__in=numbers).exclude(certificate_number="")
    assert {event.certificate_number.reveal() for event in history} == set(numbers.values())


def adjusted(path, table, text):
    """Put `text` in the file of a table, and its length and checksum in the description: what a forger would do."""
    descriptor = path / "datapackage.json"
    described = json.loads(descriptor.read_text())
    (path / "tables" / f"{table}.csv").write_text(text)
    listed = next(found for found in described["resources"] if found["postgresqlTable"] == table)
    with Package.existing(path) as package, package.reading(listed["path"]) as file:
        list(file.pieces())
    rows_now = text.count("\n") - 1 if table == "households_household" else listed["rows"]
    listed |= {"rows": rows_now, "bytes": file.mark.size, "hash": f"sha256:{file.mark.sha256}"}
    descriptor.write_text(json.dumps(described))


def documents_lead_out(path):
    """The list of documents names a place outside the folder of documents, with its own checksum made good."""
    line = json.dumps(
        {"path": "../../elders", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    ).encode()
    (path / "documents.jsonl").write_bytes(line)
    descriptor = path / "datapackage.json"
    described = json.loads(descriptor.read_text())
    described["documents"] |= {"bytes": len(line), "hash": f"sha256:{hashlib.sha256(line).hexdigest()}"}
    descriptor.write_text(json.dumps(described))


def test_a_package_that_is_not_whole_or_of_another_version_changes_nothing(world, settings, tmp_path):
    path = tmp_path / "pakket"
    export(path)
    empty(settings, tmp_path)
    table, descriptor = path / "tables" / "accounts_user.csv", path / "datapackage.json"
    header, *people = table.read_text().splitlines(keepends=True)
    table.write_text("".join([header, *people[1:]]))
    with pytest.raises(NotWhole, match="is veranderd of niet volledig"):
        import_instance(path)
    described = json.loads(descriptor.read_text())
    descriptor.write_text(json.dumps(described | {"migrations": {"audit": ["0001_initial"]}}))
    with pytest.raises(CannotImport, match="andere migraties"):
        import_instance(path)
    for text in ("", "[]", "{}", '{"migrations": 1}', json.dumps(described | {"resources": [{}]})):
        descriptor.write_text(text)
        with pytest.raises((NotWhole, CannotImport)):
            import_instance(path)
    descriptor.write_text(json.dumps(described))
    assert {count for count, _ in rows().values()} == {0}


def test_a_zip_that_was_damaged_on_the_way_says_which_file(tmp_path):
    path = tmp_path / "pakket.zip"
    with Package.new(path) as package:
        package.write("lang.csv", "".join(f"{number * 7919}\n" for number in range(5_000)))
    whole = path.read_bytes()
    for place in range(80, len(whole) - 300, 997):  # in what was compressed, behind its header
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with Package.existing(path) as package, pytest.raises(NotWhole, match=r"lang\.csv"):
            package.text("lang.csv")
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotWhole, match="geen zip"), Package.existing(path):
        raise AssertionError("half a zip was opened")


@pytest.mark.soak
def test_a_package_that_was_forged_is_seen_by_its_keys_and_by_the_seals(world, settings, tmp_path):
    path = tmp_path / "pakket"
    export(path)
    empty(settings, tmp_path)
    household = (path / "tables" / "households_household.csv").read_text()
    adjusted(path, "households_household", household.splitlines(keepends=True)[0])
    with pytest.raises(CannotImport, match="passen niet bij elkaar"):
        import_instance(path)
    adjusted(path, "households_household", household)
    trail = (path / "tables" / "audit_auditevent.csv").read_text()
    adjusted(path, "audit_auditevent", trail.replace("Systeem", "Iemand"))
    with pytest.raises(CannotImport, match="Het spoor klopt niet"):
        import_instance(path)
    assert {count for count, _ in rows().values()} == {0}
    adjusted(path, "audit_auditevent", trail)
    documents_lead_out(path)
    with pytest.raises(NotWhole, match="wijst buiten het pakket"):
        import_instance(path)
    assert {count for count, _ in rows().values()} == {0}
    assert files(settings.MEDIA_ROOT) == {}


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc/passwd", "a/../../b", "", "a\\b"])
def test_no_name_leads_out_of_the_package(name):
    with pytest.raises(NotWhole):
        safe(name)


def test_the_tables_of_the_portal_all_move_or_are_named(db):
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    assert there - LEFT_OUT == {table.name for table in tables(connection)}
