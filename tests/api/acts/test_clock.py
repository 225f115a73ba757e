"""The legal clock through HTTP: extended once, paused with a reason, and shown as two clocks."""

from datetime import date, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.case.identifiers import workflow_id
from domain.case.record.events import Event
from domain.letters import LETTERS
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.procedure import People

WHOLE = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
REASON = {"reason": "需核对上级部门批复文件"}
CORRECTION = {"reason": "误按其他事项的标准延长", "working_days": 3}


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
    await people.until(lambda seen: not seen["promised"]["stands_still"], "yunshu", "/clock")
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


async def test_an_extension_that_was_wrong_is_corrected_with_a_new_day_and_a_new_letter(
    people: People,
) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    none = problem_of(await refused(people, "fgw", "/extension/correction", CORRECTION), 409, "wrong-stage")
    assert "没有可以更正的延期" in none["detail"]
    await people.do("fgw", "/extension", REASON)
    extended = (await clock(people))["terms"][0]["due_on"]
    await people.do("fgw", "/extension/correction", CORRECTION)
    (term,) = (await clock(people))["terms"]
    assert (term["extension"]["working_days"], term["due_on"] < extended) == (3, True)
    shown = (await people.get("yunshu")).json()
    assert shown["timeline"][-1]["event"] == "extension_corrected"
    assert CORRECTION["reason"] in shown["timeline"][-1]["reason"]
    titles = [LETTERS[event].title for event in (Event.TERM_EXTENDED, Event.EXTENSION_CORRECTED)]
    assert titles == ["延期通知书", "延期更正通知书"]
    same = problem_of(await refused(people, "fgw", "/extension/correction", CORRECTION), 422, "invalid-input")
    assert paths_of(same) == {"working_days"}
    long = {**CORRECTION, "working_days": 11}
    assert paths_of(
        problem_of(await refused(people, "fgw", "/extension/correction", long), 422, "invalid-input")
    ) == {"working_days"}
    problem_of(await refused(people, "fgw", "/extension", REASON), 409, "wrong-stage")
    problem_of(await refused(people, "gxj", "/extension/correction", CORRECTION), 409, "wrong-stage")


async def test_an_applicants_day_is_corrected_to_a_later_one_alone(people: People) -> None:
    asked = {
        "decision": "supplement",
        "defects": [{"item": "1.1-1", "problem": "未盖章"}],
        "reason": "请补正",
    }
    await people.do("fgw", "/completeness", asked)
    await people.do("fgw", "/extension", {**REASON, "for_applicant": True})
    told = (await clock(people))["terms"][0]["due_on"]
    for days in (0, 3, 4):
        body = {**CORRECTION, "working_days": days, "for_applicant": True}
        answer = problem_of(await refused(people, "fgw", "/extension/correction", body), 403, "not-allowed")
        assert "不得提前" in answer["detail"]
    assert (await clock(people))["terms"][0]["due_on"] == told


async def test_the_clock_says_why_it_rings_and_which_days_it_skips(people: People) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    (term,) = (await clock(people))["terms"]
    assert (term["source"]["clause"], term["source"]["is_assumed"]) == ("附则(五)", False)
    assert (term["next"]["kind"], term["next"]["does"]) == ("remind", "提醒承办部门")
    assert term["silent_because"] == ""
    starts, due = (date.fromisoformat(term[name]) for name in ("starts_on", "due_on"))
    skipped = sum(each["days"] for each in term["skipped"])
    assert (due - starts).days - skipped == term["working_days"] == 15
    assert {each["why"][0] for each in term["skipped"]} >= {"周"}
    await people.do("fgw", "/pause", {"reason": "委托第三方审计", "working_days": 20})
    (term,) = (await clock(people))["terms"]
    assert (term["next"]["kind"], term["next"]["does"]) == ("resume", "中止期满，恢复计时")
    promised = (await clock(people))["promised"]
    assert (promised["next"], "委托第三方审计" in promised["silent_because"]) == (None, True)


async def test_the_clock_of_an_applicant_says_what_its_end_takes(people: People) -> None:
    asked = {
        "decision": "supplement",
        "defects": [{"item": "1.1-1", "problem": "未盖章"}],
        "reason": "请补正",
    }
    await people.do("fgw", "/completeness", asked)
    (term,) = (await clock(people))["terms"]
    assert (term["next"]["does"], term["told_until"]) == ("提醒申请单位", term["due_on"])
    lapse = term["timer_events"][-1]
    assert (lapse["kind"], lapse["fired"]) == ("lapse", False)
