"""What a case carries, told again from its timeline, for whoever reads the case where it does not run."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from domain.calendar import shanghai_date
from domain.case.record.events import Event
from domain.case.record.stages import Stage

URGED = frozenset({Event.OFFICE_URGED.value, Event.APPLICANT_URGED.value})
_ARRIVED = frozenset({Event.PAID.value, Event.PAYMENT_NETTED.value})


class Retold(NamedTuple):
    """Whether money is being recovered, or owed since the bank returned it; and the day on which somebody was urged last."""

    is_recovering: bool = False
    is_owed: bool = False
    urged_on: date | None = None


def retold(timeline: Iterable[tuple[str, str, datetime]], stage: Stage) -> Retold:
    """Go through a timeline.

    A recovery goes on after its reversal as long as what came back is paid again; that step is about the recovery.

    Args:
        timeline: event, subject and moment of each line, in order.
        stage: where the case is.
    """
    reversing = returned = False
    urged_on: date | None = None
    for event, subject, at in timeline:
        if event == Event.RECOVERY_REVERSED.value:
            reversing = bool(subject)
        elif event == Event.PAYMENT_RETURNED.value:
            returned = True
        elif event == Event.PAYMENT_ORDERED.value:
            returned = False
        elif event in _ARRIVED:
            reversing = returned = False
        elif event in URGED:
            urged_on = shanghai_date(at)
    return Retold(stage is Stage.RECOVERY or reversing, returned, urged_on)
