"""What is allowed now, and why not: one opinion, of an act that came or of one that somebody thinks of.

Every reason is told at once, with the way out. Nothing here waits, asks or writes: the case asks when an act comes, and
whoever shows a case asks what could come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from domain.case.acts.act import Act
from domain.case.acts.defects import Noticing
from domain.case.acts.four_eyes import four_eyes
from domain.case.acts.fresh_eyes import fresh_eyes
from domain.case.acts.payment import IssueFundDocument
from domain.case.acts.rules import BY_APPLICANT, Needs
from domain.case.acts.time import ExtendTerm
from domain.case.deficiency_notices import against_notice
from domain.case.record.progress import CaseState
from domain.case.record.stages import Stage
from domain.case.recoverable import against_recovery
from domain.case.roles import Actor
from domain.case.time.term_acts import against_change
from domain.case.time.urging import against_urging
from domain.case.user_tasks import UserTask, not_awaited, task_that_fits
from domain.departments import APPLICANT
from domain.errors import CaseClosed, InvalidInput, NotAllowed, Refusal, WrongStage

MONEY_MOVES = frozenset({Stage.PAYMENT, Stage.PAYMENT_RETURNED})
"""Stages in which a payment is under way."""

TASKS_THE_CASE = frozenset({Needs.NO_PAYMENT, Needs.MONEY_PAID})
"""Acts that end the case or turn it to recovery: one of them at a time."""


@dataclass(frozen=True)
class Situation:
    """Where a case stands when an act comes.

    Attributes:
        lead: the lead department.
        state: what the case carries.
        stage: where it is.
        tasks: the open ones.
        ahead: acts that came before and are not dealt with yet.
        closed: whether it has ended.
        is_recovering: whether money is being recovered.
        today: the day it is.
    """

    lead: str
    state: CaseState
    stage: Stage
    tasks: tuple[UserTask, ...]
    ahead: tuple[Act, ...]
    closed: bool
    is_recovering: bool
    today: date

    @property
    def is_paying(self) -> bool:
        """Whether a payment is under way, or about to be."""
        ordering = any(isinstance(act, IssueFundDocument) for act in self.ahead)
        return ordering or self.state.is_owed or self.stage in MONEY_MOVES

    def has_ahead(self, *needs: Needs) -> bool:
        """Whether an act with one of these needs came before and is not dealt with yet."""
        return any(act.rules.needs in needs for act in self.ahead)


def admit(act: Act, now: Situation) -> None:
    """Say whether an act is allowed now.

    Raises:
        Refusal: with the first reason and what to do; it carries the others.
    """
    found = refusals(act, now)
    if found:
        raise Refusal.together(found)


def refusals(act: Act, now: Situation) -> tuple[Refusal, ...]:
    """Everything that stands against an act that came; empty when it is allowed."""
    whose = act.whose if isinstance(act, ExtendTerm) else ""
    found = refusals_to(type(act), act.by, now, act.subject, whose)
    return found if now.closed else (*found, *_against_content(act, now))


def refusals_to(
    kind: type[Act], by: Actor, now: Situation, subject: str = "", whose: str = ""
) -> tuple[Refusal, ...]:
    """Everything that stands against such an act, whatever it would say; empty when it is allowed.

    Args:
        kind: of act.
        by: who would do it.
        now: where the case stands.
        subject: which of several like things it would be about.
        whose: whose term would be extended; the own one unless said.
    """
    if now.closed:
        return (CaseClosed.of(now.stage.value),)
    return (
        *four_eyes(kind.kind, by.account, now.state.done),
        *fresh_eyes(kind.kind, by.account, now.state.excluded),
        *against_party(kind, by, now.lead),
        *_against_time(kind, by, now, subject, whose),
    )


def against_party(kind: type[Act], by: Actor, lead: str) -> Iterator[NotAllowed]:
    """An act that needs no task, or is the lead's alone, is not everybody's."""
    rules = kind.rules
    if rules.only_lead and by.party != lead:
        yield NotAllowed(f"只有牵头部门可以{rules.label}。", remedy="请联系牵头部门。")
    if rules.needs is not Needs.TASK and rules.by == BY_APPLICANT and by.party != APPLICANT:
        yield NotAllowed(f"只有申请单位可以{rules.label}。", remedy="请联系申请单位。")


def _against_time(kind: type[Act], by: Actor, now: Situation, subject: str, whose: str) -> Iterator[Refusal]:
    """Why it is not the time for such an act."""
    needs = kind.rules.needs
    if needs is Needs.TASK:
        if task_that_fits(kind.kind, by.party, subject, now.tasks) is None:
            yield not_awaited(kind.label, now.tasks, now.stage.value)
    elif needs is Needs.TERM:
        yield from _against_change_of_term(kind, by, now, whose)
    elif needs is Needs.SOMEBODY_AWAITED:
        again_from = now.state.urge_again_from or now.today
        yield from against_urging(now.tasks, again_from, now.today, is_under_way=now.has_ahead(needs))
    elif needs in TASKS_THE_CASE:
        yield from _against_turning(kind, now)


def _against_change_of_term(kind: type[Act], by: Actor, now: Situation, whose: str) -> Iterator[Refusal]:
    """Each party changes its own terms, one change after the other; the lead may also extend the applicant's."""
    if now.has_ahead(Needs.TERM):
        yield WrongStage("另一项期限变更正在办理。", remedy="请稍后查看办理时限。")
    yield from against_change(kind, by.party, whose, now.tasks, now.lead, now.today)


def _against_turning(kind: type[Act], now: Situation) -> Iterator[Refusal]:
    """A case may be ended until a payment is ordered; then what was paid may be recovered, when no more is under way."""
    if kind.rules.needs is Needs.MONEY_PAID:
        yield from against_recovery(
            is_recovering=now.is_recovering, has_paid=now.state.payments > 0, is_paying=now.is_paying
        )
    else:
        yield from _against_ending(kind, now)
    if now.has_ahead(*TASKS_THE_CASE):
        yield WrongStage("案件正在结束或转入追回。", remedy="请稍后查看案件详情。")


def _against_ending(kind: type[Act], now: Situation) -> Iterator[WrongStage]:
    """Not while money is being recovered or paid; what was paid once, the applicant does not withdraw from."""
    if now.is_recovering:
        yield WrongStage(f"案件正在追回资金，不能{kind.label}。", remedy="请先办结或撤销追回。")
    withdrawn_late = not kind.rules.only_lead and now.state.payments > 0
    if withdrawn_late or now.is_paying:
        yield WrongStage(
            f"资金已下达，不能{kind.label}。",
            why="撤回或终止须在拨付指令发出之前。",
            remedy="请等待本次拨付完成。",
        )


@singledispatch
def _against_content(_act: Act, _now: Situation) -> Iterator[Refusal]:
    """Why the case does not take what an act says."""
    return iter(())


@_against_content.register
def _(act: Noticing, now: Situation) -> Iterator[Refusal]:
    """A second notice of defects needs its ground."""
    return against_notice(act, now.stage, now.state.notices)


@_against_content.register
def _(act: IssueFundDocument, now: Situation) -> Iterator[Refusal]:
    """City and locality share the award; the split sums to it (附则(二))."""
    if act.city_amount + act.locality_amount != now.state.amount:
        yield InvalidInput(
            f"市级与属地分担金额之和须等于应付金额 {now.state.amount} 元。",
            clause="附则(二)",
            remedy="请更正 city_amount 或 locality_amount。",
        )
