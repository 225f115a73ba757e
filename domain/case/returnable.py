"""When the bank can have returned money that was confirmed as paid (到账后退票): asked by the door, the case and the verb."""

from collections.abc import Iterator
from decimal import Decimal

from domain.errors import WrongStage
from domain.frozen import Frozen
from domain.money import Yuan, plain

PAID = "paid"
"""The status of a payment that was confirmed."""


class ReturnedPayment(Frozen):
    """A payment as far as its return is concerned: what the bank moved, and what of its part is still 已拨付."""

    status: str
    transfer: Yuan
    still_paid: Yuan


def against_late_return(*, is_recovering: bool, has_paid: bool, is_paying: bool) -> Iterator[WrongStage]:
    """Without a payment in hand a return is of money that was paid; one thing at a time is done about money."""
    if not has_paid:
        yield WrongStage("本案没有已拨付的款项，不能登记退票。", remedy="请核对案件编号和支付编号。")
    if is_recovering:
        yield WrongStage("本案正在追回资金，不能登记退票。", remedy="请先办结或撤销追回。")
    elif is_paying:
        yield WrongStage(
            "本案另有款项正在拨付，暂不能登记这笔退票。", remedy="请待正在拨付的款项有结果后再登记。"
        )


def against_return_of(payment: ReturnedPayment | None) -> WrongStage | None:
    """Why this payment cannot have come back; None when it can.

    Args:
        payment: None where the case has no such payment.
    """
    if payment is None:
        return WrongStage("本案没有这一笔支付。", remedy="请核对支付编号。")
    if payment.status != PAID:
        return WrongStage("这笔支付没有登记为已到账，不能登记到账后退票。", remedy="请查看案件的支付记录。")
    if not payment.transfer:
        return WrongStage("这笔支付已全部抵扣，没有经银行拨付。", remedy="请核对支付编号。")
    if payment.still_paid < payment.transfer:
        taken: Decimal = payment.transfer - payment.still_paid
        return WrongStage(
            f"这笔款项中的 {plain(taken)} 元已决定追回，不能登记退票。",
            remedy="追回决定有误的，请先撤销追回；银行退回的款项请按追回登记退回。",
        )
    return None
