"""Words as a Chinese letter prints them: full-width punctuation, no invisible characters, paragraphs apart."""

import re
from unicodedata import category

_CHINESE = r"\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_AFTER_CHINESE = re.compile(rf"(?<=[{_CHINESE}])([,;:?!])(?![/\\])\s*")
_BETWEEN_AMOUNT_AND_CHINESE = re.compile(rf"(?<=[\d%）”])([,;:?!])\s*(?=[{_CHINESE}])")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HAS_CHINESE = re.compile(rf"[{_CHINESE}]")


def printed(text: str) -> str:
    """One line with the punctuation of Chinese print: ``经核实,符合(见附件);`` → ``经核实，符合（见附件）；``.

    Arithmetic and Latin words keep theirs. Names and numbers of cases and documents are never passed through here.
    """
    wide = _AFTER_CHINESE.sub(_wide, _bracketed(name(text)))
    return _BETWEEN_AMOUNT_AND_CHINESE.sub(_wide, wide)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of what an official wrote; empty ones are left out."""
    return [line for part in text.splitlines() if (line := printed(part))]


def name(text: str) -> str:
    """A name as it was given, without what only steers a text. A rare character is none, though Python may not know it."""
    return "".join(letter for letter in " ".join(text.split()) if category(letter) not in _STEERING)


def _bracketed(text: str) -> str:
    """Brackets from the inside out, as deep as they go."""
    while (wider := _BRACKETS.sub(_wide_brackets, text)) != text:
        text = wider
    return text


def _wide(found: re.Match[str]) -> str:
    return _WIDE[found[1]]


def _wide_brackets(found: re.Match[str]) -> str:
    """Brackets are wide around Chinese words, or right behind one."""
    before = found.string[found.start() - 1 : found.start()] if found.start() else ""
    wide = _HAS_CHINESE.search(found[1]) or (before and _HAS_CHINESE.match(before))
    return f"（{found[1]}）" if wide else found[0]
