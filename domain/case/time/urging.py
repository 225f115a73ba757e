"""Urging (催办): whom a case waits for is reminded now, at most once a working day."""

from collections.abc import Iterator
from datetime import date

from domain.case.record.narrative import day_text
from domain.case.record.steps import Request
from domain.case.user_tasks import NO_OFFICE, UserTask, waiting_parties
from domain.departments import APPLICANT
from domain.errors import WrongStage
from domain.frozen import Frozen


class Urging(Request):
    """Write to the people of the offices that the case waits for (``urge``).

    Attributes:
        reason: why, in the words of whoever urges.
    """

    reason: str = ""


class Urged(Frozen):
    """The first day on which the case may be urged again: the next working day."""

    again_from: date


def urged_offices(tasks: tuple[UserTask, ...]) -> tuple[str, ...]:
    """The departments and localities that the case waits for."""
    return tuple(party for party in waiting_parties(tasks) if party not in NO_OFFICE)


def urges_applicant(tasks: tuple[UserTask, ...]) -> bool:
    """Whether the case waits for the applicant."""
    return APPLICANT in waiting_parties(tasks)


def against_urging(
    tasks: tuple[UserTask, ...], again_from: date, today: date, *, is_under_way: bool
) -> Iterator[WrongStage]:
    """Why a case may not be urged now: it waits for nobody, or was urged on this working day.

    Args:
        tasks: the open tasks.
        again_from: the first day on which the case may be urged.
        today: the day it is.
        is_under_way: whether the case is being urged at this moment.
    """
    if not urged_offices(tasks) and not urges_applicant(tasks):
        yield WrongStage(
            "案件目前不等待任何单位办理，无需催办。",
            why="正在等待约定日期、公示期满或系统处理。",
            remedy="请查看案件详情中的当前事项。",
        )
    if is_under_way or today < again_from:
        yield WrongStage(
            "本案在本工作日内已催办过，不能重复催办。",
            why="同一案件每个工作日最多催办一次。",
            remedy="请在下一个工作日再催办。" if is_under_way else f"{day_text(again_from)}起可以再次催办。",
        )
