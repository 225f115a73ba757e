"""Payee details: named by the applicant, confirmed with each claim, and checked by the finance bureau where an account is doubtful."""

from typing import TypeAlias

from domain.case.acts.payment import CheckPayee, ClaimAccount, ProvidePayee
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.departments import FINANCE_BUREAU
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver
from workflows.trail import Laps

Asked: TypeAlias = tuple[Event, str]


def take_named(case: Case, claim: ClaimAccount) -> None:
    """An account that comes with a claim is paid to from now on; a doubtful one when it is accepted, before the next order."""
    if claim.is_doubtful:
        case.keep(payee_named=claim.payee)
    elif claim.payee:
        case.keep(payee=claim.payee, payee_named="")
    else:
        case.keep(payee_named="")


def forget_named(case: Case) -> None:
    """The claim was not granted: a doubtful account that came with it is nobody's to look at any more."""
    case.keep(payee_named="")


async def settle_payee(case: Case, subject: str, reason: str = "") -> None:
    """See that there is an account to pay to: one that came with the claim is accepted, one that is missing asked for."""
    if case.state.payee_named:
        named = case.state.payee_named
        refusal = await checked(case, Stage.PAYEE_DETAILS, subject, reason)
        case.keep(payee=case.state.payee if refusal else named, payee_named="")
        if refusal:
            await ask_payee(case, refusal, Event.PAYEE_DETAILS_RETURNED)
    elif not case.state.payee:
        await ask_payee(case, reason)


async def ask_payee(case: Case, reason: str = "", event: Event = Event.PAYEE_ASKED) -> None:
    """→ 待确认收款信息: a reference comes back; bank data never enters the history. For what is owed it is asked until it comes.

    Raises:
        ProcedureEnded: it did not come in time.
    """
    laps: Laps[Asked] = Laps(case, "payee", Asked)
    while True:
        event, reason = laps.top((event, reason))
        task = case.plan.applicant_task("provide_payee", term="payee_details")
        await case.enter(Stage.PAYEE_DETAILS, event, task, reason=reason)
        act = await case.act_of(ProvidePayee, TaskOver)
        if isinstance(act, TaskOver) and case.state.is_owed:
            continue
        if isinstance(act, TaskOver):
            raise ProcedureEnded(
                Stage.CLOSED,
                Event.LAPSED,
                "逾期未确认收款信息，按办理规程（附则（五））案件关闭，可以重新申请。",
            )
        event, reason = Event.PAYEE_DETAILS_RETURNED, await why_not(case, act)
        if not reason:
            case.keep(payee=act.payee, payee_named="")
            return


async def correct_payee(case: Case, subject: str) -> None:
    """→ 退票: ask for corrected details until they come; the money is the applicant's."""
    event, reason = Event.PAYMENT_RETURNED, ""
    laps: Laps[Asked] = Laps(case, "corrected payee", Asked)
    while True:
        event, reason = laps.top((event, reason))
        task = case.plan.applicant_task("provide_payee", term="payee_details")
        await case.enter(Stage.PAYMENT_RETURNED, event, task, reason=reason, subject=subject)
        act = await case.act_of(ProvidePayee, TaskOver)
        if isinstance(act, TaskOver):
            continue
        event, reason = Event.PAYEE_DETAILS_RETURNED, await why_not(case, act, subject)
        if not reason:
            case.keep(payee=act.payee, payee_named="")
            return


async def why_not(case: Case, act: ProvidePayee, subject: str = "") -> str:
    """Why an account is not paid to; empty where it is. A doubtful one waits, in the same stage, for a finance officer."""
    return await checked(case, case.stage, subject) if act.is_doubtful else ""


async def checked(case: Case, stage: Stage, subject: str, reason: str = "") -> str:
    """A finance officer looks at the account that was named last; who issues the fund document is another one."""
    task = UserTask(party=FINANCE_BUREAU, acts=("check_payee",), asked=case.plan.term("payee_check"))
    await case.enter(stage, Event.PAYEE_DIFFERS, task, reason=reason, subject=subject)
    check = await case.act_of(CheckPayee)
    return check.reason if check.decision == "return" else ""
