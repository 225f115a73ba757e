"""The round of the desks (每日巡查): one workflow an installation, which looks after empty desks and overdue work each morning.

Cases remind and escalate by themselves; the round is for what no case can see: somebody went on leave, a whole desk is late.
"""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.record.narrative import day_text
    from domain.desk_round import (
        DESK_ROUND,
        FILE_CONFIRMED,
        MAKE_ROUND,
        DeskRoundState,
        Round,
        RoundReport,
        next_opening,
    )

from workflows.options import STORE_RETRY

CONFIRMED_TOO = "confirmed-invitations"
"""Rounds that began before this was go on as they began, until their next run."""


@workflow.defn(name=DESK_ROUND)
class DeskRound:
    """Waits for the morning and makes the round, day after day."""

    @workflow.run
    async def run(self, state: DeskRoundState) -> None:
        """Make the round each morning, for ever."""
        for _ in range(state.rounds_a_run):
            self._describe(state)
            await workflow.sleep(next_opening(workflow.now()) - workflow.now(), summary="等待次日上班")
            report = await self._make_round(state)
            if workflow.patched(CONFIRMED_TOO):
                await self._file_confirmed()
            state = state.model_copy(
                update={
                    "digest_week": report.digest_week,
                    "rounds": state.rounds + report.is_working_day,
                    "digests": state.digests + report.digests,
                }
            )
        workflow.continue_as_new(state)

    @staticmethod
    async def _make_round(state: DeskRoundState) -> RoundReport:
        """One morning. It never gives up: the next morning comes after this one."""
        report: RoundReport = await workflow.execute_activity(
            MAKE_ROUND,
            Round(at=workflow.now(), digest_week=state.digest_week),
            result_type=RoundReport,
            start_to_close_timeout=timedelta(minutes=10),
            retry_policy=STORE_RETRY,
            summary="巡查岗位与逾期事项",
        )
        return report

    @staticmethod
    async def _file_confirmed() -> None:
        """What no case answers for is left to the next morning."""
        await workflow.execute_activity(
            FILE_CONFIRMED,
            result_type=int,
            start_to_close_timeout=timedelta(minutes=10),
            retry_policy=STORE_RETRY,
            summary="提交已确认而未能提交的免申即享申请",
        )

    @staticmethod
    def _describe(state: DeskRoundState) -> None:
        """The current details in the Temporal UI; no name."""
        next_on = day_text(shanghai_date(next_opening(workflow.now())))
        workflow.set_current_details(
            f"## 岗位巡查\n\n每个工作日 8:30 检查无人办理的岗位；每周第一个工作日发送逾期事项周报。\n\n"
            f"- 下次巡查：{next_on}（非工作日不办理）\n- 已巡查：{state.rounds} 个工作日\n"
            f"- 周报：{state.digest_week or '尚未发送'}，累计 {state.digests} 封\n"
        )
