"""Money of other policies on the sheet (附则(四)): one line, never below zero, never given back by another measure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calculator.award import CalculationStep, Prior, PriorAward
from domain.calculator.calculate import calculate
from domain.calculator.redemption import redemption_amount
from domain.money import to_fen
from domain.other_funding.judgement import FundingJudgement
from tests.domain.calculator.test_properties import ALL, FEW, ON, POLICY, SMALL, example, rated

FOUND = st.one_of(
    st.just(FundingJudgement(kind="none")),
    st.builds(
        lambda amount: FundingJudgement(kind="deducted", amount=amount, reason="同一事项。"),
        st.decimals(min_value=Decimal("0.01"), max_value=Decimal(3_000_000), places=2),
    ),
    st.just(FundingJudgement(kind="excluded", reason="同一事项。")),
)


AWARDED = [
    code
    for code, each in POLICY.types.items()
    if each.has_money and calculate(POLICY, code, example(code), on=ON, phases=ALL).eligible
]


@pytest.mark.parametrize("code", AWARDED)
@FEW
@given(judged=FOUND, before=SMALL)
def test_what_is_taken_off_for_other_money_is_one_line_and_the_lines_come_to_the_award(
    code: str, judged: FundingJudgement, before: Decimal
) -> None:
    other = PriorAward(case_number="1", code="national_research_platform", name="平台", amount=before)
    prior = Prior(same_base=(other,), pool_left=Decimal(800_000))
    alone = calculate(POLICY, code, example(code), on=ON, phases=ALL)
    award = calculate(
        POLICY, code, example(code), on=ON, phases=ALL, prior=prior.model_copy(update={"judged": judged})
    )
    assert alone.amount is not None
    assert award.amount is not None
    taken = judged.amount or Decimal(0)
    left = alone.amount if judged.kind == "none" else max(alone.amount - taken, Decimal(0))
    assert award.amount <= (Decimal(0) if judged.kind == "excluded" else left)
    lines = [line for line in award.lines if line.step == CalculationStep.OTHER_POLICIES]
    assert len(lines) == (judged.kind == "deducted")
    if lines:
        (line,) = lines
        earlier = [each.result for each in award.lines[: award.lines.index(line)] if each.result is not None]
        assert line.result == max(earlier[-1] - taken, Decimal(0)) == left
        assert (line.clause, line.quote in POLICY.text) == ("附则(四)", True)
    if award.eligible:
        assert [line.result for line in award.lines if line.result is not None][-1] == award.amount


@FEW
@given(paid=SMALL, face=SMALL, taken=SMALL)
def test_other_money_for_invoices_comes_off_their_share_and_not_off_the_face(
    paid: Decimal, face: Decimal, taken: Decimal
) -> None:
    subsidy = POLICY.type("compute_usage_voucher")
    judged = FundingJudgement(kind="deducted", amount=taken, reason="同一发票。")
    award = redemption_amount(POLICY, subsidy, paid, face, Prior(judged=judged))
    assert award.amount == min(max(to_fen(paid / 2) - taken, Decimal(0)), face)
    assert award.eligible is (award.amount > 0)


@FEW
@given(first=SMALL, second=SMALL, taken=SMALL)
def test_a_later_measure_never_pays_back_what_was_deducted(
    first: Decimal, second: Decimal, taken: Decimal
) -> None:
    """Whatever comes after, the project has no more than the higher of what was left of both."""
    kept = max(first - taken, Decimal(0))
    before = PriorAward(case_number="1", code="national_research_platform", name="平台", amount=kept)
    prior = Prior(
        same_base=(before,), judged=FundingJudgement(kind="deducted", amount=taken, reason="同一事项。")
    )
    award = rated("first_equipment", second, prior)
    assert award.amount is not None
    alone = rated("first_equipment", second).amount or Decimal(0)
    assert award.amount + kept == max(alone - taken, kept)
