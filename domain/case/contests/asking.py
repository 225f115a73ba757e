"""Whether a decision may be contested: which one is meant, once, and within the days of its remedies."""

from collections.abc import Iterator
from datetime import date

from domain.calendar import WorkingCalendar
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import KINDS, Decision
from domain.case.record.narrative import day_text
from domain.case.record.stages import ENDED, Stage
from domain.case.remedies import REVIEW_DAYS, RemedyDays, remaining
from domain.errors import FieldError, InvalidInput, NotEligible, Refusal, WrongStage


def may_be_contested(decision: Decision, stage: Stage) -> bool:
    """Whether a decision may be contested while its days last."""
    return not any(_against_asking(decision, stage))


def chosen(decisions: tuple[Decision, ...], against: Contestable | None, number: str) -> Decision:
    """The decision that is meant: the one that is named, or where nothing is, the only one.

    Raises:
        WrongStage: there is no such.
        InvalidInput: there are several, each named.
    """
    meant = tuple(
        each for each in decisions if against in (None, each.kind) and (not number or each.number == number)
    )
    if not meant:
        what = f"“{KINDS[against].label}”" if against else "决定"
        raise WrongStage(
            f"本案没有可以复核的{what}。",
            why="复核针对已经告知的不予受理、不予支持、不予兑付、核定金额、追回、停止拨付和逾期决定，以及终止办理。",
            remedy="请在案件详情的“救济途径”中查看可以申请复核的决定；逾期关闭或已撤回的，可以重新申请。",
        )
    if len(meant) > 1:
        named = "；".join(f"{each.label}：against={each.kind.value}，number={each.number}" for each in meant)
        path = "number" if against else "against"
        raise InvalidInput(
            "请说明对哪一项决定申请复核。",
            remedy="请按所列各项填写后重新提交。",
            fields=(FieldError(path=path, message=f"可选：{named}"),),
        )
    return meant[0]


def against_contesting(
    decision: Decision, stage: Stage, days: RemedyDays, today: date, calendar: WorkingCalendar
) -> Iterator[Refusal]:
    """Why a decision may not be contested: it was before, its case was given up or refused as a whole, or it is too late."""
    left = remaining(days, today, calendar)
    yield from _against_asking(decision, stage, left)
    if today > (last := days.within_office(calendar).on):
        yield NotEligible(
            f"对“{decision.label}”申请复核的期限已于{day_text(last)}届满。",
            why=f"复核须自决定送达之日起{REVIEW_DAYS}日内申请；本决定于{day_text(days.since)}送达。",
            clause="附则(五)",
            remedy=left,
        )


def _against_asking(decision: Decision, stage: Stage, left: str = "") -> Iterator[WrongStage]:
    if decision.was_contested:
        yield WrongStage(
            f"“{decision.label}”已申请过复核，不能再次申请。", why="同一决定复核一次。", remedy=left
        )
    if stage in ENDED and stage not in (Stage.CLOSED, Stage.RECOVERED):
        yield WrongStage(
            f"案件{stage.value}，不能单独对“{decision.label}”申请复核。",
            why="案件整体已有结论。",
            remedy="不予受理、不予支持的，请对该结论申请复核（不填写 against）。",
        )
