"""Vouchers: redeemed with paid invoices, and the review of that."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.case.acts.act import Act, OnPaper
from domain.case.acts.payment import AccountOfClaim, ClaimAccount
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.case.days import Happened, Milestones
from domain.case.invoices import Invoice, days_of, objections_to
from domain.closed import Closed, example
from domain.errors import FieldError
from domain.money import Yuan
from domain.other_funding.declared import Declaration, without_amount
from domain.other_funding.judgement import FundingJudgement
from domain.words import Reason

Redemption = Annotated[int, Field(ge=1, le=100_000, description="Number of the redemption, from 1.")]


INVOICES: Final = [
    {
        "number": "24132000000012345678",
        "supplier": "廊坊云枢智算科技有限公司",
        "amount": "500000.00",
        "service_finished_on": "2026-11-20",
        "paid_on": "2026-11-20",
    }
]


class RedemptionRequest(Closed):
    """申请兑付算力券."""

    model_config = example(invoices=INVOICES, payee={"account_ending": "4567"})

    invoices: tuple[Invoice, ...] = Field(min_length=1, max_length=200)
    other_funding: Declaration = ()
    payee: AccountOfClaim | None = Field(
        None, description="Needed where an account of the case is in use: confirmed, or changed."
    )
    reason: Reason = ""


class Redeem(ClaimAccount, Act):
    """The applicant redeems a voucher against invoices that are paid in full for finished services.

    The account is confirmed with it, or another one is named.
    """

    rules = ActRules(
        "redeem",
        "申请兑付算力券",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        follows="申请兑付后由牵头部门审核",
    )
    request = RedemptionRequest

    invoices: tuple[Invoice, ...] = Field(min_length=1, max_length=200)
    other_funding: Declaration = ()

    def days(self) -> Iterable[Happened]:
        """A voucher pays for what was done and paid with it."""
        return days_of(self.invoices)

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """What can be seen of the invoices alone; whether another redemption used them, the store knows."""
        found = [*super().faults(latest, milestones), *objections_to(self.invoices, ())]
        return [*found, *without_amount(self.other_funding)]


class ReviewRedemption(Act):
    """The lead department approves with the verified sum of paid invoices, or rejects with a reason.

    To approve, every document of this redemption was uploaded since the one before, or is listed in ``received_on_paper``.
    Money of other policies for these invoices is judged here; what was found at the review of the voucher is off its face already.

    Attributes:
        on_file: ids of the documents that were there; they serve no later redemption.
    """

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
        checks="作出原决定",
        worked_out=frozenset({"on_file"}),
    )
    model_config = example(decision="approve", verified_paid="500000.00")

    decision: Literal["approve", "reject"]
    redemption: Redemption
    verified_paid: Yuan | None = None
    received_on_paper: OnPaper = ()
    other_funding: FundingJudgement | None = None
    on_file: tuple[str, ...] = ()

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """An approval says what was verified."""
        is_wanting = self.decision == "approve" and self.verified_paid is None
        told = [FieldError(path="verified_paid", message="须填写经核实的已付金额")] if is_wanting else []
        return [*super().faults(latest, milestones), *told]
