"""Seeing to it that the one round of the desks runs."""

import asyncio
import logging
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.desk_round import DESK_ROUND, DESK_ROUND_ID, DeskRoundState

RPC_TIMEOUT = timedelta(seconds=4)
PAUSE_SECONDS = 5.0
"""Between tries while Temporal does not take the start."""

log = logging.getLogger(__name__)


async def open_desk_round(client: Client, task_queue: str) -> None:
    """Start the round where none runs; tried until Temporal takes it. Every worker does so when it starts.

    Args:
        client: connected to Temporal.
        task_queue: where the round is made.
    """
    while not await _is_open(client, task_queue):  # noqa: ASYNC110 - nothing tells when Temporal is back
        await asyncio.sleep(PAUSE_SECONDS)


async def _is_open(client: Client, task_queue: str) -> bool:
    try:
        await client.start_workflow(
            DESK_ROUND,
            DeskRoundState(),
            id=DESK_ROUND_ID,
            task_queue=task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary="岗位巡查与逾期周报",
            rpc_timeout=RPC_TIMEOUT,
        )
    except RPCError as error:
        log.warning("the round of the desks could not be started: %s", error.status)
        return False
    return True
