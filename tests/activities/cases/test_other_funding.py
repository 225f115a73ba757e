"""What is found of other money (附则(四)) is kept with the amount that it changes, and goes with it to payment and voucher."""

from decimal import Decimal
from typing import Any

import pytest

from adapters.store.schema import AwardRow
from domain.case.record.money_steps import VoucherRequest
from domain.case.record.steps import Assessment
from domain.case.verbs import ASSESS_AWARD, ISSUE_VOUCHER
from domain.other_funding.judgement import FundingJudgement, GivenJudgement
from tests.activities.casework import AT, Casework

CENTRE = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
MODEL = {"parameter_count": 2 * 10**9, "scenario_count": 6, "compute_cost": "3000000.00"}
DECLARED = [{"source": "省级专项", "amount": "700000.00", "note": ""}]


def deducted(amount: str) -> GivenJudgement:
    found = FundingJudgement(kind="deducted", amount=Decimal(amount), entries=(1,), reason="同一事项。")
    return GivenJudgement(act="review", party="science_and_technology", judgement=found)


def asked(number: str, seq: int, phase: str = "filing", **more: Any) -> Assessment:
    return Assessment(case_number=number, seq=seq, at=AT, phase=phase, **more)


def test_the_expert_review_goes_by_what_the_lead_found(casework: Casework) -> None:
    number = casework.file("LF2026-0300-00001", "foundation_model", MODEL, other_funding=DECLARED)
    first = casework.do(ASSESS_AWARD, asked(number, 1, other_funding=deducted("700000.00")))
    scored = casework.do(ASSESS_AWARD, asked(number, 2, expert_score=90))
    assert (first.amount, scored.amount) == (Decimal("800000.00"), Decimal("800000.00"))
    (kept,) = casework.case(number).funding_judgements
    assert (kept["party"], kept["subject"], kept["declared"]) == ("science_and_technology", "", DECLARED)


def test_what_carries_no_award_keeps_no_judgement(casework: Casework) -> None:
    number = casework.file("LF2026-0101-00001", "compute_centre_construction", CENTRE)
    refusal = casework.do(ASSESS_AWARD, asked(number, 1, other_funding=deducted("10000000.00"))).refusal
    assert refusal is not None
    assert (refusal.kind, refusal.clause) == ("not-eligible", "附则(四)")
    assert casework.case(number).funding_judgements == []
    assert not casework.rows(AwardRow)[0].eligible


@pytest.mark.parametrize("year", ["1", "2"])
def test_what_was_found_for_one_year_says_nothing_of_another(casework: Casework, year: str) -> None:
    facts = {"commissioned_on": "2026-03-01", "operating_cost": "9860000.00"}
    number = casework.file("LF2026-0102-00001", "compute_centre_operation", facts)
    casework.do(ASSESS_AWARD, asked(number, 1, other_funding=deducted("5.00")))
    casework.do(ASSESS_AWARD, asked(number, 2, "instalment", subject="1", other_funding=deducted("1000.00")))
    again = casework.do(ASSESS_AWARD, asked(number, 3, "instalment", subject=year))
    assert again.amount == Decimal("1971000.00" if year == "1" else "1972000.00")


def test_a_voucher_is_issued_over_what_the_review_left(casework: Casework) -> None:
    facts = {"uses_local_platform": True, "compute_fee": "1000000.00"}
    number = casework.file("LF2026-0203-00001", "compute_usage_voucher", facts, complete_at=AT)
    casework.do(ASSESS_AWARD, asked(number, 1, other_funding=deducted("100000.00")))
    issued = casework.do(ISSUE_VOUCHER, VoucherRequest(case_number=number, seq=2, at=AT, valid_months=12))
    assert issued.face == Decimal("400000.00")
