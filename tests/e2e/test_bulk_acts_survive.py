"""A list goes on where it was when the processes that work on it are killed: real workers, APIs, PostgreSQL."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest_asyncio
from openpyxl import load_workbook
from sqlmodel import select

from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import CaseFile
from stack.embedded import EmbeddedStack
from tools.demo.people import People

MANY = 30
LEAD = "development_and_reform"
ACCEPT = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
APPLICATION = {
    "measure": "compute_centre_construction",
    "unit_name": "廊坊云枢智算科技有限公司",
    "locality": "kfq",
    "credit_commitment": True,
    "other_funding": [],
    "facts": {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
}


@pytest_asyncio.fixture
async def people(many_processes: EmbeddedStack) -> AsyncIterator[People]:
    known = People(many_processes.urls[0], many_processes.accounts)
    yield known
    await known.http.aclose()


async def file_many(people: People) -> list[str]:
    async def file(number: int) -> str:
        body = APPLICATION | {"award_base_key": f"云枢{number}期"}
        return str((await people.post("applicant_1", "/v1/applications", body))["case_number"])

    await people.headers("applicant_1")
    return list(await asyncio.gather(*(file(number) for number in range(MANY))))


async def shown_when(people: People, place: str, is_so: Any) -> dict[str, Any]:
    """The bulk act, once it is as awaited."""
    async with asyncio.timeout(90):
        while not is_so(shown := await people.get(LEAD, place)):
            await asyncio.sleep(0.01)
    return shown


@contextmanager
def nothing_moves(url: str, number: str) -> Iterator[None]:
    """While it lasts no worker writes to this case: its act, and so the list, cannot come to an end."""
    engine = open_engine(url)
    with transaction(engine) as holding:
        holding.exec(select(CaseFile.number).where(CaseFile.number == number).with_for_update()).one()
        yield
    engine.dispose()


async def test_thirty_cases_are_accepted_once_each_though_every_worker_is_killed_in_the_middle(
    many_processes: EmbeddedStack, people: People
) -> None:
    numbers = await file_many(people)
    asked = {
        "act": "check_completeness",
        "items": [{"case_number": number} for number in numbers],
        "body": ACCEPT,
        "dry_run": False,
    }
    with nothing_moves(many_processes.settings.database_url, numbers[-1]):
        made = await people.post(LEAD, "/v1/bulk-acts", asked, key="many-at-once")
        place = f"/v1/bulk-acts/{made['id']}"
        await shown_when(people, place, lambda shown: shown["counts"].get("done", 0) >= 3)
        for worker in many_processes.workers:
            os.kill(many_processes.supervisor.process_id(worker), signal.SIGKILL)
    halfway = await people.get(LEAD, place)
    assert (halfway["state"], halfway["counts"]["done"] < MANY) == ("running", True)
    shown = await shown_when(people, place, lambda shown: shown["state"] == "finished")
    assert shown["counts"] == {"done": MANY}
    assert (await people.post(LEAD, "/v1/bulk-acts", asked, key="many-at-once"))["counts"] == {"done": MANY}
    engine = open_engine(many_processes.settings.database_url)
    acts = [
        [entry.action for entry in entries_of(engine, number, limit=100)].count("act:check_completeness")
        for number in numbers
    ]
    engine.dispose()
    assert acts == [1] * MANY
    report = await people.http.get(f"{place}/report", headers=await people.headers(LEAD))
    sheet: Any = load_workbook(io.BytesIO(report.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [(row[1], row[3]) for row in rows] == [(number, "已办理") for number in numbers]
