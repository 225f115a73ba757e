"""One year of support: claimed, and reviewed."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from domain.case.acts.act import Act, Facts
from domain.case.acts.defects import Noticing, TellingRequest
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.closed import example
from domain.words import Reason

Instalment = Annotated[int, Field(ge=1, le=99, description="Year of support, from 1.")]


class ClaimInstalment(Act):
    """The applicant claims a year of support with its figures."""

    rules = ActRules(
        "claim_instalment",
        "申请年度兑现",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        subject="instalment",
        follows="申请后由牵头部门审核",
    )
    model_config = example(facts={"operating_cost": "9860000.00"})

    instalment: Instalment
    facts: Facts


class _InstalmentReview(BaseModel):
    decision: Literal["approve", "return", "reject"]
    verified_facts: Facts | None = None
    reason: Reason = ""


class InstalmentReviewRequest(_InstalmentReview, TellingRequest):
    """年度审核."""

    model_config = example(decision="approve", verified_facts={"operating_cost": "9860000.00"})


class ReviewInstalment(_InstalmentReview, Noticing):
    """The lead department approves, returns or rejects a year's claim."""

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
    )
    request = InstalmentReviewRequest

    instalment: Instalment
