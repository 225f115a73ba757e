"""Differences between the ledger and what it should agree with, each with a name."""

from decimal import Decimal
from enum import StrEnum

from domain.frozen import Frozen
from domain.money import plain


class DifferenceKind(StrEnum):
    """What does not agree."""

    ENTRY = "entry"
    POOL = "pool"
    AWARD = "award"
    PAYMENT = "payment"
    PAID_TWICE = "paid_twice"
    SPLIT = "split"
    VOUCHER = "voucher"
    REDEMPTION = "redemption"
    RECOVERY = "recovery"
    ENDED = "ended"
    FILE = "file"
    HIGHER_OF = "higher_of"
    UNIT_CAP = "unit_cap"
    QUOTA = "quota"
    WORKFLOW_MISSING = "workflow_missing"
    WORKFLOW_LEFT = "workflow_left"
    WORKFLOW_STRANGE = "workflow_strange"
    WORKFLOW_FAILING = "workflow_failing"
    STAGE = "stage"
    UNPROVEN = "unproven"

    @property
    def label(self) -> str:
        """What people read."""
        return LABELS[self]


LABELS: dict[DifferenceKind, str] = {
    DifferenceKind.ENTRY: "分录不成立",
    DifferenceKind.POOL: "年度额度不符",
    DifferenceKind.AWARD: "核定金额不符",
    DifferenceKind.PAYMENT: "付款记录不符",
    DifferenceKind.PAID_TWICE: "重复拨付",
    DifferenceKind.SPLIT: "分担金额之和不符",
    DifferenceKind.VOUCHER: "算力券不符",
    DifferenceKind.REDEMPTION: "兑付不符",
    DifferenceKind.RECOVERY: "追回不符",
    DifferenceKind.ENDED: "已结束案件仍有资金",
    DifferenceKind.FILE: "案件金额不符",
    DifferenceKind.HIGHER_OF: "超过就高标准",
    DifferenceKind.UNIT_CAP: "超过单位年度上限",
    DifferenceKind.QUOTA: "超过年度名额",
    DifferenceKind.WORKFLOW_MISSING: "未结束案件没有流程",
    DifferenceKind.WORKFLOW_LEFT: "已结束案件仍有流程",
    DifferenceKind.WORKFLOW_STRANGE: "流程没有案件",
    DifferenceKind.WORKFLOW_FAILING: "流程任务反复失败",
    DifferenceKind.STAGE: "案件与流程的阶段不符",
    DifferenceKind.UNPROVEN: "未能核对",
}
"""Each as people read it."""


class Difference(Frozen):
    """One thing that does not agree.

    Attributes:
        case_number: the case; empty for a pool or a batch.
        what: what was compared, in words.
        ledger: what the ledger says; for a workflow, what the case file says.
        other: what stands against it.
    """

    kind: DifferenceKind
    case_number: str = ""
    what: str
    ledger: str
    other: str

    def __str__(self) -> str:
        """One line: case, what, both sides."""
        about = " ".join(part for part in (self.case_number, self.what) if part)
        return f"[{self.kind.label}] {about}：台账 {self.ledger}；对方 {self.other}"


def told(amount: Decimal | None) -> str:
    """An amount in a difference; none is a dash."""
    return "—" if amount is None else plain(amount)
