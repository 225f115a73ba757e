"""What goes wrong, when: drawn from a seed, so that a run can be repeated."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tools.chaos.link import Manner


class Target(StrEnum):
    """What is hit."""

    WORKER = "worker"
    API = "api"
    TEMPORAL = "temporal"
    DATABASE = "database"
    SMTP = "smtp"


class FaultKind(StrEnum):
    """How it is hit."""

    KILL = "kill"
    """``kill -9``, every process of it; it is started again."""
    PAUSE = "pause"
    """SIGSTOP, and SIGCONT later."""
    CUT = "cut"
    """Its links to the others are cut off for a while."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        after: seconds after the fault before.
        seconds: how long it lasts; of no meaning for a kill.
        which: picks among several workers or APIs, modulo their number; None hits all of them.
    """

    after: float
    kind: FaultKind
    target: Target
    which: int | None
    seconds: float = 0.0
    manner: Manner | None = None

    def __str__(self) -> str:
        """As the printed schedule shows it."""
        several = self.target in (Target.WORKER, Target.API) and self.which is None
        whom = f"every {self.target}" if several else self.target
        how = "" if self.kind is FaultKind.KILL else f" for {self.seconds:.1f} s"
        return f"+{self.after:.1f} s {self.kind} {whom}{f' ({self.manner})' if self.manner else ''}{how}"


EVERY_ONE_OF_THEM = 0.2
"""How often all workers or all APIs are hit at once."""

LONG = 0.15
"""How often a pause or a cut is longer than a caller of an act waits."""


def faults(seed: int, mean_gap_seconds: float) -> Iterator[Fault]:
    """Faults without end: first a kill of each target in an order drawn, then everything at random."""
    dice = Random(seed)
    targets = list(Target)
    dice.shuffle(targets)
    for target in targets:
        yield _fault(dice, mean_gap_seconds, FaultKind.KILL, target)
    while True:
        yield _fault(dice, mean_gap_seconds, dice.choice(list(FaultKind)), dice.choice(list(Target)))


def _fault(dice: Random, mean_gap_seconds: float, kind: FaultKind, target: Target) -> Fault:
    after = min(dice.expovariate(1 / mean_gap_seconds), 3 * mean_gap_seconds)
    seconds = dice.uniform(10, 14) if dice.random() < LONG else dice.uniform(0.3, 5)
    which = None if dice.random() < EVERY_ONE_OF_THEM else dice.randrange(60)
    manner = dice.choice(list(Manner))
    return Fault(
        after=round(after, 2),
        kind=kind,
        target=target,
        which=which,
        seconds=0.0 if kind is FaultKind.KILL else round(seconds, 2),
        manner=manner if kind is FaultKind.CUT else None,
    )
