"""Taking a change of the calendar to the cases (节假日安排公布后的期限调整).

A round finds the open cases whose terms come out differently by the calendar as it is now, signals each, and writes to
the offices. Cases follow by themselves, in their own time; the next round finds what has not followed, and what began
by the old calendar while the round was under way. A round that finds nothing is the last.
"""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import FailureError

from domain.calendar_years.move import (
    CALENDAR_ANNOUNCED,
    CALENDAR_MOVE,
    FIND_MOVED_CASES,
    FINISH_CALENDAR_MOVE,
    MAIL_MOVED_TERMS,
    CalendarMove,
    MovedAsked,
)
from domain.case.identifiers import workflow_id
from domain.verb import Answer, Verb
from workflows.clock import RunClock
from workflows.options import ask
from workflows.runs import RunLength

LAST_ROUND = 10
"""Then it is given up, with an error in the worker's log: some six hours after the change."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)


@workflow.defn(name=CALENDAR_MOVE)
class CalendarMoving:
    """One change of the calendar: a year loaded, a newer release."""

    @workflow.init
    def __init__(self, move: CalendarMove) -> None:
        self.move = move
        self._clock = RunClock()
        self._length = RunLength()
        self._describe("进行中")

    @workflow.run
    async def run(self, move: CalendarMove) -> CalendarMove:
        """Round after round, until every case has followed."""
        while not await self._is_followed():
            self._describe("等待各案件调整期限")
            await self._clock.reaches(self._clock.now() + self._pause(), "等待各案件调整期限")
            self._go_on(round=self.move.round + 1, told=0, after="")
            if self._length.is_full():
                workflow.continue_as_new(self.move)
        await self._do(FINISH_CALENDAR_MOVE)
        self._describe("已完成" if not self.move.told else "有案件未能调整期限，请查看日志")
        return self.move

    async def _is_followed(self) -> bool:
        """One round; whether it is the last. The first is never: a case may just begin a term by the old calendar."""
        await self._tell_cases()
        queued = await self._do(MAIL_MOVED_TERMS)
        self._go_on(mails=self.move.mails + queued.mails)
        return (self.move.round > 1 and not self.move.told) or self.move.round >= LAST_ROUND

    async def _tell_cases(self) -> None:
        """Signal every case of the round, page after page."""
        while True:
            page = await self._do(FIND_MOVED_CASES)
            await asyncio.gather(*(_tell(case) for case in page.cases))
            self._go_on(told=self.move.told + len(page.cases), after=page.after or "")
            self._describe("进行中")
            if page.after is None:
                return
            if self._length.is_full():
                workflow.continue_as_new(self.move)

    async def _do(self, verb: Verb[..., MovedAsked, Answer]) -> Answer:
        return await ask(verb, MovedAsked(move=self.move, at=self._clock.now()), timedelta(minutes=1))

    def _pause(self) -> timedelta:
        doublings: int = 2 ** (self.move.round - 1)
        return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)

    def _go_on(self, **changes: object) -> None:
        self.move = self.move.model_copy(update=changes)

    def _describe(self, state: str) -> None:
        move = self.move
        workflow.set_current_details(
            f"## 期限调整\n\n{move.occasion}。{state}。\n\n- 第 {move.round} 轮，本轮通知案件：{move.told} 件\n"
            f"- 告知经办人的邮件：{move.mails} 封\n"
        )


async def _tell(case_number: str) -> None:
    """Signal a case; one that has ended meanwhile needs no word."""
    handle = workflow.get_external_workflow_handle(workflow_id(case_number))
    try:
        await handle.signal(CALENDAR_ANNOUNCED)
    except FailureError as gone:
        workflow.logger.info("a case has ended before the calendar reached it: %s", type(gone).__name__)
