"""What the calculator refuses outright, and what it redeems."""

from datetime import date
from decimal import Decimal

import pytest

from domain.calculator.calculate import calculate
from domain.calculator.redemption import redemption_amount
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.errors import InvalidInput, NotFound

POLICY = load_catalogue().policy("langfang-ai-2026")
ON = date(2027, 6, 1)


def test_an_unknown_type_is_not_found() -> None:
    with pytest.raises(NotFound):
        calculate(POLICY, "free_lunch", {}, on=ON)


@pytest.mark.parametrize("readings", [{"m4.base": "guess"}, {"m99": "yes"}])
def test_unknown_readings_are_refused_by_name(readings: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        calculate(
            POLICY,
            "national_research_platform",
            {"platform_kind": "key_laboratory"},
            on=ON,
            readings=readings,
        )
    assert [field.path for field in refused.value.facts.fields] == [f"readings.{next(iter(readings))}"]


@pytest.mark.parametrize("missing", ["policy_document", "policy_clause", "amount"])
def test_a_listing_award_without_its_document_is_refused(missing: str) -> None:
    facts = {
        "exchange": "北京证券交易所",
        "listed_on": "2026-09-01",
        "policy_document": "文号一",
        "policy_clause": "第三条",
        "amount": "2000000",
    }
    facts.pop(missing)
    with pytest.raises(InvalidInput) as refused:
        calculate(POLICY, "listing_award", facts, on=ON, phases=(Phase.FILING, Phase.REVIEW))
    assert [field.path for field in refused.value.facts.fields] == [f"facts.{missing}"]


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("first_equipment", {"unit_price": "100"}),
        ("first_software", {"sales_year": 2026, "annual_sales": "100"}),
    ],
)
@pytest.mark.parametrize("is_planned", [False, True])
def test_a_tax_that_counts_is_asked_and_one_that_does_not_may_be_left_out(
    code: str, facts: dict[str, object], is_planned: bool
) -> None:
    for said in (facts, facts | {"value_added_tax": None}, facts | {"value_added_tax": ""}):
        with pytest.raises(InvalidInput) as refused:
            calculate(POLICY, code, said, on=ON, readings={"m8.base": "with_tax"}, planned=is_planned)
        assert [field.path for field in refused.value.facts.fields] == ["facts.value_added_tax"]
    assert calculate(POLICY, code, facts, on=ON, planned=is_planned).amount == 10
    nothing = facts | {"value_added_tax": "0"}
    assert calculate(POLICY, code, nothing, on=ON, readings={"m8.base": "with_tax"}).amount == 10


@pytest.mark.parametrize("code", ["leading_goose", "listing_award"])
def test_an_amount_at_filing_is_for_the_review(code: str) -> None:
    facts = {fact.name: fact.shown_example for fact in POLICY.type(code).facts}
    with pytest.raises(InvalidInput) as refused:
        calculate(POLICY, code, facts, on=ON)
    (field,) = refused.value.facts.fields
    assert field.path == "facts.amount"
    assert field.message.endswith("在牵头审核阶段填报")


@pytest.mark.parametrize(
    ("code", "paid", "face", "amount", "arithmetic"),
    [
        ("settlement_voucher", "500000", "500000", "500000.00", "500,000.00 元 × 100% = 500,000.00 元"),
        ("settlement_voucher", "200000", "500000", "200000.00", "200,000.00 元 × 100% = 200,000.00 元"),
        ("major_project_voucher", "1200000", "720000", "720000.00", "1,200,000.00 元 × 60% = 720,000.00 元"),
        ("compute_usage_voucher", "800000", "300000", "300000.00", "800,000.00 元 × 50% = 400,000.00 元"),
        ("compute_usage_voucher", "0.01", "300000", "0.01", "= 0.005 元，四舍五入到分为 0.01 元"),
    ],
)
def test_paid_invoices_redeem_their_share(
    code: str, paid: str, face: str, amount: str, arithmetic: str
) -> None:
    award = redemption_amount(POLICY, POLICY.type(code), Decimal(paid), Decimal(face))
    assert str(award.amount) == amount
    assert arithmetic in award.lines[0].explanation
    assert award.lines[1].result == award.amount


@pytest.mark.parametrize(("paid", "face", "why"), [("100", "0", "已全部兑付"), ("0", "100", "没有已付发票")])
def test_nothing_paid_or_nothing_left_redeems_nothing(paid: str, face: str, why: str) -> None:
    award = redemption_amount(POLICY, POLICY.type("settlement_voucher"), Decimal(paid), Decimal(face))
    assert not award.eligible
    assert award.amount == Decimal(0)
    assert why in award.reasons[0].message


def test_only_vouchers_are_redeemed() -> None:
    with pytest.raises(ValueError, match="headquarters"):
        redemption_amount(POLICY, POLICY.type("headquarters"), Decimal(1), Decimal(1))
