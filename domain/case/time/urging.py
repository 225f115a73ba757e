"""Urging (催办): whom a case waits for is reminded now, at most once a working day."""

from datetime import date

from domain.case.act import Act
from domain.case.record.narrative import day_text
from domain.case.record.steps import Request
from domain.case.turns import NO_OFFICE, Turn, waiting_parties
from domain.departments import APPLICANT
from domain.errors import NotAllowed, WrongStage
from domain.frozen import Frozen

URGE = "urge"
"""Activity: write to the offices that a case waits for."""


class Urging(Request):
    """Write to the people of the offices that the case waits for (``urge``).

    Attributes:
        reason: why, in the words of whoever urges.
    """

    reason: str = ""


class Urged(Frozen):
    """The first day on which the case may be urged again: the next working day."""

    again_from: date


def urged_offices(turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The departments and localities that the case waits for."""
    return tuple(party for party in waiting_parties(turns) if party not in NO_OFFICE)


def urges_applicant(turns: tuple[Turn, ...]) -> bool:
    """Whether the case waits for the applicant."""
    return APPLICANT in waiting_parties(turns)


def admit_urging(
    act: Act, turns: tuple[Turn, ...], lead: str, again_from: date, today: date, *, is_under_way: bool
) -> None:
    """Say whether a case may be urged now.

    Args:
        act: who urges.
        turns: the open turns.
        lead: the lead department.
        again_from: the first day on which the case may be urged.
        today: the day it is.
        is_under_way: whether the case is being urged at this moment.

    Raises:
        NotAllowed: only the lead department urges.
        WrongStage: the case waits for nobody, or was urged on this working day.
    """
    if act.by.party != lead:
        raise NotAllowed("只有牵头部门可以催办。", remedy="请联系牵头部门。")
    if not urged_offices(turns) and not urges_applicant(turns):
        raise WrongStage(
            "案件目前不等待任何单位办理，无需催办。",
            why="正在等待约定日期、公示期满或系统处理。",
            remedy="请查看案件详情中的当前事项。",
        )
    if is_under_way or today < again_from:
        raise WrongStage(
            "本案在本工作日内已催办过，不能重复催办。",
            why="同一案件每个工作日最多催办一次。",
            remedy="请在下一个工作日再催办。" if is_under_way else f"{day_text(again_from)}起可以再次催办。",
        )
