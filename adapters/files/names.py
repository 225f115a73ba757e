"""Under which name a file is kept and goes out again: as it was called, and ending as its content says."""

from pathlib import PurePosixPath
from typing import Final

from domain.words import sign_fault, tidy

LONGEST: Final = 120
_UNBEARABLE: Final = frozenset('"<>|:*?')


def file_name(given: str | None, endings: tuple[str, ...] = (), unnamed: str = "document") -> str:
    """The last part of a name, without signs that deceive or that a header or a store cannot bear.

    Args:
        given: as the file was called where it comes from.
        endings: of its kind; a name with another one gets the first: 报告.exe → 报告.exe.pdf.
        unnamed: what it is called where nothing is left of its name.
    """
    last = tidy((given or "").replace("\\", "/")).rpartition("/")[2]
    kept = "".join(
        sign for sign in last if not sign_fault(sign) and sign not in _UNBEARABLE and sign.isprintable()
    )
    name = kept.strip(" .") or unnamed
    ending = PurePosixPath(name).suffix.lower()
    if not endings or ending in endings:
        return name[-LONGEST:]
    return name[-(LONGEST - len(endings[0])) :] + endings[0]
