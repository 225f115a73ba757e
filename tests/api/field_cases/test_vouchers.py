"""F4: one invoice is redeemed once over all vouchers, however it is written the second time."""

import random
from datetime import timedelta
from typing import Any

import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import RunningNumber
from domain.case.identifiers import workflow_id
from tests.api.asking import application, new_key, official, paths_of, problem_of
from tests.api.procedure import People

SUPPLIER = "廊坊公共算力服务平台有限公司"
NUMBER, SHORT = "24132000000099999999", "00012345"
APPROVED = {
    "decision": "approve",
    "verified_paid": "100000.00",
    "received_on_paper": ["2.3-2", "2.3-3", "2.3-4"],
}


@pytest_asyncio.fixture
async def vouchers(
    served: Any, worked: None, temporal: WorkflowEnvironment, served_settings: Settings
) -> tuple[People, list[str]]:
    """Two vouchers of one unit, for contracts of their own, and the account that both are paid to."""
    engine = open_engine(served_settings.database_url)
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-2.3", last=random.randrange(10**5, 10**9)))
    save_account(engine, official("kjj", "science_and_technology"))
    engine.dispose()
    people = People(served)
    cases = [await _voucher(people, temporal, key) for key in ("云算合同甲", "灵犀数据协议二〇二六")]
    return people, cases


async def _voucher(people: People, temporal: WorkflowEnvironment, key: str) -> str:
    facts = {"uses_local_platform": True, "compute_fee": "400000.00"}
    filed = await people.http.post(
        "/v1/applications",
        json=application(measure="compute_usage_voucher", award_base_key=key, facts=facts),
        headers=await people.known("yunshu") | new_key(),
    )
    assert filed.status_code == 201, filed.text
    people.case = f"/v1/applications/{filed.json()['case_number']}"
    await people.do("fgw", "/completeness", {"decision": "accept", "received_on_paper": ["2.3-1"]})
    for other in (await people.get("fgw")).json()["same_project"]:
        if other["state"] == "open":
            found = {"decision": "not_the_same", "other_case": other["case_number"], "reason": "两份合同。"}
            await people.do("fgw", "/same-project", found)
    checklist = {"eligible_user": True, "local_platform": True}
    await people.do("fgw", "/review", {"decision": "approve", "checklist": checklist})
    for signer in ("gxj", "kjj", "kfq"):
        await people.do(signer, "/signoffs", {"decision": "agree"})
    handle = temporal.client.get_workflow_handle(workflow_id(people.case.rpartition("/")[2]))
    await temporal.fast_forward(handle, timedelta(days=12))
    await people.until(lambda case: bool(case["stage"] == "待兑付"), "yunshu")
    return people.case


def invoices(*changes: dict[str, str], day: str = "2026-12-10") -> dict[str, Any]:
    plain = {"number": NUMBER, "supplier": SUPPLIER, "amount": "100000.00"}
    days = {"service_finished_on": day, "paid_on": day}
    return {"invoices": [plain | days | change for change in changes]}


SPELLINGS: dict[str, dict[str, str]] = {
    "F4-exact": {},
    "F4-invisible": {"number": f"{NUMBER}\u200b"},
    "F4-hyphens": {"number": "24132000-0000-9999-9999"},
    "F4-short-supplier": {"supplier": "廊坊算力"},
    "F4-full-width": {"number": "２４１３２０００００００９９９９９９９９", "supplier": f"{SUPPLIER}\u200b"},
    "F4-short-exact": {"number": SHORT},
    "F4-zeros-lost": {"number": "12345"},
    "F4-full-width-hyphen": {"number": "０００１—２３４５"},
    "F4-supplier-blank": {"number": SHORT, "supplier": "廊坊公共算力服务平台 有限公司"},
}


NOT_PAID = {
    "P6-zero": "0.00",
    "P6-below-zero": "-1.00",
    "P6-above-the-invoices": "100000.01",
    "P6-ten-times": "1000000.00",
    "P6-finer-than-fen": "0.001",
}


async def test_one_invoice_is_redeemed_once_over_all_vouchers(vouchers: tuple[People, list[str]]) -> None:
    people, (first, second) = vouchers
    people.case = first
    await people.do("yunshu", "/redemptions", invoices({}, {"number": SHORT, "amount": "10000.00"}))
    approved = APPROVED | {"verified_paid": "110000.00"}
    assert (await people.do("fgw", "/redemptions/1/review", approved))["stage"] == "待确认收款信息"
    people.case = second
    for index, (row, changes) in enumerate(SPELLINGS.items(), start=1):
        await people.do("yunshu", "/redemptions", invoices(changes))
        refused = await people.post("fgw", f"/redemptions/{index}/review", APPROVED, new_key())
        problem = problem_of(refused, 422, "invalid-input")
        assert paths_of(problem) == {"invoices[0].number"}, row
        assert "已用于兑付" in problem["errors"][0]["message"], row
        sent_back = {"decision": "reject", "reason": "发票已在另一张算力券兑付。"}
        await people.do("fgw", f"/redemptions/{index}/review", sent_back)
    await people.do("yunshu", "/redemptions", invoices({"number": SHORT, "supplier": "固安算力有限公司"}))
    last = f"/redemptions/{len(SPELLINGS) + 1}/review"
    for row, paid in NOT_PAID.items():
        refused = await people.post("fgw", last, APPROVED | {"verified_paid": paid}, new_key())
        assert (refused.status_code, bool(refused.json()["remedy"])) == (422, True), (row, refused.text)
    assert (await people.do("fgw", last, APPROVED))["stage"] == "待确认收款信息"
