"""Several at once enter, change or end a unit, or file for it: each thing happens once, and no case is left behind."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.schema import AuditEntryRow, CaseFile
from tests.api.asking import OTHER_UNIT, UNIT, application, log_in, new_key
from tests.api.units.test_units import ANXIN, DOCUMENT, NEW, RENAMED, get, put, renamed


async def test_two_officials_who_register_a_unit_at_once_register_it_once(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    names = ("大厂安芯科技有限公司", "大厂安芯半导体有限公司")
    answers = await asyncio.gather(
        *(put(http, "fgw", NEW, ANXIN | {"name": name}) for name in (*names, *names))
    )
    assert {answer.status_code for answer in answers} == {200}
    found = (await get(http, "fgw", f"/{NEW}")).json()
    assert [entry["field"] for entry in found["history"]].count("name") == 1
    assert found["name"] in names
    assert datetime.fromisoformat(found["registered_at"]) <= datetime.now(UTC)


async def race(http: httpx.AsyncClient, *others: Any) -> list[httpx.Response]:
    """File six applications while something else is entered."""
    headers = await log_in(http, "yunshu")
    filings = (
        http.post(
            "/v1/applications", json=application(award_base_key=f"{name}号中心"), headers=headers | new_key()
        )
        for name in "甲乙丙丁戊己"
    )
    answers = await asyncio.gather(*filings, *others)
    assert all(answer.status_code == 200 for answer in answers[6:]), answers[-1].text
    return answers[:6]


async def test_filings_that_race_with_a_change_bear_what_is_registered_in_the_end(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    told = {"contact_email": "office@yunshu.example.com"}
    contact = http.put(f"/v1/units/{UNIT}/contact", json=told, headers=await log_in(http, "yunshu"))
    filed = await race(http, put(http, "fgw", UNIT, renamed()), contact)
    assert {answer.status_code for answer in filed} == {503}
    with open_session(app.state.wiring.engine) as session:
        cases = session.exec(select(CaseFile)).all()
    assert len(cases) == 6
    assert {(case.unit_name, case.contact_email) for case in cases} == {(RENAMED, told["contact_email"])}


async def test_filings_that_race_with_a_succession_pass_to_the_successor_or_are_refused(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    body = {"successor": OTHER_UNIT, "on": "2026-11-20", **DOCUMENT}
    twice = [
        http.put(f"/v1/units/{UNIT}/successor", json=body, headers=await log_in(http, who))
        for who in ("fgw", "kfq")
    ]
    filed = await race(http, *twice)
    assert {answer.status_code for answer in filed} <= {503, 409}
    with open_session(app.state.wiring.engine) as session:
        cases = session.exec(select(CaseFile)).all()
        links = session.exec(select(AuditEntryRow).where(AuditEntryRow.action == "unit:succeeded")).all()
    assert len(cases) == sum(answer.status_code == 503 for answer in filed)
    assert {case.unit for case in cases} <= {OTHER_UNIT}
    assert [link.chain for link in links].count("house") == 1
