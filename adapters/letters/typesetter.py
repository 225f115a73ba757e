"""Sets letters with typst: one compiler for the life of the process, one letter at a time."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typst import Compiler, TypstError

from adapters.letters.fonts import find_fonts
from adapters.letters.page import page_of
from domain.letters import Letter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
ARCHIVAL = "a-2b"
"""PDF/A: complete in itself and readable in decades. It admits no character that no font has."""


class LetterNotSet(Exception):
    """A letter could not be typeset: a mistake of ours in a template, never in the facts."""


class Typesetter:
    """Makes PDFs of letters. The same letter gives the same bytes; facts are data and never source.

    Args:
        folders: with font files; the pinned package's unless given.
        system_fonts: whether the fonts of the machine count too.
        templates: one folder a kind of letter.

    Raises:
        FontsMissing: there is no Chinese font; says what to install.
    """

    def __init__(
        self,
        folders: Sequence[Path] | None = None,
        *,
        system_fonts: bool = True,
        templates: Path = TEMPLATES,
    ) -> None:
        fonts, self.faces = find_fonts(folders, system=system_fonts)
        self._templates = templates
        self._compiler = Compiler(root=templates, font_paths=fonts, ignore_system_fonts=True)
        self._one_at_a_time = threading.Lock()

    def pdf(self, letter: Letter) -> bytes:
        """The letter as PDF/A; as a plain PDF where it has a character that no font has.

        Raises:
            LetterNotSet: the template is wrong.
        """
        try:
            return self._set(letter, pdf_standards=ARCHIVAL)
        except LetterNotSet:
            return self._set(letter)

    def pictures(self, letter: Letter, dots_per_inch: float = 72) -> list[bytes]:
        """The pages of a letter as PNG, to look at."""
        made = self._compile(letter, format="png", ppi=dots_per_inch)
        return made if isinstance(made, list) else [made]

    def _set(self, letter: Letter, **how: Any) -> bytes:
        made = self._compile(letter, format="pdf", timestamp=int(letter.facts.at.timestamp()), **how)
        assert isinstance(made, bytes)  # noqa: S101 - pages come apart in pictures alone
        return made

    def _compile(self, letter: Letter, **how: Any) -> bytes | list[bytes]:
        source = self._templates / letter.kind.value / "letter.typ"
        try:
            page = json.dumps(page_of(letter), ensure_ascii=False)
        except (ValueError, LookupError, RecursionError) as mistake:  # one letter may not hold up all mails
            raise LetterNotSet(f"{source.parent.name}: {mistake!r}") from mistake
        inputs = {"letter": page, "faces": self.faces.model_dump_json()}
        try:
            with self._one_at_a_time:
                made = self._compiler.compile(input=source, sys_inputs=inputs, **how)
        except TypstError as mistake:
            raise LetterNotSet(f"{source.parent.name}: {mistake.message}") from mistake
        assert made is not None  # noqa: S101 - nothing but a compilation into a file gives None
        return made
