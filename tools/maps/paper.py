"""The paper of a map: boxes, ports, lanes and wires with their measures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from typing import Final

from tools.maps.picture import Arrow, Card

CARD: Final = 176.0
LINE: Final = 13.0
ON_CARD: Final = 16
ON_ARROW: Final = 17
"""Characters on one line."""

ZONE: Final = 186.0
"""Room for the words of an arrow beside a card."""

LANE: Final = 12.0
PILL: Final = 72.0
MARGIN: Final = 20.0
EDGE: Final = 14.0
PORT: Final = 9.0
"""Above and below an arrow, beside its words."""


@dataclass
class Box:
    """A card, or an end, on the paper; ``column`` 0 is the procedure, 1 a detour, 2 the end of a detour, -1 left of the procedure."""

    card: Card
    column: int
    top: float
    height: float
    left: float = 0

    @property
    def width(self) -> float:
        """Ends are small, but for that of the procedure."""
        return PILL if self.card.is_end and self.column else CARD

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below the title."""
        return wrapped((*self.card.awaits, *self.card.loops), ON_CARD)


@dataclass(frozen=True)
class Wire:
    """An arrow on the paper: its corners, and its words, which begin at a point or, on the left, end there."""

    corners: tuple[tuple[float, float], ...]
    words: tuple[str, ...]
    at: tuple[float, float]
    is_left: bool = False
    is_main: bool = False


@dataclass
class Sheet:
    """The whole map on the paper."""

    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)


@dataclass
class Port:
    """Where an arrow meets the edge of a card, with its words or without."""

    arrow: Arrow
    has_words: bool = True
    y: float = 0

    @property
    def words(self) -> tuple[str, ...]:
        """What stands above the line."""
        return wrapped(self.arrow.lines) if self.has_words else ()


@dataclass
class Lane:
    """An arrow with a bend: from one height to another."""

    source: Port
    target: Port
    number: int = -1

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it runs."""
        low, high = sorted((self.source.y, self.target.y))
        return low, high


def wrapped(lines: Iterable[str], width: int = ON_ARROW) -> tuple[str, ...]:
    """Words in lines of like length that are not too long."""
    return tuple(piece for line in lines for piece in _pieces(line, width))


def _pieces(line: str, width: int) -> list[str]:
    size = ceil(len(line) / max(1, ceil(len(line) / width))) if line else 1
    return [line[at : at + size] for at in range(0, len(line), size)]


def columns_of(detours: int, along: int) -> dict[int, float]:
    """Where the columns begin."""
    procedure = MARGIN + ZONE + EDGE + LANE * along
    side = procedure + CARD + ZONE + EDGE + LANE * detours
    return {-1: procedure - PILL - 70, 0: procedure, 1: side, 2: side + CARD + ZONE - 20}


def numbered(lanes: list[Lane]) -> list[Lane]:
    """Lanes side by side where they would run over each other; short ones nearest to the cards."""
    for lane in sorted(lanes, key=lambda each: each.span[1] - each.span[0]):
        taken = {
            other.number
            for other in lanes
            if other is not lane and other.number >= 0 and _overlap(lane, other)
        }
        lane.number = next(number for number in count() if number not in taken)
    return lanes


def _overlap(one: Lane, other: Lane) -> bool:
    return one.span[0] - PORT < other.span[1] and other.span[0] - PORT < one.span[1]
