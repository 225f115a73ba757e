"""Acts about money: vouchers, payee details, payments, stops, recoveries. Amounts are exact yuan."""

from datetime import date
from typing import ClassVar

from domain.case.act import Act
from domain.case.invoices import Invoice
from domain.money import Yuan


class Redeem(Act):
    """算力券兑付申请."""

    kind: ClassVar[str] = "redeem"
    label: ClassVar[str] = "申请兑付算力券"
    invoices: tuple[Invoice, ...]


class ReviewRedemption(Act):
    """兑付审核: approve, reject."""

    kind: ClassVar[str] = "review_redemption"
    label: ClassVar[str] = "兑付审核"
    decision: str
    redemption: int
    verified_paid: Yuan | None = None

    @property
    def subject(self) -> str:
        """The redemption."""
        return str(self.redemption)


class ProvidePayee(Act):
    """确认收款信息. Carries a reference alone: bank data stays in the store."""

    kind: ClassVar[str] = "provide_payee"
    label: ClassVar[str] = "确认收款信息"
    payee: str


class IssueFundDocument(Act):
    """下达资金文件, with the split between city and locality."""

    kind: ClassVar[str] = "issue_fund_document"
    label: ClassVar[str] = "下达资金文件"
    document_number: str
    city_amount: Yuan
    locality_amount: Yuan


class ConfirmPayment(Act):
    """确认到账."""

    kind: ClassVar[str] = "confirm_payment"
    label: ClassVar[str] = "确认拨付"
    payment: str
    paid_on: date

    @property
    def subject(self) -> str:
        """The payment."""
        return self.payment


class ReturnPayment(Act):
    """银行退票."""

    kind: ClassVar[str] = "return_payment"
    label: ClassVar[str] = "登记退票"
    payment: str

    @property
    def subject(self) -> str:
        """The payment."""
        return self.payment


class StopPayment(Act):
    """停拨: no approval of money and no payment order while it stands. ``scope``: ``case``, or ``unit`` for all of its cases."""

    kind: ClassVar[str] = "stop_payment"
    label: ClassVar[str] = "停止拨付"
    scope: str = "case"
    clause: str = ""


class LiftStop(Act):
    """恢复拨付."""

    kind: ClassVar[str] = "lift_stop"
    label: ClassVar[str] = "恢复拨付"
    scope: str = "case"


class DecideRecovery(Act):
    """决定追回: how much, why, and whether it is repaid (``repayment``) or set off (``netting``)."""

    kind: ClassVar[str] = "decide_recovery"
    label: ClassVar[str] = "决定追回"
    amount: Yuan
    clause: str
    means: str
    document_number: str


class RecordRepayment(Act):
    """登记退回款项, in one sum or in parts."""

    kind: ClassVar[str] = "record_repayment"
    label: ClassVar[str] = "登记退回款项"
    amount: Yuan
    received_on: date


class ReverseRecovery(Act):
    """撤销追回: the decision was wrong."""

    kind: ClassVar[str] = "reverse_recovery"
    label: ClassVar[str] = "撤销追回"
