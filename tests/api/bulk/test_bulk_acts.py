"""One act in many cases: through HTTP, a real Temporal server, real workers and the real store."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from tests.api.asking import log_in, new_key, paths_of, problem_of
from tests.api.bulk_clerks import NOBODYS, Clerks, settled, worker_on
from tests.api.bulk_clerks import clerks as clerks
from tests.api.bulk_clerks import served_settings as served_settings

MANY = 30


@pytest.mark.long
async def test_thirty_cases_are_accepted_once_each_though_the_worker_stops_in_the_middle(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(MANY)
        key = new_key()
        begun = await clerks.ask(numbers, key)
        assert begun.status_code == 202, begun.text
        made = begun.json()
        assert begun.headers["Location"] == f"/v1/bulk-acts/{made['id']}"
        lead, place = await log_in(clerks.http, "fgw"), begun.headers["Location"]
        async with asyncio.timeout(60):  # no log-in a look: the worker is to stop before it is through
            while (await clerks.http.get(place, headers=lead)).json()["counts"].get("done", 0) < 1:
                await asyncio.sleep(0.01)
    halfway = (await clerks.get("fgw", begun.headers["Location"])).json()
    assert halfway["state"] == "running"
    assert halfway["counts"]["done"] < MANY
    async with worker_on(temporal.client, served_settings):
        shown = await settled(clerks, made["id"])
        again = await clerks.ask(numbers, key)
        assert (again.status_code, again.json()["id"]) == (202, made["id"])
    assert (shown["state"], shown["counts"]) == ("finished", {"done": MANY})
    assert {item["stage"] for item in shown["items"]} == {"牵头审核中"}
    assert [item["case_number"] for item in shown["items"]] == numbers
    assert {len(clerks.acts(number, "check_completeness")) for number in numbers} == {1}
    assert len({account for number in numbers for account in clerks.acts(number, "check_completeness")}) == 1
    report = await clerks.get("fgw", f"{begun.headers['Location']}/report")
    sheet: Any = load_workbook(io.BytesIO(report.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "批量形式审查结果"
    assert rows[3][:4] == ("序号", "案件编号", "办理对象", "结果")
    assert [row[1] for row in rows[4:]] == numbers
    assert {(row[3], row[4]) for row in rows[4:]} == {("已办理", "牵头审核中")}


async def test_what_is_not_the_callers_is_refused_as_not_found_and_the_rest_goes_on(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        own, foreign = await clerks.file(1), await clerks.file(1, "lingxi")
        asked = [*own, *foreign, NOBODYS, "=HYPERLINK(1)"]
        made = (await clerks.ask(asked, username="kfq", act="sign_off", body={"decision": "agree"})).json()
        shown = await settled(clerks, made["id"], "kfq")
        items = shown["items"]
        assert shown["counts"] == {"refused": 4}
        assert items[0]["refusal"]["type"] == "urn:duixian:problem:wrong-stage"
        told = [item["refusal"] for item in items[1:]]
        assert {problem["type"] for problem in told} == {"urn:duixian:problem:not-found"}
        assert [problem["detail"] for problem in told] == [
            f"没有编号为“{number}”的案件。" for number in asked[1:]
        ]
        assert [clerks.acts(number, "sign_off") for number in (*own, *foreign)] == [[], []]
    report = await clerks.get("kfq", f"/v1/bulk-acts/{made['id']}/report?format=csv")
    assert report.content.decode().splitlines()[-1].split(",")[1] == "'=HYPERLINK(1)"
    assert problem_of(await clerks.get("fgw", f"/v1/bulk-acts/{made['id']}"), 404, "not-found")
    assert (await clerks.get("auditor", f"/v1/bulk-acts/{made['id']}")).json()["counts"] == {"refused": 4}


async def test_a_wrong_item_is_told_by_field_and_the_rest_goes_on(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(4)
        overrides: list[dict[str, Any]] = [
            {},
            {"received_on_paper": ["1.1-9"]},
            {"decision": "refuse", "reason": "不符合条件"},
            {"colour": "red"},
        ]
        items = [
            {"case_number": number, "body": body} for number, body in zip(numbers, overrides, strict=True)
        ]
        made = (await clerks.ask([], items=items)).json()
        shown = await settled(clerks, made["id"])
    assert [item["status"] for item in shown["items"]] == ["done", "refused", "refused", "refused"]
    told = [item["refusal"] for item in shown["items"][1:]]
    assert [problem["status"] for problem in told] == [422, 403, 422]
    assert told[0]["errors"][0]["path"] == "received_on_paper[0]"
    assert "“受理”（accept）" in told[1]["why"]
    assert told[2]["errors"] == [{"path": "colour", "message": "没有这一数据项"}]
    assert [await clerks.stage(number) for number in numbers[1:]] == ["形式审查中"] * 3
    page = (await clerks.get("fgw", f"/v1/bulk-acts/{made['id']}?status=refused&limit=2")).json()
    assert ([item["number"] for item in page["items"]], page["next"]) == ([2, 3], 3)
    last = (await clerks.get("fgw", f"/v1/bulk-acts/{made['id']}?status=refused&limit=2&after=3")).json()
    assert ([item["number"] for item in last["items"]], last["next"]) == ([4], None)


async def test_a_dry_run_tells_each_item_and_leaves_no_trace(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(2)
        items = [
            {"case_number": numbers[0]},
            {"case_number": numbers[1], "body": {"received_on_paper": []}},
            {"case_number": NOBODYS},
        ]
        answer = await clerks.ask([], items=items, dry_run=True)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert (told["dry_run"], told["total"], told["allowed"], told["refused"]) == (True, 3, 1, 2)
        good, incomplete, nobodys = told["items"]
        assert (good["allowed"], good["is_tried"], good["stage"]) == (True, True, "牵头审核中")
        assert [mail["event"] for mail in good["mails"]] == ["accepted"]
        assert incomplete["refusal"]["errors"][0]["path"] == "received_on_paper"
        assert nobodys["refusal"]["status"] == 404
        assert [await clerks.stage(number) for number in numbers] == ["形式审查中"] * 2
        assert (await clerks.get("fgw", "/v1/bulk-acts")).json() == {"items": [], "next": None}
        shown = await settled(clerks, (await clerks.ask(numbers[:1])).json()["id"])
        assert shown["items"][0]["stage"] == good["stage"]


async def test_what_has_not_begun_can_be_cancelled(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(3)
    made = (await clerks.ask(numbers)).json()
    assert (made["state"], made["counts"]) == ("running", {"waiting": 3})
    place = f"/v1/bulk-acts/{made['id']}/cancel"
    problem_of(await clerks.post("gxj", place), 404, "not-found")
    problem_of(await clerks.post("auditor", place), 403, "not-allowed")
    for _ in range(2):
        cancelled = await clerks.post("fgw", place)
        assert (cancelled.json()["state"], cancelled.json()["counts"]) == ("cancelled", {"cancelled": 3})
    async with worker_on(temporal.client, served_settings):
        handle = temporal.client.get_workflow_handle(f"bulk/{made['id']}")
        async with asyncio.timeout(60):
            told = await handle.result()
        assert told == {"done": 0, "refused": 0, "cancelled": 3, "unknown": 0, "left": 0}
        assert [await clerks.stage(number) for number in numbers] == ["形式审查中"] * 3


async def test_two_lists_over_the_same_cases_at_once_do_each_case_once(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(10)
        begun = await asyncio.gather(*(clerks.ask(order) for order in (numbers, numbers[::-1])))
        shown = [await settled(clerks, made.json()["id"]) for made in begun]
    done = [item["case_number"] for one in shown for item in one["items"] if item["status"] == "done"]
    refused = [item["refusal"] for one in shown for item in one["items"] if item["status"] == "refused"]
    assert (sorted(done), len(refused)) == (sorted(numbers), 10)
    assert {problem["type"] for problem in refused} == {"urn:duixian:problem:wrong-stage"}
    assert {len(clerks.acts(number, "check_completeness")) for number in numbers} == {1}


async def test_a_key_that_is_used_for_two_lists_at_once_is_one_of_them(clerks: Clerks) -> None:
    key = new_key()
    lists = ([NOBODYS], [NOBODYS, "LF2026-0101-99998"])
    answers = await asyncio.gather(*(clerks.ask(numbers, key) for numbers in lists))
    assert sorted(answer.status_code for answer in answers) == [202, 409]


async def test_the_same_key_is_the_same_bulk_act(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    key = new_key()
    first = await clerks.ask([NOBODYS], key)
    assert (first.status_code, first.json()["state"]) == (202, "finished")
    assert (await clerks.ask([NOBODYS], key)).json() == first.json()
    problem_of(await clerks.ask([NOBODYS, "LF2026-0101-99998"], key), 409, "repeated-key")
    assert (await clerks.ask([NOBODYS], key, username="gxj")).json()["id"] != first.json()["id"]
    second = (await clerks.ask([NOBODYS])).json()
    page = (await clerks.get("fgw", "/v1/bulk-acts?limit=1")).json()
    assert ([one["id"] for one in page["items"]], page["next"]) == ([second["id"]], second["id"])
    rest = (await clerks.get("fgw", f"/v1/bulk-acts?after={page['next']}")).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([first.json()["id"]], None)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"act": "applaud"}, {"act"}),
        ({"items": []}, {"items"}),
        ({"items": [{"case_number": NOBODYS}] * 2}, {"items[1].case_number"}),
        ({"items": [{"case_number": f"LF{index}"} for index in range(2001)]}, {"items"}),
        ({"items": [{"case": NOBODYS}]}, {"items[0].case_number", "items[0].case"}),
        ({"items": [{"case_number": " "}]}, {"items[0].case_number"}),
        ({"body": []}, {"body"}),
        ({"dry_run": "perhaps"}, {"dry_run"}),
        ({"body": {"reason": "长" * 20_000}}, {"body"}),
    ],
)
async def test_a_list_that_is_wrong_as_a_whole_is_refused_by_field(
    http: httpx.AsyncClient, app: Any, changes: dict[str, Any], paths: set[str]
) -> None:
    clerks = Clerks(http, app.state.wiring)
    assert paths_of(problem_of(await clerks.ask([NOBODYS], **changes), 422, "invalid-input")) == paths


async def test_who_may_not_act_or_burdens_somebody_is_refused_with_the_way_out(
    http: httpx.AsyncClient, app: Any
) -> None:
    clerks = Clerks(http, app.state.wiring)
    refused = problem_of(await clerks.ask([NOBODYS], act="terminate"), 403, "not-allowed")
    assert "不利影响" in refused["why"]
    burdening = {"decision": "refuse", "reason": "不符合条件"}
    problem_of(await clerks.ask([NOBODYS], body=burdening), 403, "not-allowed")
    problem_of(await clerks.ask([NOBODYS], act="confirm_payment"), 403, "not-allowed")
    problem_of(await clerks.ask([NOBODYS], username="yunshu"), 403, "not-allowed")
    keyless = {"act": "sign_off", "items": [{"case_number": NOBODYS}], "dry_run": False}
    answer = await clerks.post("fgw", "/v1/bulk-acts", keyless)
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {"Idempotency-Key"}


async def test_with_temporal_away_nothing_is_kept(http: httpx.AsyncClient, app: Any) -> None:
    clerks = Clerks(http, app.state.wiring)
    problem_of(await clerks.ask([NOBODYS]), 503, "unavailable")
    assert (await clerks.get("fgw", "/v1/bulk-acts")).json()["items"] == []


async def test_whoever_many_cases_wait_for_is_urged_once_a_day(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(2)
        words = {"reason": "请尽快形式审查。"}
        first = await settled(clerks, (await clerks.ask(numbers, act="urge", body=words)).json()["id"])
        again = await settled(clerks, (await clerks.ask(numbers, act="urge", body=words)).json()["id"])
    assert (first["label"], first["counts"], again["counts"]) == ("催办", {"done": 2}, {"refused": 2})
    assert [len(clerks.acts(number, "urge")) for number in numbers] == [1, 1]
