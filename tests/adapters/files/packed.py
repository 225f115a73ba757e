"""Packages with this and that inside."""

import io
import zipfile
import zlib

from openpyxl import Workbook

TYPES = "[Content_Types].xml"
MAIN_PART = {"wordprocessingml": "/word/document.xml", "spreadsheetml": "/xl/workbook.xml"}

_SEGMENTS = (
    ("e0", b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
    ("db", b"\x00" + b"\x01" * 64),
    ("c0", b"\x08\x00\x01\x00\x01\x01\x01\x11\x00"),
    ("c4", b"\x00\x01" + b"\x00" * 15 + b"\x09"),
    ("c4", b"\x10\x01" + b"\x00" * 15 + b"\x00"),
    ("da", b"\x01\x01\x00\x00\x3f\x00"),
)
JPEG_IMAGE = (
    b"\xff\xd8"
    + b"".join(bytes.fromhex(f"ff{kind}") + (len(data) + 2).to_bytes(2) + data for kind, data in _SEGMENTS)
    + b"\xd2\xcf\x20\xff\xd9"
)
"""One pixel."""


def png_image() -> bytes:
    """One pixel."""
    header = bytes.fromhex("0000000100000001080000000000")[:13]
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks
    )


def ofd(root: str = "Doc_0/Document.xml") -> bytes:
    """An OFD of one document."""
    named = f'<ofd:OFD xmlns:ofd="x"><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    return packed_with({"OFD.xml": named.encode(), "Doc_0/Document.xml": b"<ofd/>"})


def types_of(main: str, *others: str) -> bytes:
    """Content types of a package whose main part is of a kind."""
    listed = [f"{main}.main+xml" if "binary" not in main else f"{main}.main", *others]
    first = next((part for kind, part in MAIN_PART.items() if kind in main), "/main")
    overrides = "".join(
        f'<Override PartName="{f"/p{at}" if at else first}" ContentType="{kind}"/>'
        for at, kind in enumerate(listed)
    )
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'.encode()


def packed_with(parts: dict[str, bytes]) -> bytes:
    """A zip file of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def encrypted(content: bytes) -> bytes:
    """The same zip file with every part marked as encrypted."""
    marked = bytearray(content)
    for sign, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = marked.find(sign)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(sign, at + 4)
    return bytes(marked)


def bloated(element: str, count: int) -> bytes:
    """A workbook of one cell whose sheet begins with so many elements that say nothing."""
    book, plain = Workbook(), io.BytesIO()
    book.worksheets[0].append(["a"])
    book.save(plain)
    with zipfile.ZipFile(plain) as packed:
        parts = {part.filename: packed.read(part) for part in packed.infolist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<sheetData>" + element.encode() * count)
    return packed_with(parts)
