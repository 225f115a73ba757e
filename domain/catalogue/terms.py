"""Terms (期限) as data: how long, how far they may be extended once, and what follows from an office's silence."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from domain.catalogue.ruled import Ruled, Words

SIGNING: Final = "sign_off"
"""The term of the signatures."""


class Silence(StrEnum):
    """What the silence of an office does at the end of its term (沉默): never more than this, and it is shown as silence."""

    NOTHING = "nothing"
    AGREES = "agrees"
    ACCEPTS = "accepts"


class AfterSupplement(StrEnum):
    """What a supplement does to the term of the office that asked for it."""

    GOES_ON = "goes_on"
    STARTS_ANEW = "starts_anew"


class TermRule(Ruled):
    """A term (期限) in working days, whence it comes, how far it may be extended once, and what follows from silence.

    Attributes:
        silence: what the office's silence does at its end.
        after_supplement: whether it goes on where it stopped when the applicant has supplemented, or starts anew.
    """

    name: Words
    working_days: int = Field(ge=1)
    extension_working_days: int = Field(default=0, ge=0)
    silence: Silence = Silence.NOTHING
    after_supplement: AfterSupplement = AfterSupplement.GOES_ON
    clause: Words
    source: Words
    is_assumed: bool = False
