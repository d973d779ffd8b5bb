"""Picture files made for tests, with what cameras and agencies write into them."""

import struct
from io import BytesIO

from PIL import Image, PngImagePlugin

NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def made(format_="JPEG", size=(60, 40), mode="RGB", **options):
    if format_ == "PNG" and "xmp" in options:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", options.pop("xmp").decode(errors="replace"))
    out = BytesIO()
    Image.new(mode, size).save(out, format_, **options)
    return out.getvalue()


def photo(size=(600, 400), **options):
    """A JPEG that looks different in each corner."""
    across = Image.linear_gradient("L").resize(size)
    out = BytesIO()
    picture = Image.merge("RGB", (across, across.transpose(Image.Transpose.ROTATE_180), across))
    picture.save(out, "JPEG", **options)
    return out.getvalue()


def with_gps(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    return made(exif=exif)


def xmp(said):
    """A packet that says these properties: a text each, or a list."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    told = "".join(
        f"<{name}><rdf:Bag>{''.join(f'<rdf:li>{one}</rdf:li>' for one in value)}</rdf:Bag></{name}>"
        if isinstance(value, list)
        else f"<{name}>{value}</{name}>"
        for name, value in said.items()
    )
    return f"<rdf:RDF {spaces}><rdf:Description>{told}</rdf:Description></rdf:RDF>".encode()


def iim(records, encoding, mark, **options):
    """A JPEG with IPTC-IIM records of the second kind, in an encoding that it names or not."""
    data = b"\x1c\x01\x5a\x00\x03\x1b%G" if mark else b""
    for number, values in records.items():
        for value in values:
            text = value.encode(encoding)
            data += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
    block = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    )
    segment = b"\xff\xed" + struct.pack(">H", len(block) + 2) + block
    jpeg = made(**options)
    return jpeg[:2] + segment + jpeg[2:]
