"""Picture files as they come from cameras, agencies, phones and attackers."""

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from articles.imaging import NotAPicture, fit, read
from tests.pictures import iim, made, with_gps, xmp


def copied(data):
    return Image.open(BytesIO(read(BytesIO(data)).copy))


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("PNG", mode) for mode in ("RGBA", "LA", "P", "I;16", "1")),
        *(("WEBP", "RGBA"), ("GIF", "P"), ("AVIF", "RGB")),
    ],
)
def test_pictures_of_every_kind_become_a_jpeg_for_browsers(format_, mode):
    picture = copied(made(format_, mode=mode))
    assert (picture.format, picture.size) == ("JPEG", (60, 40))
    assert picture.mode in ("RGB", "L")


def test_sixteen_bits_keep_their_lightness():
    grey = Image.new("I;16", (8, 8), 0x8000)
    out = BytesIO()
    grey.save(out, "PNG")
    assert abs(copied(out.getvalue()).getpixel((4, 4)) - 128) <= 1


def test_what_one_could_look_through_is_white():
    out = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    assert min(copied(out.getvalue()).convert("RGB").getpixel((4, 4))) > 250


def test_nothing_that_the_camera_wrote_is_published():
    data = with_gps()
    assert Image.open(BytesIO(data)).getexif().get_ifd(0x8825)
    copy = read(BytesIO(data)).copy
    picture = Image.open(BytesIO(copy))
    assert (
        dict(picture.getexif()),
        set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
    ) == ({}, set())
    assert b"Camera" not in copy


def test_a_phones_picture_is_right_side_up():
    out = BytesIO()
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 20, 40))  # on the left; turned clockwise by a quarter it is on top
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(out, "JPEG", exif=exif)
    shown = copied(out.getvalue())
    assert shown.size == (40, 60)
    red, green, _ = shown.getpixel((20, 5))
    assert (red > 200, green < 60) == (True, True)


def test_a_large_picture_is_published_smaller():
    assert copied(made(size=(5000, 2500))).size == (2560, 1280)


def test_colours_are_those_of_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert copied(made(icc_profile=profile)).size == (60, 40)  # a profile for other pixels is left aside
    assert "icc_profile" not in copied(made(icc_profile=b"nothing")).info


def test_of_an_animation_the_first_picture_is_taken():
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "lime", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    red, green, blue = copied(out.getvalue()).getpixel((4, 4))
    assert (red > 250, green < 5, blue < 5) == (True, True, True)


def test_a_polyglot_keeps_only_its_pixels():
    gif = made("GIF", mode="P") + b"/*<script>alert(1)</script>*/"
    assert b"script" not in read(BytesIO(gif)).copy


