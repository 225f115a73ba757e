"""Telling Temporal, from the thread of an activity, what happened to the voucher pool."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import workflow_id
from domain.pool_year import POOL_YEAR, PoolYear, pool_year_id

CALLER_SECONDS = 10
RPC_TIMEOUT = timedelta(seconds=8)


class QuotaAnnouncer:
    """Wakes the head of a queue, and sees to it that a pool's year has its workflow.

    Both wait for Temporal, so that an activity is only done when the word has gone out; repeated, they do no harm.

    Args:
        client: connected to Temporal.
        task_queue: where the pool's year is waited for.
        loop: the running event loop of the client.
    """

    def __init__(self, client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> None:
        self._client = client
        self._task_queue = task_queue
        self._loop = loop
        self._waited_for: set[int] = set()

    def money_came_free(self, case_number: str) -> None:
        """Tell the head of a queue; a case that has ended needs no word."""
        self._wait_for(self._signal(case_number))

    def pool_was_opened(self, pool: PoolYear) -> None:
        """Have the year's end waited for; asked of Temporal once in the life of a worker."""
        if pool.year not in self._waited_for:
            self._wait_for(self._start(pool))
            self._waited_for.add(pool.year)

    def _wait_for(self, word: Any) -> None:
        asyncio.run_coroutine_threadsafe(word, self._loop).result(CALLER_SECONDS)

    async def _signal(self, case_number: str) -> None:
        handle = self._client.get_workflow_handle(workflow_id(case_number))
        try:
            await handle.signal("quota_released", rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _start(self, pool: PoolYear) -> None:
        try:
            await self._client.start_workflow(
                POOL_YEAR,
                pool,
                id=pool_year_id(pool.year),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=f"{pool.year}年度算力券额度",
                rpc_timeout=RPC_TIMEOUT,
            )
        except WorkflowAlreadyStartedError:
            return
