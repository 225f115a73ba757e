"""What an applicant declares of money from other policies for the same matter (其他财政资金情况声明, C8)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.closed import Closed
from domain.errors import FieldError
from domain.money import ZERO, Yuan, plain
from domain.words import Reason, ShortWords

FIELD = "other_funding"
"""What declaration and judgement are called, in every body that has one."""


class OtherFunding(Closed):
    """Money from another policy for the same matter (其他财政资金情况声明, C8)."""

    source: ShortWords
    amount: Yuan
    note: Reason = ""


Declaration = Annotated[tuple[OtherFunding, ...], Field(max_length=50)]
"""The whole of it; empty says that there is none."""


def declared_in(entries: Iterable[object]) -> Declaration:
    """A declaration as it was kept, in JSON."""
    return tuple(OtherFunding.model_validate(entry) for entry in entries)


def total_of(entries: Iterable[OtherFunding]) -> Decimal:
    """What all entries come to, 元."""
    return sum((entry.amount for entry in entries), ZERO)


def corrected(before: Declaration, after: Declaration) -> str:
    """That a declaration says something else than before, as the record tells it; empty where it does not."""
    if before == after:
        return ""
    was, now = (f"{len(entries)} 笔共 {plain(total_of(entries))} 元" for entries in (before, after))
    return f"申请单位更正了其他财政资金情况声明：原申报 {was}，更正为 {now}。"


def without_amount(entries: Iterable[OtherFunding]) -> list[FieldError]:
    """Every entry that tells of no money."""
    return [
        FieldError(path=f"{FIELD}[{place}].amount", message="金额须大于 0")
        for place, entry in enumerate(entries)
        if not entry.amount
    ]
