"""Doing the items of a bulk act: each is sent to its case, and what came of it is noted at once.

A worker that is killed leaves items begun. Whoever goes on sends them again under the same act ids: what was done is
answered by the case or the store, what was not is done now, and nothing is done twice.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from temporalio import activity
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from activities.heartbeat import heartbeat
from activities.office import CaseOffice
from adapters.store.bulk.acts import begin_items, note_done, note_refused, note_silence
from adapters.store.bulk.queries import counts_of, have_left, read_bulk
from adapters.store.cases.act_answers import first_answer, is_open
from adapters.store.people.accounts import account_by_id
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from adapters.temporal.sending import ActSending, CasesAway, CaseSilent
from domain.bulk.listing import BulkAct, BulkItem, Counts, ItemStatus, left_of
from domain.bulk.rules import BULK_RULES
from domain.bulk.run import DO_BULK_ITEMS, BulkChunk, BulkTally
from domain.case.acts.registry import BY_KIND
from domain.case.roles import Actor
from domain.errors import NotAllowed, Refusal, RefusalFacts

AT_ONCE: Final = 8
"""Acts of one list under way at the same time."""

LISTS_AT_ONCE: Final = 4
"""Lists that one worker works on. A list waits for cases, which need activities of the same worker: lists alone must
never take all of its places."""

COME_AGAIN: Final = timedelta(seconds=5)

ANSWER_SECONDS: Final = 10.0
"""How long a case is waited for; a case whose history must be replayed first answers within a second."""


TakeTask = Callable[[BulkAct, BulkItem], bool]
"""Tells whether a mail waits to be sent; raises a ``Refusal``."""


@dataclass(frozen=True)
class ItemDoing:
    """The ways to do an item."""

    client: Client
    sending: ActSending
    take_task: TakeTask
    announcer: Announcer


class BulkRunner:
    """Activities of bulk acts.

    Args:
        office: its store knows the items, its announcer is told after a commit that queued a mail.
        client: connected to Temporal.
        take_task: does an item about who has a task, which is no act of its case.
        answer_seconds: how long a case is waited for.
    """

    def __init__(
        self,
        office: CaseOffice,
        client: Client,
        take_task: TakeTask,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._engine = engine = office.engine
        sending = ActSending(
            office.keyring, partial(first_answer, engine), partial(is_open, engine), answer_seconds
        )
        self._doing = ItemDoing(client, sending, take_task, office.announcer)
        self._lists = 0

    @activity.defn(name=DO_BULK_ITEMS)
    async def do_bulk_items(self, chunk: BulkChunk) -> BulkTally:
        """Do the next items. Effect: acts in their cases, and each item's outcome; idempotent by the act ids.

        Raises:
            ApplicationError: ``Busy``, this worker has enough lists in hand; ``CasesAway``, Temporal cannot be
                reached; ``CasesSilent``, no case answered. To be retried in all three cases.
        """
        if self._lists >= LISTS_AT_ONCE:
            raise ApplicationError("enough lists in hand", type="Busy", next_retry_delay=COME_AGAIN)
        self._lists += 1
        try:
            async with heartbeat():
                return await self._do(chunk)
        finally:
            self._lists -= 1

    async def _do(self, chunk: BulkChunk) -> BulkTally:
        asked = await asyncio.to_thread(read_bulk, self._engine, chunk.bulk)
        if asked is None:
            raise ApplicationError(f"no bulk act {chunk.bulk}", type="NotFound", non_retryable=True)
        items = await asyncio.to_thread(begin_items, self._engine, chunk.bulk, chunk.limit)
        moved = await _Pass(self._engine, self._doing, asked).over(items)
        if items and not moved and not activity.is_worker_shutdown():
            raise ApplicationError(f"none of {len(items)} cases answered", type="CasesSilent")
        return _tally(await asyncio.to_thread(counts_of, self._engine, chunk.bulk))


class _Pass:
    """One pass over some items."""

    def __init__(self, engine: Engine, doing: ItemDoing, asked: BulkAct) -> None:
        self._engine, self._doing, self._asked = engine, doing, asked
        self._moved = 0
        self._away: CasesAway | None = None

    async def over(self, items: Sequence[BulkItem]) -> int:
        """Do the items, some at a time; how many have their outcome now.

        Raises:
            ApplicationError: ``CasesAway``.
        """
        room = asyncio.Semaphore(AT_ONCE)

        async def one(item: BulkItem) -> None:
            async with room:
                if self._away is None and not activity.is_worker_shutdown():
                    await self._do(item)

        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(one(item))
        if self._away is not None:
            raise ApplicationError(str(self._away), type="CasesAway") from self._away
        return self._moved

    async def _do(self, item: BulkItem) -> None:
        """Do one item and note what came of it; when Temporal is away it stays begun."""
        try:
            stage = await self._stage_after(item)
        except Refusal as refusal:
            await self._note(note_refused, item, refusal.facts)
        except CasesAway as away:
            self._away = away
        except (CaseSilent, WorkflowUpdateFailedError, RPCError) as silence:
            told = "bulk act %s, item %d was not answered: %s"
            activity.logger.warning(told, self._asked.id, item.number, type(silence).__name__)
            await asyncio.to_thread(note_silence, self._engine, self._asked.id, item, datetime.now(UTC))
        else:
            await self._note(note_done, item, stage)

    async def _stage_after(self, item: BulkItem) -> str:
        """Do one item; where its case stands then. What was done before a worker died is found in the store.

        Raises:
            Refusal: by the case, or because the person has left it or was shut out meanwhile.
            CasesAway: Temporal cannot be reached.
            CaseSilent: the answer did not come in time.
        """
        doing, is_again = self._doing, item.status is ItemStatus.BEGUN
        if BULK_RULES[self._asked.kind].is_of_people:
            if not is_again:
                await asyncio.to_thread(check_is_open, self._engine, self._asked.account)
            if await asyncio.to_thread(doing.take_task, self._asked, item):
                await asyncio.to_thread(doing.announcer.mail)
            return ""
        act = BY_KIND[self._asked.kind].model_validate(item.content)
        if is_again:
            first = await asyncio.to_thread(first_answer, self._engine, act.id)
            if first is not None:
                return first.stage.value
        await asyncio.to_thread(check_is_open, self._engine, self._asked.account)
        check_is_free(act.by, await asyncio.to_thread(have_left, self._engine, item.case_number))
        progress = await doing.sending.send(doing.client, item.case_number, act)
        return progress.stage.value

    async def _note(self, note: Callable[..., None], item: BulkItem, what: str | RefusalFacts) -> None:
        await asyncio.to_thread(note, self._engine, self._asked.id, item.number, what, datetime.now(UTC))
        self._moved += 1


def check_is_open(engine: Engine, account: str) -> None:
    """Refuse what somebody asked for whose account was shut since.

    Raises:
        NotAllowed: with the way out.
    """
    known = account_by_id(engine, account)
    if known is not None and known.is_disabled:
        raise NotAllowed(
            "您的账号已停用，不能办理。",
            why="提交批量办理之后，管理员停用了此账号。",
            remedy="请由本部门其他人员办理。",
        )


def check_is_free(by: Actor, left: Collection[str]) -> None:
    """Refuse the act of somebody who has left the case, or acts there for somebody who has, since it was asked.

    Raises:
        NotAllowed: with the way out.
    """
    if {by.account, by.for_account} & set(left):
        raise NotAllowed(
            "您不能办理本案的任何环节。",
            why="提交批量办理之后，您本人或您所代理的人员已声明与本案有利害关系并回避。",
            remedy="请由本部门其他人员办理。",
        )


def _tally(counts: Counts) -> BulkTally:
    return BulkTally(
        done=counts.get(ItemStatus.DONE, 0),
        refused=counts.get(ItemStatus.REFUSED, 0),
        cancelled=counts.get(ItemStatus.CANCELLED, 0),
        unknown=counts.get(ItemStatus.UNKNOWN, 0),
        left=left_of(counts),
    )
