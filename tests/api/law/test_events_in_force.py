"""What must have happened by filing, what lies inside the validity, and open lists (等): quotes tell, filing refuses."""

from typing import Any

import httpx
import pytest

from tests.api.asking import application, log_in, new_key, paths_of, problem_of

TEST = {
    "product_kind": "server",
    "product_name": "安芯服务器AX-2",
    "institution": "国家信息技术安全研究中心",
    "report_number": "AQ-2026-0117",
    "tested_on": "2026-05-20",
    "fee": "480000.00",
    "passed": True,
}
LISTING = {"exchange": "北京证券交易所", "policy_document": "文号一", "policy_clause": "第三条"}
PROJECT = {"agreed_investment": "260000000.00", "signed_on": "2026-03-10"}
HEADQUARTERS = {"headquarters_kind": "headquarters", "enterprise_kind": "unicorn"}
REVENUE = {"sector": "software", "revenue": "132000000.00"}

AHEAD: list[tuple[str, dict[str, Any], str, str | None]] = [
    # type, facts of which one lies ahead of 2026-11-23, the field, what a quote comes to
    (
        "compute_centre_construction",
        {"audited_investment": "1000.00", "commissioned_on": "2026-11-24"},
        "commissioned_on",
        "100.00",
    ),
    ("compute_centre_operation", {"commissioned_on": "2026-11-24"}, "commissioned_on", None),
    (
        "settlement_voucher",
        {"settled_on": "2026-11-24", "unit_kind": "ai_enterprise"},
        "settled_on",
        "500000.00",
    ),
    ("headquarters", {**HEADQUARTERS, "established_on": "2026-11-24"}, "established_on", None),
    (
        "major_project_investment",
        {**PROJECT, "construction_started_on": "2026-11-24"},
        "construction_started_on",
        None,
    ),
    (
        "revenue_milestone",
        {**REVENUE, "revenue_year": 2026, "highest_prior_revenue": "0"},
        "revenue_year",
        "1000000.00",
    ),
    (
        "revenue_growth",
        {**REVENUE, "revenue_year": 2026, "prior_revenue": "120000000.00"},
        "revenue_year",
        "360000.00",
    ),
    ("first_software", {"sales_year": 2026, "annual_sales": "100.00"}, "sales_year", "10.00"),
    ("security_testing", {"tests": [{**TEST, "tested_on": "2026-11-24"}]}, "tests[0].tested_on", "240000.00"),
    ("listing_award", {**LISTING, "listed_on": "2026-11-24"}, "listed_on", None),
]

OUTSIDE: list[tuple[str, dict[str, Any], str]] = [
    ("settlement_voucher", {"settled_on": "2025-12-31", "unit_kind": "ai_enterprise"}, "settled_on"),
    ("headquarters", {**HEADQUARTERS, "established_on": "2025-12-31"}, "established_on"),
    (
        "major_project_investment",
        {
            "agreed_investment": "260000000",
            "signed_on": "2025-12-31",
            "construction_started_on": "2026-03-01",
        },
        "signed_on",
    ),
    (
        "revenue_milestone",
        {**REVENUE, "revenue_year": 2025, "highest_prior_revenue": "0"},
        "revenue_year",
    ),
    ("first_software", {"sales_year": 2025, "annual_sales": "100.00"}, "sales_year"),
    (
        "security_testing",
        {"tests": [TEST, {**TEST, "report_number": "2", "tested_on": "2025-12-31"}]},
        "tests",
    ),
    ("listing_award", {**LISTING, "listed_on": "2025-12-31"}, "listed_on"),
]

OPEN_LISTS: list[tuple[str, dict[str, Any], str]] = [
    ("national_research_platform", {"platform_kind": "other"}, "platform_name"),
    ("talent_compute", {"talent_kind": "other", "compute_cost": "100.00"}, "talent_title"),
    ("financing_support", {"need": "other", "description": "拟以订单融资。"}, "need_name"),
]


async def file(http: httpx.AsyncClient, code: str, facts: dict[str, Any]) -> httpx.Response:
    headers = await log_in(http, "yunshu") | new_key()
    return await http.post("/v1/applications", json=application(measure=code, facts=facts), headers=headers)


async def quote(http: httpx.AsyncClient, code: str, facts: dict[str, Any]) -> Any:
    answer = await http.post("/v1/quotes", json={"measure": code, "facts": facts})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("code", "facts", "field", "amount"), AHEAD, ids=lambda value: str(value)[:30])
async def test_what_lies_ahead_is_quoted_with_a_note_and_not_filed(
    http: httpx.AsyncClient, code: str, facts: dict[str, Any], field: str, amount: str | None
) -> None:
    quoted = await quote(http, code, facts)
    assert (quoted["eligible"], quoted["amount"]) == (True, amount)
    (note,) = (line for line in quoted["lines"] if line["step"] == "尚未发生")
    assert "申报时须已发生" in note["explanation"]
    problem = problem_of(await file(http, code, facts), 422, "invalid-input")
    assert paths_of(problem) == {f"facts.{field}"}


@pytest.mark.parametrize(("code", "facts", "field"), OUTSIDE, ids=lambda value: str(value)[:30])
async def test_what_earned_the_money_before_release_is_refused_with_its_clause(
    http: httpx.AsyncClient, code: str, facts: dict[str, Any], field: str
) -> None:
    first = (await quote(http, code, facts))["reasons"][0]
    assert (first["code"], first["fact"]) == ("outside_validity", field)
    problem = problem_of(await file(http, code, facts), 422, "not-eligible")
    assert paths_of(problem) == {f"facts.{field}"}
    assert problem["clause"].startswith("附则(一)")


@pytest.mark.parametrize(("code", "facts", "name"), OPEN_LISTS)
async def test_what_the_law_leaves_open_is_taken_with_its_name(
    http: httpx.AsyncClient, code: str, facts: dict[str, Any], name: str
) -> None:
    nameless = problem_of(await file(http, code, facts), 422, "invalid-input")
    assert paths_of(nameless) == {f"facts.{name}"}
    assert (await quote(http, code, {**facts, name: "国家新一代人工智能开放创新平台"}))["eligible"]
    measure = (await http.get(f"/v1/measures/{code}")).json()
    assert any(point["code"] == "equal_kind" for point in measure["review_points"])


async def test_a_project_that_began_before_it_was_signed_is_refused(http: httpx.AsyncClient) -> None:
    facts = {**PROJECT, "construction_started_on": "2025-01-01"}
    quoted = await quote(http, "major_project_investment", facts)
    assert [reason["code"] for reason in quoted["reasons"]] == ["started_before_signing"]
    problem = problem_of(await file(http, "major_project_investment", facts), 422, "not-eligible")
    assert "暂行口径" in problem["why"]


async def test_one_report_stands_once_in_an_application(http: httpx.AsyncClient) -> None:
    twice = [TEST, {**TEST, "report_number": "ａｑ 2026-0117", "institution": "国家信息技术安全研究中心 "}]
    problem = problem_of(await file(http, "security_testing", {"tests": twice}), 422, "invalid-input")
    assert paths_of(problem) == {"facts.tests[1].report_number"}
