"""Recovering, topping up and finding one project: what a case that has ended need not be taken up for; the case itself decides again."""

from adapters.store.cases.earlier_acts import who_decided_of
from adapters.store.engine import open_session
from adapters.store.money.projects import counts_beside
from adapters.store.payments.recovery_queries import money_of_case
from commands.acts import checks, review_checks
from commands.acts.form import Submission
from domain.case.acts.four_eyes import DECIDE_AMOUNTS
from domain.case.acts.projects import FindSameProject
from domain.case.acts.recovery import DecideRecovery, DecideTopUp
from domain.case.record.stages import Stage
from domain.case.recoverable import against_recovery, wrong_amount
from domain.errors import CaseClosed, ConflictOfRoles, Refusal


def decide_recovery(matter: Submission, act: DecideRecovery) -> DecideRecovery:
    """Nothing is recovered twice, or that was not paid.

    Raises:
        Refusal: with every reason.
    """
    case = matter.case
    paid = money_of_case(matter.wired.engine, case.case_number).paid
    is_recovering = case.stage == Stage.RECOVERY.value
    found = (*against_recovery(is_recovering=is_recovering, has_paid=bool(paid), is_paying=False),)
    if found:
        raise Refusal.together(found)
    checks.wrong("追回决定需要更正。", wrong_amount(act.amount, paid))
    return act


def find_same_project(matter: Submission, act: FindSameProject) -> FindSameProject:
    """A case that ended without support, and of which nothing is held any more, stands in the way of no other.

    Raises:
        CaseClosed: it did.
    """
    with open_session(matter.wired.engine) as session:
        if matter.case.final and not counts_beside(session, matter.case.case_number):
            raise CaseClosed.of(matter.case.stage)
    return act


def decide_top_up(matter: Submission, act: DecideTopUp) -> DecideTopUp:
    """By somebody else than who decided what was too little, with what is found of other money; how much is due, the ledger finds.

    Raises:
        InvalidInput: money of other policies is not judged, or wrongly.
        ConflictOfRoles: the caller, or whom the caller acts for, decided it. Who decided a difference that was sent back did not.
    """
    with open_session(matter.wired.engine) as session:
        decided = who_decided_of(session, matter.case.case_number, DECIDE_AMOUNTS, act.number)
    if not set(act.by.people).isdisjoint(decided):
        raise ConflictOfRoles(
            "您参与过原核定，不能补足差额。",
            why="少付的金额由原核定人员以外的人员认定；未获同意而退回的补足差额不算核定。",
            remedy="请由本部门未参与原核定的人员办理；没有其他人员的，请部门负责人指定或由管理员增设人员。",
        )
    act, faults = review_checks.judged(
        matter.wired, matter.case, act, subject=act.number, facts=act.verified_facts
    )
    checks.wrong("补足差额的决定需要更正。", faults)
    return act
