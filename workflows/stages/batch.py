"""The ranked batch: cases wait for the year's closing day, then the best within the quota go on."""

from datetime import date

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.record.events import Event
    from domain.case.record.money_steps import BatchRequest, BatchResult
    from domain.case.record.stages import Stage
    from domain.case.turns import TermAsked, Turn
    from domain.departments import CALENDAR

from workflows.case import Case
from workflows.endings import RoadEnded
from workflows.options import record


async def select(case: Case) -> None:
    """→ 批次遴选中 until the closing day; who is not within the quota ends in 不予支持.

    Under the reading ``first_come`` (m3.selection) the quota is asked at once.
    """
    closes_on = next_closing(case.plan.batch_closes, shanghai_date(workflow.now()))
    if case.plan.selection == "ranked_batch":
        asked = TermAsked(name="batch", label="年度批次遴选截止", until=closes_on)
        turn = Turn(party=CALENDAR, asked=asked)
        await case.enter(Stage.BATCH_SELECTION, Event.BATCH_AWAITED, turn)
        await case.next_act()
    message = BatchRequest(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        year=closes_on.year,
        closes_on=closes_on,
    )
    result = await record("select_in_batch", message, BatchResult, "批次遴选")
    if not result.selected:
        place = f"本批次共{result.candidates}项，本项目排名第{result.rank}，未进入年度名额。"
        raise RoadEnded(Stage.REJECTED, Event.NOT_SELECTED, place)


def next_closing(month_day: str, today: date) -> date:
    """The next closing day, today included."""
    month, day = (int(part) for part in month_day.split("-"))
    closing = date(today.year, month, day)
    return closing if today <= closing else date(today.year + 1, month, day)
