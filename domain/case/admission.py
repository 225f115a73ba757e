"""What is allowed now: one act, judged by where its case stands and by what came before it and is not dealt with yet."""

from dataclasses import dataclass
from datetime import date

from domain.case.act import Act
from domain.case.deficiency_notices import admit_notice
from domain.case.four_eyes import check_four_eyes
from domain.case.fresh_eyes import check_fresh_eyes
from domain.case.money_acts import IssueFundDocument
from domain.case.record.progress import CaseState
from domain.case.record.stages import Stage
from domain.case.time.term_acts import admit_on_terms
from domain.case.time.urging import admit_urging
from domain.case.turns import Turn, turn_for
from domain.departments import APPLICANT
from domain.errors import CaseClosed, InvalidInput, NotAllowed, WrongStage

ENDINGS = frozenset({"withdraw", "terminate"})
"""Acts that need no turn: the applicant or the lead may end the case until a payment is ordered."""

STOPS = frozenset({"stop_payment", "lift_stop"})
"""Acts of the lead that need no turn and leave the case where it is."""

OF_TIME = frozenset({"extend_term", "pause_clock", "resume_clock"})
"""Acts on the terms of the open turns; they use none of them up."""

URGING = frozenset({"urge"})
"""The lead has whoever the case waits for reminded; nothing changes by it."""

FREE = ENDINGS | STOPS | OF_TIME | URGING | {"decide_recovery"}
"""Every act that needs no turn."""

MONEY_MOVES = frozenset({Stage.PAYMENT, Stage.PAYMENT_RETURNED})
"""Stages in which a payment is under way."""


@dataclass(frozen=True)
class Situation:
    """Where a case stands when an act comes.

    Attributes:
        lead: the lead department.
        state: what the case carries.
        stage: where it is.
        turns: the open ones.
        ahead: acts that came before and are not dealt with yet.
        closed: whether it has ended.
        is_recovering: whether money is being recovered.
        today: the day it is.
    """

    lead: str
    state: CaseState
    stage: Stage
    turns: tuple[Turn, ...]
    ahead: tuple[Act, ...]
    closed: bool
    is_recovering: bool
    today: date

    @property
    def is_paying(self) -> bool:
        """Whether a payment is under way, or about to be."""
        ordering = any(isinstance(act, IssueFundDocument) for act in self.ahead)
        return ordering or self.state.is_owed or self.stage in MONEY_MOVES


def admit(act: Act, now: Situation) -> None:
    """Say whether an act is allowed now.

    Raises:
        Refusal: with the reason and what to do.
    """
    if now.closed:
        raise CaseClosed(f"案件已结束（{now.stage.value}），不能再办理。", remedy="可以重新提交申请。")
    check_four_eyes(act.kind, act.by.account, now.state.done)
    check_fresh_eyes(act.kind, act.label, act.by.account, now.state.excluded)
    if act.kind in FREE:
        _admit_free(act, now)
    else:
        turn_for(act, now.turns, now.stage.value)
    admit_notice(act, now.stage, now.state.notices)
    if isinstance(act, IssueFundDocument):
        _admit_split(act, now)


def _admit_free(act: Act, now: Situation) -> None:
    """Withdrawal is the applicant's; termination, stops and recovery are the lead's; terms are their party's."""
    if act.kind in OF_TIME:
        _admit_on_time(act, now)
        return
    if act.kind in URGING:
        _admit_urge(act, now)
        return
    if act.by.party != (APPLICANT if act.kind == "withdraw" else now.lead):
        raise NotAllowed(f"您不能在本案中{act.label}。", remedy="请联系申请单位或牵头部门。")
    if act.kind in ENDINGS:
        _admit_ending(act, now)
    elif act.kind not in STOPS:
        _admit_recovery(act, now)
    turning = FREE - STOPS - OF_TIME - URGING
    if act.kind not in STOPS and any(waiting.kind in turning for waiting in now.ahead):
        raise WrongStage("案件正在结束或转入追回。", remedy="请稍后查看案件详情。")


def _admit_on_time(act: Act, now: Situation) -> None:
    """Each party changes its own terms, one change after the other."""
    if any(waiting.kind in OF_TIME for waiting in now.ahead):
        raise WrongStage("另一项期限变更正在办理。", remedy="请稍后查看办理时限。")
    admit_on_terms(act, now.turns, now.lead, now.today)


def _admit_urge(act: Act, now: Situation) -> None:
    """The lead may urge once a working day; one that is being dealt with counts."""
    under_way = any(waiting.kind in URGING for waiting in now.ahead)
    again_from = now.state.urge_again_from or now.today
    admit_urging(act, now.turns, now.lead, again_from, now.today, is_under_way=under_way)


def _admit_ending(act: Act, now: Situation) -> None:
    """A case may be ended until a payment is ordered, and not while money is being recovered."""
    if now.is_recovering:
        raise WrongStage(f"案件正在追回资金，不能{act.label}。", remedy="请先办结或撤销追回。")
    withdrawn_late = act.kind == "withdraw" and now.state.payments > 0
    if withdrawn_late or now.is_paying:
        raise WrongStage(
            f"资金已下达，不能{act.label}。",
            why="撤回或终止须在拨付指令发出之前。",
            remedy="请等待本次拨付完成。",
        )


def _admit_recovery(act: Act, now: Situation) -> None:
    """Money that was paid may be recovered, once at a time, and not while a payment is under way."""
    if now.is_recovering:
        raise WrongStage("本案已在追回中，不能重复作出追回决定。", remedy="请先办结或撤销前一追回决定。")
    if not now.state.payments:
        raise WrongStage("本案尚未拨付，不能追回。", remedy="尚未拨付的，可以停止拨付或终止办理。")
    if now.is_paying:
        raise WrongStage(f"资金正在拨付，不能{act.label}。", remedy="请等待本次拨付完成后再作决定。")


def _admit_split(act: IssueFundDocument, now: Situation) -> None:
    """City and locality share the award; the split sums to it (附则(二))."""
    if act.city_amount + act.locality_amount != now.state.amount:
        raise InvalidInput(
            f"市级与属地分担金额之和须等于应付金额 {now.state.amount} 元。",
            clause="附则(二)",
            remedy="请更正 city_amount 或 locality_amount。",
        )
