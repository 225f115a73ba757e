"""The whole product, as it runs on one machine: over HTTP, with mails, and over the death of its worker."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import pytest_asyncio
from temporalio.testing import TimeSkipper

from adapters.temporal.connect import SKIP_ON_DEMAND
from domain.desk_round import DESK_ROUND_ID
from stack.embedded import EmbeddedStack
from stack.temporal_server import find_temporal
from tools.demo.__main__ import mails_by_case
from tools.demo.people import People, RequestRefused
from tools.demo.scenarios import SCENARIOS
from tools.demo.walker import Walk

ONE_OFF = next(each for each in SCENARIOS if each.code == "compute_centre_construction")
MOST_STEPS = 60


@pytest_asyncio.fixture
async def people(stack: EmbeddedStack) -> AsyncIterator[People]:
    known = People(stack.url, stack.accounts)
    yield known
    await known.http.aclose()


async def to_the_end(walk: Walk) -> None:
    for _ in range(MOST_STEPS):
        if not await walk.step():
            return
    pytest.fail(f"{walk.number} does not end")


async def caught(stack: EmbeddedStack, number: str, at_least: int) -> int:
    async with asyncio.timeout(30):
        while (count := mails_by_case(stack.settings.var / "mail", [number])[number]) < at_least:
            await asyncio.sleep(0.1)
    return count


async def test_a_one_off_case_is_paid_over_http_and_its_applicant_gets_mails(
    stack: EmbeddedStack, people: People
) -> None:
    walk = Walk(ONE_OFF.model_copy(update={"base": "云枢四期"}), people, stack.client)
    await walk.file()
    await to_the_end(walk)
    assert (walk.view["stage"], walk.view["payments"][0]["amount"]) == ("已办结", "10000000.00")
    assert await caught(stack, walk.number, 6) >= 6


async def test_nothing_is_lost_when_the_worker_is_killed_in_the_middle_of_a_sign_off(
    stack: EmbeddedStack, people: People
) -> None:
    walk = Walk(ONE_OFF.model_copy(update={"base": "云枢二期"}), people, stack.client)
    await walk.file()
    while walk.view.get("stage") != "部门会签中":
        await walk.step()
        walk.view = await people.get("auditor", walk.path)
    first, second = walk.view["waiting_for"][:2]
    await walk.act(first)
    killed = stack.supervisor.process_id("worker")
    os.kill(killed, signal.SIGKILL)
    body = {"decision": "agree"}
    try:
        await people.post(walk.account(second), f"{walk.path}/signoffs", body, key="while-down")
    except RequestRefused as refused:
        assert "outcome-unknown" in str(refused)  # noqa: PT017
    again = await people.post(walk.account(second), f"{walk.path}/signoffs", body, key="while-down")
    assert again["seq"]
    assert stack.supervisor.process_id("worker") != killed
    walk.view = await people.get("auditor", walk.path)
    signed = [entry["event"] for entry in walk.view["timeline"]][-2:]
    assert (walk.view["stage"], signed) == ("公示中", ["signed_off", "notice_published"])
    await to_the_end(walk)
    walk.view = await people.get("auditor", walk.path)
    assert (walk.view["stage"], len(walk.view["payments"])) == ("已办结", 1)


async def test_the_temporal_cli_lists_cases_by_type_and_search_attribute(
    stack: EmbeddedStack, people: People
) -> None:
    walk = Walk(ONE_OFF.model_copy(update={"base": "云枢三期"}), people, stack.client)
    await walk.file()
    listed: list[dict[str, object]] = []
    async with asyncio.timeout(20):
        while not listed:
            listed = await list_cases(stack, f'CaseNumber="{walk.number}" AND Stage="形式审查中"')
    assert json.dumps(listed[0]["type"]) == '{"name": "compute_centre_construction"}'
    shown = json.dumps(listed[0]["searchAttributes"])
    assert all(name in shown for name in ("CaseNumber", "Stage", "WaitingFor", "DueAt", "Locality"))


async def list_cases(stack: EmbeddedStack, query: str) -> list[dict[str, object]]:
    process = await asyncio.create_subprocess_exec(
        *(str(find_temporal()), "workflow", "list", "--output", "json", "--query", query),
        *("--address", stack.settings.temporal_address, "--namespace", stack.settings.temporal_namespace),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    rows: list[dict[str, object]] = json.loads(output or b"[]")
    return rows


def digests_about(stack: EmbeddedStack, number: str) -> list[str]:
    """The addressees of the weekly digests that list a case."""
    found = []
    for path in (stack.settings.var / "mail").glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        if "逾期事项周报" in message["Subject"] and number in body.get_content():
            found.append(str(message["To"]))
    return found


async def test_a_desk_that_lets_a_case_lie_hears_of_it_by_the_morning_round(
    stack: EmbeddedStack, people: People
) -> None:
    walk = Walk(ONE_OFF.model_copy(update={"base": "云枢五期"}), people, stack.client)
    await walk.file()
    morning_round = stack.client.get_workflow_handle(DESK_ROUND_ID)
    skipper = TimeSkipper(stack.client, config=SKIP_ON_DEMAND)
    await skipper.fast_forward(morning_round, timedelta(days=16))
    async with asyncio.timeout(30):
        while not (told := digests_about(stack, walk.number)):
            await asyncio.sleep(0.1)
    assert all(address.startswith("development_and_reform") for address in told)
