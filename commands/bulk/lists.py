"""Taking a list at the door: every item checked as its own route would, kept with its act, and a workflow begun.

The person's rights are those at this moment: what may not be done now is refused now, item by item. The case decides
once more when the act reaches it.
"""

import asyncio
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Final

from adapters.store.bulk.acts import keep_bulk
from adapters.store.bulk.queries import counts_of, read_bulk
from adapters.temporal.starting import start_one
from commands.access.caller import Caller
from commands.bulk.bodies import BulkActBody, BulkItemBody
from commands.bulk.case_acts import CaseActs
from commands.bulk.foreseen import Foreseen
from commands.bulk.people import PeopleMatters
from commands.dry_run.effects import Effects, Preview
from commands.keys import digest_of
from commands.wiring import Wiring
from domain.bulk.listing import BulkAct, BulkItem, ItemStatus, bulk_id, left_of
from domain.bulk.rules import check_decision, check_list, check_shared, check_subject, rule_of, title_of
from domain.bulk.run import BULK_ACT, BulkRun, bulk_workflow_id
from domain.errors import FieldError, InvalidInput, Refusal, Repeated

DRY_RUN_SECONDS: Final = 20.0
"""Items of a dry run that come later are checked at the door alone."""


class BulkDoor:
    """One list at the door.

    Args:
        wired: the adapters and the law.
        caller: who asks.
        body: the list.

    Raises:
        Refusal: the whole list: no such act, not in bulk, not the caller's, or an item stands there twice.
    """

    def __init__(self, wired: Wiring, caller: Caller, body: BulkActBody) -> None:
        self._wired, self._caller, self._body = wired, caller, body
        self._rule = rule_of(body.act)
        counter = PeopleMatters if self._rule.is_of_people else CaseActs
        self._counter: PeopleMatters | CaseActs = counter(wired, caller, body.act)
        self._actor = self._counter.actor()
        check_shared(self._rule, body.body)
        check_list([(item.case_number, item.subject) for item in body.items])

    async def begin(self, key: str) -> BulkAct:
        """Keep the list and have it done. Repeated with the same key, the first is given and goes on.

        Raises:
            Repeated: the key was used for another list.
            TemporalAway: nothing was kept.
        """
        await self._wired.temporal.client()
        digest = digest_of("bulk-acts", self._body)
        kept = await asyncio.to_thread(self._keep, bulk_id(self._caller.account, key), digest)
        if kept.digest != digest:
            raise Repeated(
                "同一 Idempotency-Key 已用于另一份批量办理名单。", remedy="请使用新的 Idempotency-Key。"
            )
        if left_of(await asyncio.to_thread(counts_of, self._wired.engine, kept.id)):
            await self._start(kept)
        return kept

    def _keep(self, identifier: str, digest: str) -> BulkAct:
        first = read_bulk(self._wired.engine, identifier)
        if first is not None:
            return first
        made = BulkAct(
            id=identifier,
            kind=self._rule.kind,
            account=self._actor.account,
            role=self._actor.role,
            party=self._actor.party,
            digest=digest,
            total=len(self._body.items),
            made_at=datetime.now(UTC),
        )
        return keep_bulk(self._wired.engine, made, self._laid_down(made))

    def _laid_down(self, made: BulkAct) -> list[BulkItem]:
        """Every item with its act, or refused with the reason."""
        return [self._item(made, *numbered) for numbered in enumerate(self._body.items, start=1)]

    def _item(self, made: BulkAct, number: int, said: BulkItemBody) -> BulkItem:
        item = _bare(number, said, made.made_at)
        try:
            return self._counter.laid_down(made.id, item, self._checked_body(said))
        except Refusal as refusal:
            return item.model_copy(update={"status": ItemStatus.REFUSED, "refusal": refusal.facts})

    def _checked_body(self, said: BulkItemBody) -> dict[str, Any]:
        """The shared body with what the item says otherwise.

        Raises:
            Refusal: it burdens somebody, or the subject is missing.
        """
        body = {**self._body.body, **said.body}
        check_decision(self._rule, body.get("decision"))
        check_subject(self._rule, said.subject)
        return body

    async def _start(self, kept: BulkAct) -> None:
        """Have the workflow running; where it ended before its list did, it is begun anew."""
        client = await self._wired.temporal.client()
        await start_one(
            client,
            BULK_ACT,
            BulkRun(bulk=kept.id, label=title_of(kept.kind), total=kept.total),
            identifier=bulk_workflow_id(kept.id),
            task_queue=self._wired.settings.task_queue,
            summary=f"批量{title_of(kept.kind)} · {kept.total} 项",
        )

    async def dry_run(self) -> list[Foreseen]:
        """What would come of each item as its case stands now. Nothing is done, nothing is kept."""
        ends_at = monotonic() + DRY_RUN_SECONDS
        return [await self._foreseen(*numbered, ends_at) for numbered in enumerate(self._body.items, start=1)]

    async def _foreseen(self, number: int, said: BulkItemBody, ends_at: float) -> Foreseen:
        item = _bare(number, said, datetime.now(UTC))
        try:
            body = self._checked_body(said)
            if monotonic() < ends_at:
                return await self._counter.foreseen(item, body)
            return await asyncio.to_thread(self._counter.checked, item, body)
        except Refusal as refusal:
            return Foreseen(item, Preview(act=self._rule.kind, effects=Effects(refusal=refusal.facts)))


def _bare(number: int, said: BulkItemBody, at: datetime) -> BulkItem:
    return BulkItem(number=number, case_number=said.case_number, subject=said.subject, at=at)


def needed(key: str | None) -> str:
    """The key of a list that is to be done.

    Raises:
        InvalidInput: there is none.
    """
    if key is None:
        raise InvalidInput(
            "缺少请求头 Idempotency-Key。",
            remedy="请为每份批量办理名单生成一个唯一的键，重试时使用同一个键；试运行不需要。",
            fields=(FieldError(path="Idempotency-Key", message="为必填项"),),
        )
    return key
