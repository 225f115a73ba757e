"""What a person does in a case. Each act is an Update of the same name; its ``kind`` never changes.

Amounts are exact yuan. Figures travel as JSON (money as strings) and are checked against the
catalogue at the door and once more in the activity that computes with them.
"""

from datetime import date
from typing import ClassVar

from pydantic import JsonValue

from domain.case.invoices import Invoice as Invoice
from domain.case.roles import Actor
from domain.frozen import Frozen
from domain.money import Yuan

Facts = dict[str, JsonValue]


class Act(Frozen):
    """What every act carries.

    Attributes:
        id: made from caller, case and idempotency key; repeating it gives the first answer.
        by: who acts, and for which party.
        digest: of the request body; the same id with another digest is refused.
        reason: what the one concerned is told, in Chinese.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""

    id: str
    by: Actor
    digest: str = ""
    reason: str = ""

    @property
    def subject(self) -> str:
        """Which of several like things this act is about: an instalment, a payment; empty for most."""
        return ""

    @property
    def outcome(self) -> str:
        """The decision in one word, for the record."""
        return str(getattr(self, "decision", ""))


class Defect(Frozen):
    """One defect of the application: which document or field, and what to do about it."""

    item: str
    problem: str


class File(Act):
    """提交申请."""

    kind: ClassVar[str] = "file"
    label: ClassVar[str] = "提交申请"


class CheckCompleteness(Act):
    """形式审查: accept, supplement (all defects at once), refuse."""

    kind: ClassVar[str] = "check_completeness"
    label: ClassVar[str] = "形式审查"
    decision: str
    defects: tuple[Defect, ...] = ()
    received_on_paper: tuple[str, ...] = ()
    refer_to: str = ""


class Supplement(Act):
    """补正."""

    kind: ClassVar[str] = "supplement"
    label: ClassVar[str] = "提交补正材料"
    facts: Facts | None = None


class Review(Act):
    """牵头审核: approve, return, reject. Verified figures replace declared ones."""

    kind: ClassVar[str] = "review"
    label: ClassVar[str] = "牵头审核"
    decision: str
    verified_facts: Facts | None = None
    checklist: dict[str, bool] = {}
    defects: tuple[Defect, ...] = ()
    expert_score: int | None = None


class SignOff(Act):
    """部门会签: agree, no_opinion, object."""

    kind: ClassVar[str] = "sign_off"
    label: ClassVar[str] = "会签"
    decision: str


class Settle(Act):
    """会签异议处理: proceed, amend, reject."""

    kind: ClassVar[str] = "settle"
    label: ClassVar[str] = "处理会签异议"
    decision: str


class RaiseObjection(Act):
    """公示异议."""

    kind: ClassVar[str] = "raise_objection"
    label: ClassVar[str] = "提出异议"
    objection: str


class FindOnObjection(Act):
    """异议核查结论: dismiss, uphold."""

    kind: ClassVar[str] = "find_on_objection"
    label: ClassVar[str] = "异议核查"
    decision: str
    objection: str

    @property
    def subject(self) -> str:
        """The objection."""
        return self.objection


class RecordAcceptance(Act):
    """验收: passed, failed, with verified figures."""

    kind: ClassVar[str] = "record_acceptance"
    label: ClassVar[str] = "登记验收结果"
    decision: str
    accepted_on: date
    verified_facts: Facts = {}


class ClaimInstalment(Act):
    """申请年度兑现."""

    kind: ClassVar[str] = "claim_instalment"
    label: ClassVar[str] = "申请年度兑现"
    instalment: int
    facts: Facts

    @property
    def subject(self) -> str:
        """The instalment."""
        return str(self.instalment)


class ReviewInstalment(Act):
    """年度审核: approve, return, reject."""

    kind: ClassVar[str] = "review_instalment"
    label: ClassVar[str] = "年度审核"
    decision: str
    instalment: int
    verified_facts: Facts | None = None

    @property
    def subject(self) -> str:
        """The instalment."""
        return str(self.instalment)


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


class Withdraw(Act):
    """撤回申请, until a payment is ordered."""

    kind: ClassVar[str] = "withdraw"
    label: ClassVar[str] = "撤回申请"


class Terminate(Act):
    """终止办理, by the lead department, with a reason."""

    kind: ClassVar[str] = "terminate"
    label: ClassVar[str] = "终止办理"


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


ACTS: dict[str, type[Act]] = {cls.kind: cls for cls in Act.__subclasses__()}
"""Every act by its kind."""
