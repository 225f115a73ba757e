"""Acts that need no task of the procedure: what is done with each when it comes, after which the procedure goes on where it was."""

from collections.abc import Mapping
from typing import Final

from domain.case.acts.act import Act
from domain.case.acts.endings import ExcuseLapse, Terminate, Withdraw
from domain.case.acts.filing import RequestReconsideration, WithdrawReconsideration
from domain.case.acts.payment import ReturnPayment
from domain.case.acts.projects import FindSameProject
from domain.case.acts.recovery import DecideRecovery, DecideTopUp, LiftStop, StopPayment
from domain.case.acts.review import AnswerReconsideration, CorrectDecision
from domain.case.acts.signing import AddSigner, CopyCase
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock, ResumeClock, Urge
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case, Interrupt
from workflows.endings import ProcedureEnded
from workflows.stages import bank_return, contest, recovery, top_up
from workflows.stages.deciding import projects
from workflows.stages.deciding.correction import correct
from workflows.stages.deciding.sign_off import add_signer, copy_case
from workflows.stages.instalment import make_up_year
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
    CorrectDecision: correct,
    RequestReconsideration: contest.request,
    WithdrawReconsideration: contest.withdraw,
    AnswerReconsideration: contest.answer,
    FindSameProject: projects.interrupt,
    ExcuseLapse: make_up_year,
    AddSigner: add_signer,
    CopyCase: copy_case,
    StopPayment: change_stop,
    LiftStop: change_stop,
    ExtendTerm: change_terms,
    CorrectExtension: change_terms,
    PauseClock: change_terms,
    ResumeClock: change_terms,
    Urge: urge,
    DecideRecovery: recovery.interrupt,
    DecideTopUp: top_up.interrupt,
    ReturnPayment: bank_return.interrupt,
}
