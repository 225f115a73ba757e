"""What a document is, told from its content and never from its name; only the kinds on the list are let in."""

import io
import zipfile
from typing import Final

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
OFD: Final = "application/ofd"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ALLOWED_TEXT: Final = "PDF、OFD、PNG、JPEG、DOCX、XLSX"

_SIGNATURES: Final = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_MEMBERS: Final = (("OFD.xml", OFD), ("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))


def media_type_of(content: bytes) -> str | None:
    """The media type of an allowed document; None for everything else, Office files with macros included."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    return _packed(content) if content.startswith(b"PK\x03\x04") else None


def _packed(content: bytes) -> str | None:
    """OFD, DOCX and XLSX are zip files: told by what is inside. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((media_type for member, media_type in _MEMBERS if member in names), None)
