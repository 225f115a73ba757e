"""Acting on a kept file: each row becomes an act of its case, and what comes of it is noted with the row.

A crash leaves a kept file with rows that wait; the same file again goes on where it stopped. A row's act has an id made
of list, payment and what is said of it, so that it happens once; it is the act of whoever sent the file first.
"""

import asyncio
from typing import Any

from temporalio.client import WorkflowUpdateFailedError
from temporalio.service import RPCError

from adapters.store.engine import open_session
from adapters.store.payments.imports import (
    DONE,
    REFUSED,
    UNFINISHED,
    UNKNOWN,
    WAITING,
    ImportRecord,
    ImportRow,
    find_import,
    note_row,
)
from commands.access.authorise import authorise, kept_off
from commands.access.caller import Caller
from commands.acts.acting import Acting
from commands.keys import digest_of
from commands.temporal_link import OutcomeUnknown, TemporalAway
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.case.acts.payment import ConfirmPayment, ReturnPayment
from domain.case.identifiers import act_id
from domain.case.roles import Actor, Role
from domain.departments import FINANCE_BUREAU
from domain.errors import Refusal
from domain.payment_list.listing import PAID

PATIENCE_SECONDS = 25.0
"""No further act is begun after this; a repeat of the file goes on."""

AT_ONCE = 8
"""Acts under way at the same time."""

_AGAIN = UNFINISHED | {REFUSED}


class Confirming:
    """One pass over the rows of a file that are not done yet, by whoever sends it now."""

    def __init__(self, wired: Wiring, record: ImportRecord, sender: Caller) -> None:
        self._wired, self._record, self._sender = wired, record, sender
        self._kept_off: dict[str, str] = {}
        self._ends_at = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        self._is_away = False

    async def go_on(self) -> ImportRecord:
        """Send what is not done, and give the file as it then stands."""
        waiting = [row for row in self._record.rows if row.status in _AGAIN]
        numbers = sorted({row.case_number for row in waiting})
        self._kept_off = await asyncio.to_thread(kept_off, self._wired, self._sender, numbers, FINANCE_BUREAU)
        room = asyncio.Semaphore(AT_ONCE)

        async def one(row: ImportRow) -> None:
            async with room:
                if not self._is_away and asyncio.get_running_loop().time() < self._ends_at:
                    await self._note(row, *await self._send(row))

        await asyncio.gather(*(one(row) for row in waiting))
        engine, record = self._wired.engine, self._record
        return await asyncio.to_thread(find_import, engine, record.list_id, record.digest) or record

    async def _send(self, row: ImportRow) -> tuple[str, str]:
        """Send a row's act; its status and the words for it."""
        if row.case_number in self._kept_off:
            return REFUSED, self._kept_off[row.case_number]
        try:
            act = await asyncio.to_thread(self._at_desk, act_of(self._record, row), row)
            await Acting(self._wired).deliver(row.case_number, act)
        except Refusal as refusal:
            facts = refusal.facts
            return REFUSED, "".join((facts.what, facts.why, facts.remedy))
        except (OutcomeUnknown, WorkflowUpdateFailedError):
            return UNKNOWN, "已提交，结果尚未返回；请稍后重新导入同一文件"
        except (TemporalAway, RPCError):
            self._is_away = True
            return WAITING, "流程服务暂时无法访问，尚未登记；请稍后重新导入同一文件"
        return DONE, "已登记到账" if row.result == PAID else "已登记退票，待申请单位更正收款信息"

    def _at_desk(self, act: Act, row: ImportRow) -> Act:
        """The act as the person may do it in this case, who is checked as at the door of a single act.

        Raises:
            Refusal: the person may not act here; with who can instead.
        """
        caller = Caller(account=act.by.account, roles=(act.by.role,), department=act.by.party)
        with open_session(self._wired.engine) as session:
            by = authorise(session, self._wired, caller, act.by, row.case_number, act.kind, act.subject)
        return act.model_copy(update={"by": by})

    async def _note(self, row: ImportRow, status: str, words: str) -> None:
        await asyncio.to_thread(note_row, self._wired.engine, self._record.id, row.row, status, words)


def act_of(record: ImportRecord, row: ImportRow) -> Act:
    """The act of a row: the same list, payment and words give the same act."""
    said = {"payment": row.payment, "result": row.result, "paid_on": row.paid_on, "reason": row.reason}
    digest = digest_of(f"payment-lists {record.list_id}", said)
    parts: dict[str, Any] = {
        "id": act_id(record.list_id, row.case_number, f"{row.payment}\n{digest}"),
        "by": Actor(account=record.made_by, role=Role.FINANCE, party=FINANCE_BUREAU),
        "digest": digest,
        "payment": row.payment,
        "reason": row.reason,
    }
    if row.result != PAID:
        return ReturnPayment(**parts, was_paid=row.was_paid)
    assert row.paid_on is not None  # noqa: S101 - judged before the file was kept
    return ConfirmPayment(**parts, paid_on=row.paid_on)
