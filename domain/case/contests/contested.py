"""A decision whose reconsideration was asked for while its case goes on, or after it was closed."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

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


MOST_ANSWERED: Final = 20
"""So many of those that were answered are kept, the last ones. A decision is contested once: whoever asks looks into the record."""


def with_answer(contested: tuple[Contested, ...], answered: Contested) -> tuple[Contested, ...]:
    """All that are open, and the last that were answered, one of them just now."""
    others = tuple(each for each in contested if each.told_in != answered.told_in)
    done = (*(each for each in others if not each.is_open), answered.model_copy(update={"is_open": False}))
    return (*done[-MOST_ANSWERED:], *still_open(others))


def still_open(contested: Iterable[Contested]) -> tuple[Contested, ...]:
    """Those that are not answered yet."""
    return tuple(each for each in contested if each.is_open)


def contested_at(contested: Iterable[Contested], reference: str) -> Contested | None:
    """The one that is named; None where there is no such."""
    return next((each for each in contested if each.reference == reference), None)
