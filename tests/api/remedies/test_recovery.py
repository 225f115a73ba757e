"""Stops and recoveries through HTTP: who may, what is refused and why, and a case that had ended is taken up again."""

from typing import Any

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from tests.api.asking import paths_of, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes

DECISION: dict[str, Any] = {
    "amount": "4000000.00",
    "reason": "经审计，投资额虚增。",
    "clause": "附则(四)",
    "means": "repayment",
    "document_number": "廊发改追〔2026〕1号",
}
STOP = {"reason": "正在核查投资额。", "clause": "附则(四)"}
SPLIT = {
    "document_number": "廊财建〔2026〕12号",
    "city_amount": "6000000.00",
    "locality_amount": "4000000.00",
}


@pytest_asyncio.fixture
async def awarded(people: People, temporal: WorkflowEnvironment) -> People:
    """Everybody, with a case that waits for its fund document."""
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE)
    return people


@pytest_asyncio.fixture
async def paid(awarded: People) -> People:
    """Everybody, with a case that has ended with ten million paid."""
    await awarded.do("finance", "/fund-document", SPLIT)
    payment = (await awarded.get("auditor")).json()["payments"][0]["id"]
    ended = await awarded.do("finance_2", f"/payments/{payment}/confirm", {"paid_on": "2026-12-20"})
    assert ended["final"]
    return awarded


async def standing(people: People, username: str = "auditor") -> dict[str, Any]:
    answer = await people.get(username, "/recovery")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


@pytest.mark.long
async def test_a_case_that_had_ended_is_recovered_in_parts(paid: People) -> None:
    decided = await paid.do("fgw", "/recovery", DECISION)
    assert (decided["stage"], decided["final"]) == ("追回中", False)
    again = await paid.post("fgw", "/recovery", DECISION)
    problem_of(again, 409, "wrong-stage")
    problem_of(await paid.post("fgw", "/terminate", {"reason": "x"}), 409, "wrong-stage")
    part = {"amount": "1500000.00", "received_on": "2026-12-25"}
    problem_of(await paid.post("fgw", "/recovery/repayments", part), 403, "not-allowed")
    more = problem_of(
        await paid.post("finance", "/recovery/repayments", part | {"amount": "4000000.01"}),
        422,
        "invalid-input",
    )
    assert paths_of(more) == {"amount"}
    assert (await paid.do("finance", "/recovery/repayments", part))["stage"] == "追回中"
    found = (await standing(paid, "yunshu"))["recoveries"][0]
    assert (found["number"], found["left"], found["recovered"]) == ("R1", "2500000.00", "1500000.00")
    rest = part | {"amount": "2500000.00"}
    done = await paid.do("finance", "/recovery/repayments", rest)
    assert (done["stage"], done["final"]) == ("已追回", True)
    problem_of(await paid.post("finance", "/recovery/repayments", rest), 409, "case-closed")
    problem_of(await paid.get("lingxi", "/recovery"), 404, "not-found")


@pytest.mark.long
async def test_a_decision_that_does_not_hold_is_refused_with_its_reason(paid: People) -> None:
    problem_of(await paid.post("kfq", "/recovery", DECISION), 403, "not-allowed")
    problem_of(await paid.post("finance", "/recovery", DECISION), 403, "not-allowed")
    problem_of(await paid.post("jyj", "/recovery", DECISION), 404, "not-found")
    for name in ("reason", "clause", "document_number", "amount", "means"):
        without = {key: value for key, value in DECISION.items() if key != name}
        assert paths_of(problem_of(await paid.post("fgw", "/recovery", without), 422, "invalid-input")) == {
            name
        }
        empty = DECISION | {name: " "}
        assert paths_of(problem_of(await paid.post("fgw", "/recovery", empty), 422, "invalid-input")) == {
            name
        }
    too_much = await paid.post("fgw", "/recovery", DECISION | {"amount": "10000000.01"})
    found = problem_of(too_much, 422, "invalid-input")
    assert "10,000,000.00" in found["errors"][0]["message"]
    assert (await paid.get("auditor")).json()["final"]


@pytest.mark.long
async def test_a_reversed_decision_leaves_the_case_ended_and_may_be_followed_by_another(paid: People) -> None:
    await paid.do("fgw", "/recovery", DECISION)
    problem_of(await paid.post("gxj", "/recovery/reversal", {"reason": "x"}), 403, "not-allowed")
    problem_of(await paid.post("fgw", "/recovery/reversal", {}), 422, "invalid-input")
    undone = await paid.do("fgw", "/recovery/reversal", {"reason": "复核认定投资额属实。"})
    assert (undone["stage"], undone["final"]) == ("已办结", True)
    assert (await standing(paid))["paid"] == "10000000.00"
    problem_of(await paid.post("fgw", "/recovery/reversal", {"reason": "x"}), 409, "case-closed")
    assert (await paid.do("fgw", "/recovery", DECISION | {"means": "netting"}))["stage"] == "追回中"
    assert [each["number"] for each in (await standing(paid))["recoveries"]] == ["R1", "R2"]


async def test_nothing_is_recovered_before_it_was_paid(awarded: People) -> None:
    found = problem_of(await awarded.post("fgw", "/recovery", DECISION), 409, "wrong-stage")
    assert "没有已拨付" in found["detail"]


@pytest.mark.long
async def test_a_stop_holds_the_fund_document_back_until_it_is_lifted(awarded: People) -> None:
    problem_of(await awarded.post("gxj", "/stop", STOP), 403, "not-allowed")
    problem_of(await awarded.post("yunshu", "/stop", STOP), 403, "not-allowed")
    assert paths_of(problem_of(await awarded.post("fgw", "/stop", {}), 422, "invalid-input")) == {
        "reason",
        "clause",
    }
    problem_of(await awarded.post("fgw", "/stop/lift", {"reason": "x"}), 409, "wrong-stage")
    assert (await awarded.do("fgw", "/stop", STOP))["stage"] == "待资金安排"
    refused = problem_of(await awarded.post("finance", "/fund-document", SPLIT), 409, "wrong-stage")
    assert "正在核查投资额。" in str(refused)
    assert "附则(四)" in str(refused)
    assert [stop["party_name"] for stop in (await standing(awarded))["stops"]] == ["市发改委"]
    await awarded.do("fgw", "/stop/lift", {"reason": "未发现问题。"})
    assert (await standing(awarded))["stops"] == []
    assert (await awarded.do("finance", "/fund-document", SPLIT))["stage"] == "拨付中"
    titles = [entry["title"] for entry in (await awarded.get("yunshu")).json()["timeline"]]
    assert titles[-3:] == ["已停止拨付", "停止拨付决定已解除", "资金已下达，拨付中"]
