"""Acts that need no task of the procedure: what is done with each when it comes, after which the procedure goes on where it was."""

from collections.abc import Mapping
from typing import Final

from domain.case.acts.act import Act
from domain.case.acts.endings import Terminate, Withdraw
from domain.case.acts.recovery import DecideRecovery, LiftStop, StopPayment
from domain.case.acts.time import ExtendTerm, PauseClock, ResumeClock, Urge
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case, Interrupt
from workflows.endings import ProcedureEnded
from workflows.stages.recovery import interrupt
from workflows.stages.stop import change_stop
from workflows.stages.terms import change_terms
from workflows.stages.urge import urge


async def withdraw(_case: Case, _act: Withdraw) -> None:
    """→ 已撤回."""
    raise ProcedureEnded(Stage.WITHDRAWN, Event.WITHDRAWN)


async def terminate(_case: Case, _act: Terminate) -> None:
    """→ 不予支持."""
    raise ProcedureEnded(Stage.REJECTED, Event.TERMINATED)


INTERRUPTS: Final[Mapping[type[Act], Interrupt]] = {
    Withdraw: withdraw,
    Terminate: terminate,
    StopPayment: change_stop,
    LiftStop: change_stop,
    ExtendTerm: change_terms,
    PauseClock: change_terms,
    ResumeClock: change_terms,
    Urge: urge,
    DecideRecovery: interrupt,
}
