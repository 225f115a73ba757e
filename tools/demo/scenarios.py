"""The 24 cases of the demo as data: what is filed, what happens later, and how each must end.

Units are fictional. Amounts expected follow ``measures.md``; the arithmetic stands beside each.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.case.record.stages import Stage
from domain.frozen import Frozen


class Scenario(Frozen):
    """One case from filing to its end.

    Attributes:
        code: subsidy type.
        facts: filed figures.
        applicant: 1 or 2, which of the embedded applicants files.
        reviewed: figures that the lead's review enters.
        base: key of the award base (a platform, a project); empty where the type derives it.
        later: figures of the awaited event.
        later_on: earliest day of the awaited event.
        years: figures of each year of support.
        invoices: paid amounts, one redemption each.
        overseen: filed while a head approves above a sum and every approval is checked before payment.
        paid: amounts that must be paid, in order.
        ends: the stage in which the case must end.
    """

    code: str
    facts: dict[str, Any]
    applicant: int = 1
    reviewed: dict[str, Any] = {}
    base: str = ""
    later: dict[str, Any] = {}
    later_on: date | None = None
    years: tuple[dict[str, Any], ...] = ()
    invoices: tuple[str, ...] = ()
    overseen: bool = False
    paid: tuple[Decimal, ...] = ()
    ends: Stage = Stage.CLOSED


def _yuan(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


def _test(kind: str, report: str, fee: str, *, passed: bool = True) -> dict[str, Any]:
    """A product that was tested."""
    product = {
        "product_kind": kind,
        "product_name": f"云枢{report[-4:]}",
        "institution": "国家信息技术安全研究中心",
    }
    return {**product, "report_number": report, "tested_on": "2026-05-20", "fee": fee, "passed": passed}


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        code="compute_centre_construction",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        base="云枢一期",
        paid=_yuan("10000000.00"),  # 10 % = 12,300,000, at most 10,000,000
    ),
    Scenario(
        code="compute_centre_operation",
        facts={"commissioned_on": "2026-03-01"},
        base="云枢一期",
        years=(
            {"operating_cost": "9860000.00"},  # 20 % = 1,972,000
            {"operating_cost": "16200000.00"},  # 20 % = 3,240,000, at most 3,000,000
            {"operating_cost": "15000000.00"},  # 20 % = 3,000,000
        ),
        paid=_yuan("1972000.00", "3000000.00", "3000000.00"),
    ),
    Scenario(
        code="settlement_voucher",
        facts={"settled_on": "2026-04-01", "unit_kind": "ai_enterprise"},
        invoices=("300000.00", "200000.00"),
        paid=_yuan("300000.00", "200000.00"),  # 500,000 redeemed in two parts
    ),
    Scenario(
        code="major_project_voucher",
        facts={
            "programme_kind": "open_competition",
            "programme_level": "provincial",
            "is_lead_unit": True,
            "compute_cost": "500000.00",
        },
        base="服务合同2026-018",
        invoices=("500000.00",),
        paid=_yuan("300000.00"),  # 60 %
    ),
    Scenario(
        code="compute_usage_voucher",
        facts={"uses_local_platform": True, "compute_fee": "300000.00"},
        base="服务合同2026-027",
        invoices=("300000.00",),
        paid=_yuan("150000.00"),  # 50 %
    ),
    Scenario(
        code="foundation_model",
        facts={"parameter_count": 7_000_000_000, "scenario_count": 6, "compute_cost": "3600000.00"},
        base="云枢大模型",
        paid=_yuan("1800000.00"),  # 50 %
    ),
    Scenario(
        code="core_technology",
        facts={"programme_level": "provincial"},
        base="智能传感器专项",
        later={"research_cost": "2600000.00", "public_grants": "900000.00"},
        later_on=date(2028, 11, 1),
        paid=_yuan("850000.00"),  # 50 % of 2,600,000 - 900,000
    ),
    Scenario(
        code="national_innovation_task",
        facts={"task_level": "national", "research_cost": "6400000.00"},
        base="创新任务2026-07",
        paid=_yuan("640000.00"),  # 10 %
    ),
    Scenario(
        code="national_research_platform",
        facts={"platform_kind": "key_laboratory"},
        base="智算全国重点实验室",
        paid=_yuan("1000000.00"),
    ),
    Scenario(
        code="headquarters",
        facts={
            "headquarters_kind": "regional_headquarters",
            "enterprise_kind": "unicorn",
            "established_on": "2026-04-08",
        },
        applicant=2,
        later={"first_tax_year": 2026},
        later_on=date(2027, 1, 20),
        paid=_yuan("5000000.00"),
    ),
    Scenario(
        code="major_project_investment",
        facts={
            "agreed_investment": "260000000.00",
            "signed_on": "2026-03-10",
            "construction_started_on": "2026-06-20",
        },
        applicant=2,
        base="机器人总部基地",
        later={"fixed_asset_investment": "152000000.00"},
        later_on=date(2028, 6, 21),
        paid=_yuan("4560000.00"),  # 3 %
    ),
    Scenario(
        code="leading_goose",
        facts={"selection_document": "廊工信〔2026〕31号", "wished_amount": "800000.00"},
        reviewed={"selection_document": "廊工信〔2026〕31号", "amount": "500000.00"},
        paid=_yuan("500000.00"),
    ),
    Scenario(
        code="revenue_milestone",
        facts={
            "sector": "software",
            "revenue_year": 2026,
            "revenue": "530000000.00",
            "highest_prior_revenue": "310000000.00",
        },
        paid=_yuan("5000000.00"),  # first reaching 500 m
    ),
    Scenario(
        code="revenue_growth",
        facts={
            "sector": "software",
            "revenue_year": 2026,
            "revenue": "132000000.00",
            "prior_revenue": "110000000.00",
        },
        applicant=2,
        paid=_yuan("660000.00"),  # 3 % of 22,000,000
    ),
    Scenario(
        code="first_equipment",
        facts={"unit_price": "8850000.00"},
        applicant=2,
        base="焊接机器人LX-8",
        paid=_yuan("885000.00"),  # 10 %
    ),
    Scenario(
        code="first_software",
        facts={"sales_year": 2026, "annual_sales": "13600000.00"},
        applicant=2,
        base="灵犀质检系统1.0",
        paid=_yuan("1000000.00"),  # 10 % = 1,360,000, at most 1,000,000
    ),
    Scenario(
        code="product_catalogue",
        facts={"product_name": "灵犀质检一体机", "category": "智能检测装备", "summary": "面向焊缝的视觉质检"},
        applicant=2,
        base="灵犀质检一体机",
    ),
    Scenario(
        code="demonstration_scenario",
        facts={"scenario_domain": "smart_logistics", "has_solution": True, "has_commercial_case": True},
        base="空港智慧物流",
        paid=_yuan("1000000.00"),
    ),
    Scenario(
        code="security_testing",
        facts={
            "tests": [
                _test("server", "AQ-2026-0117", "480000.00"),
                _test("operating_system", "AQ-2026-0118", "620000.00"),
                _test("terminal", "AQ-2026-0131", "300000.00", passed=False),
            ]
        },
        paid=_yuan("500000.00"),  # 50 % of 480,000 and 620,000 = 550,000, at most 500,000
    ),
    Scenario(
        code="talent_compute",
        facts={"talent_kind": "academician", "compute_cost": "2400000.00"},
        base="人才2026-003",
        overseen=True,
        paid=_yuan("1200000.00"),  # 50 %
    ),
    Scenario(
        code="training_base",
        facts={"construction_cost": "7300000.00"},
        base="智算实训基地",
        paid=_yuan("730000.00"),  # 10 %
    ),
    Scenario(
        code="fiscal_support",
        facts={"need": "tailored_support", "description": "希望对接政府投资基金并了解加计扣除政策。"},
    ),
    Scenario(
        code="financing_support",
        facts={"need": "ip_pledge_loan", "description": "拟以三项发明专利质押贷款800万元。"},
    ),
    Scenario(
        code="listing_award",
        facts={
            "exchange": "北京证券交易所",
            "listed_on": "2026-09-18",
            "policy_document": "廊政办〔2025〕12号",
            "policy_clause": "第三条",
        },
        reviewed={
            "policy_document": "廊政办〔2025〕12号",
            "policy_clause": "第三条",
            "amount": "2000000.00",
        },
        applicant=2,
        paid=_yuan("2000000.00"),
    ),
)
"""One case a type, in the order of the policy."""
