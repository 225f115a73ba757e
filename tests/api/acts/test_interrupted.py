"""A case whose run was ended from outside: told so, and brought back by a command; then the same request is done."""

import asyncio
import re

import httpx
import pytest
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.settings import Settings
from commands.cases import __main__ as command_line
from domain.case.identifiers import parse_case_number, workflow_id
from tests.api.asking import application, new_key, problem_of
from tests.api.procedure import People


async def test_a_terminated_run_is_told_as_interrupted_and_brought_back(
    people: People,
    served_settings: Settings,
    temporal: WorkflowEnvironment,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    number = people.case.rpartition("/")[2]
    await temporal.client.get_workflow_handle(workflow_id(number)).terminate("somebody at the console")
    key, body = new_key(), {"reason": "计划调整"}
    refused = await people.post("yunshu", "/withdraw", body, key)
    told = problem_of(refused, 503, "case-interrupted")
    assert "系统管理员" in told["remedy"]
    assert "/restoration" in told["remedy"]
    assert int(refused.headers["Retry-After"]) > 0
    preview = await people.post("yunshu", "/preview", {"act": "withdraw", "body": body}, new_key())
    assert preview.json()["refusal"]["type"].endswith("case-interrupted")
    assert (await people.get("auditor")).json()["stage"] == "形式审查中"
    address = temporal.client.service_client.config.target_host
    settings = served_settings.model_copy(update={"temporal_address": address})
    monkeypatch.setattr(command_line, "read_settings", lambda: settings)
    assert await _run(["restore", number]) == 0
    assert re.search(rf"案件 {number} 的流程已恢复", capsys.readouterr().out)
    await temporal.client.get_workflow_handle(workflow_id(number)).terminate("once more")
    problem_of(await people.post("fgw", "/restoration", {}), 403, "not-allowed")
    restored = await people.post("administrator", "/restoration", {})
    assert restored.json()["case_number"] == number
    problem_of(await people.post("administrator", "/restoration", {}), 409, "wrong-stage")
    path = "/v1/applications/LF2026-0101-99999/restoration"
    unknown = await people.http.post(path, headers=await people.known("administrator"))
    problem_of(unknown, 404, "not-found")
    trail = (await people.get("auditor", "/audit")).json()["items"]
    links = [each["account"] for each in trail if each["action"] == "case:restored"]
    assert (len(links), links[0]) == (2, "command-line")
    done = await people.post("yunshu", "/withdraw", body, key)
    assert (done.status_code, done.json()["stage"]) == (200, "已撤回")
    assert await _run(["restore", number]) == 1
    assert "案件已结束" in capsys.readouterr().out
    assert await _run(["restore", "LF2026-0101-99999"]) == 1


async def _run(arguments: list[str]) -> int:
    return await asyncio.to_thread(command_line.main, arguments)


@workflow.defn(name="squatter")
class Squatter:
    """Somebody's workflow, under the number that the next case will get."""

    @workflow.run
    async def run(self) -> None:
        """Nothing."""


async def test_nobodys_workflow_stands_in_the_way_of_a_filing(
    served: httpx.AsyncClient, worked: None, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    """One that has ended is no hindrance; one that runs is ended, and the same request goes through."""
    people, client = People(served), temporal.client
    filed = await people.do("yunshu", "/v1/applications", application())
    known = parse_case_number(filed["case_number"])
    assert known is not None
    numbers = [workflow_id(str(known.model_copy(update={"running": known.running + n}))) for n in (1, 2)]
    async with Worker(
        client, task_queue="squatters", workflows=[Squatter], workflow_runner=UnsandboxedWorkflowRunner()
    ):
        await client.execute_workflow("squatter", id=numbers[0], task_queue="squatters")
    filed = await people.do("yunshu", "/v1/applications", application(award_base_key="二号算力中心"))
    assert workflow_id(filed["case_number"]) == numbers[0]
    await client.start_workflow("squatter", id=numbers[1], task_queue="squatters")
    key, body = new_key(), application(award_base_key="三号算力中心")
    problem_of(await people.post("yunshu", "/v1/applications", body, key), 504, "outcome-unknown")
    filed = (await people.post("yunshu", "/v1/applications", body, key)).json()
    assert (workflow_id(filed["case_number"]), filed["stage"]) == (numbers[1], "形式审查中")
