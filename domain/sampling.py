"""Which approvals are checked once more before payment (抽查): drawn by a stored seed, so that whoever knows it can draw again."""

from hashlib import sha256
from typing import Final

OF: Final = 1000
"""Numbers that may be drawn: 0 to 999."""


def drawn_number(seed: str, case_number: str, subject: str, draw: int) -> int:
    """The number of an approval: SHA-256 over seed, case, subject (year or redemption) and draw, as a number, modulo 1000.

    Args:
        seed: of the installation, in hexadecimal signs; unknown to who decides.
        case_number: the case.
        subject: which year or redemption; empty where the case is paid once.
        draw: the draw's place in the record of its case: that a first approval was not drawn says nothing of a corrected one.
    """
    digest = sha256(f"{seed}\n{case_number}\n{subject}\n{draw}".encode()).digest()
    return int.from_bytes(digest, "big") % OF


def is_drawn(number: int, per_mille: int) -> bool:
    """Whether an approval with this number is checked."""
    return number < per_mille


def fingerprint_of(seed: str) -> str:
    """What the record says of the seed before anybody may know it."""
    return sha256(seed.encode()).hexdigest()