def png(width, height, *chunks):
    """A PNG file of these chunks, whose header promises what nothing in it holds."""
    head = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    parts = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (head, *chunks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def scans(number):
    """A JPEG of few bytes that goes through its many pixels again and again."""
    data = made(size=(6000, 4000), progressive=True)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * number


def stereo(number):
    """The same as the first of two pictures in one file, as some cameras and phones write them."""
    out = BytesIO()
    small = Image.new("RGB", (8, 8))
    Image.new("RGB", (6000, 4000)).save(out, "MPO", save_all=True, append_images=[small], progressive=True)
    first, second = out.getvalue().split(b"\xff\xd9", 1)
    return first + first[first.rindex(b"\xff\xda") :] * number + b"\xff\xd9" + second


HOSTILE = {
    "empty": (b"", "no JPEG"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>", "no JPEG"),
    "html": (b"<script>alert(1)</script>", "no JPEG"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99999 99999\n", "no JPEG"),
    "bmp": (made("BMP"), "no JPEG"),
    "tiff": (made("TIFF"), "no JPEG"),
    "truncated jpeg": (made()[:200], "damaged"),
    "truncated png": (made("PNG", size=(600, 400))[:100], "damaged"),
    "truncated webp": (made("WEBP", size=(600, 400))[:30], "."),
    "truncated avif": (made("AVIF", size=(600, 400))[:300], "."),
    "without pixels": (png(10, 10), "damaged"),
    "of no size": (png(0, 10), "."),
    "bomb": (made("PNG", size=(8000, 5000), mode="1"), "40 million pixels; PNG files may have 25 million"),
    "promised bomb": (png(60_000, 60_000), "too many pixels|million pixels"),
    "largest bomb": (png(2**31 - 1, 2**31 - 1), "."),
    "jpeg bomb": (made("JPEG", size=(9000, 9000), mode="L"), "81 million pixels"),
    "text bomb": (png(10, 10, (b"zTXt", b"a\0\0" + zlib.compress(b" " * 2**27))), "damaged"),
    "profile bomb": (png(10, 10, (b"iCCP", b"a\0\0" + zlib.compress(b" " * 2**27))), "damaged"),
    "a thousand passes": (scans(1000), "too long"),
    "a thousand passes in two pictures": (stereo(1000), "too long"),
    "cut exif": (b"\xff\xd8\xff\xe1\x00\x20Exif\0\0MM\0*\xff\xff\xff\xff" + made()[2:], ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_taken_or_refused_with_a_line_that_helps(name):
    data, said = HOSTILE[name]
    if not said:
        assert read(BytesIO(data)).width == 60
        return
    with pytest.raises(NotAPicture, match=said):
        read(BytesIO(data))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_no_damage_does_more_than_refuse_the_file(format_):
    """Every file cut short somewhere, and every file with one byte changed."""
    whole = made(format_, size=(32, 32))
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                read(BytesIO(data))
            except NotAPicture:
                continue


def test_a_file_may_have_fifty_megabytes():
    with pytest.raises(NotAPicture, match="larger than 50 MB"):
        read(BytesIO(bytes(50 * 2**20 + 1)))


XMP = {
    "dc:description": "Ada Poole opens the bridge",
    "dc:creator": ["Ana Ruiz", "Ben Okri"],
    "dc:rights": "© 2026 Newsroom",
    "dc:subject": ["bridge", "harbour", "bridge"],
    "photoshop:Headline": "Bridge opens",
    "photoshop:Credit": "Ana Ruiz / Newsroom",
    "photoshop:Source": "Newsroom",
    "photoshop:DateCreated": "2026-03-01T09:30:00+01:00",
    "xmpRights:UsageTerms": "One year",
    "xmpRights:WebStatement": "https://newsroom.example/terms",
    "plus:LicensorURL": "https://newsroom.example/buy",
    "Iptc4xmpCore:AltTextAccessibility": "A woman cuts a ribbon",
    "Iptc4xmpExt:PersonInImage": ["Ada Poole"],
}


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_xmp_says(format_):
    said = read(BytesIO(made(format_, xmp=xmp(XMP)))).said
    assert (said.headline, said.caption) == ("Bridge opens", "Ada Poole opens the bridge")
    assert (said.creator, said.credit, said.source) == (
        "Ana Ruiz; Ben Okri",
        "Ana Ruiz / Newsroom",
        "Newsroom",
    )
    assert (said.copyright_notice, said.usage_terms) == ("© 2026 Newsroom", "One year")
    assert (said.licence_url, said.licensor_url) == (
        "https://newsroom.example/terms",
        "https://newsroom.example/buy",
    )
    assert (said.alt_text, said.keywords, said.people) == (
        "A woman cuts a ribbon",
        ("bridge", "harbour"),
        ("Ada Poole",),
    )
    assert said.taken_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", True), ("utf-8", False), ("cp1252", False)])
def test_what_iptc_says(encoding, mark):
    record = {
        120: ["Müller am Hafen"],
        80: ["Zoë"],
        110: ["dpa"],
        25: ["Hafen", "Brücke"],
        55: ["20260301"],
        60: ["093000+0100"],
    }
    said = read(BytesIO(iim(record, encoding, mark))).said
    assert (said.caption, said.creator, said.credit) == ("Müller am Hafen", "Zoë", "dpa")
    assert said.keywords == ("Hafen", "Brücke")
    assert said.taken_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def test_what_exif_says():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "The quay", "Ana Ruiz", "(c) Ana Ruiz"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 09:30:00"
    data = made(exif=exif).replace(b"(c) Ana", "© Anna".encode())
    said = read(BytesIO(data)).said
    assert (said.caption, said.creator, said.copyright_notice) == ("The quay", "Ana Ruiz", "© Anna Ruiz")
    assert said.taken_at == datetime(2026, 3, 1, 9, 30)


@pytest.mark.parametrize("year", ["0001", "9999", "0000"])
def test_a_date_that_is_none_everywhere_is_none(year):
    assert read(BytesIO(made(xmp=xmp({"photoshop:DateCreated": f"{year}-01-01"})))).said.taken_at is None


def test_xmp_goes_before_iptc_and_that_before_exif():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "exif", "exif", "exif"
    data = iim({120: ["iptc"], 80: ["iptc"]}, "utf-8", True, exif=exif, xmp=xmp({"dc:description": "xmp"}))
    said = read(BytesIO(data)).said
    assert (said.caption, said.creator, said.copyright_notice) == ("xmp", "iptc", "exif")


@pytest.mark.parametrize(
    "packet",
    [
        b"<x",
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<a>" * 20_000,
        b"\xff\xfe\x00",
    ],
    ids=["cut", "entities", "external entity", "deep", "no text"],
)
def test_xmp_that_is_none_says_nothing(packet):
    assert read(BytesIO(made("PNG", xmp=packet))).said.caption == ""


@pytest.mark.parametrize(
    ("focus", "left"), [((0.5, 0.5), 150), ((0.0, 0.5), 0), ((0.3, 0.5), 30), ((1.0, 1.0), 300)]
)
def test_a_crop_has_the_focal_point_in_its_middle_as_far_as_it_can(focus, left):
    picture = Image.linear_gradient("L").rotate(90).resize((600, 300))
    cut = fit(picture, (300, 300), focus)
    assert cut.size == (300, 300)
    assert abs(cut.getpixel((0, 150)) - picture.getpixel((left, 150))) <= 2


@pytest.mark.parametrize("size", [(601, 433), (433, 601), (577, 385), (256, 171)])
def test_a_crop_never_leaves_the_picture(size):
    for focus in ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0)):
        assert fit(Image.new("RGB", size), (256, 171), focus).size == (256, 171)
