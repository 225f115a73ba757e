"""For what an entry moves money: the award of a case, a year or redemption of it, a difference, or what is owed again.

| written | what |
|---|---|
| empty | the award of the case |
| ``2`` | its second year of support, or redemption |
| ``T1``, ``2T2`` | what was topped up: the first difference of the case, the second one that is of its second year |
| ``R1`` | what is owed again after the first recovery of the case was reversed |
"""

import re
from typing import Final, NamedTuple, Self

_WRITTEN: Final = re.compile(
    r"(?P<number>[1-9]\d*)?(T(?P<top_up>[1-9]\d*))?|R(?P<recovery>[1-9]\d*)", re.ASCII
)


class Subject(NamedTuple):
    """A part of a case's money, in the order in which parts are paid.

    Attributes:
        recovery: after which recovery it is owed again; 0 for anything else. Of which years it is, the entries tell.
        number: the year or redemption; 0 for the award of the case.
        top_up: which difference of the case; 0 for the award itself.
    """

    recovery: int = 0
    number: int = 0
    top_up: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one.

        Raises:
            ValueError: no part is written so.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text}: no part of a case's money")
        return cls(**{name: int(value or 0) for name, value in found.groupdict().items()})

    @classmethod
    def read(cls, text: str) -> Self:
        """Read one as far as it can be: who looks for what is wrong takes the rest for the award of the case."""
        return cls.parse(text) if _WRITTEN.fullmatch(text) else cls()

    def __str__(self) -> str:
        """As it is written."""
        if self.recovery:
            return f"R{self.recovery}"
        return self.award + (f"T{self.top_up}" if self.top_up else "")

    @property
    def award(self) -> str:
        """The award that it is of: the year or redemption, or the empty one of the case."""
        return str(self.number) if self.number else ""

    @property
    def is_fixed(self) -> bool:
        """Whether what was promised of it is the case's for good: nobody ends the case, or takes the decision back, before it is paid."""
        return bool(self.recovery or self.top_up)


def number_of(subject: str) -> str:
    """The year or redemption that a difference is of; what is no difference is of itself."""
    return subject.partition("T")[0]


def holder_of(case_number: str, subject: str) -> str:
    """By what name a part of a case holds money: ``LF2026-0102-00001#2``."""
    return f"{case_number}#{subject}" if subject else case_number


def subject_of(holder: str) -> str:
    """The part that holds under a name."""
    return holder.partition("#")[2]
