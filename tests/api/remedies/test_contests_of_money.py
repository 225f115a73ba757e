"""Amounts, recoveries, stops, years and lapses are contested through HTTP; and what was paid too little is paid."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.api.asking import new_key, problem_of
from tests.api.contested_cases import ONE_OFF, WHY, YEARS, approved, day_of, people_skip, reference_of
from tests.api.contested_cases import parties as parties
from tests.api.contested_cases import today as today
from tests.api.procedure import PAYEE, People
from tests.api.remedies.test_recovery import DECISION, STOP

PAPERS = ["1.1-1", "1.1-2", "1.1-3"]
LESS: dict[str, Any] = {
    "verified_facts": {"audited_investment": "50000000.00"},
    "reason": "部分投资不予认定。",
}
SPLIT = {"document_number": "廊财建〔2026〕12号", "city_amount": "5000000.00", "locality_amount": "0.00"}
CHANGE = {"decision": "change", "reason": "经复核，原决定有误。"}
UPHOLD = {"decision": "uphold", "reason": "经复核，原决定正确。"}
MORE = {
    "verified_facts": {"audited_investment": "98000000.00"},
    "reason": "复核认定的投资额高于原核定。",
    "document_number": "廊发改复〔2027〕2号",
}
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"verified_facts": {"operating_cost": "1.00"}}, "verified_facts.operating_cost"),
    ({"verified_facts": {"audited_investment": "很多"}}, "verified_facts.audited_investment"),
    ({"other_funding": {"kind": "deducted", "reason": "省级专项。"}}, "other_funding.amount"),
    (
        {"other_funding": {"kind": "excluded", "reason": "省级专项。", "document": "1号"}},
        "other_funding.kind",
    ),
)


async def contested(people: People, body: dict[str, Any]) -> str:
    """Contest a decision; where it is answered."""
    await people.do("yunshu", "/reconsideration", WHY | body)
    return f"/reconsiderations/{await reference_of(people)}/answer"


async def awarded(people: People, temporal: WorkflowEnvironment) -> None:
    """Five million of an award wait for their fund document."""
    await approved(people, temporal, ONE_OFF, PAPERS, **LESS)
    assert (await people.do("yunshu", "/payee", PAYEE))["stage"] == "待资金安排"


async def arrives(people: People, temporal: WorkflowEnvironment) -> dict[str, Any]:
    """The payment that is under way is confirmed."""
    listed = (await people.get("auditor")).json()["payments"]
    (last,) = [each["id"] for each in listed if each["status"] == "ordered"]
    paid_on = (await day_of(people, temporal)).isoformat()
    return await people.do("cashier", f"/payments/{last}/confirm", {"paid_on": paid_on})


async def test_an_amount_that_is_not_ordered_yet_goes_back_to_its_review_by_somebody_else(
    parties: People, temporal: WorkflowEnvironment
) -> None:
    await awarded(parties, temporal)
    path = await contested(parties, {"against": "amount"})
    problem_of(await parties.post("fgw", path, CHANGE, new_key()), 403, "conflict-of-roles")
    back = await parties.do("fgw2", path, CHANGE)
    assert (back["stage"], back["waiting_for"][0]["acts"]) == ("牵头审核中", ["review"])
    review = {"decision": "approve", "verified_facts": MORE["verified_facts"], "reason": "已核实。"}
    problem_of(await parties.post("fgw", "/review", review, new_key()), 403, "conflict-of-roles")
    told = {each["act"]: each["allowed"] for each in (await parties.get("fgw", "/acts")).json()}
    assert (told["terminate"], told["stop_payment"]) == (False, True)
    problem_of(await parties.post("fgw", "/terminate", {"reason": "x"}, new_key()), 403, "conflict-of-roles")


async def test_of_the_answer_and_the_payment_order_one_comes_first_and_neither_is_lost(
    parties: People, temporal: WorkflowEnvironment
) -> None:
    await awarded(parties, temporal)
    path = await contested(parties, {"against": "amount"})
    answer, order = await asyncio.gather(
        parties.post("fgw2", path, CHANGE, new_key()),
        parties.post("finance", "/fund-document", SPLIT, new_key()),
    )
    assert sorted((answer.status_code, order.status_code)) == [200, 409]
    shown = (await parties.get("yunshu")).json()
    assert shown["stage"] == ("牵头审核中" if answer.status_code == 200 else "拨付中")


@pytest.mark.long
async def test_what_was_paid_too_little_is_paid_after_it_was_contested(
    parties: People, temporal: WorkflowEnvironment
) -> None:
    await awarded(parties, temporal)
    await parties.do("finance", "/fund-document", SPLIT)
    assert (await arrives(parties, temporal))["final"]
    path = await contested(parties, {"against": "amount"})
    shown = (await parties.get("yunshu")).json()
    assert (shown["stage"], shown["final"]) == ("已办结", False)
    refused = problem_of(await parties.post("fgw2", path, CHANGE, new_key()), 409, "wrong-stage")
    assert "补足差额" in refused["remedy"]
    problem_of(await parties.post("fgw", "/top-up", MORE, new_key()), 403, "conflict-of-roles")
    problem_of(await parties.post("gxj", "/top-up", MORE, new_key()), 403, "not-allowed")
    enough = MORE | {"verified_facts": {"audited_investment": "50000000.00"}}
    problem_of(await parties.post("fgw2", "/top-up", enough, new_key()), 422, "not-eligible")
    for wrong, path_of in WRONG:
        refused = problem_of(
            await parties.post("fgw2", "/top-up", MORE | wrong, new_key()), 422, "invalid-input"
        )
        assert path_of in [field["path"] for field in refused["errors"]]
    again = await parties.do("fgw2", "/top-up", MORE)
    assert (again["stage"], again["amount"]) == ("待资金安排", "4800000.00")
    await parties.do("finance", "/fund-document", SPLIT | {"city_amount": "4800000.00"})
    ended = await arrives(parties, temporal)
    assert (ended["final"], ended["amount"]) == (True, "9800000.00")
    sheet = (await parties.get("yunshu")).json()["sheets"][-1]["lines"][-1]
    assert "已拨付 5,000,000.00 元" in sheet["explanation"]
    problem_of(await parties.post("fgw2", "/top-up", MORE, new_key()), 403, "conflict-of-roles")


@pytest.mark.long
async def test_a_recovery_is_reversed(parties: People, temporal: WorkflowEnvironment) -> None:
    await awarded(parties, temporal)
    await parties.do("finance", "/fund-document", SPLIT)
    await arrives(parties, temporal)
    await parties.do("fgw", "/recovery", DECISION)
    path = await contested(parties, {"against": "recovery", "number": "R1"})
    problem_of(await parties.post("fgw", path, CHANGE, new_key()), 403, "conflict-of-roles")
    done = await parties.do("fgw2", path, CHANGE)
    assert (done["stage"], done["final"]) == ("已办结", True)
    assert (await parties.get("yunshu")).json()["timeline"][-1]["event"] == "recovery_reversed"


@pytest.mark.long
async def test_a_stop_is_lifted_or_stands(parties: People, temporal: WorkflowEnvironment) -> None:
    await awarded(parties, temporal)
    await parties.do("fgw", "/stop", STOP)
    path = await contested(parties, {"against": "stop"})
    stands = await parties.do("fgw2", path, UPHOLD)
    assert "停止拨付" in stands["sentence"]
    again = problem_of(
        await parties.post("yunshu", "/reconsideration", WHY | {"against": "stop"}, new_key()),
        409,
        "wrong-stage",
    )
    assert "已申请过复核" in again["detail"]
    await parties.do("fgw", "/stop/lift", {"reason": "核查完毕。"})
    await parties.do("fgw", "/stop", STOP)
    lifted = await parties.do("fgw2", await contested(parties, {"against": "stop"}), CHANGE)
    assert "停止拨付" not in lifted["sentence"]


async def test_a_refused_year_is_reviewed_anew(parties: People, temporal: WorkflowEnvironment) -> None:
    await approved(parties, temporal, YEARS, ["1.2-1", "1.2-2"])
    await people_skip(parties, temporal, timedelta(days=100))
    for _ in range(200):
        waiting = (await parties.get("auditor")).json()["waiting_for"]
        if "claim_instalment" in waiting[0]["acts"]:
            break
    claim = {"facts": {"operating_cost": "9860000.00"}, "other_funding": []}
    claimed = await parties.do("yunshu", "/instalments/1/claim", claim)
    assert claimed["waiting_for"][0]["acts"] == ["review_instalment"]
    await parties.do("fgw", "/instalments/1/review", {"decision": "reject", "reason": "服务量不足。"})
    path = await contested(parties, {"against": "instalment", "number": "1"})
    back = await parties.do("fgw2", path, CHANGE)
    assert back["waiting_for"][0]["acts"] == ["review_instalment"]
    approve = {"decision": "approve", "received_on_paper": ["1.2-3", "1.2-4"]}
    problem_of(
        await parties.post("fgw", "/instalments/1/review", approve, new_key()), 403, "conflict-of-roles"
    )
    approved_now = await parties.do("fgw2", "/instalments/1/review", approve)
    assert (approved_now["stage"], approved_now["amount"]) == ("待确认收款信息", "1972000.00")


async def test_a_lapse_is_made_good(parties: People, temporal: WorkflowEnvironment) -> None:
    filed = await parties.do("yunshu", "/v1/applications", ONE_OFF)
    parties.case = f"/v1/applications/{filed['case_number']}"
    defects = {
        "decision": "supplement",
        "defects": [{"item": "1.1-1", "problem": "未盖章"}],
        "reason": "请补正",
    }
    await parties.do("fgw", "/completeness", defects)
    await people_skip(parties, temporal, timedelta(days=40))
    for _ in range(200):
        if (await parties.get("auditor")).json()["final"]:
            break
    path = await contested(parties, {"against": "lapse"})
    assert (await parties.do("fgw", path, CHANGE))["stage"] == "待补正"
    assert (await parties.do("yunshu", "/supplement", {}))["stage"] == "形式审查中"


@pytest.mark.parametrize(("against", "event"), [("amount", "funds_awaited"), ("stop", "payment_stopped")])
async def test_what_is_upheld_keeps_the_remedies_and_their_days(
    parties: People, temporal: WorkflowEnvironment, against: str, event: str
) -> None:
    await awarded(parties, temporal)
    if against == "stop":
        await parties.do("fgw", "/stop", {"scope": "case", "reason": "核查。", "clause": "附则(四)"})

    async def outside() -> dict[tuple[str, str], str]:
        remedies = (await parties.get("yunshu")).json()["remedies"]
        return {
            (each["against"], each["kind"]): each["until"]
            for each in remedies
            if each["kind"] != "reconsideration"
        }

    before = await outside()
    assert {each for each, _ in before} >= {event}
    await parties.do("fgw2", await contested(parties, {"against": against}), UPHOLD)
    assert await outside() == before
