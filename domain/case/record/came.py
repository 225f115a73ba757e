"""What came to a case while it waited, as the store keeps it beside the first verb that followed.

With the answers of the verbs it is all that a case ever learned from outside: whoever has both can walk it again.
"""

from enum import StrEnum
from typing import Final

from pydantic import JsonValue

from domain.frozen import Frozen


class CameKind(StrEnum):
    """What it was."""

    BEGAN = "began"
    ACT = "act"
    TIME = "time"
    WORD = "word"


WOKEN: Final = "quota_released"
RECKONED: Final = "calendar_announced"
"""The words (signals) after which a case looks again, and computes its terms again."""


class Came(Frozen):
    """One thing that came.

    Attributes:
        kind: see above.
        value: of a run that began its workflow type and what it was given; of an act the whole act with its kind; of a moment
            that was reached that moment (ISO 8601); of a word the signal.
    """

    kind: CameKind
    value: JsonValue
