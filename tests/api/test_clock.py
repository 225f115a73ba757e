"""The legal clock through HTTP: extended once, paused with a reason, and shown as two clocks."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.case.identifiers import workflow_id
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.procedure import People

WHOLE = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
REASON = {"reason": "需核对上级部门批复文件"}


async def clock(people: People, username: str = "yunshu") -> dict[str, Any]:
    """Both clocks, as somebody reads them."""
    answer = await people.get(username, "/clock")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def refused(people: People, username: str, path: str, body: object) -> Any:
    return await people.post(username, path, body, new_key())


async def test_a_term_is_extended_once_and_both_clocks_are_shown(people: People) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    before = await clock(people)
    assert (before["promised"]["working_days"], before["promised"]["stops"]) == (60, [])
    assert before["elapsed"]["days"] >= 0
    await people.do("fgw", "/extension", REASON)
    (term,) = (await clock(people))["terms"]
    assert (term["working_days"], term["extension"]["working_days"]) == (15, 10)
    assert term["extension"]["reason"] == REASON["reason"]
    assert term["due_on"] > before["terms"][0]["due_on"]
    again = problem_of(await refused(people, "fgw", "/extension", REASON), 409, "wrong-stage")
    assert again["detail"]
    assert (await people.get("yunshu")).json()["timeline"][-1]["event"] == "term_extended"
    await people.do("fgw", "/review", {"decision": "reject", "reason": "不符合条件。"})
    ended = await clock(people)
    assert (ended["terms"], ended["promised"]["stands_still"]["kind"]) == ([], "ended")
    (extended,) = ended["happened"]
    assert extended["title"] == "期限已延长"
    assert REASON["reason"] in extended["reason"]


async def test_a_pause_stops_both_the_term_and_the_promise_until_it_is_resumed(people: People) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    paused = await people.do("fgw", "/pause", {"reason": "委托第三方审计", "working_days": 20})
    assert "中止计时" in paused["sentence"]
    stands = await clock(people, "fgw")
    assert stands["sentence"] == paused["sentence"]
    assert stands["terms"][0]["due_on"] is None
    assert stands["terms"][0]["goes_on_by"] > stands["terms"][0]["stands_still"]["on"]
    assert stands["promised"]["goes_on_by"] is None
    assert stands["promised"]["stands_still"]["reason"] == "委托第三方审计"
    problem_of(await refused(people, "fgw", "/pause", REASON), 409, "wrong-stage")
    await people.do("fgw", "/resume", {"reason": "审计报告已收到"})
    runs = await clock(people)
    assert runs["promised"]["stands_still"] is None
    assert [stop["reason"] for stop in runs["promised"]["stops"]] == ["委托第三方审计"]
    problem_of(await refused(people, "fgw", "/resume", REASON), 409, "wrong-stage")


@pytest.mark.parametrize(("paused", "days", "left"), [(5, 20, 25), (30, 55, 0)])
async def test_pauses_of_a_term_last_no_longer_together_than_the_rules_give(
    people: People, temporal: WorkflowEnvironment, paused: int, days: int, left: int
) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    await people.do("fgw", "/pause", {"reason": "委托第三方审计", "working_days": paused})
    case = temporal.client.get_workflow_handle(workflow_id(people.case.rpartition("/")[2]))
    await temporal.fast_forward(case, timedelta(days=days))
    async with asyncio.timeout(20):
        while (await clock(people))["promised"]["stands_still"]:
            await asyncio.sleep(0.05)
    more = {"reason": "补充审计", "working_days": left + 1}
    found = problem_of(await refused(people, "fgw", "/pause", more), 422, "invalid-input")
    assert paths_of(found) == {"working_days"}
    assert "附则(五)" in found["clause"]
    answer = await refused(people, "fgw", "/pause", {"reason": "补充审计"})
    assert answer.status_code == (200 if left else 422), answer.text
    said = answer.json()["sentence"] if left else answer.json()["detail"]
    assert ("中止计时" if left else "已经用完") in said


async def test_bad_wishes_about_terms_are_refused_with_the_way_out(people: People) -> None:
    no_reason = problem_of(await refused(people, "fgw", "/pause", {"reason": " "}), 422, "invalid-input")
    assert paths_of(no_reason) == {"reason"}
    too_long = {"reason": "审计", "working_days": 31}
    found = problem_of(await refused(people, "fgw", "/pause", too_long), 422, "invalid-input")
    assert paths_of(found) == {"working_days"}
    fixed = problem_of(await refused(people, "fgw", "/extension", REASON), 403, "not-allowed")
    assert "不得延长" in fixed["detail"]
    problem_of(await refused(people, "yunshu", "/extension", REASON), 409, "wrong-stage")
    problem_of(await refused(people, "gxj", "/pause", REASON), 409, "wrong-stage")
    assert (await people.get("lingxi", "/clock")).status_code == 404
