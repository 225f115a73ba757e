"""A decision whose reconsideration was asked for while its case goes on, or after it was closed."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import JsonValue

from domain.frozen import Frozen


class Contestable(StrEnum):
    """A kind of decision that the office may be asked to look at again."""

    REDEMPTION = "redemption"
    INSTALMENT = "instalment"
    AMOUNT = "amount"
    RECOVERY = "recovery"
    STOP = "stop"
    LAPSE = "lapse"


class Contested(Frozen):
    """A decision that was contested.

    Attributes:
        told_in: the step of the case that told it.
        kind: what kind of decision it is.
        number: which redemption, year of support or recovery; empty where there is one.
        decided_by: who decided it, or had a deputy decide: they judge it no more.
        claim: what had been claimed, as it was: the facts of a year, or the invoices of a redemption.
        is_open: it is not answered yet.
    """

    told_in: int
    kind: Contestable
    number: str = ""
    decided_by: tuple[str, ...] = ()
    claim: dict[str, JsonValue] = {}
    is_open: bool = True

    @property
    def reference(self) -> str:
        """What its answer names it by: the step that told it."""
        return str(self.told_in)


def still_open(contested: Iterable[Contested]) -> tuple[Contested, ...]:
    """Those that are not answered yet."""
    return tuple(each for each in contested if each.is_open)


def contested_at(contested: Iterable[Contested], reference: str) -> Contested | None:
    """The one that is named; None where there is no such."""
    return next((each for each in contested if each.reference == reference), None)
