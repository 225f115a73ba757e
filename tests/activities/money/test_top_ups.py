"""A top-up is decided as any amount: by whole figures of the same thing, less all that was given, other money judged again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.engine import open_session
from adapters.store.money import once
from adapters.store.money.awards import latest_award
from domain.case.verbs import (
    TOP_UP,
)
from domain.ledger.accounts import Account
from domain.other_funding.judgement import FundingJudgement, GivenJudgement
from tests.activities.casework import UNIT, Casework, product_tested
from tests.activities.moved_money import CENTRE, MILLION, OPERATION, PLATFORM, Walk, centre, operation, year


@pytest.mark.parametrize(
    ("repaid", "is_reversed", "invested", "due"),
    [
        ("1000000.00", True, "123000000.00", "2000000.00"),  # 10 m is the most, of which 8 m were given
        ("2000000.00", True, "123000000.00", "2000000.00"),
        ("0.00", True, "123000000.00", "2000000.00"),
        ("2000000.00", False, "81000000.00", "100000.00"),  # what came back comes only by a reversal
        ("2000000.00", False, "123000000.00", "2000000.00"),
        ("2000000.00", False, "80000000.00", ""),
        ("1000000.00", False, "80000000.00", ""),
    ],
)
def test_what_was_recovered_or_paid_back_counts_once(
    casework: Casework, repaid: str, *, is_reversed: bool, invested: str, due: str
) -> None:
    walk = centre(casework)
    walk.recover(2 * MILLION)
    if Decimal(repaid):
        walk.repaid(Decimal(repaid))
    if is_reversed and (owed := walk.reverse().owed):
        walk.pay(owed, "R1")
    topped = walk.top_up(audited_investment=invested)
    assert topped.amount == (Decimal(due) if due else None)
    assert (topped.refusal is None) is bool(due)
    if topped.amount and is_reversed:
        walk.pay(topped.amount, topped.subject)
        assert walk.held(Account.PAID) == 10 * MILLION


def test_an_earlier_year_changes_no_later_one(casework: Casework) -> None:
    walk = operation(casework)
    assert year(walk, "1", "5000000.00") == MILLION
    second = walk.assess("instalment", "2", verified_facts={"operating_cost": "16000000.00"})
    assert second == 3 * MILLION
    topped = walk.top_up("1", operating_cost="6000000.00")
    assert (topped.subject, topped.amount) == ("1T1", Decimal("200000.00"))
    walk.pay(Decimal("200000.00"), "1T1")
    walk.pay(second, "2")
    assert walk.held(Account.PAID) == Decimal("4200000.00")


@pytest.mark.parametrize(
    ("verified", "path"),
    [
        ({}, "verified_facts.operating_cost"),
        ({"operating_cost": "很多"}, "verified_facts.operating_cost"),
        ({"operating_cost": "9000000.00", "commissioned_on": "2026-02-01"}, "verified_facts.commissioned_on"),
    ],
)
def test_a_year_is_topped_up_by_its_own_figures_whole(
    casework: Casework, verified: dict[str, Any], path: str
) -> None:
    walk = operation(casework)
    year(walk, "1", "5000000.00")
    year(walk, "3", "9000000.00")
    refusal = walk.top_up("1", **verified).refusal
    assert refusal is not None
    assert path in [field.path for field in refusal.fields]
    assert walk.held(Account.PROMISED) == 0


@pytest.mark.parametrize(
    ("first", "then", "due", "years"),
    [
        (("400000.00", "100000.00"), ("400000.00", "300000.00"), "100000.00", {2026: "350000.00"}),
        (("400000.00", "100000.00"), ("100000.00", "900000.00"), "250000.00", {2026: "500000.00"}),
    ],
)
def test_the_cap_of_a_year_counts_the_whole_award(
    casework: Casework, first: tuple[str, str], then: tuple[str, str], due: str, years: dict[int, str]
) -> None:
    def tests(fees: tuple[str, str]) -> list[dict[str, Any]]:
        return [
            product_tested(fee, f"AQ-{at}", tested_on=f"2026-0{at + 1}-01") for at, fee in enumerate(fees)
        ]

    walk = Walk(casework, "LF2026-1001-00001", "security_testing", {"tests": tests(first)})
    walk.pay(walk.assess())
    topped = walk.top_up(tests=tests(then))
    assert topped.amount == Decimal(due)
    with open_session(casework.engine) as session:
        held = {
            year: once.tested_by_units(session, "security_testing", year, UNIT).get(UNIT) for year in years
        }
    assert held == {year: Decimal(amount) for year, amount in years.items()}


@pytest.mark.parametrize(
    ("code", "facts", "moved"),
    [
        (
            "revenue_growth",
            {
                "sector": "software",
                "revenue_year": 2027,
                "revenue": "200000000.00",
                "prior_revenue": "100000000.00",
            },
            {"revenue_year": 2026},
        ),
        ("first_software", {"sales_year": 2027, "annual_sales": "5000000.00"}, {"sales_year": 2026}),
    ],
)
def test_another_year_is_another_application(
    casework: Casework, code: str, facts: dict[str, Any], moved: dict[str, Any]
) -> None:
    more = {"award_base": f"revenue:{UNIT}:2027"} if code == "revenue_growth" else {}
    walk = Walk(casework, "LF2026-0703-00001", code, facts, filed_on=date(2028, 3, 2), **more)
    walk.pay(walk.assess())
    refusal = walk.top_up(**moved).refusal
    assert refusal is not None
    assert "不能补足差额" in refusal.what
    assert [field.path for field in refusal.fields] == [f"verified_facts.{name}" for name in moved]


def test_other_money_is_judged_again(casework: Casework) -> None:
    walk = centre(casework)
    deducted = GivenJudgement(
        act="decide_top_up",
        party="p",
        judgement=FundingJudgement(
            kind="deducted", amount=MILLION, reason="省级专项。", document="冀财〔2026〕1号"
        ),
    )
    asked = walk.asked("", {"audited_investment": "95000000.00"}, other_funding=deducted)
    assert casework.do(TOP_UP, asked).amount == Decimal("500000.00")
    (judged,) = casework.case(CENTRE).funding_judgements
    assert (judged["act"], judged["judgement"]["amount"]) == ("decide_top_up", "1000000.00")


def test_a_second_difference_of_a_year_takes_nothing_off_twice(casework: Casework) -> None:
    """6.2 is the same project and has 1 m; each year adds what it is more."""
    walk = operation(casework)
    other = Walk(
        casework,
        "LF2026-0502-00001",
        "national_research_platform",
        PLATFORM,
        award_base=casework.case(OPERATION).award_base,
    )
    other.pay(other.assess())
    first = year(walk, "1", "7000000.00")
    assert first == Decimal("400000.00")  # 1.4 m less 1 m
    for cost, due in (("9000000.00", "400000.00"), ("10000000.00", "200000.00")):
        topped = walk.top_up("1", operating_cost=cost)
        assert topped.amount == Decimal(due)
        walk.pay(Decimal(due), topped.subject)
    assert walk.held(Account.PAID) == MILLION  # 2 m in all
    with open_session(casework.engine) as session:
        kept = latest_award(session, OPERATION, "1T2")
    assert kept is not None
    assert kept.facts["operating_cost"] == "10000000.00"
