"""One year of support: claimed, and reviewed."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from domain.case.acts.act import Act, Facts, OnPaper
from domain.case.acts.defects import Noticing, TellingRequest
from domain.case.acts.payment import AccountOfClaim, ClaimAccount
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.case.days import Milestones
from domain.closed import Closed, example
from domain.errors import FieldError
from domain.other_funding.declared import Declaration, without_amount
from domain.other_funding.judgement import FundingJudgement
from domain.words import Reason

Instalment = Annotated[int, Field(ge=1, le=99, description="Year of support, from 1.")]


class ClaimRequest(Closed):
    """申请年度兑现: the figures of the year, a declaration of other money (C8) for this year, and the account that is paid to."""

    model_config = example(
        facts={"operating_cost": "9860000.00"}, other_funding=[], payee={"account_ending": "4567"}
    )

    facts: Facts
    other_funding: Declaration
    payee: AccountOfClaim | None = Field(
        None, description="Needed where an account of the case is in use: confirmed, or changed."
    )
    reason: Reason = ""


class ClaimInstalment(ClaimAccount, Act):
    """The applicant claims a year of support with its figures, and declares other money for it anew (C8).

    The account is confirmed with it, or another one is named.
    """

    rules = ActRules(
        "claim_instalment",
        "申请年度兑现",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        subject="instalment",
        follows="申请后由牵头部门审核",
    )
    request = ClaimRequest

    instalment: Instalment
    facts: Facts
    other_funding: Declaration = ()

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """Other money that is declared is some."""
        return [*super().faults(latest, milestones), *without_amount(self.other_funding)]


class _InstalmentReview(BaseModel):
    decision: Literal["approve", "return", "reject"]
    verified_facts: Facts | None = None
    reason: Reason = ""
    received_on_paper: OnPaper = ()
    checklist: dict[str, bool] = {}
    other_funding: FundingJudgement | None = None


class InstalmentReviewRequest(_InstalmentReview, TellingRequest):
    """年度审核."""

    model_config = example(decision="approve", verified_facts={"operating_cost": "9860000.00"})


class ReviewInstalment(_InstalmentReview, Noticing):
    """The lead department approves, returns or rejects a year's claim.

    To approve, every document of this year was uploaded since the year before, or is listed in ``received_on_paper``; from
    the second year on every review point is confirmed anew in ``checklist``. Money of other policies is judged for each year.
    """

    rules = ActRules(
        "review_instalment",
        "年度审核",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.OPINION,
        decisions={"approve": "通过", "return": "退回补正", "reject": "本年度不予兑现"},
        reasoned=frozenset({"return", "reject"}),
        subject="instalment",
        checks="作出原决定",
    )
    request = InstalmentReviewRequest

    instalment: Instalment
