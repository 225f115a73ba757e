"""What comes of each row of the treasury's file: right, known already, not told yet, or wrong; all are looked at first."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from domain.case.days import Happened, Milestone, wrong_day
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.payment_list import columns as c
from domain.payment_list.listing import PAID, RETURNED, TO_PAY, Line, PaymentList
from domain.payment_list.reply import Reply, ReplyRow
from domain.spreadsheet.cells import plain_text

_WAN = Decimal(10000)
_STATES = {PAID: "已到账", RETURNED: "已退票"}

Judgement = Literal["right", "known", "open", "wrong"]
"""``known``: the same result is recorded already; ``open``: the file says nothing of it yet."""


class ReplyVerdict(Frozen):
    """One row with its judgement, and in words what is wrong or known."""

    told: ReplyRow
    judgement: Judgement
    faults: tuple[FieldError, ...] = ()
    words: str = ""


class ReplyJudge:
    """Judges a file against its list.

    Args:
        listed: the list.
        latest: the last day on which money can have arrived.
        barred: payment → why this person may not confirm it (four eyes).
        elsewhere: other payments that there are → the list that they are on, empty when on none.
    """

    def __init__(
        self,
        listed: PaymentList,
        *,
        latest: date,
        barred: Mapping[str, str],
        elsewhere: Mapping[str, str],
    ) -> None:
        self._listed, self._latest, self._barred, self._elsewhere = listed, latest, barred, elsewhere
        self._lines = {line.payment: line for line in listed.lines}

    def verdicts(self, reply: Reply) -> tuple[ReplyVerdict, ...]:
        """A verdict on every row, in the order of the file."""
        times = Counter(row.payment for row in reply.rows)
        found = [ReplyVerdict(told=row, judgement="wrong", faults=row.faults) for row in reply.faults]
        if reply.list_id and reply.list_id != self._listed.id:
            found.append(_wrong_list(reply.list_id))
        found += [self._verdict(row, times[row.payment]) for row in reply.rows]
        return tuple(sorted(found, key=lambda verdict: verdict.told.row))

    def _verdict(self, row: ReplyRow, times: int) -> ReplyVerdict:
        faults = list(row.faults)
        line = self._lines.get(row.payment)
        if row.payment and times > 1:
            faults.append(_fault(row, c.PAYMENT, f"同一笔支付在文件中出现 {times} 次"))
        if line is None:
            faults += self._stranger(row)
            return ReplyVerdict(told=row, judgement="wrong", faults=tuple(faults))
        faults += [*_altered(row, line), *self._untimely(row, line)]
        is_known = bool(row.result) and _is_recorded(row, line)
        if row.result and not is_known:
            faults += [*_settled(row, line), *self._forbidden(row)]
        judgement: Judgement = "known" if is_known else "right" if row.result else "open"
        words = f"此前已登记为{_STATES[line.status]}，不重复登记" if is_known else ""
        return ReplyVerdict(
            told=row, judgement="wrong" if faults else judgement, faults=tuple(faults), words=words
        )

    def _stranger(self, row: ReplyRow) -> list[FieldError]:
        if not row.payment:
            return []
        listed_on = self._elsewhere.get(row.payment)
        if listed_on is None:
            return [_fault(row, c.PAYMENT, "没有这一支付编号")]
        told = f"这笔支付在清单 {listed_on} 上" if listed_on else "这笔支付不在任何清单上"
        return [_fault(row, c.PAYMENT, f"{told}，不属于本清单")]

    def _untimely(self, row: ReplyRow, line: Line) -> list[FieldError]:
        if row.paid_on is None:
            return []
        told = Happened(c.PAID_ON, row.paid_on, Milestone.ORDER)
        wrong = wrong_day(told, self._latest, {Milestone.ORDER: line.ordered_on})
        return [_fault(row, c.PAID_ON, wrong)] if wrong else []

    def _forbidden(self, row: ReplyRow) -> list[FieldError]:
        why = self._barred.get(row.payment)
        return [_fault(row, c.PAYMENT, why)] if why else []


def digest_of_reply(list_id: str, rows: Collection[ReplyRow]) -> str:
    """What a file says, whatever its format and the order of its rows; a row that says no result counts for nothing."""
    said = sorted(
        json.dumps(row.model_dump(mode="json", exclude={"row", "faults"}), sort_keys=True)
        for row in rows
        if row.result
    )
    return sha256("\n".join([list_id, *said]).encode()).hexdigest()


def _altered(row: ReplyRow, line: Line) -> list[FieldError]:
    """The columns that went out come back unchanged."""
    titles = {field: title for title, field in (c.TEXTS | c.SUMS).items()}
    faults = [
        _fault(row, titles[field], _how_altered(field))
        for field, text in row.texts.items()
        if text != plain_text(getattr(line, field))
    ]
    faults += [
        _fault(row, titles[field], _how_much(amount, getattr(line, field)))
        for field, amount in row.sums.items()
        if amount != getattr(line, field)
    ]
    return faults


def _how_altered(field: str) -> str:
    if field == "account_number":
        return "与清单不一致；请检查账号是否被表格软件改成了数字或科学计数法"
    return "与清单不一致"


def _how_much(amount: Decimal, due: Decimal) -> str:
    if amount * _WAN == due or amount == due * _WAN:
        return f"金额与清单相差一万倍，单位须为元：应为 {due:.2f}"
    return f"与清单不一致：应为 {due:.2f}，文件为 {amount:.2f}"


def _is_recorded(row: ReplyRow, line: Line) -> bool:
    same = row.paid_on == line.paid_on if row.result == PAID else row.reason == plain_text(line.reason)
    return row.result == line.status and same


def _settled(row: ReplyRow, line: Line) -> list[FieldError]:
    """What was settled stays so; only the bank may still return what has arrived."""
    if line.status == TO_PAY or (line.status == PAID and row.result == RETURNED):
        return []
    how = f"{line.paid_on or ''}{_STATES.get(line.status, line.status)}"
    return [_fault(row, c.RESULT, f"这笔支付已登记为“{how}”，与文件不同")]


def _wrong_list(list_id: str) -> ReplyVerdict:
    row = ReplyRow(row=1)
    fault = _fault(row, c.LIST_ID, f"这是清单 {list_id} 的文件")
    return ReplyVerdict(told=row, judgement="wrong", faults=(fault,))


def _fault(row: ReplyRow, title: str, message: str) -> FieldError:
    return FieldError(path=f"rows[{row.row}].{title}", message=message)
