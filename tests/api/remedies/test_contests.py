"""Any decision that is told with remedies can be reconsidered, through HTTP: once, in time, by other people."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from domain.calendar import WorkingCalendar
from domain.case.record.narrative import day_text
from domain.case.remedies import sixty_days
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.contested_cases import (
    REJECT,
    WHY,
    Today,
    issued,
    redeemed,
    reference_of,
)
from tests.api.contested_cases import parties as parties
from tests.api.contested_cases import today as today
from tests.api.procedure import PAYEE, People

REDEMPTION = WHY | {"against": "redemption", "number": "1"}
APPROVE = {"decision": "approve", "verified_paid": "300000.00"}


@pytest_asyncio.fixture
async def refused(parties: People, temporal: WorkflowEnvironment) -> People:
    """A voucher whose first redemption was refused."""
    await issued(parties, temporal)
    await redeemed(parties, temporal)
    assert (await parties.do("fgw", "/redemptions/1/review", REJECT))["stage"] == "待兑付"
    return parties


async def last_day(people: People) -> date:
    """Until when the office may be asked, as the case shows it."""
    remedies = (await people.get("yunshu")).json()["remedies"]
    (shown,) = [each for each in remedies if each["kind"] == "reconsideration"]
    assert shown["ask_with"] == {"against": "redemption", "number": "1"}
    served_on = date.fromisoformat(shown["service"]["on"])
    assert shown["until"] == str(sixty_days(served_on, WorkingCalendar()).on)
    return date.fromisoformat(shown["until"])


@pytest.mark.long
async def test_a_refused_redemption_is_reviewed_anew_by_somebody_else_and_paid(refused: People) -> None:
    problem_of(await refused.post("fgw", "/reconsideration", REDEMPTION, new_key()), 403, "not-allowed")
    begun = await refused.do("yunshu", "/reconsideration", REDEMPTION)
    assert begun["waiting_for"][0]["acts"] == ["redeem"]
    shown = (await refused.get("yunshu")).json()
    assert "办理复核" in shown["sentence"]
    assert shown["timeline"][-1]["event"] == "decision_contested"
    reference = await reference_of(refused)
    change = {"decision": "change", "reason": "结算单可以证明。"}
    path = f"/reconsiderations/{reference}/answer"
    assert (
        "fgw2"
        in problem_of(await refused.post("fgw", path, change, new_key()), 403, "conflict-of-roles")["remedy"]
    )
    problem_of(await refused.post("gxj", path, change, new_key()), 403, "not-allowed")
    problem_of(await refused.post("fgw2", path, {"decision": "change"}, new_key()), 422, "invalid-input")
    back = await refused.do("fgw2", path, change)
    assert back["waiting_for"][0]["acts"] == ["review_redemption"]
    review = "/redemptions/1/review"
    problem_of(await refused.post("fgw", review, APPROVE, new_key()), 403, "conflict-of-roles")
    assert (await refused.do("fgw2", review, APPROVE))["stage"] == "待确认收款信息"
    await refused.do("yunshu", "/payee", PAYEE)
    split = {"document_number": "廊财建〔2026〕88号", "city_amount": "300000.00", "locality_amount": "0.00"}
    assert (await refused.do("finance", "/fund-document", split))["stage"] == "拨付中"


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    (WHY | {"against": "redemption", "number": "2"}, 409, "wrong-stage", "没有可以复核的“不予兑付决定”"),
    (WHY | {"against": "instalment"}, 409, "wrong-stage", "没有可以复核的“年度不予兑现决定”"),
    (WHY | {"against": "weather"}, 422, "invalid-input", ""),
    ({"against": "redemption"}, 422, "invalid-input", ""),
    (WHY | {"told_in": 3}, 422, "invalid-input", ""),
]


@pytest.mark.long
async def test_a_request_is_about_what_was_decided_and_comes_in_time(refused: People, today: Today) -> None:
    for body, status, kind, word in WRONG:
        problem = problem_of(await refused.post("yunshu", "/reconsideration", body, new_key()), status, kind)
        assert word in problem["detail"]
    until = await last_day(refused)
    today.day = until + timedelta(days=1)
    late = problem_of(
        await refused.post("yunshu", "/reconsideration", REDEMPTION, new_key()), 422, "not-eligible"
    )
    assert day_text(until) in late["detail"]
    assert "行政诉讼" in late["remedy"]
    today.day = until
    await refused.do("yunshu", "/reconsideration", REDEMPTION)


@pytest.mark.long
async def test_where_one_decision_can_be_contested_it_need_not_be_named_and_a_second_answer_is_final(
    refused: People, temporal: WorkflowEnvironment
) -> None:
    before = {
        (each["kind"], each["against"]): each["until"]
        for each in (await refused.get("yunshu")).json()["remedies"]
        if each["kind"] != "reconsideration"
    }
    await refused.do("yunshu", "/reconsideration", WHY)
    reference = await reference_of(refused)
    uphold = {"decision": "uphold", "reason": "开票日期早于发券日。"}
    await refused.do("fgw2", f"/reconsiderations/{reference}/answer", uphold)
    shown = (await refused.get("yunshu")).json()
    kept = {(each["kind"], each["against"]): each["until"] for each in shown["remedies"]}
    assert kept.keys() == {(kind, "redemption_refused") for kind in ("administrative_review", "suit")}
    assert kept == before  # to uphold is no new decision
    again = problem_of(await refused.post("yunshu", "/reconsideration", WHY, new_key()), 409, "wrong-stage")
    assert "已申请过复核" in again["detail"]
    await redeemed(refused, temporal, "24132000000012345679")
    await refused.do("fgw", "/redemptions/2/review", REJECT)
    several = WHY | {"against": "redemption"}
    problem = problem_of(
        await refused.post("yunshu", "/reconsideration", several, new_key()), 422, "invalid-input"
    )
    assert paths_of(problem) == {"number"}
    await refused.do("yunshu", "/reconsideration", several | {"number": "2"})


async def test_of_two_requests_at_once_one_is_taken_in(refused: People) -> None:
    answers = await asyncio.gather(
        *(refused.post("yunshu", "/reconsideration", REDEMPTION, new_key()) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    reference = await reference_of(refused)
    taken_back = await refused.do("yunshu", f"/reconsiderations/{reference}/withdraw", {"reason": "已核对"})
    assert [each["acts"] for each in taken_back["waiting_for"]] == [["redeem"]]
    problem_of(await refused.post("yunshu", "/reconsideration", REDEMPTION, new_key()), 409, "wrong-stage")
