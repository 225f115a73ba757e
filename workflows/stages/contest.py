"""Decisions that are reconsidered beside the procedure (复核): asked for, taken back, answered; a change is carried out at once.

The procedure does not wait for the answer: what is not contested goes on, money too. Only its end does.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from domain.case.acts.filing import RequestReconsideration, WithdrawReconsideration
from domain.case.acts.instalments import ClaimInstalment
from domain.case.acts.review import AnswerReconsideration
from domain.case.acts.vouchers import Redeem
from domain.case.contests.contested import Contestable, Contested, contested_at
from domain.case.contests.decisions import label_of_decision
from domain.case.lapses import CLAIM, Lapsed
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import together
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.errors import WrongStage
from domain.money import ZERO
from workflows.case import Case
from workflows.endings import NotTakenUp, ProcedureEnded, Woken, WronglyRecovered
from workflows.stages.contested import close, give_back_if_answered
from workflows.stages.deciding.correction import correct
from workflows.stages.instalment import make_good, settle_claimed
from workflows.stages.recovery import reverse
from workflows.stages.stop import lift
from workflows.stages.voucher import issue, release, settle_redemption
from workflows.trail import Laps

CHANGED_FIRST: Final = WrongStage(
    "本次办理未生效。", why="原决定经复核改变，案件正在据此办理。", remedy="请在该事项办结后重新提交。"
)

PAID_RIGHTLY: Final = frozenset({Event.PAID, Event.PAYMENT_NETTED, Event.RECOVERY_REVERSED})
"""After these a case of which everything had come back holds money again."""


class Changed(NamedTuple):
    """What came of a change, to be recorded with the stage to which the case goes back."""

    event: Event
    reason: str
    subject: str = ""


async def request(case: Case, act: RequestReconsideration) -> None:
    """The case stays where it is: the lead is asked, somebody else than who decided; the applicant may take it back."""
    told = act.model_dump(include={"told_in", "number", "decided_by", "claim"})
    assert act.against is not None  # the office worked out which decision is meant
    contested = Contested(kind=act.against, **told)
    case.keep(contested=(*case.state.contested, contested))
    lead = case.plan.lead_task(
        AnswerReconsideration.kind,
        term="reconsideration",
        subject=contested.reference,
        not_by=contested.decided_by,
    )
    applicant = UserTask(
        party=APPLICANT, acts=(WithdrawReconsideration.kind,), subject=contested.reference, standing=True
    )
    case.inbox.open_beside(*(task.model_copy(update={"beside": True}) for task in (lead, applicant)))
    await case.enter(
        case.stage, Event.DECISION_CONTESTED, *case.tasks, note=named(contested), subject=contested.reference
    )


async def against_the_end(case: Case, patience: timedelta) -> None:
    """A case that had ended by a lapse, which is contested: on return that was found wrong, and is to be recorded.

    Raises:
        NotTakenUp: no request came, or the lapse stands; the case is as it had ended.
    """
    act = await case.act_of(RequestReconsideration, Woken, patience=patience)
    if isinstance(act, Woken):
        raise NotTakenUp
    case.keep(is_ending=True)
    await request(case, act)
    laps: Laps[None] = Laps(case, "against the end", None)
    while not case.closed:
        laps.top(None)
        came = await case.act_of(AnswerReconsideration, WithdrawReconsideration)
        if isinstance(came, WithdrawReconsideration):
            await withdraw(case, came)
        elif came.decision == "uphold" or not _is_lapse(case, came):
            await answer(case, came)
        elif not give_back_if_answered(case, came, came.reconsideration):
            close(case, came.reconsideration)
            case.keep(is_ending=False)
            return
    raise NotTakenUp


def _is_lapse(case: Case, act: AnswerReconsideration) -> bool:
    contested = contested_at(case.state.contested, act.reconsideration)
    return contested is not None and contested.kind is Contestable.LAPSE


async def withdraw(case: Case, act: WithdrawReconsideration) -> None:
    """The decision stands, and is contested no more."""
    if give_back_if_answered(case, act, act.reconsideration):
        return
    note = named(close(case, act.reconsideration))
    await case.enter(case.stage, Event.CONTEST_WITHDRAWN, *case.tasks, note=note, subject=act.reconsideration)


async def answer(case: Case, act: AnswerReconsideration) -> None:
    """The decision stands; or it is changed, after which the case goes back to where it was.

    What came behind a change for a task of the procedure is given back, as the change is carried out at once. Lifting a stop
    comes between nothing.
    """
    if give_back_if_answered(case, act, act.reconsideration):
        return
    contested = close(case, act.reconsideration)
    if act.decision == "uphold":
        note = named(contested)
        await case.enter(
            case.stage, Event.DECISION_UPHELD, *case.tasks, note=note, subject=act.reconsideration
        )
        return
    if contested.kind is not Contestable.STOP:
        case.inbox.clear(CHANGED_FIRST.facts)
    stage, tasks, kept = case.stage, case.tasks, case.state
    changed = await CHANGES[contested.kind](case, contested, act)
    case.keep(instalment=kept.instalment, amount=kept.amount)
    if contested.kind is Contestable.STOP:
        tasks = case.tasks  # they may have been used meanwhile: nothing else came between
    if stage is Stage.RECOVERED and changed.event in PAID_RIGHTLY:
        stage = Stage.CLOSED
    await case.enter(stage, changed.event, *tasks, reason=changed.reason, subject=changed.subject)


def named(contested: Contested) -> str:
    """Which decision it is about, as the applicant reads it."""
    return f"申请复核的决定：{label_of_decision(contested.kind, contested.number)}。"


async def _year(case: Case, contested: Contested, act: AnswerReconsideration) -> Changed:
    """The year is reviewed anew by what was claimed, and paid as any other."""
    case.keep(instalment=int(contested.number))
    claim = ClaimInstalment(id=act.id, by=act.by, instalment=int(contested.number), facts=contested.claim)
    outcome = await settle_claimed(case, claim, Event.DECISION_CORRECTED, contested.decided_by)
    return Changed(*outcome, contested.number)


async def _redemption(case: Case, contested: Contested, act: AnswerReconsideration) -> Changed:
    """The redemption is reviewed anew by the invoices that were claimed; a voucher that has ended is issued anew for it."""
    number, claim = contested.number, Redeem.model_validate({**contested.claim, "id": act.id, "by": act.by})
    has_ended = case.state.voucher_left is None
    if has_ended:
        try:
            await issue(case, keeps_days=True)
        except ProcedureEnded as nothing_left:
            return Changed(Event.REDEMPTION_REFUSED, nothing_left.reason, number)
    try:
        outcome = await settle_redemption(
            case, int(number), claim, Event.DECISION_CORRECTED, contested.decided_by
        )
    finally:  # however the redemption ends, nothing is left of a voucher that had ended
        if has_ended:
            await release(case, "expired")
    if not has_ended and case.state.voucher_left == ZERO and not case.state.is_ending:
        raise ProcedureEnded(Stage.CLOSED, *outcome, number)  # used up: nothing is awaited any more
    return Changed(*outcome, number)


async def _stop(case: Case, contested: Contested, act: AnswerReconsideration) -> Changed:
    return Changed(*await lift(case, act, contested), contested.number)


async def _recovery(case: Case, contested: Contested, act: AnswerReconsideration) -> Changed:
    """Reversed where the money is awaited, or after all of it came back."""
    if contested.number == case.state.recovering:
        raise WronglyRecovered(act.reason)
    return Changed(*await reverse(case, act.reason, contested.number))


async def _lapse(case: Case, contested: Contested, _act: AnswerReconsideration) -> Changed:
    """The year is made good: claim, review and payment."""
    return Changed(*await make_good(case, Lapsed(act=CLAIM, subject=contested.number)), contested.number)


async def _amount(case: Case, contested: Contested, act: AnswerReconsideration) -> Changed:
    """Back to the review, which records the answer."""
    if not contested.number:  # the whole case is judged by other people
        case.keep(excluded=together(case.state.excluded, contested.decided_by))
    await correct(case, act, contested.decided_by)


CHANGES: Final[
    Mapping[Contestable, Callable[[Case, Contested, AnswerReconsideration], Awaitable[Changed]]]
] = {
    Contestable.INSTALMENT: _year,
    Contestable.REDEMPTION: _redemption,
    Contestable.STOP: _stop,
    Contestable.RECOVERY: _recovery,
    Contestable.LAPSE: _lapse,
    Contestable.AMOUNT: _amount,
}
"""Kind of decision → how it is changed."""
