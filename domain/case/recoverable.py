"""When money that was paid may be recovered (追回), or topped up (补足差额), and how much: asked by door, case and ledger alike."""

from collections.abc import Iterator
from decimal import Decimal

from domain.errors import FieldError, WrongStage
from domain.money import ZERO, plain


def against_recovery(
    *, is_recovering: bool, has_paid: bool, is_paying: bool, label: str = "追回"
) -> Iterator[WrongStage]:
    """Money that was paid may be recovered or topped up, once at a time, and not while a payment is under way."""
    if is_recovering:
        yield WrongStage(f"本案已在追回中，不能{label}。", remedy="请先办结或撤销前一追回决定。")
    if not has_paid:
        remedy = "尚未拨付的，可以更正决定、停止拨付或终止办理。"
        yield WrongStage(f"本案没有已拨付的资金，不能{label}。", remedy=remedy)
    if is_paying:
        yield WrongStage(f"资金正在拨付，不能{label}。", remedy="请等待本次拨付完成后再作决定。")


def wrong_amount(amount: Decimal, paid: Decimal) -> tuple[FieldError, ...]:
    """Never more is recovered than was paid."""
    if ZERO < amount <= paid:
        return ()
    return (FieldError(path="amount", message=f"须大于 0，且不超过已拨付的 {plain(paid)} 元"),)
