"""The ranked batch: cases wait for the year's closing day, then the best within the quota go on."""

from datetime import date

from domain.calendar import shanghai_date
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import SELECT_IN_BATCH
from domain.departments import CALENDAR
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver


async def select(case: Case) -> None:
    """→ 批次遴选中 until the closing day; who is not within the quota ends in 不予支持.

    Under the reading ``first_come`` (m3.selection) the quota is asked at once.
    """
    closes_on = next_closing(case.plan.batch_closes, shanghai_date(case.clock.now()))
    if case.plan.selection == "ranked_batch":
        asked = TermAsked(name="batch", label="年度批次遴选截止", until=closes_on)
        task = UserTask(party=CALENDAR, asked=asked)
        await case.enter(Stage.BATCH_SELECTION, Event.BATCH_AWAITED, task)
        await case.act_of(TaskOver)
    result = await case.do(SELECT_IN_BATCH, year=closes_on.year, closes_on=closes_on)
    if not result.selected:
        place = f"本批次共{result.candidates}项，本项目排名第{result.rank}，未进入年度名额。"
        raise ProcedureEnded(Stage.REJECTED, Event.NOT_SELECTED, place)


def next_closing(month_day: str, today: date) -> date:
    """The next closing day, today included."""
    month, day = (int(part) for part in month_day.split("-"))
    closing = date(today.year, month, day)
    return closing if today <= closing else date(today.year + 1, month, day)
