"""When money that was paid may be recovered (追回), and how much: asked by the door, the case and the ledger's verb alike."""

from collections.abc import Iterator
from decimal import Decimal

from domain.errors import FieldError, WrongStage
from domain.money import ZERO, plain


def against_recovery(*, is_recovering: bool, has_paid: bool, is_paying: bool) -> Iterator[WrongStage]:
    """Money that was paid may be recovered, once at a time, and not while a payment is under way."""
    if is_recovering:
        yield WrongStage("本案已在追回中，不能重复作出追回决定。", remedy="请先办结或撤销前一追回决定。")
    if not has_paid:
        yield WrongStage("本案没有已拨付的资金，不能追回。", remedy="尚未拨付的，可以停止拨付或终止办理。")
    if is_paying:
        yield WrongStage("资金正在拨付，不能追回。", remedy="请等待本次拨付完成后再作决定。")


def wrong_amount(amount: Decimal, paid: Decimal) -> tuple[FieldError, ...]:
    """Never more is recovered than was paid."""
    if ZERO < amount <= paid:
        return ()
    return (FieldError(path="amount", message=f"须大于 0，且不超过已拨付的 {plain(paid)} 元"),)
