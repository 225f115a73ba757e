"""The yardstick: a bare workflow with as many decisions as a full approval, one timer, and no side effects."""

from datetime import timedelta

from temporalio import activity, workflow


@activity.defn(name="bare_note")
async def note() -> None:
    """What a decision has done elsewhere: nothing."""


@workflow.defn(name="bare_approval")
class BareApproval:
    """Counts decisions; waits five days in the middle, as a public notice does."""

    def __init__(self) -> None:
        self.decided = 0

    @workflow.run
    async def run(self, before: int, after: int) -> int:
        """Wait for the decisions before and after the notice."""
        await workflow.wait_condition(lambda: self.decided >= before)
        await workflow.sleep(timedelta(days=5))
        await workflow.wait_condition(lambda: self.decided >= before + after)
        return self.decided

    @workflow.update
    async def decide(self) -> int:
        """One decision."""
        self.decided += 1
        return self.decided

    @workflow.update
    async def decide_and_note(self) -> int:
        """One decision, with one activity."""
        await workflow.execute_activity(note, start_to_close_timeout=timedelta(seconds=10))
        self.decided += 1
        return self.decided
