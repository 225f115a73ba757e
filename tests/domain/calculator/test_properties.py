"""What holds for any figures: never above a cap, monotone, exact to 分, all reasons at once."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calculator.award import Award, Prior, PriorAward
from domain.calculator.calculate import calculate
from domain.calculator.redemption import redemption_amount
from domain.catalogue.facts import FactKind, Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.rules import RateRule
from domain.earlier_awards.award import EarlierAward
from domain.money import to_fen

POLICY = load_catalogue().policy("langfang-ai-2026")
ON = date(2028, 6, 1)
FEW = settings(max_examples=25, deadline=None)
YUAN = st.decimals(min_value=0, max_value=Decimal(10) ** 12, places=2)
SMALL = st.decimals(min_value=0, max_value=Decimal(2_000_000), places=2)
RATED = [code for code, each in POLICY.types.items() if each.rule.kind == "rate"]
ALL = tuple(Phase)
TEST = {
    "product_kind": "server",
    "product_name": "安芯",
    "institution": "测试中心",
    "report_number": "AQ-1",
    "tested_on": "2026-05-20",
}


def example(code: str) -> dict[str, Any]:
    subsidy = POLICY.type(code)
    return {fact.name: fact.shown_example for fact in subsidy.facts}


def rated(code: str, base: Decimal, prior: Prior = Prior()) -> Award:  # noqa: B008 - frozen
    rule = POLICY.type(code).rule
    assert isinstance(rule, RateRule)
    facts = {**example(code), rule.base: base}
    if rule.deduction:
        facts[rule.deduction.fact] = 0
    return calculate(POLICY, code, facts, on=ON, phases=ALL, prior=prior)


def limit(code: str) -> Decimal:
    subsidy = POLICY.type(code)
    rule = subsidy.rule
    assert isinstance(rule, RateRule)
    return (
        subsidy.voucher.unit_cap_per_year if subsidy.voucher else rule.cap.amount if rule.cap else Decimal(0)
    )


@pytest.mark.parametrize("code", RATED)
@FEW
@given(base=YUAN)
def test_a_share_is_exact_and_never_above_its_cap(code: str, base: Decimal) -> None:
    rule = POLICY.type(code).rule
    assert isinstance(rule, RateRule)
    exact = (base * rule.rate).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    award = rated(code, base)
    assert award.amount == min(exact, limit(code))
    assert award.eligible is (exact > 0)


@pytest.mark.parametrize("code", RATED)
@FEW
@given(one=YUAN, other=YUAN)
def test_more_cost_never_means_less_money(code: str, one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    assert (rated(code, less).amount or 0) <= (rated(code, more).amount or 0)


@FEW
@given(fee=YUAN, used=SMALL, pool=SMALL)
def test_vouchers_stay_within_unit_cap_and_pool(fee: Decimal, used: Decimal, pool: Decimal) -> None:
    prior = Prior(unit_year_used=used, pool_left=pool)
    award = rated("compute_usage_voucher", fee, prior)
    assert award.amount is not None
    assert award.amount <= pool
    assert award.amount == 0 or award.amount + used <= Decimal(1_000_000)
    assert award.amount == min(to_fen(fee / 2), max(Decimal(0), Decimal(1_000_000) - used), pool)


@FEW
@given(price=YUAN, earlier=SMALL, paid=SMALL)
def test_higher_of_gives_a_project_the_higher_and_no_more(
    price: Decimal, earlier: Decimal, paid: Decimal
) -> None:
    before = PriorAward(
        case_number="LF2026-0300-00001",
        code="foundation_model",
        name="AI大模型算力补助",
        amount=earlier,
        paid=paid,
    )
    alone = rated("first_equipment", price).amount or Decimal(0)
    award = rated("first_equipment", price, Prior(same_base=(before,)))
    assert award.amount is not None
    assert award.amount + earlier == max(alone, earlier)
    assert award.eligible is (award.amount > 0)
    assert award.before_higher_of == alone


@FEW
@given(
    tests=st.lists(
        st.tuples(st.decimals(min_value=0, max_value=10**7, places=2), st.booleans()), min_size=1, max_size=8
    )
)
def test_failed_tests_add_nothing(tests: list[tuple[Decimal, bool]]) -> None:
    rows = [
        {**TEST, "report_number": f"AQ-{number}", "fee": fee, "passed": passed}
        for number, (fee, passed) in enumerate(tests)
    ]
    award = calculate(POLICY, "security_testing", {"tests": rows}, on=ON)
    passed_fees = sum((fee for fee, passed in tests if passed), Decimal(0))
    assert award.amount == min(to_fen(passed_fees / 2), Decimal(500_000))


@FEW
@given(revenue=YUAN, before=YUAN, rise=YUAN)
def test_milestones_are_monotone_in_revenue_and_paid_once(
    revenue: Decimal, before: Decimal, rise: Decimal
) -> None:
    def milestone(current: Decimal, highest: Decimal) -> Decimal:
        facts = {
            "sector": "software",
            "revenue_year": 2027,
            "revenue": current,
            "highest_prior_revenue": highest,
        }
        return calculate(POLICY, "revenue_milestone", facts, on=ON).amount or Decimal(0)

    assert milestone(revenue, before) <= milestone(revenue + rise, before)
    assert milestone(revenue, revenue) == 0


@FEW
@given(revenue=YUAN, before=YUAN)
def test_growth_follows_the_comparison_written_in_whole_numbers(revenue: Decimal, before: Decimal) -> None:
    facts = {"sector": "software", "revenue_year": 2027, "revenue": revenue, "prior_revenue": before}
    award = calculate(POLICY, "revenue_growth", facts, on=ON)
    held = before > 0 and revenue >= 100_000_000 and revenue * 10 >= before * 11
    assert award.eligible is held
    expected = min(to_fen((revenue - before) * 3 / 100), Decimal(5_000_000)) if held else 0
    assert award.amount == expected


@FEW
@given(
    parameters=st.integers(0, 2 * 10**9),
    scenarios=st.integers(0, 10),
    day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_reasons_are_complete(parameters: int, scenarios: int, day: date) -> None:
    facts = {"parameter_count": parameters, "scenario_count": scenarios, "compute_cost": "100"}
    award = calculate(POLICY, "foundation_model", facts, on=day)
    expected = {
        "too_few_parameters": parameters < 10**9,
        "too_few_scenarios": scenarios < 5,
        "policy_expired": date(2028, 12, 31) < day <= date(2029, 12, 31),
        "filing_closed": day > date(2029, 12, 31),
    }
    assert {reason.code for reason in award.reasons} == {code for code, holds in expected.items() if holds}


@pytest.mark.parametrize("code", ["settlement_voucher", "major_project_voucher", "compute_usage_voucher"])
@FEW
@given(paid=SMALL, face=SMALL)
def test_a_redemption_never_exceeds_the_face(code: str, paid: Decimal, face: Decimal) -> None:
    subsidy = POLICY.type(code)
    assert subsidy.voucher
    award = redemption_amount(POLICY, subsidy, paid, face)
    assert award.amount == min(to_fen(paid * subsidy.voucher.redemption_rate), face)
    assert award.eligible is (award.amount > 0)


@pytest.mark.parametrize("code", POLICY.types)
def test_an_award_survives_the_wire(code: str) -> None:
    award = calculate(POLICY, code, example(code), on=ON, phases=ALL)
    assert Award.model_validate_json(award.model_dump_json()) == award
    assert all(line.result is None or line.result == to_fen(line.result) for line in award.lines)


@pytest.mark.parametrize("code", POLICY.types)
def test_facts_as_json_and_as_typed_values_give_the_same(code: str) -> None:
    assert all(fact.kind in FactKind for fact in POLICY.type(code).facts)
    facts = example(code)
    typed = {
        name: Decimal(value) if POLICY.type(code).fact(name).kind is FactKind.MONEY else value
        for name, value in facts.items()
    }
    assert calculate(POLICY, code, facts, on=ON, phases=ALL) == calculate(
        POLICY, code, typed, on=ON, phases=ALL
    )


@pytest.mark.parametrize("code", ["leading_goose", "listing_award"])
@FEW
@given(stated=YUAN, wished=YUAN)
def test_what_is_wished_for_changes_nothing(code: str, stated: Decimal, wished: Decimal) -> None:
    award = calculate(
        POLICY, code, {**example(code), "amount": stated, "wished_amount": wished}, on=ON, phases=ALL
    )
    assert award.amount == stated
    assert award.eligible is (stated > 0)


@FEW
@given(price=YUAN, before=YUAN)
def test_what_was_granted_on_paper_is_taken_off_and_never_more(price: Decimal, before: Decimal) -> None:
    earlier = EarlierAward(
        code="national_research_platform",
        unit="u",
        unit_name="单位",
        award_base="product:p",
        year=2025,
        amount=before,
        granted_on=date(2025, 6, 30),
        document_number="1号",
    )
    alone = calculate(POLICY, "first_equipment", {"unit_price": price}, on=ON)
    prior = Prior(same_base=(earlier.as_prior("国家级平台奖励"),))
    award = calculate(POLICY, "first_equipment", {"unit_price": price}, on=ON, prior=prior)
    assert alone.amount is not None
    assert award.amount == max(alone.amount - before, Decimal(0))
    assert award.eligible is (alone.amount > before)
