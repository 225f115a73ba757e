"""Telling the post office, from the thread of an activity, that a mail was committed."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from domain.post_office import MAIL_WAITING, POST_OFFICE, POST_OFFICE_ID, PostOfficeState

CALLER_SECONDS = 10
RPC_TIMEOUT = timedelta(seconds=4)


def mail_announcer(client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """Make the function that wakes the post office, or opens it where none runs.

    It is called after the commit, from any thread but the loop's own, returns once the server has the signal, and may be
    repeated at will. Calls that come while a signal is under way share the next one.

    Args:
        client: connected to Temporal.
        task_queue: where the post office works.
        loop: the running event loop of the client.

    Returns:
        The function. It raises ``TimeoutError`` or ``temporalio.service.RPCError`` when the server does not take
        the signal; the activity is then retried and calls it again.
    """
    return _Announcer(client, task_queue, loop).announce


class _Announcer:
    """At most one signal under way and one to come."""

    def __init__(self, client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> None:
        self._client = client
        self._task_queue = task_queue
        self._loop = loop
        self._lock = threading.Lock()
        self._under_way = asyncio.Lock()
        self._coming: Future[None] | None = None

    def announce(self) -> None:
        """Wait until a signal that began after this call has reached the server."""
        with self._lock:
            if self._coming is None:
                self._coming = asyncio.run_coroutine_threadsafe(self._signal(), self._loop)
            coming = self._coming
        coming.result(CALLER_SECONDS)

    async def _signal(self) -> None:
        async with self._under_way:
            with self._lock:
                self._coming = None  # whoever commits from now on needs another one
            await self._client.start_workflow(
                POST_OFFICE,
                PostOfficeState(),
                id=POST_OFFICE_ID,
                task_queue=self._task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=MAIL_WAITING,
                static_summary="向申请人发送邮件",
                rpc_timeout=RPC_TIMEOUT,
            )
