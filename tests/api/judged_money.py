"""Other money is judged (附则(四)), one case on its way through HTTP, and what was mailed of it."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest_asyncio
from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.mail.render import render
from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.schema import Mail, RunningNumber
from audit.verification import verify
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.identifiers import workflow_id
from domain.case.record.mail_facts import MailFacts
from domain.catalogue.facts import PHASE_NAMES, Phase
from tests.api.acts.test_acceptance_reports import enter
from tests.api.asking import application, new_key, paths_of, problem_of
from tests.api.procedure import PAYEE, People

AGREES = {"decision": "agree"}
PROVINCIAL = {"source": "省级算力专项", "amount": "2000000.00", "note": "2026年第一批"}
POWER = {"source": "市级电费补贴", "amount": "300000.00", "note": ""}
WHY = "同一机房已获省级专项支持。"
DEDUCTED = {"kind": "deducted", "amount": "2000000.00", "entries": [1], "reason": WHY}
NONE = {"kind": "none", "reason": "省级专项用于二期工程。"}
LINE = "10,000,000.00 元 − 其他政策资金 2,000,000.00 元 = 8,000,000.00 元"


class Walk(People):
    """One case, with what was mailed of it."""

    def __init__(self, http: httpx.AsyncClient, temporal: WorkflowEnvironment, settings: Settings) -> None:
        super().__init__(http)
        self.temporal, self.engine = temporal, open_engine(settings.database_url)

    async def file(self, **changes: Any) -> None:
        filed = await self.do("yunshu", "/v1/applications", application(**changes))
        self.case = f"/v1/applications/{filed['case_number']}"
        asked = (await self.http.get(f"/v1/measures/{filed_code(changes)}")).json()["documents"]
        self.papers = {
            phase: [each["code"] for each in asked if not each["electronic"] and each["phase"] == phase]
            for phase in PHASE_NAMES.values()
        }

    async def seen(self, username: str = "yunshu") -> dict[str, Any]:
        found: dict[str, Any] = (await self.get(username)).json()
        return found

    async def passes(self) -> None:
        """What the case waits for by its calendar is over, and the case has dealt with it."""
        seen = await self.seen("auditor")
        over = shanghai_midnight(date.fromisoformat(seen["waiting_for"][0]["due_on"]) + timedelta(days=1))
        handle = self.temporal.client.get_workflow_handle(workflow_id(self.case.rpartition("/")[2]))
        ahead = over - await self.temporal.get_current_time(handle)
        await self.temporal.fast_forward(handle, ahead + timedelta(seconds=1))
        for _ in range(200):
            now = await self.seen("auditor")
            if now["final"] or now["waiting_for"] != seen["waiting_for"]:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the case did not go on")

    async def tasks(self, username: str) -> list[dict[str, Any]]:
        answer = await self.http.get("/v1/tasks", headers=await self.known(username))
        found = answer.json()
        return list(found["items"] if isinstance(found, dict) else found)

    async def wrong(self, username: str, path: str, body: Any, kind: str = "invalid-input") -> set[str]:
        return paths_of(problem_of(await self.post(username, path, body, new_key()), 422, kind))

    async def is_paid(self, amount: str) -> None:
        """Payee, fund document, arrival."""
        if (await self.seen("auditor"))["stage"] == "待确认收款信息":
            await self.do("yunshu", "/payee", PAYEE)
        split = {"document_number": "廊财建〔2026〕12号", "city_amount": amount, "locality_amount": "0.00"}
        await self.do("finance", "/fund-document", split)
        payment = (await self.seen("auditor"))["payments"][-1]
        day = shanghai_date(datetime.fromisoformat(payment["ordered_at"])).isoformat()
        await self.do("finance_2", f"/payments/{payment['id']}/confirm", {"paid_on": day})

    def mails(self, event: str) -> list[str]:
        """The texts of the case's mails about an event."""
        number = self.case.rpartition("/")[2]
        with open_session(self.engine) as session:
            found = session.exec(select(Mail).where(Mail.case_number == number, Mail.event == event)).all()
            facts = [MailFacts.model_validate(mail.facts) for mail in found]
        return [render(each).text for each in facts]


def filed_code(changes: dict[str, Any]) -> str:
    return str(changes.get("measure", "compute_centre_construction"))


@pytest_asyncio.fixture
async def walk(
    served: httpx.AsyncClient, worked: None, served_settings: Settings, temporal: WorkflowEnvironment
) -> AsyncIterator[Walk]:
    enter(served_settings, kjj="science_and_technology", scj="market_regulation")
    found = Walk(served, temporal, served_settings)
    with transaction(found.engine) as session:
        for number in ("1.2", "2.3"):
            session.add(RunningNumber(key=f"2026-{number}", last=random.randrange(10**5, 10**9)))
    yield found
    found_wrong = verify(found.engine).findings
    found.engine.dispose()
    assert found_wrong == ()


def lines_of(seen: dict[str, Any]) -> list[str]:
    return [line["explanation"] for line in seen["sheet"] if line["step"] == "其他政策资金"]


async def complete(walk: Walk, lead: str = "fgw") -> None:
    await walk.do(
        lead,
        "/completeness",
        {"decision": "accept", "received_on_paper": walk.papers[PHASE_NAMES[Phase.FILING]]},
    )
