"""Whether a PDF can be opened: looked at by pypdf in a process of its own, within bounds of time and memory."""

import subprocess
import sys
from pathlib import Path
from typing import Final

HEADER_WITHIN: Final = 1024
"""Readers look for the header in the first 1,024 bytes (ISO 32000-1, Annex H, note 13)."""
MOST_SECONDS: Final = 20

_LOOK: Final = Path(__file__).with_name("pdf_look.py")


class UnfitPdf(Exception):
    """Why it is not taken, in Chinese."""


def pdf_header_at(content: bytes) -> int | None:
    """Where the header stands; None where the content is no PDF."""
    at = content.find(b"%PDF-", 0, HEADER_WITHIN)
    return at if at >= 0 else None


def check_pdf(content: bytes) -> None:
    """See that it opens without a password and has a page.

    Raises:
        UnfitPdf: it does not, or takes too long.
    """
    looking = [sys.executable, "-I", str(_LOOK)]
    try:
        done = subprocess.run(looking, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnfitPdf("PDF 文件过于复杂，无法打开，请重新导出") from None
    told = done.stdout.decode(errors="replace").strip()
    if told == "encrypted":
        raise UnfitPdf("PDF 文件已加密，请取消密码后上传")
    if told == "0":
        raise UnfitPdf("PDF 文件没有任何页面")
    if not told.isdigit():
        raise UnfitPdf("PDF 文件已损坏，无法打开，请重新导出或扫描")
