"""Text in the cells of a spreadsheet: never taken for a formula, and back again exactly as it was.

A spreadsheet program takes a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break for a formula or
splits it, also in a CSV file. Such a text, and one that begins with an apostrophe itself, gets an apostrophe before it;
reading takes one off. So every text comes back unchanged, and a file that was never ours is read all the same.
"""

import re
from typing import Final

_GUARD: Final = "'"
DANGEROUS: Final = r"^(?:\s*[=+\-@＝＋－＠']|[\t\r\n])"
"""How a text begins that must be guarded: the one definition, for whatever reads expressions."""
_DANGEROUS: Final = re.compile(DANGEROUS)
_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guarded(text: str) -> str:
    """The text as a cell holds it: ``=1+1`` → ``'=1+1``."""
    return _GUARD + text if _DANGEROUS.match(text) else text


def unguarded(cell: str) -> str:
    """The text behind a cell: the inverse of ``guarded`` for every text."""
    return cell.removeprefix(_GUARD)


def escaped(text: str) -> str:
    """Characters that XML cannot hold, written ``_x000D_`` as Office Open XML does (ST_Xstring)."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The inverse of ``escaped``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
