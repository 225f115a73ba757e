"""The budget sandbox over HTTP: who may use it, what it answers, what becomes of it when the process dies."""

import asyncio
import csv
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.reach import Engine
from adapters.store.simulations import LEASE, read_simulation
from tests.api.asking import log_in, new_key, paths_of, problem_of

EXAMPLE = Path("simulation/example.csv").read_bytes()
PATH = "/v1/simulations"
HEADER = "case_number,code,unit,locality,complete_at,award_base_key,audited_investment,commissioned_on"
GOOD = "1,compute_centre_construction,甲,kfq,2026-03-02,一号,123000000.00,2026-03-01"


@pytest.fixture
def engine(api_settings: Settings) -> Iterator[Engine]:
    made = open_engine(api_settings.database_url)
    yield made
    made.dispose()


async def submit(
    http: httpx.AsyncClient,
    content: bytes | str,
    *changes: str,
    account: str = "finance",
    key: dict[str, str] | None = None,
) -> httpx.Response:
    headers = {**await log_in(http, account), **(key or {})}
    return await http.post(
        PATH, files={"file": ("cases.csv", content)}, data={"changes": list(changes)}, headers=headers
    )


async def ended(http: httpx.AsyncClient, answer: httpx.Response, account: str = "auditor") -> dict[str, Any]:
    """The simulation once it has ended."""
    assert answer.status_code == 202, answer.text
    headers, where = await log_in(http, account), answer.headers["Location"]
    async with asyncio.timeout(60):
        while (found := (await http.get(where, headers=headers)).json())["status"] in {"waiting", "running"}:
            await asyncio.sleep(0.05)
    assert isinstance(found, dict)
    return found


