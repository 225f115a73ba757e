"""Who has a task, for many cases at once; and what becomes of a list whose person leaves a case meanwhile."""

import io
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.bulk.queries import items_of, read_bulk
from adapters.store.people.accounts import account_by_username, save_account
from commands.acts.registry import maker_of
from commands.bulk.people import TakingTasks
from domain.bulk.listing import BulkItem, ItemStatus
from domain.bulk.rules import BULK_RULES
from domain.case.acts.registry import BY_KIND
from domain.case.roles import Role
from tests.api.asking import official, paths_of, problem_of
from tests.api.bulk_clerks import NOBODYS, Clerks, settled, worker_on
from tests.api.bulk_clerks import clerks as clerks
from tests.api.bulk_clerks import served_settings as served_settings

WHY = {"reason": "申请单位法定代表人系本人近亲属。"}


async def give(clerks: Clerks, act: str, *numbers: str, **changes: Any) -> httpx.Response:
    return await clerks.ask(list(numbers), act=act, **{"body": {}, **changes})


def add_colleague(clerks: Clerks) -> None:
    save_account(clerks.engine, official("li", "development_and_reform"))


async def holders(clerks: Clerks, number: str) -> list[str]:
    """Who has the tasks of a case."""
    desks = (await clerks.get("fgw", f"/v1/applications/{number}/desks")).json()
    return [task["taken_by"]["username"] if task["taken_by"] else "" for task in desks["tasks"]]


async def test_many_tasks_are_claimed_given_away_and_released(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    add_colleague(clerks)
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(3)
        claimed = await settled(clerks, (await give(clerks, "claim", *numbers)).json()["id"])
        assert (claimed["label"], claimed["counts"]) == ("领取待办", {"done": 3})
        assert [await holders(clerks, number) for number in numbers] == [["fgw"]] * 3
        to_li = {"to": "li", "reason": "工作调整"}
        dry_run_store = (await give(clerks, "reassign", *numbers, NOBODYS, body=to_li, dry_run=True)).json()
        assert [item["allowed"] for item in dry_run_store["items"]] == [True, True, True, False]
        assert [await holders(clerks, number) for number in numbers] == [["fgw"]] * 3
        made = (await give(clerks, "reassign", *numbers[:2], NOBODYS, body=to_li)).json()
        given = await settled(clerks, made["id"])
        assert [item["status"] for item in given["items"]] == ["done", "done", "refused"]
        assert [await holders(clerks, number) for number in numbers] == [["li"], ["li"], ["fgw"]]
        released = await settled(clerks, (await give(clerks, "release", *numbers)).json()["id"])
        assert [item["status"] for item in released["items"]] == ["refused", "refused", "done"]
        assert "已由li领取" in released["items"][0]["refusal"]["detail"]
    report = await clerks.get("fgw", f"/v1/bulk-acts/{released['id']}/report")
    sheet: Any = load_workbook(io.BytesIO(report.content)).active
    assert sheet["A1"].value == "批量释放待办结果"


async def test_a_wrong_body_is_told_by_field(clerks: Clerks) -> None:
    answer = await give(clerks, "reassign", NOBODYS, body={"reason": " ", "when": 1}, dry_run=True)
    (item,) = answer.json()["items"]
    assert paths_of(item["refusal"]) == {"to", "reason", "when"}
    stray = await give(clerks, "claim", NOBODYS, body={"to": "li"}, dry_run=True)
    assert paths_of(stray.json()["items"][0]["refusal"]) == {"to"}
    problem_of(await give(clerks, "claim", NOBODYS, username="administrator"), 403, "not-allowed")


async def test_what_was_done_before_a_worker_died_is_found_done(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    add_colleague(clerks)
    async with worker_on(temporal.client, served_settings) as engine:
        (number,) = await clerks.file(1)
        await settled(clerks, (await give(clerks, "claim", number)).json()["id"])
        made = (await give(clerks, "reassign", number, body={"to": "li", "reason": "工作调整"})).json()
        await settled(clerks, made["id"])
        asked, (item,) = read_bulk(engine, made["id"]), items_of(engine, made["id"])
        assert asked is not None
        tasks = TakingTasks(clerks.wired)
        assert tasks(asked, with_status(item, ItemStatus.BEGUN)) is True
        assert await holders(clerks, number) == ["li"]


def with_status(item: BulkItem, status: ItemStatus) -> BulkItem:
    return item.model_copy(update={"status": status})


@pytest.mark.parametrize("kind", ["check_completeness", "claim"])
async def test_nothing_more_is_done_for_an_account_that_was_shut_meanwhile(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings, kind: str
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(2)
    made = (
        await (clerks.ask(numbers) if kind == "check_completeness" else give(clerks, kind, *numbers))
    ).json()
    shut = await clerks.post("administrator", "/v1/accounts/fgw/disable")
    assert shut.status_code == 200, shut.text
    async with worker_on(temporal.client, served_settings):
        shown = await settled(clerks, made["id"], username="auditor")
    assert [item["status"] for item in shown["items"]] == ["refused", "refused"]
    assert "停用" in shown["items"][0]["refusal"]["why"]


async def test_who_left_a_case_meanwhile_is_refused_there_and_the_rest_goes_on(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(2)
    made = (await clerks.ask(numbers)).json()
    left = await clerks.post("fgw", f"/v1/applications/{numbers[0]}/recusal", WHY)
    assert left.status_code == 200, left.text
    async with worker_on(temporal.client, served_settings):
        shown = await settled(clerks, made["id"])
    assert [item["status"] for item in shown["items"]] == ["refused", "done"]
    assert "已声明与本案有利害关系并回避" in shown["items"][0]["refusal"]["why"]
    assert [len(clerks.acts(number, "check_completeness")) for number in numbers] == [0, 1]
    account = account_by_username(clerks.engine, "fgw")
    assert account is not None
    assert clerks.acts(numbers[1], "check_completeness") == [account.id]


@pytest.mark.parametrize("kind", [kind for kind, rule in BULK_RULES.items() if not rule.is_of_people])
def test_an_act_in_bulk_is_an_offices_and_leaves_nothing_behind_when_it_is_refused(kind: str) -> None:
    act = BY_KIND[kind]
    assert (maker_of(act).take_back, act.rules.opens_ended, act.rules.is_public) == (None, False, False)
    assert Role.APPLICANT not in act.rules.by
    assert bool(act.rules.subject) == bool(BULK_RULES[kind].subject)
