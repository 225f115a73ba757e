"""When a contested decision can be changed: a change is carried out at once, so the case must be free for it."""

from collections.abc import Iterator
from typing import Final

from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.review import AnswerReconsideration
from domain.case.acts.rules import TASKED
from domain.case.acts.vouchers import Redeem
from domain.case.contests.contested import Contestable, Contested, contested_at, still_open
from domain.case.contests.decisions import KINDS
from domain.case.correctable import BEFORE_THIS_MONEY
from domain.case.record.progress import CONTEST
from domain.case.record.situation import Situation
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask, task_that_fits
from domain.departments import CALENDAR
from domain.errors import LimitReached, Refusal, WrongStage

AT_REST: Final = ((), (Redeem.kind,))
"""What may be awaited while a case is free: a day, or the next redemption of its voucher."""


MOST_OPEN: Final = 10
"""Decisions that are contested at a time: each is two tasks that every later step of the case carries along."""

ASKED_BEFORE: Final = WrongStage(
    "本决定已申请复核。", why="同一决定复核一次。", remedy="请查看案件详情中复核的办理情况。"
)


def is_at_rest(tasks: tuple[UserTask, ...]) -> bool:
    """Whether the procedure awaits a day, the next redemption, or nothing."""
    return all(task.beside or task.party == CALENDAR or task.acts in AT_REST for task in tasks)


def against_contest(act: RequestReconsideration | AnswerReconsideration, now: Situation) -> Iterator[Refusal]:
    """Why a decision is not contested, or not changed. A change is carried out at once, so it waits for whatever it would come between."""
    if isinstance(act, RequestReconsideration):
        yield from _against_request(act, now)
    elif act.decision == "change":
        contested = contested_at(now.state.contested, act.reconsideration)
        if contested is not None and contested.is_open:
            yield from _against_change(contested, now)


def _against_request(act: RequestReconsideration, now: Situation) -> Iterator[Refusal]:
    """The case was not taken up for it, or somebody asked before."""
    if not act.told_in:
        if task_that_fits(act.kind, act.by.party, act.subject, now.tasks) is None:
            yield WrongStage(
                f"案件目前处于“{now.stage.value}”，没有可以复核的决定。",
                why="案件没有因不予受理或不予支持而结束。",
                remedy="对其他决定申请复核的，请填写 against。",
            )
    else:
        yield from against_this_run(act.against, act.number, now.state.checkpoint)
        if contested_at(now.state.contested, str(act.told_in)) is not None:
            yield ASKED_BEFORE
        yield from against_more_contests(now)
    if any(isinstance(each, RequestReconsideration) and each.told_in == act.told_in for each in now.ahead):
        yield ASKED_BEFORE


def against_more_contests(now: Situation) -> Iterator[LimitReached]:
    """Why nothing more is contested while so much is open."""
    ahead = sum(isinstance(each, RequestReconsideration) for each in now.ahead)
    if len(still_open(now.state.contested)) + ahead >= MOST_OPEN:
        yield LimitReached(
            f"本案正在复核的决定已有 {MOST_OPEN} 项，暂不能再申请复核。",
            why="复核逐项办理，同时办理的数量有上限，以保证案件能够继续办理。",
            remedy="请在其中一项答复后再申请，申请期限即将届满的，请书面向牵头部门提出。",
        )


def against_this_run(against: Contestable | None, number: str, checkpoint: str) -> Iterator[WrongStage]:
    """Why the lapse that ended a case is not contested in this run: it is in one that was begun for that."""
    if against is Contestable.LAPSE and not number and checkpoint != CONTEST:
        yield WrongStage("本案另有事项正在办理。", remedy="请待其办结后，再对逾期决定申请复核。")


def _against_change(contested: Contested, now: Situation) -> Iterator[WrongStage]:
    """Why it cannot be changed at this moment, with what to wait for; it can always be upheld."""
    if contested.kind is Contestable.STOP:
        return
    is_busy = now.is_paying or now.turned_by is not None or now.has_ahead(*TASKED)
    if contested.kind is Contestable.AMOUNT:
        in_hand = str(now.state.instalment or now.state.redemption or "")
        if is_busy or now.stage not in BEFORE_THIS_MONEY or contested.number not in ("", in_hand):
            yield WrongStage(
                "该笔资金已下达，不能退回重新审核。",
                why="改变核定金额须在拨付指令发出之前。",
                remedy="少付的，请在拨付完成后以“补足差额”办理；没有少付的，请维持原决定。",
            )
    elif _is_of_recovery_in_hand(contested, now):
        return
    elif is_busy or now.recovering or now.is_taken_up or not is_at_rest(now.tasks):
        yield WrongStage(
            f"案件目前处于“{now.stage.value}”，暂不能改变原决定。",
            why=f"改变后随即{KINDS[contested.kind].changed_by}，须待正在办理的事项办结。",
            remedy="请在当前事项办结后提交；办理期限不够的，可以延长。",
        )


def _is_of_recovery_in_hand(contested: Contested, now: Situation) -> bool:
    """Whether it is about the recovery that the case waits for, which is reversed there."""
    is_in_hand = contested.kind is Contestable.RECOVERY and contested.number == now.recovering
    return is_in_hand and now.stage is Stage.RECOVERY
