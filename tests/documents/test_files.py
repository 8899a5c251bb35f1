"""A file is what its bytes say, never what its name says; every refusal names the file and says what to do."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile

from documents import files
from documents.fields import CheckedFilesField
from documents.files import ACCEPT, ALLOWED, check_file
from tests.documents import samples
from tests.documents.samples import upload

GOOD = [
    ("plan.pdf", samples.PDF, "application/pdf"),
    ("gevel.jpg", samples.picture(), "image/jpeg"),
    ("gevel.JPEG", samples.picture(), "image/jpeg"),
    ("gevel.png", samples.picture("PNG"), "image/png"),
    ("huurcontract.docx", samples.WORD, files.DOCX),
    ("huurcontract.docx", samples.WORD_WITH_PROPERTIES, files.DOCX),
    ("kamers.xlsx", samples.EXCEL, files.XLSX),
    ("kamers.xlsx", samples.EXCEL_BACKWARDS, files.XLSX),
]
BAD = [
    ("leeg.pdf", b"", "empty"),
    ("programma.pdf", b"MZ\x90\x00" + bytes(300), "unknown_type"),
    ("pagina.pdf", b"<!doctype html><script>alert(1)</script>", "unknown_type"),
    ("tekening.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "unknown_type"),
    ("bewegend.gif", b"GIF89a" + bytes(300), "unknown_type"),
    ("notities.pdf", b"zomaar wat tekst", "unknown_type"),
    ("alles.zip", samples.zipped("a.txt"), "unknown_type"),
    ("huurcontract.docx", samples.LOOKS_LIKE_WORD, "unknown_type"),
    ("kamers.xlsx", samples.EXCEL_WITH_MACROS, "unknown_type"),
    ("huurcontract.docx", samples.WORD[:700], "unknown_type"),
    ("plan.jpg", samples.PDF, "wrong_extension"),
    ("plan", samples.PDF, "wrong_extension"),
    ("gevel.png", samples.picture(), "wrong_extension"),
    ("kamers.docx", samples.EXCEL, "wrong_extension"),
    ("gevel.jpg", samples.picture()[:900], "damaged"),
    ("gevel.jpg", samples.picture()[:20], "damaged"),
    ("gevel.png", samples.picture("PNG")[:300], "damaged"),
    ("gevel.png", samples.picture("PNG").replace(b"IDAT", b"IDAT\x00", 1), "damaged"),
    ("groot.png", samples.png_that_claims(8_000, 8_000), "too_many_pixels"),
    ("groter.png", samples.png_that_claims(10_000, 10_000), "too_many_pixels"),
    ("enorm.png", samples.png_that_claims(60_000, 60_000), "too_many_pixels"),
]


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_a_good_file_passes_with_its_real_type_and_fingerprint(name, content, content_type):
    checked = check_file(upload(name, content))

    assert (checked.name, checked.content_type) == (name, content_type)
    stored = checked.upload.read()  # from the beginning again, for who stores it
    assert checked.sha256 == hashlib.sha256(stored).hexdigest()
    if not content_type.startswith("image/"):  # a photo is written anew
        assert stored == content


@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[f"{name}-{code}" for name, _, code in BAD])
def test_a_wrong_file_is_refused_by_name(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        check_file(upload(name, content))

    assert refusal.value.code == code
    assert f"“{name}”" in refusal.value.messages[0]


def test_a_file_of_more_than_20_mb_is_refused_before_it_is_read():
    large = upload("groot.pdf", samples.PDF)
    large.size = files.MAX_MEGABYTES * 1024 * 1024 + 1
    large.seek(3)

    with pytest.raises(ValidationError, match="groter dan 20 MB") as refusal:
        check_file(large)

    assert refusal.value.code == "too_large"
    assert large.tell() == 3


def test_a_file_of_exactly_20_mb_passes():
    content = samples.PDF.ljust(files.MAX_MEGABYTES * 1024 * 1024, b"\n")
    assert check_file(upload("groot.pdf", content)).content_type == "application/pdf"


def test_a_wrong_extension_says_which_one_is_right():
    with pytest.raises(ValidationError, match=r"in werkelijkheid een pdf-bestand. Bewaar het als \.pdf"):
        check_file(upload("plan.jpg", samples.PDF))


@pytest.mark.parametrize("name", ["C:\\Users\\An\\plan.pdf", "../../etc/plan.pdf", "/home/an/plan.pdf"])
def test_only_the_last_part_of_a_path_is_kept_as_name(name):
    sent = upload("plan.pdf", samples.PDF)
    sent._name = name  # Django cleans names of its own parsers; ours must not lean on that
    assert check_file(sent).name == "plan.pdf"


def test_a_very_long_name_keeps_its_end():
    assert check_file(upload("a" * 240 + ".pdf", samples.PDF)).name == "a" * 196 + ".pdf"


def test_a_large_upload_on_disk_is_checked_like_a_small_one_in_memory():
    sent = TemporaryUploadedFile("kamers.xlsx", "application/octet-stream", len(samples.EXCEL), None)
    sent.write(samples.EXCEL)
    assert check_file(sent).content_type == files.XLSX
    sent.close()


def test_the_file_chooser_offers_exactly_what_is_allowed():
    assert set(ACCEPT.split(",")) == {
        f".{extension}" for extensions in ALLOWED.values() for extension in extensions
    }
    assert CheckedFilesField().widget.attrs["accept"] == ACCEPT


# --- The form field ---------------------------------------------------------------------------------------------


def test_the_field_takes_several_files_and_gives_them_checked():
    checked = CheckedFilesField().clean(
        [upload("a.pdf", samples.PDF), upload("b.png", samples.picture("PNG"))]
    )
    assert [file.name for file in checked] == ["a.pdf", "b.png"]


def test_the_field_names_every_wrong_file_and_not_the_good_one():
    sent = [upload("a.pdf", samples.PDF), upload("b.pdf", b"tekst"), upload("c.pdf", b"tekst")]
    with pytest.raises(ValidationError) as refusal:
        CheckedFilesField().clean(sent)
    text = " ".join(refusal.value.messages)
    assert "“b.pdf”" in text
    assert "“c.pdf”" in text
    assert "“a.pdf”" not in text


def test_without_a_file_an_optional_field_is_empty_and_a_required_one_complains():
    assert CheckedFilesField().clean([]) == CheckedFilesField().clean(None) == []
    with pytest.raises(ValidationError) as refusal:
        CheckedFilesField(required=True).clean([])
    assert refusal.value.code == "required"
