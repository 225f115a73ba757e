"""Starting workflows of which one runs at a time under its id; started again, nothing happens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from domain.desk_round import DESK_ROUND, DESK_ROUND_ID, DeskRoundState
from domain.frozen import Frozen
from domain.pool_year import POOL_YEAR, PoolYear, pool_year_id
from domain.post_office import MAIL_WAITING, POST_OFFICE, POST_OFFICE_ID, PostOfficeState

RPC_TIMEOUT: Final = timedelta(seconds=8)
"""How long Temporal is waited for; it answers within milliseconds or not at all."""

PAUSE_SECONDS: Final = 5.0
"""Between tries while Temporal, or the store, is away."""

log = logging.getLogger(__name__)


async def start_one(
    client: Client,
    kind: str,
    given: Frozen,
    *,
    identifier: str,
    task_queue: str,
    summary: str,
    signal: str | None = None,
    is_for_ever: bool = False,
) -> None:
    """Start a workflow unless it runs; one that has ended is begun anew, unless it is for ever.

    The ``signal`` is sent to it whether it ran already or not; the ``summary`` is what the Temporal UI shows, in Chinese.

    Raises:
        RPCError: Temporal does not answer.
    """
    reuse = WorkflowIDReusePolicy.REJECT_DUPLICATE if is_for_ever else WorkflowIDReusePolicy.ALLOW_DUPLICATE
    try:
        await client.start_workflow(
            kind,
            given,
            id=identifier,
            task_queue=task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=reuse,
            start_signal=signal,
            static_summary=summary,
            rpc_timeout=RPC_TIMEOUT,
        )
    except WorkflowAlreadyStartedError:
        return


async def persistently(
    start: Callable[[], Awaitable[None]], what: str, away: tuple[type[Exception], ...] = (RPCError,)
) -> None:
    """Do it until it is taken; every try that was not stands in the log."""
    while True:
        try:
            return await start()
        except away as error:
            log.warning("%s: %s", what, getattr(error, "status", type(error).__name__))
        await asyncio.sleep(PAUSE_SECONDS)


async def wake_post_office(client: Client, task_queue: str) -> None:
    """Have the post office look for mails, and open it where none runs."""
    await start_one(
        client,
        POST_OFFICE,
        PostOfficeState(),
        identifier=POST_OFFICE_ID,
        task_queue=task_queue,
        summary="向申请人发送邮件",
        signal=MAIL_WAITING,
    )


async def open_desk_round(client: Client, task_queue: str) -> None:
    """Have the one round of the desks run; tried until Temporal takes it. Every worker does so when it starts."""

    async def start() -> None:
        await start_one(
            client,
            DESK_ROUND,
            DeskRoundState(),
            identifier=DESK_ROUND_ID,
            task_queue=task_queue,
            summary="岗位巡查与逾期周报",
        )

    await persistently(start, "the round of the desks could not be started")


async def await_year_end(client: Client, task_queue: str, pool: PoolYear) -> None:
    """Have the end of a pool's year waited for, once for ever."""
    await start_one(
        client,
        POOL_YEAR,
        pool,
        identifier=pool_year_id(pool.year),
        task_queue=task_queue,
        summary=f"{pool.year}年度算力券额度",
        is_for_ever=True,
    )
