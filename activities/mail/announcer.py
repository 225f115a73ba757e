"""Telling the post office, from the thread of an activity, that a mail was committed."""

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from domain.post_office import MAIL_WAITING, POST_OFFICE, POST_OFFICE_ID, PostOfficeState

RPC_TIMEOUT = timedelta(seconds=4)
GATHERING_SECONDS = 0.2
"""Mails committed within this time share a signal."""

PAUSE_SECONDS = 5.0
"""Between tries while Temporal does not take the signal."""

log = logging.getLogger(__name__)


def mail_announcer(client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """Make the function that wakes the post office, or opens it where none runs.

    It is called after the commit, from any thread, and returns at once: a decision never waits for its mail. The
    signal is tried until Temporal takes it. A worker that dies before announces what is left when it starts again.

    Args:
        client: connected to Temporal.
        task_queue: where the post office works.
        loop: the running event loop of the client.
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
        self._is_coming = False

    def announce(self) -> None:
        """Have a signal sent that begins after this call; one that is still to begin will do."""
        with self._lock:
            if self._is_coming:
                return
            self._is_coming = True
        asyncio.run_coroutine_threadsafe(self._signal(), self._loop)

    async def _signal(self) -> None:
        async with self._under_way:
            await asyncio.sleep(GATHERING_SECONDS)
            with self._lock:
                self._is_coming = False  # whoever commits from now on needs another one
            while not await self._is_taken():  # noqa: ASYNC110 - nothing tells when Temporal is back
                await asyncio.sleep(PAUSE_SECONDS)

    async def _is_taken(self) -> bool:
        try:
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
        except RPCError as error:
            log.warning("the post office could not be told of mails: %s", error.status)
            return False
        return True
