"""Acts of cases in a list: made as their routes make them, and tried as a preview rehearses them."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from commands.access.caller import Caller
from commands.access.roles import Roles
from commands.acts.preparing import asked, prepare
from commands.acts.registry import act_asked
from commands.bulk.foreseen import Foreseen
from commands.dry_run.effects import Effects, Preview
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
        by = act_asked(self.kind).rules.by
        Roles(*by).admit(self.caller)
        return self.caller.actor(by)

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
        shown = await preview_of(self.wired, self.caller, item.case_number, self.kind, item.subject, body)
        return Foreseen(item, shown)

    def checked(self, item: BulkItem, body: dict[str, Any]) -> Foreseen:
        """Whether an item would get past the door; its case is not asked.

        Raises:
            Refusal: it would not.
        """
        self.laid_down(uuid4().hex, item, body)
        return Foreseen(item, Preview(act=self.kind, effects=Effects()), is_tried=False)
