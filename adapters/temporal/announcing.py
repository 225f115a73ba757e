"""Telling others, from the thread of an activity, what was committed. Repeated, a word does no harm."""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from adapters.temporal.starting import RPC_TIMEOUT, await_year_end, persistently, wake_post_office
from domain.case.identifiers import workflow_id
from domain.desk_round import DESK_ROUND_ID, TURN_OPENED
from domain.pool_year import PoolYear

CALLER_SECONDS: Final = 10
GATHERING_SECONDS: Final = 0.2
"""Mails committed within this time share a signal."""

TURN_SECONDS: Final = 5
"""So do turns."""

log = logging.getLogger(__name__)


class Announcer:
    """Whom verbs tell what they have done. By itself it tells nobody: for dry runs, of which nothing has happened."""

    def mail(self) -> None:
        """A mail was committed."""

    def quota(self, case_number: str) -> None:
        """There is something in the pool for the case at the head of the voucher queue."""

    def netting(self, case_number: str) -> None:
        """A receivable of this case was set off against a payment of another."""

    def stop(self, case_number: str) -> None:
        """Payments of the case's unit were stopped in another case, or are stopped no more."""

    def notice(self, case_number: str) -> None:
        """A mail of the case could not arrive, or has arrived after all."""

    def turn(self) -> None:
        """A turn opened for a desk."""

    def pool(self, pool: PoolYear) -> None:
        """A pool was drawn on, so that its year's end is to be waited for."""


class TemporalAnnouncer(Announcer):
    """Tells by Temporal. Called from any thread but that of its loop.

    All words but that of mails are waited for, so that an activity is only done when its word has gone out.

    Args:
        client: connected to Temporal.
        task_queue: where the post office and the pools' years work.
        loop: the running event loop of the client.
    """

    def __init__(self, client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> None:
        self._client = client
        self._task_queue = task_queue
        self._loop = loop
        self._lock = threading.Lock()
        self._under_way = asyncio.Lock()
        self._is_coming = False
        self._is_turn_coming = False
        self._pools: set[int] = set()

    def mail(self) -> None:
        """Wake the post office by a signal that begins after this call; one that is still to begin will do.

        It returns at once: a decision never waits for its mail. The signal is tried until Temporal takes it. A worker
        that dies before announces what is left when it starts again.
        """
        with self._lock:
            if self._is_coming:
                return
            self._is_coming = True
        asyncio.run_coroutine_threadsafe(self._wake(), self._loop)

    def quota(self, case_number: str) -> None:
        """Signal the case that comes next."""
        self._wait_for(self._signal(case_number, "quota_released"))

    def netting(self, case_number: str) -> None:
        """Signal the case that gets it back."""
        self._wait_for(self._signal(case_number, "receivable_netted"))

    def stop(self, case_number: str) -> None:
        """Signal the case."""
        self._wait_for(self._signal(case_number, "standing_changed"))

    def notice(self, case_number: str) -> None:
        """Signal the case."""
        self._wait_for(self._signal(case_number, "standing_changed"))

    def turn(self) -> None:
        """Tell the round of the desks; it gathers for half an hour anyway, so turns of some seconds share a signal.

        A word that is lost is made good by the next turn, or in the morning.
        """
        with self._lock:
            if self._is_turn_coming:
                return
            self._is_turn_coming = True
        asyncio.run_coroutine_threadsafe(self._tell_round(), self._loop)

    def pool(self, pool: PoolYear) -> None:
        """Have the end of a pool's year waited for; asked of Temporal once in the life of a worker."""
        if pool.year not in self._pools:
            self._wait_for(await_year_end(self._client, self._task_queue, pool))
            self._pools.add(pool.year)

    def _wait_for(self, word: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(word, self._loop).result(CALLER_SECONDS)

    async def _signal(self, case_number: str, signal: str) -> None:
        """Signal something to a case; one that has ended needs no word."""
        handle = self._client.get_workflow_handle(workflow_id(case_number))
        try:
            await handle.signal(signal, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _wake(self) -> None:
        async with self._under_way:  # at most one signal under way, and one to come
            await asyncio.sleep(GATHERING_SECONDS)
            with self._lock:
                self._is_coming = False  # whoever commits from now on needs another one
            wake = partial(wake_post_office, self._client, self._task_queue)
            await persistently(wake, "the post office could not be told of mails")

    async def _tell_round(self) -> None:
        await asyncio.sleep(TURN_SECONDS)
        with self._lock:
            self._is_turn_coming = False
        try:
            await self._client.get_workflow_handle(DESK_ROUND_ID).signal(TURN_OPENED, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            log.warning("the round of the desks could not be told of a turn: %s", error.status)
