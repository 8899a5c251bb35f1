"""A photo tells what it shows, and nothing about where, when and with which phone it was taken."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pillow_heif import register_heif_opener

from documents.files import check_file
from tests.documents import samples

SECRET = "Toestel van An"


def exif(*, orientation=1):
    """Metadata as a phone writes them: maker, owner, and the position of a house in Gent."""
    tags = Image.Exif()
    tags[Base.Make] = SECRET
    tags[Base.Orientation] = orientation
    tags[Base.ImageDescription] = SECRET
    position = tags.get_ifd(IFD.GPSInfo)
    position[GPS.GPSLatitudeRef], position[GPS.GPSLatitude] = "N", (51.0, 3.0, 15.6)
    position[GPS.GPSLongitudeRef], position[GPS.GPSLongitude] = "E", (3.0, 43.0, 2.7)
    return tags


def photo(kind, *, orientation=1, size=(120, 80), **more):
    if kind == "HEIF":
        register_heif_opener()
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    content = io.BytesIO()
    picture.save(content, kind, exif=exif(orientation=orientation).tobytes(), **more)
    return content.getvalue()


def checked(name, content):
    result = check_file(samples.upload(name, content))
    return result, result.upload.read()


@pytest.mark.parametrize(
    ("name", "kind", "more"),
    [
        ("gevel.jpg", "JPEG", {"comment": SECRET}),
        ("gevel.png", "PNG", {}),
        ("gevel.heic", "HEIF", {}),
    ],
)
def test_position_maker_and_remarks_are_gone_and_the_picture_stays(name, kind, more):
    content = photo(kind, **more)
    before = Image.open(io.BytesIO(content))
    assert before.getexif().get_ifd(IFD.GPSInfo), "negative control: the photo really has a position"
    _, stored = checked(name, content)
    after = Image.open(io.BytesIO(stored))
    assert not dict(after.getexif())
    assert not {"exif", "xmp", "comment", "photoshop"} & set(after.info)
    assert SECRET.encode() not in stored
    assert after.size == before.size
    red, white = after.convert("RGB").getpixel((5, 5)), after.convert("RGB").getpixel((115, 75))
    assert red[0] > 200 > 80 > red[1]
    assert min(white) > 240


def test_text_and_xmp_in_a_png_are_gone():
    text = PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    _, stored = checked("gevel.png", photo("PNG", pnginfo=text))
    assert SECRET.encode() not in stored


def test_a_photo_taken_on_its_side_stands_upright():
    _, stored = checked("gevel.jpg", photo("JPEG", orientation=6, size=(120, 80)))
    assert Image.open(io.BytesIO(stored)).size == (80, 120)


def test_a_photo_of_an_iphone_becomes_a_jpeg_that_everybody_can_open():
    result, stored = checked("IMG_0042.HEIC", photo("HEIF"))
    assert (result.name, result.content_type) == ("IMG_0042.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(stored)).format == "JPEG"


def test_colours_stay_what_they_were():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, stored = checked("gevel.jpg", photo("JPEG", icc_profile=profile))
    assert Image.open(io.BytesIO(stored)).info["icc_profile"] == profile


def test_a_png_keeps_what_is_transparent():
    content = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(content, "PNG")
    _, stored = checked("plan.png", content.getvalue())
    assert Image.open(io.BytesIO(stored)).getpixel((5, 5)) == (255, 0, 0, 0)


@pytest.mark.parametrize("cut", [20, 300])
def test_a_damaged_photo_of_an_iphone_is_refused(cut):
    with pytest.raises(ValidationError) as refusal:
        checked("IMG.heic", photo("HEIF")[:-cut] if cut > 100 else photo("HEIF")[:400])
    assert refusal.value.code in ("damaged", "unknown_type")
