"""What holds for any years and any earlier awards: once is once, and each year is capped by itself."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.calculator.award import Prior, PriorAward
from domain.calculator.calculate import calculate
from domain.calculator.caps import held_by_year
from domain.money import to_fen
from tests.domain.calculator.test_properties import FEW, ON, POLICY, SMALL, TEST, YUAN


@FEW
@given(
    tests=st.lists(
        st.tuples(
            st.decimals(min_value=0, max_value=2 * 10**6, places=2),
            st.dates(date(2026, 1, 1), date(2028, 5, 31)),
        ),
        min_size=1,
        max_size=8,
    ),
    used=st.dictionaries(st.integers(2026, 2028), st.integers(0, 500_000), max_size=3),
)
def test_each_year_of_tests_is_capped_by_itself(
    tests: list[tuple[Decimal, date]], used: dict[int, int]
) -> None:
    rows = [
        {**TEST, "report_number": f"AQ-{number}", "fee": fee, "tested_on": day, "passed": True}
        for number, (fee, day) in enumerate(tests)
    ]
    prior = Prior.model_validate({"tested_by_year": used})
    award = calculate(POLICY, "security_testing", {"tests": rows}, on=ON, prior=prior)
    fees: dict[int, Decimal] = {}
    for fee, day in tests:
        fees[day.year] = fees.get(day.year, Decimal(0)) + fee
    kept = {year: min(to_fen(fee / 2), Decimal(500_000 - used.get(year, 0))) for year, fee in fees.items()}
    assert award.amount == sum(kept.values())
    assert not award.eligible or award.by_year == kept


@FEW
@given(years=st.lists(st.tuples(YUAN, YUAN), min_size=1, max_size=6))
def test_no_milestone_is_awarded_twice_whatever_is_declared(years: list[tuple[Decimal, Decimal]]) -> None:
    taken: list[Decimal] = []
    for revenue, highest in years:
        facts = {
            "sector": "software",
            "revenue_year": 2027,
            "revenue": revenue,
            "highest_prior_revenue": highest,
        }
        prior = Prior.model_validate(
            {"milestones": [{"case_number": "LF2027-0702-00001", "threshold": each} for each in taken]}
        )
        award = calculate(POLICY, "revenue_milestone", facts, on=ON, prior=prior)
        assert not set(award.milestones) & set(taken)
        assert award.eligible is bool(award.milestones)
        taken += award.milestones
    assert len(taken) == len(set(taken)) <= 3


@FEW
@given(first=SMALL, second=YUAN, one=st.integers(2026, 2027), other=st.integers(2026, 2027))
def test_a_product_never_has_two_years(first: Decimal, second: Decimal, one: int, other: int) -> None:
    before = PriorAward(
        case_number="LF2027-0802-00001",
        code="first_software",
        name="首版次软件奖励",
        amount=to_fen(first / 10),
        of_year=one,
    )
    facts = {"sales_year": other, "annual_sales": second}
    award = calculate(POLICY, "first_software", facts, on=ON, prior=Prior(same_base=(before,)))
    alone = min(to_fen(second / 10), Decimal(1_000_000))
    expected = max(Decimal(0), alone - before.amount) if one == other else 0
    assert award.amount == expected


@FEW
@given(
    held=st.integers(0, 10**8),
    parts=st.dictionaries(st.integers(2026, 2029), st.integers(1, 10**8), min_size=1),
)
def test_what_is_held_is_spread_over_its_years_without_a_rest(held: int, parts: dict[int, int]) -> None:
    awarded = sum(parts.values())
    amount = Decimal(min(held, awarded)) / 100
    spread = held_by_year(amount, {year: Decimal(fen) / 100 for year, fen in parts.items()})
    assert sum(spread.values()) == amount
    assert all(share >= 0 for share in spread.values())