async def test_the_example_is_simulated_and_its_rows_add_up(http: httpx.AsyncClient) -> None:
    change = "types.compute_centre_construction.rule.cap.amount=8000000.00"
    found = await ended(http, await submit(http, EXAMPLE, change))
    assert (found["status"], found["status_name"], found["progress"]) == ("done", "已完成", 100)
    result = found["result"]
    assert result["changes"] == [
        {"path": change.partition("=")[0], "before": "10000000.00", "after": "8000000.00"}
    ]
    assert result["cases"] == found["cases"] == len(EXAMPLE.splitlines()) - 1
    assert result["losers"]["count"] == 1
    assert result["losers"]["amount"] == "-2000000.00"
    answer = await http.get(found["rows"], headers=await log_in(http, "administrator"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == result["cases"]
    paid = sum(round(float(row["amount"] or 0) * 100) for row in rows)
    assert f"{paid / 100:.2f}" == result["amount"]


@pytest.mark.parametrize("account", ["administrator", "finance", "auditor"])
async def test_planners_may_simulate(http: httpx.AsyncClient, account: str) -> None:
    found = await ended(http, await submit(http, f"{HEADER}\n{GOOD}\n", account=account), account)
    assert found["result"]["amount"] == "10000000.00"


@pytest.mark.parametrize("account", ["yunshu", "fgw"])
async def test_others_may_not(http: httpx.AsyncClient, account: str) -> None:
    problem_of(await submit(http, f"{HEADER}\n{GOOD}\n", account=account), 403, "not-allowed")
    headers = await log_in(http, account)
    problem_of(await http.get(f"{PATH}/{'0' * 32}", headers=headers), 403, "not-allowed")
    problem_of(await http.get(f"{PATH}/{'0' * 32}/rows", headers=headers), 403, "not-allowed")


async def test_a_file_of_two_mebibytes_is_taken_from_who_is_logged_in_alone(http: httpx.AsyncClient) -> None:
    rows = [GOOD.replace("1,", f"{number},", 1) for number in range(1, 22_000)]
    content = "\n".join([HEADER, *rows]).encode()
    assert len(content) > 1_500_000
    assert (await ended(http, await submit(http, content)))["cases"] == len(rows)
    stranger = await http.post(
        PATH, files={"file": ("cases.csv", content)}, headers={"Authorization": "Bearer x"}
    )
    problem_of(stranger, 401, "not-authenticated")


async def test_the_same_key_begins_one_simulation(http: httpx.AsyncClient) -> None:
    key, content = new_key(), f"{HEADER}\n{GOOD}\n"
    first = await submit(http, content, key=key)
    again = await submit(http, content, key=key)
    assert first.json()["id"] == again.json()["id"]
    problem_of(await submit(http, content, "readings.m2.pool_partial=no", key=key), 409, "repeated-key")
    await ended(http, first)


@pytest.mark.parametrize(
    ("row", "path", "words"),
    [
        (GOOD.replace("123000000.00", "1230万"), "rows[3].audited_investment", "换算为元"),
        (GOOD.replace("2026-03-01", "去年三月"), "rows[3].commissioned_on", "须为日期"),
        (GOOD.replace("kfq", "北京"), "rows[3].locality", "没有这一属地代码"),
        (GOOD, "rows[3].case_number", "与第 2 行重复"),
        (GOOD[:30], "rows[3]", "表头有 8 列"),
    ],
)
async def test_a_wrong_row_is_named_and_nothing_is_taken(
    http: httpx.AsyncClient, row: str, path: str, words: str
) -> None:
    problem = problem_of(await submit(http, f"{HEADER}\n{GOOD}\n{row}\n"), 422, "invalid-input")
    assert paths_of(problem) == {path}
    assert words in problem["errors"][0]["message"]
    assert "未读入任何一行" in problem["detail"]


async def test_a_file_of_an_office_program_is_read_in_its_own_encoding(http: httpx.AsyncClient) -> None:
    found = await ended(http, await submit(http, f"{HEADER}\n{GOOD}\n".encode("gbk")))
    assert found["status"] == "done", found


async def test_a_number_that_cannot_be_changed_is_refused_by_name(http: httpx.AsyncClient) -> None:
    answer = await submit(http, EXAMPLE, "types.first_equipment.rule.rat=0.2", "no equals")
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {"changes"}
    answer = await submit(http, EXAMPLE, "types.first_equipment.rule.rat=0.2")
    problem = problem_of(answer, 422, "invalid-input")
    assert "types.first_equipment.rule.rate" in problem["errors"][0]["message"]


async def test_an_unknown_simulation_is_not_found(http: httpx.AsyncClient) -> None:
    headers = await log_in(http, "auditor")
    problem_of(await http.get(f"{PATH}/{'0' * 32}", headers=headers), 404, "not-found")
    problem_of(await http.get(f"{PATH}/{'0' * 32}/rows", headers=headers), 404, "not-found")
    problem_of(await http.get(f"{PATH}/x", headers=headers), 422, "invalid-input")


_DYING = """
import sys, time
from datetime import UTC, datetime
from adapters.store.engine import open_engine, transaction
from adapters.store.simulations import KeptSimulation, add_simulation, go_on
from domain.catalogue.registry import load_catalogue
engine, now = open_engine(sys.argv[1]), datetime.now(UTC)
with transaction(engine) as writing:
    add_simulation(KeptSimulation(id="d" * 32, account="x", file_name="x", sha256="x", cases=1,
        policy_version="langfang-ai-2026", changes=[], created_at=now, beat_at=now))(writing)
go_on(engine, "d" * 32, "逐事项计算", 12, datetime.now(UTC))
print("running", flush=True)
time.sleep(600)
"""


@pytest.mark.long
async def test_a_simulation_whose_process_was_killed_is_told_as_interrupted(
    http: httpx.AsyncClient, engine: Engine, api_settings: Settings
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _DYING, api_settings.database_url, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"running\n"
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    headers = await log_in(http, "auditor")
    assert (await http.get(f"{PATH}/{'d' * 32}", headers=headers)).json()["status"] == "running"
    later = datetime.now(UTC) + LEASE + timedelta(seconds=1)
    found = read_simulation(engine, "d" * 32, later)
    assert found is not None
    assert found.status == "interrupted"
    shown = (await http.get(f"{PATH}/{'d' * 32}", headers=headers)).json()
    assert shown["status_name"] == "已中断"
    assert "进程已终止" in shown["failure"]
