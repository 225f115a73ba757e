"""The words of a letter, read out of its PDF."""

import io

from pypdf import PageObject, PdfReader

MARGIN = 32 / 25.4 * 72
"""Below the text of a page, in points."""


def words_of(pdf: bytes) -> str:
    """All its text without blanks and line ends, which lie where a page happens to break."""
    return "".join("".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def feet_of(pdf: bytes) -> list[str]:
    """The words of each page that stand below its text: the foot, unless something ran over the end of the page."""
    return ["".join("".join(_below_the_text(page)).split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _below_the_text(page: PageObject) -> list[str]:
    found: list[str] = []

    def look(words: str, place: list[float], *_: object) -> None:
        if place[5] < MARGIN:
            found.append(words)

    page.extract_text(visitor_text=look)
    return found


def title_of(pdf: bytes) -> str:
    """The title that a reader program shows."""
    information = PdfReader(io.BytesIO(pdf)).metadata
    assert information is not None
    return str(information.title)
