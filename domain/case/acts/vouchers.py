"""Vouchers: redeemed with paid invoices, and the review of that."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.case.invoices import Invoice, objections_to
from domain.closed import example
from domain.errors import FieldError
from domain.money import Yuan

Redemption = Annotated[int, Field(ge=1, le=100_000, description="Number of the redemption, from 1.")]


class Redeem(Act):
    """The applicant redeems a voucher against invoices that are paid in full for finished services."""

    rules = ActRules(
        "redeem",
        "申请兑付算力券",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        follows="申请兑付后由牵头部门审核",
    )
    model_config = example(
        invoices=[
            {
                "number": "24132000000012345678",
                "supplier": "廊坊云枢智算科技有限公司",
                "amount": "500000.00",
                "service_finished_on": "2026-06-30",
                "paid_on": "2026-07-10",
            }
        ]
    )

    invoices: tuple[Invoice, ...] = Field(min_length=1, max_length=200)

    def faults(self, latest: date) -> list[FieldError]:
        """What can be seen of the invoices alone; whether another redemption used them, the store knows."""
        return super().faults(latest) + list(objections_to(self.invoices, (), latest))


class ReviewRedemption(Act):
    """The lead department approves with the verified sum of paid invoices, or rejects with a reason."""

    rules = ActRules(
        "review_redemption",
        "兑付审核",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.OPINION,
        decisions={"approve": "通过", "reject": "不予兑付"},
        reasoned=frozenset({"reject"}),
        subject="redemption",
    )
    model_config = example(decision="approve", verified_paid="500000.00")

    decision: Literal["approve", "reject"]
    redemption: Redemption
    verified_paid: Yuan | None = None

    def faults(self, latest: date) -> list[FieldError]:
        """An approval says what was verified."""
        is_wanting = self.decision == "approve" and self.verified_paid is None
        told = [FieldError(path="verified_paid", message="须填写经核实的已付金额")] if is_wanting else []
        return super().faults(latest) + told
