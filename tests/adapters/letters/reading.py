"""The words of a letter, read out of its PDF."""

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All its text without blanks and line ends, which lie where a page happens to break."""
    return "".join("".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def title_of(pdf: bytes) -> str:
    """The title that a reader program shows."""
    information = PdfReader(io.BytesIO(pdf)).metadata
    assert information is not None
    return str(information.title)
