"""Facts become exact values, or one refusal names every wrong field."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from domain.errors import InvalidInput

POLICY = load_catalogue().policy("langfang-ai-2026")
ON = date(2027, 6, 1)
CONSTRUCTION = {"audited_investment": "123000000", "commissioned_on": "2026-03-01"}
TEST_ROW = {
    "product_kind": "server",
    "product_name": "安芯",
    "institution": "测试中心",
    "report_number": "AQ-1",
    "tested_on": "2026-05-20",
    "fee": "480000",
    "passed": True,
}


def rows_of_tests(count: int) -> list[dict[str, Any]]:
    return [{**TEST_ROW, "report_number": f"AQ-{number}"} for number in range(count)]


def wrong_fields(code: str, facts: dict[str, Any], *phases: Phase) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        validate_facts(POLICY.type(code), facts, phases or (Phase.FILING,), ON)
    return {field.path: field.message for field in refused.value.facts.fields}


def test_json_becomes_exact_values_and_typed_values_pass() -> None:
    subsidy = POLICY.type("compute_centre_construction")
    exact = validate_facts(subsidy, CONSTRUCTION, (Phase.FILING,), ON)
    assert exact == {"audited_investment": Decimal("123000000.00"), "commissioned_on": date(2026, 3, 1)}
    assert validate_facts(subsidy, exact, (Phase.FILING,), ON) == exact


@pytest.mark.parametrize(
    "value", ["-1", 1.5, True, "NaN", "Infinity", "1e9", None, "", "1.001", [], float("nan")]
)
def test_an_inexact_or_negative_figure_is_refused_by_field(value: Any) -> None:
    wrong = wrong_fields("compute_centre_construction", {**CONSTRUCTION, "audited_investment": value})
    assert list(wrong) == ["facts.audited_investment"]


@pytest.mark.parametrize(
    "value",
    ["2027-06-02", "2026-02-30", "20260301", "2026-W09-1", 20260301, datetime(2026, 3, 1), "2026-03-01T00"],  # noqa: DTZ001
)
def test_a_day_that_is_none_or_lies_ahead_is_refused(value: Any) -> None:
    wrong = wrong_fields("compute_centre_construction", {**CONSTRUCTION, "commissioned_on": value})
    assert list(wrong) == ["facts.commissioned_on"]


def test_today_is_not_the_future() -> None:
    facts = {**CONSTRUCTION, "commissioned_on": ON.isoformat()}
    assert validate_facts(POLICY.type("compute_centre_construction"), facts, (Phase.FILING,), ON)


def test_every_wrong_field_is_told_at_once() -> None:
    wrong = wrong_fields(
        "major_project_voucher", {"programme_kind": "hobby", "is_lead_unit": "yes", "colour": "red"}
    )
    assert set(wrong) == {
        "facts.programme_kind",
        "facts.programme_level",
        "facts.is_lead_unit",
        "facts.compute_cost",
        "facts.colour",
    }


def test_lists_are_told_by_row_and_field() -> None:
    rows = [TEST_ROW, {**TEST_ROW, "product_kind": "boat", "fee": -1, "colour": "red", "passed": None}, "row"]
    assert set(wrong_fields("security_testing", {"tests": rows})) == {
        "facts.tests[1].product_kind",
        "facts.tests[1].fee",
        "facts.tests[1].passed",
        "facts.tests[1].colour",
        "facts.tests[1].report_number",
        "facts.tests[2]",
    }


@pytest.mark.parametrize("rows", [[], "rows", {}, rows_of_tests(201)])
def test_a_list_has_at_least_one_and_not_endless_rows(rows: Any) -> None:
    assert set(wrong_fields("security_testing", {"tests": rows})) == {"facts.tests"}


def test_the_largest_list_still_sums_to_an_amount() -> None:
    rows = [{**row, "fee": "10000000000.00"} for row in rows_of_tests(200)]
    assert validate_facts(POLICY.type("security_testing"), {"tests": rows}, (Phase.FILING,), ON)
    over = {**TEST_ROW, "fee": "10000000000.01"}
    assert set(wrong_fields("security_testing", {"tests": [over]})) == {"facts.tests[0].fee"}


@pytest.mark.parametrize("count", [True, 1.0, "5", -1, 10**15 + 1])
def test_counts_are_whole_numbers(count: Any) -> None:
    facts = {"parameter_count": count, "scenario_count": 5, "compute_cost": "1"}
    assert set(wrong_fields("foundation_model", facts)) == {"facts.parameter_count"}


def test_facts_of_a_later_phase_wait_for_it() -> None:
    facts = {"commissioned_on": "2026-03-01", "operating_cost": "9860000"}
    assert set(wrong_fields("compute_centre_operation", facts)) == {"facts.operating_cost"}
    both = (Phase.FILING, Phase.INSTALMENT)
    assert validate_facts(POLICY.type("compute_centre_operation"), facts, both, ON)


def test_a_year_ahead_is_refused() -> None:
    assert set(wrong_fields("headquarters", {"first_tax_year": 2028}, Phase.ACCEPTANCE)) == {
        "facts.first_tax_year"
    }


@pytest.mark.parametrize("text", ["", "   ", 7, "长" * 2001])
def test_words_are_neither_empty_nor_endless(text: Any) -> None:
    facts = {"need": "tax_relief", "description": text}
    assert set(wrong_fields("fiscal_support", facts)) == {"facts.description"}


@pytest.mark.parametrize("code", POLICY.types)
def test_the_schema_is_valid_and_its_own_examples_pass_both_schema_and_validation(code: str) -> None:
    subsidy = POLICY.type(code)
    schema = json.loads(json.dumps(subsidy.json_schema(tuple(Phase))))
    jsonschema.Draft202012Validator.check_schema(schema)
    example = {name: each["examples"][0] for name, each in schema["properties"].items()}
    jsonschema.validate(example, schema)
    validate_facts(subsidy, example, tuple(Phase), date(2028, 12, 31))
    assert all(each["title"] for each in schema["properties"].values())
