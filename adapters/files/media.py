"""What a document is, told from its content and never from its name; only the kinds on the list are let in."""

from typing import Final

from adapters.files.images import JPEG_START, PNG_START, is_whole_jpeg, is_whole_png
from adapters.files.packages import OFD_ROOT, Package, UnfitPackage, look_into
from adapters.files.pdf import UnfitPdf, check_pdf, pdf_header_at

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
OFD: Final = "application/ofd"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALLOWED_TEXT: Final = "PDF、OFD、PNG、JPEG、DOCX、XLSX"
ENDINGS: Final = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    OFD: (".ofd",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
"""How the name of a document may end, the usual ending first."""

_IMAGES: Final = ((PNG_START, PNG, is_whole_png), (JPEG_START, JPEG, is_whole_jpeg))
_MAIN_TYPES: Final = {f"{media_type}.main+xml": media_type for media_type in (DOCX, XLSX)}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnfitDocument(Exception):
    """Why a content is not taken, in Chinese, with what to do."""


def media_type_of(content: bytes) -> str:
    """The media type of an allowed document that can be opened.

    Raises:
        UnfitDocument: it is of no allowed kind, damaged, encrypted, empty, or runs by itself.
    """
    for start, media_type, is_whole in _IMAGES:
        if content.startswith(start):
            if not is_whole(content):
                raise UnfitDocument("图片文件不完整或已损坏，无法打开，请重新拍摄、扫描或导出。")
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if pdf_header_at(content) is not None:
        return _pdf(content)
    if content.startswith(_OLE):
        raise UnfitDocument("旧版 Office 文件或加密的 Office 文件不能接收，请取消密码并另存为 DOCX 或 XLSX。")
    raise UnfitDocument(f"只接受 {ALLOWED_TEXT} 文件（按内容识别）。")


def _pdf(content: bytes) -> str:
    try:
        check_pdf(content)
    except UnfitPdf as unfit:
        raise UnfitDocument(f"{unfit}。") from None
    return PDF


def _packed(content: bytes) -> str:
    """OFD, DOCX and XLSX are packages: told by what is inside."""
    try:
        package = look_into(content)
    except UnfitPackage as unfit:
        raise UnfitDocument(
            f"{unfit}，不能接收；请另存为不含宏、未加密的 DOCX 或 XLSX，或导出为 PDF。"
        ) from None
    found = kind_of(package) if package else None
    if found is None:
        raise UnfitDocument(f"只接受 {ALLOWED_TEXT} 文件（按内容识别）；压缩包请解压后逐份上传。")
    return found


def kind_of(package: Package) -> str | None:
    """The media type of a package by its main part; None where it is of no allowed kind, or that part is not there."""
    if OFD_ROOT in package.names:
        return OFD if package.has_root else None
    return next((media_type for main, media_type in _MAIN_TYPES.items() if package.has_part_of(main)), None)
