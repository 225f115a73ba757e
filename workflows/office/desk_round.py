"""The round of the desks (每日巡查): one workflow an installation, which looks after empty desks and overdue work each morning.

Cases remind and escalate by themselves; the round is for what no case can see: somebody went on leave, a whole desk is late.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

from domain.calendar import shanghai_date
from domain.case.record.narrative import day_text
from domain.desk_round import (
    DESK_ROUND,
    LEFT_TO_TOMORROW,
    MAKE_ROUND,
    TELL_OF_WHAT_WAS_LEFT,
    TURN_OPENED,
    WRITE_TURNS,
    DeskRoundState,
    Left,
    Round,
    RoundReport,
    Turns,
    next_opening,
)
from domain.people.notifications import next_half_hour
from workflows.clock import RunClock
from workflows.options import ask
from workflows.runs import RunLength

HALF_AN_HOUR = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=3,
    maximum_interval=timedelta(minutes=5),
    maximum_attempts=12,
)
"""How often what fails at once is tried again: a database that is restarted, a program that is replaced."""


@workflow.defn(name=DESK_ROUND)
class DeskRound:
    """Waits for the morning and makes the round, day after day."""

    @workflow.init
    def __init__(self, state: DeskRoundState) -> None:
        self._clock = RunClock()
        self._has_turns = state.has_turns
        self._length = RunLength()

    @workflow.signal(name=TURN_OPENED)
    def turn_opened(self) -> None:
        """A turn opened for a desk."""
        self._has_turns = True

    @workflow.run
    async def run(self, state: DeskRoundState) -> None:
        """Make the round each morning, for ever."""
        for number in range(state.rounds_a_run):
            self._describe(state)
            await self._until_opening(state)
            report = await self._make_round(state)
            left = tuple([activity for activity in LEFT_TO_TOMORROW if not await _is_done(activity)])
            if left or state.left or number == 0:  # a round begun anew does not know which alarms are open
                asked = Left(at=self._clock.now(), activities=left)
                await ask(TELL_OF_WHAT_WAS_LEFT, asked, timedelta(minutes=1))
            state = state.model_copy(
                update={
                    "digest_week": report.digest_week,
                    "rounds": state.rounds + report.is_working_day,
                    "digests": state.digests + report.digests,
                    "left": left,
                }
            )
        workflow.continue_as_new(state.model_copy(update={"has_turns": self._has_turns}))

    async def _until_opening(self, state: DeskRoundState) -> None:
        """Until the next morning; of turns that open meanwhile people are told at the next half hour."""
        clock, opening = self._clock, next_opening(self._clock.now())
        while not await clock.reaches(opening, "等待次日上班", unless=lambda: self._has_turns):
            half_hour, is_full = next_half_hour(clock.now()), self._length.is_full
            if await clock.reaches(half_hour, "汇总新的待办事项", unless=is_full):
                self._has_turns = False
                report = await ask(WRITE_TURNS, Turns(at=clock.now()), timedelta(minutes=5))
                self._has_turns = self._has_turns or report.has_more
            if is_full() and clock.reached < opening:
                workflow.continue_as_new(state.model_copy(update={"has_turns": self._has_turns}))

    async def _make_round(self, state: DeskRoundState) -> RoundReport:
        """One morning. It never gives up: the next morning comes after this one."""
        asked = Round(at=self._clock.now(), digest_week=state.digest_week)
        return await ask(MAKE_ROUND, asked, timedelta(minutes=10))

    def _describe(self, state: DeskRoundState) -> None:
        """The current details in the Temporal UI; no name."""
        next_on = day_text(shanghai_date(next_opening(self._clock.now())))
        workflow.set_current_details(
            f"## 岗位巡查\n\n每个工作日 8:30 检查无人办理的岗位；每周第一个工作日发送逾期事项周报。\n\n"
            f"- 下次巡查：{next_on}（非工作日不办理）\n- 已巡查：{state.rounds} 个工作日\n"
            f"- 周报：{state.digest_week or '尚未发送'}，累计 {state.digests} 封\n"
        )


async def _is_done(activity: str) -> bool:
    """Have something done of which nothing follows for the round; when it fails again and again the round goes on without it."""
    try:
        await workflow.execute_activity(
            activity,
            result_type=int,
            start_to_close_timeout=timedelta(minutes=10),
            schedule_to_close_timeout=timedelta(minutes=30),
            retry_policy=HALF_AN_HOUR,
            summary=LEFT_TO_TOMORROW[activity],
        )
    except ActivityError as failed:
        if is_cancelled_exception(failed):
            raise
        return False
    return True
