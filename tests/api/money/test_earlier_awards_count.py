"""What awards from before this system ran count for: once, 就高, caps, and who sees them."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.reach import Engine
from adapters.store.schema import RunningNumber
from domain.case.filing import plan_case
from domain.case.record.steps import Assessment
from domain.case.verbs import ASSESS_AWARD
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from tests.activities.casework import AT, Casework
from tests.api.asking import OTHER_UNIT, TODAY, UNIT, application, official
from tests.api.earlier_desk import Desk, prior
from tests.api.earlier_desk import desk as desk
from tests.api.earlier_desk import engine as engine
from tests.api.procedure import People


async def test_once_for_life_holds_across_the_beginning_of_this_system(desk: Desk, engine: Engine) -> None:
    """2.1 was granted on paper two years before: nothing is left of it in whatever year."""
    await desk.confirmed({"year": 2024, "granted_on": "2024-05-01"})
    casework = Casework(engine)
    policy = load_catalogue().policies[-1]
    number = casework.file(
        "LF2026-0201-00001",
        "settlement_voucher",
        {"settled_on": "2026-02-01", "unit_kind": "ai_enterprise"},
        award_base=policy.type("settlement_voucher").award_base.of_year(unit=UNIT, year=2026),
    )
    asked = Assessment(case_number=number, seq=1, at=AT, phase="filing")
    refused = casework.do(ASSESS_AWARD, asked).refusal
    assert refused is not None
    assert "廊发改〔2025〕12号" in refused.why
    other = casework.file(
        "LF2026-0201-00002",
        "settlement_voucher",
        {"settled_on": "2026-02-01", "unit_kind": "ai_enterprise"},
        unit=OTHER_UNIT,
        award_base=policy.type("settlement_voucher").award_base.of_year(unit=OTHER_UNIT, year=2026),
    )
    assert casework.do(ASSESS_AWARD, asked.model_copy(update={"case_number": other})).refusal is None


@pytest.mark.parametrize(
    ("earlier", "left"), [("885000.00", None), ("300000.00", "585000.00"), ("0.01", "884999.99")]
)
async def test_the_higher_pays_what_it_adds_to_what_was_granted_on_paper(
    desk: Desk, engine: Engine, earlier: str, left: str | None
) -> None:
    """8.1 for a product that had money under 5.2 before: another measure on one base."""
    item = {"award_base_key": "焊接机器人LX-8", "amount": earlier, "document_number": "廊工信〔2025〕9号"}
    await desk.confirmed(item, measure="first_equipment", desk="gxj")
    casework = Casework(engine)
    base = (
        load_catalogue()
        .policies[-1]
        .type("first_equipment")
        .award_base.of_year(unit=UNIT, year=2026, key="焊接机器人LX-8")
    )
    number = casework.file(
        "LF2026-0801-00001", "first_equipment", {"unit_price": "8850000.00"}, award_base=base
    )
    done = casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=1, at=AT, phase="filing"))
    assert (str(done.amount) if done.amount is not None else None) == left
    answer = (await desk.get(f"/v1/ledger?unit={UNIT}", "finance")).json()
    assert [award["amount"] for award in answer["earlier_awards"]] == [earlier]
    differences = (await desk.get("/v1/reconciliation", "finance")).json()["differences"]
    assert {each["kind"] for each in differences} <= {"unproven"}  # no workflow can be asked here


async def test_caps_of_a_year_count_what_was_granted_in_it(desk: Desk, engine: Engine) -> None:
    await desk.confirmed({"amount": "400000.00", "year": 2026, "granted_on": "2026-01-05"})
    usage = {"award_base_key": "合同一", "amount": "350000.00", "year": 2026, "granted_on": "2026-01-06"}
    policy = load_catalogue().policies[-1]
    keyed = policy.type("compute_usage_voucher").award_base.needs_key
    await desk.confirmed(
        usage if keyed else {**usage, "award_base_key": ""},
        {**usage, "award_base_key": "合同二" if keyed else "", "year": 2025, "document_number": "2号"},
        measure="compute_usage_voucher",
    )
    found = prior(engine, "major_project_voucher", key="合同三", year=2026)
    assert (found.unit_year_used, found.unit_year_settlement) == (Decimal(750000), Decimal(400000))
    assert prior(engine, "major_project_voucher", key="合同三", year=2025).unit_year_used == 350000
    assert prior(engine, "major_project_voucher", unit=OTHER_UNIT, key="合同三").unit_year_used == 0
    caps = (await desk.get("/v1/pools/voucher_unit/2026", "finance")).json()
    assert caps["units"] == [{"unit": UNIT, "held": "0.00", "earlier": "750000.00", "left": "250000.00"}]


async def test_testing_support_of_a_year_counts(desk: Desk, engine: Engine) -> None:
    item = {"amount": "420000.00", "year": 2026, "granted_on": "2026-01-05"}
    await desk.confirmed(item, measure="security_testing", desk="gxj")
    assert prior(engine, "security_testing").tested_by_year == {2026: Decimal(420000)}
    assert prior(engine, "security_testing", unit=OTHER_UNIT).tested_by_year == {}


@pytest.mark.parametrize(
    ("earlier", "revenue", "amount"),
    [
        ("1000000.00", "120000000.00", None),
        ("1000000.00", "499999999.99", None),
        ("1000000.00", "500000000.00", "5000000.00"),
        ("5000000.00", "500000000.00", None),
        ("5000000.00", "1000000000.00", "10000000.00"),
        ("6000000.00", "999999999.99", None),
        ("10000000.00", "1000000000.00", None),
        ("300000.00", "120000000.00", None),
    ],
)
async def test_a_milestone_that_was_paid_on_paper_is_never_paid_again(
    desk: Desk, engine: Engine, earlier: str, revenue: str, amount: str | None
) -> None:
    """7.2, whatever the unit declares of its years before."""
    item = {
        "amount": earlier,
        "year": 2024,
        "granted_on": "2025-05-01",
        "document_number": "廊工信〔2025〕5号",
    }
    await desk.confirmed(item, measure="revenue_milestone", desk="gxj")
    casework = Casework(engine)
    facts = {"sector": "software", "revenue_year": 2026, "revenue": revenue, "highest_prior_revenue": "1.00"}
    number = casework.file(
        "LF2027-0702-00001",
        "revenue_milestone",
        facts,
        award_base=f"revenue:{UNIT}:2026",
        filed_on=date(2027, 3, 1),
    )
    done = casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=1, at=AT, phase="filing"))
    assert (str(done.amount) if done.amount is not None else None) == amount, done.refusal
    if amount is None:
        assert done.refusal is not None
        assert "廊工信〔2025〕5号" in done.refusal.why


@pytest.mark.parametrize(("year", "amount"), [(2025, None), (2026, "885000.00")])
async def test_a_product_that_had_its_year_on_paper_has_no_other(
    desk: Desk, engine: Engine, year: int, amount: str | None
) -> None:
    """8.2 counts one year of a product; an award of the same year is made up to what that year comes to."""
    item = {"award_base_key": "灵犀质检系统", "amount": "1.00", "year": year, "document_number": "7号"}
    await desk.confirmed(item, measure="first_software", desk="gxj")
    casework = Casework(engine)
    base = load_catalogue().policies[-1].type("first_software").award_base
    number = casework.file(
        "LF2027-0802-00001",
        "first_software",
        {"sales_year": 2026, "annual_sales": "8850010.00"},
        award_base=base.of_year(unit=UNIT, year=2026, key="灵犀质检系统"),
        filed_on=date(2027, 3, 1),
    )
    done = casework.do(ASSESS_AWARD, Assessment(case_number=number, seq=1, at=AT, phase="filing"))
    assert (str(done.amount) if done.amount is not None else None) == amount, done.refusal


async def test_whoever_sees_a_case_of_the_unit_sees_what_it_was_granted_before(
    desk: Desk, engine: Engine
) -> None:
    await desk.confirmed()
    await desk.enter({"document_number": "未确认的"})
    casework = Casework(engine)
    number = casework.file(
        "LF2026-0101-00001",
        "compute_centre_construction",
        {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        stage="牵头审核中",
        plan=_plan(),
    )
    for username in ("fgw", "kfq", "yunshu", "auditor"):
        seen = (await desk.get(f"/v1/applications/{number}", username)).json()
        assert [
            (award["document_number"], award["amount"], award["name"]) for award in seen["earlier_awards"]
        ] == [("廊发改〔2025〕12号", "500000.00", "落户算力券")]


def _plan() -> dict[str, Any]:
    policy = load_catalogue().policies[-1]
    subsidy = policy.type("compute_centre_construction")
    facts = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
    typed = validate_facts(subsidy, facts, (Phase.FILING,), TODAY)
    return plan_case(policy, subsidy, "LF2026-0101-00001", "kfq", typed, policy.values).model_dump(
        mode="json"
    )


# ---- a whole case


async def test_a_case_reviewed_after_an_earlier_award_pays_what_it_adds(
    served: httpx.AsyncClient, worked: None, served_settings: Settings
) -> None:
    """8.1 for a product of which 300,000 was paid on paper: declared 885,000, reviewed 585,000, and everybody reads why."""
    opened_store = open_engine(served_settings.database_url)
    save_account(opened_store, official("gxj_2", "industry_and_information"))
    with transaction(opened_store) as session:
        session.add(RunningNumber(key="2026-8.1", last=random.randrange(10**5, 10**9)))
    opened_store.dispose()
    item = {"award_base_key": "焊接机器人LX-8", "amount": "300000.00", "document_number": "廊工信〔2025〕9号"}
    await Desk(served).confirmed(item, measure="first_equipment", desk="gxj")
    people = People(served)
    body = application(
        measure="first_equipment", award_base_key="焊接 机器人 ＬＸ-8", facts={"unit_price": "8850000.00"}
    )
    filed = await people.do("yunshu", "/v1/applications", body)
    people.case = f"/v1/applications/{filed['case_number']}"
    asked = (await served.get("/v1/measures/first_equipment")).json()
    papers = [
        each["code"] for each in asked["documents"] if each["phase"] == "申报" and not each["electronic"]
    ]
    await people.do("gxj", "/completeness", {"decision": "accept", "received_on_paper": papers})
    seen = (await people.get("gxj")).json()
    assert [award["document_number"] for award in seen["earlier_awards"]] == ["廊工信〔2025〕9号"]
    checklist = {point["code"]: True for point in asked["review_points"]}
    reviewed = await people.do("gxj", "/review", {"decision": "approve", "checklist": checklist})
    assert (reviewed["stage"], reviewed["amount"]) == ("部门会签中", "585000.00")
    sheet = " ".join(line["explanation"] for line in (await people.get("yunshu")).json()["sheet"])
    assert "已享受 廊工信〔2025〕9号“首台(套)装备奖励（本系统启用前）”（300,000.00 元）" in sheet


async def test_what_a_unit_was_granted_counts_for_the_unit_that_took_it_over(
    desk: Desk, engine: Engine
) -> None:
    """Once for life holds for both, and so does the cap of the year."""
    await desk.confirmed({"year": 2026, "granted_on": "2026-01-05"})
    await desk.merge()
    (found,) = prior(engine, "settlement_voucher", unit=OTHER_UNIT).same_base
    assert (found.case_number, found.is_same_base) == ("廊发改〔2025〕12号", True)
    caps = (await desk.get("/v1/pools/voucher_unit/2026", "finance")).json()
    assert [(unit["unit"], unit["earlier"]) for unit in caps["units"]] == [(OTHER_UNIT, "500000.00")]
