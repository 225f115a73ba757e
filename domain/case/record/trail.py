"""The trail of a case: what brought its procedure to where it stands, so that another run can follow it there.

A procedure is plain code, and where it stands is its call stack. What led there is everything that came back to it: acts,
terms that ran out, answers of verbs, and how its case looked each time. A loop forgets its laps, and what comes between the
steps of the procedure is in no trail once it is over; so a trail is as long as the procedure, however often things were repeated.
"""

from datetime import datetime

from pydantic import JsonValue

from domain.case.user_tasks import TimerEvent
from domain.frozen import Frozen


class Trace(Frozen):
    """One thing that came back to the procedure.

    Attributes:
        kind: an act's kind, a verb's name, or what else it is.
        value: the act, the verb's answer, …
        seen: what in the case was otherwise than the procedure had left it.
        at: when.
    """

    kind: str
    value: JsonValue = None
    seen: dict[str, JsonValue] = {}
    at: datetime


class Trail(Frozen):
    """How the procedure came to where it waits, and what the waiting itself remembers.

    Attributes:
        traces: the first says how the case looked when it began.
        patient_until: when its patience is out; None for one without end.
        reached: the latest moment whose timer fired; None before the first.
        reckoned: the timer event whose day was computed once more already.
    """

    traces: tuple[Trace, ...] = ()
    patient_until: datetime | None = None
    reached: datetime | None = None
    reckoned: TimerEvent | None = None
