"""A case whose run was ended from outside: told so, and brought back by a command; then the same request is done."""

import asyncio
import re

import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from commands.cases import __main__ as command_line
from domain.case.identifiers import workflow_id
from tests.api.asking import new_key, problem_of
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
