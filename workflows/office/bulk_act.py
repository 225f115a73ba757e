"""A bulk act (批量办理): its items are sent to their cases, some at a time, until none is left.

Where it stands is in the store alone, item by item, so a worker that dies, a new run and a cancellation all go on from
there. An item that is sent twice is done once: its act's id is the Update's id.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from domain.bulk.run import BULK_ACT, DO_BULK_ITEMS, BulkChunk, BulkRun, BulkTally
from workflows.runs import RunLength

PATIENCE = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=30),
)
"""While Temporal or the store is away there is nothing to do but to try again; every try stands in the worker's log, and
an item of a case that stays silent is given up by the activity."""


@workflow.defn(name=BULK_ACT)
class BulkActing:
    """One list, from its first item to its last."""

    @workflow.run
    async def run(self, asked: BulkRun) -> BulkTally:
        """Do what is left, chunk after chunk."""
        chunks, length = 0, RunLength()
        while True:
            tally = await self._do_chunk(asked)
            chunks += 1
            _describe(asked, tally)
            if not tally.left:
                return tally
            if chunks >= asked.chunks_a_run or length.is_full():
                workflow.continue_as_new(asked)

    async def _do_chunk(self, asked: BulkRun) -> BulkTally:
        tally: BulkTally = await workflow.execute_activity(
            DO_BULK_ITEMS,
            BulkChunk(bulk=asked.bulk, limit=asked.chunk),
            result_type=BulkTally,
            start_to_close_timeout=timedelta(minutes=5),
            heartbeat_timeout=timedelta(seconds=10),  # a killed worker holds the list up no longer
            retry_policy=PATIENCE,
            summary=f"批量{asked.label}",
        )
        return tally


def _describe(asked: BulkRun, tally: BulkTally) -> None:
    """The current details in the Temporal UI."""
    finished = asked.total - tally.left
    workflow.set_current_details(
        f"## 批量{asked.label}\n\n{'办理中' if tally.left else '已办结'}：{finished} / {asked.total} 项\n\n"
        f"- 已办理：{tally.done}\n- 未办理：{tally.refused}\n- 已取消：{tally.cancelled}\n"
        f"- 结果待核实：{tally.unknown}\n- 待办理：{tally.left}\n"
    )
