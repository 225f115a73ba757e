"""Acts of cases in a list: made as their routes make them, and rehearsed as a preview rehearses them."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from commands.access.caller import Caller
from commands.acts.preparing import asked, prepare
from commands.acts.registry import form_of
from commands.bulk.bodies import Foreseen
from commands.dry_run.previews import preview_of
from commands.wiring import Wiring
from domain.bulk.listing import BulkItem, ItemStatus, item_key
from domain.case.record.steps import Progress
from domain.case.roles import Actor


@dataclass(frozen=True)
class CaseActs:
    """The acts of one kind that a caller does."""

    wired: Wiring
    caller: Caller
    kind: str

    def actor(self) -> Actor:
        """Who acts.

        Raises:
            Refusal: such acts are not this caller's.
        """
        form = form_of(self.kind)
        form.may(self.caller)
        return self.caller.actor(form.may.roles)

    def laid_down(self, bulk: str, item: BulkItem, body: dict[str, Any]) -> BulkItem:
        """The item with its act; where that was done before, the item is done.

        Raises:
            Refusal: as the route of the act would refuse it.
        """
        key = item_key(bulk, item.subject)
        act = prepare(self.wired, asked(self.caller, item.case_number, key, self.kind, item.subject, body))
        if isinstance(act, Progress):
            return item.model_copy(update={"status": ItemStatus.DONE, "stage": act.stage.value})
        return item.model_copy(update={"content": act.model_dump(mode="json")})

    async def foreseen(self, item: BulkItem, body: dict[str, Any]) -> Foreseen:
        """What would come of an item now.

        Raises:
            Refusal: there is no such case for the caller.
        """
        told = await preview_of(self.wired, self.caller, item.case_number, self.kind, item.subject, body)
        after = told.after
        return Foreseen(
            is_rehearsed=True,
            refusal=told.refusal,
            stage=after.stage if after else "",
            sentence=after.sentence if after else "",
            mails=told.mails,
            money=told.money,
        )

    def checked(self, item: BulkItem, body: dict[str, Any]) -> Foreseen:
        """Whether an item would get past the door; its case is not asked.

        Raises:
            Refusal: it would not.
        """
        self.laid_down(uuid4().hex, item, body)
        return Foreseen(is_rehearsed=False)
