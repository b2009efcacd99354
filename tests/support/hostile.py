"""Files made to harm: PDFs written object by object, zip containers that lie, each as the bytes of a file."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib

TEXT = b"BT /F1 12 Tf 72 700 Td (Nettokostnad 1200 tkr) Tj ET\n"
"""What a page of these files prints."""
WORDS = ["Nettokostnad", "1200", "tkr"]

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
"""What passwords are filled up with (PDF 1.7, 7.6.3.3)."""
_ID = b"0123456789abcdef"
_ALLOWED = -44
"""Rights of a report that may be printed and not changed."""


def pdf(
    content: bytes = TEXT, *, catalog: bytes = b"", page: bytes = b"", resources: bytes = b"",
    objects: dict[int, bytes] | None = None, trailer: bytes = b"",
) -> bytes:  # fmt: skip
    """A PDF of one page.

    Args:
        content: what the page draws.
        catalog: further entries of the document's catalogue, `page` of the page, `resources` of its resources.
        objects: further objects by number, or others for 1 catalogue, 2 page tree, 3 page, 4 content, 5 font.
        trailer: further entries at the file's end.
    """
    everything = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        + resources + b">>" + page + b">>",
        4: stream(content),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    } | (objects or {})  # fmt: skip
    made = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in everything.items():
        places[number] = len(made)
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        made += b"%d 1\n%010d 00000 n \n" % (number, place)
    made += b"trailer\n<</Root 1 0 R/Size %d" % (max(places) + 1) + trailer + b">>\n"
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % table)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        content, entries = zlib.compress(content), entries + b"/Filter/FlateDecode"
    return b"<</Length %d" % len(content) + entries + b">>\nstream\n" + content + b"\nendstream"


def picture(width: int, height: int) -> bytes:
    """A black picture of any size in a few kilobytes, as an object of a PDF."""
    row = bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    about = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (
        width, height,
    )  # fmt: skip
    return stream(packed, about + b"/Filter/FlateDecode")


def encrypted(password: bytes) -> bytes:
    """A PDF that wants a password to be read; with an empty one every program opens it (RC4, 40 bits)."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(hashlib.md5(_PADDING).digest()[:5], padded)
    rights = _ALLOWED.to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + _ID).digest()[:5]
    for_content = hashlib.md5(key + (4).to_bytes(3, "little") + bytes(2)).digest()[:10]
    lock = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>" % (
        owner.hex().encode(), _rc4(key, _PADDING).hex().encode(), _ALLOWED,
    )  # fmt: skip
    identity = b"/ID[<%s><%s>]" % (_ID.hex().encode(), _ID.hex().encode())
    return pdf(_rc4(for_content, TEXT), objects={6: lock}, trailer=b"/Encrypt 6 0 R" + identity)


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made = bytearray()
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def with_size(content: bytes, name: str, size: int) -> bytes:
    """A zip container that lies about how long a part is when unpacked, in its directory and before the part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entry = package.getinfo(name)
        directory = package.start_dir
    made = bytearray(content)
    at = made.index(name.encode(), directory) - 46
    made[at + 24 : at + 28] = size.to_bytes(4, "little")
    made[entry.header_offset + 22 : entry.header_offset + 26] = size.to_bytes(4, "little")
    return bytes(made)
