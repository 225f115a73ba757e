"""Cases through HTTP with decisions that can be contested, and other people than the first at their lead."""

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.testing import TimeSkipper, WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.reach import Engine
from adapters.store.schema import RunningNumber
from adapters.temporal.connect import SKIP_ON_DEMAND
from api.app import create_app
from audit.reconciliation import reconcile_store
from domain.calendar import shanghai_date
from domain.case.identifiers import workflow_id
from domain.case.roles import Role
from domain.catalogue.registry import load_catalogue
from tests.api.asking import TODAY, new_key, official
from tests.api.procedure import People
from tools.demo.paper import pdf_of

VOUCHER = {
    "measure": "settlement_voucher",
    "award_base_key": "落户",
    "facts": {"settled_on": "2026-04-01", "unit_kind": "ai_enterprise"},
    "credit_commitment": True,
    "other_funding": [],
}
PAPERS = {"2.1-3": "invoice", "2.1-4": "receipt", "2.1-5": "settlement"}
REJECT = {"decision": "reject", "reason": "发票所列服务不在有效期内。"}
WHY = {"reason": "服务完成日期在有效期内，结算单可以证明。"}


class Today:
    """The day that the API takes as today."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


def enter_colleagues(engine: Engine) -> None:
    """A second person at the lead, and a department that signs."""
    colleagues = (
        ("fgw2", "development_and_reform"),
        ("kjj", "science_and_technology"),
        ("cashier", "finance_bureau"),
    )
    for username, department in colleagues:
        role = Role.FINANCE if username == "cashier" else Role.OFFICIAL
        save_account(engine, official(username, department, role))


async def issued(people: People, temporal: WorkflowEnvironment) -> None:
    """A voucher is filed for, approved and issued."""
    filed = await people.do("yunshu", "/v1/applications", VOUCHER)
    people.case = f"/v1/applications/{filed['case_number']}"
    accept = {"decision": "accept", "received_on_paper": ["2.1-1", "2.1-2"]}
    assert (await people.do("fgw", "/completeness", accept))["stage"] == "牵头审核中"
    points = load_catalogue().in_force(TODAY).type("settlement_voucher").review_points
    approve = {"decision": "approve", "checklist": {point.code: True for point in points}}
    assert (await people.do("fgw", "/review", approve))["stage"] == "部门会签中"
    for signer in ("gxj", "kjj", "kfq"):
        signed = await people.do(signer, "/signoffs", {"decision": "agree"})
    assert signed["stage"] == "公示中"
    await people_skip(people, temporal, timedelta(days=12))
    for _ in range(100):
        if (await people.get("yunshu")).json()["stage"] == "待兑付":
            return
    raise AssertionError("no voucher was issued")


async def people_skip(people: People, temporal: WorkflowEnvironment, ahead: timedelta) -> None:
    """Let the clock of the case run."""
    handle = temporal.client.get_workflow_handle(workflow_id(people.case.rpartition("/")[2]))
    await temporal.fast_forward(handle, ahead)


async def day_of(people: People, temporal: WorkflowEnvironment) -> date:
    """The day on which the case is."""
    handle = temporal.client.get_workflow_handle(workflow_id(people.case.rpartition("/")[2]))
    return shanghai_date(await TimeSkipper(temporal.client, config=SKIP_ON_DEMAND).get_current_time(handle))


async def redeemed(
    people: People, temporal: WorkflowEnvironment, number: str = "24132000000012345678"
) -> None:
    """A redemption is asked for, with its papers."""
    for code, words in PAPERS.items():
        answer = await people.upload("yunshu", pdf_of(f"{words} {number}"), code, new_key())
        assert answer.status_code == 201, answer.text
    on = (await day_of(people, temporal)).isoformat()
    invoice: dict[str, Any] = {
        "number": number,
        "supplier": "廊坊公共算力服务有限公司",
        "amount": "300000.00",
        "service_finished_on": on,
        "paid_on": on,
    }
    claimed = await people.do("yunshu", "/redemptions", {"invoices": [invoice]})
    assert claimed["waiting_for"][0]["acts"] == ["review_redemption"]


async def reference_of(people: People) -> str:
    """What the answer to the request that is open is named by."""
    waiting = (await people.get("auditor")).json()["waiting_for"]
    return next(str(each["subject"]) for each in waiting if "answer_reconsideration" in each["acts"])


@pytest.fixture
def today() -> Today:
    return Today()


@pytest_asyncio.fixture
async def parties(
    temporal: WorkflowEnvironment, served_settings: Settings, worked: None, today: Today
) -> AsyncIterator[People]:
    """Everybody, on a day that the test chooses; in the end all books agree."""
    engine = open_engine(served_settings.database_url)
    enter_colleagues(engine)
    with transaction(engine) as session:
        for key in ("2026-1.2", "2026-2.1"):
            session.add(RunningNumber(key=key, last=random.randrange(10**5, 10**9)))
    app = create_app(served_settings, client=temporal.client, today=today)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield People(client)
    app.state.wiring.engine.dispose()
    assert reconcile_store(engine, load_catalogue()).differences == ()
    engine.dispose()


ONE_OFF: dict[str, Any] = {
    "measure": "compute_centre_construction",
    "award_base_key": "一号算力中心",
    "facts": {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
    "credit_commitment": True,
    "other_funding": [],
}
YEARS = ONE_OFF | {"measure": "compute_centre_operation", "facts": {"commissioned_on": "2026-03-01"}}


async def approved(
    people: People, temporal: WorkflowEnvironment, filing: dict[str, Any], papers: list[str], **said: Any
) -> None:
    """Filed, approved, signed and published, until the notice has passed."""
    filed = await people.do("yunshu", "/v1/applications", filing)
    people.case = f"/v1/applications/{filed['case_number']}"
    await people.do("fgw", "/completeness", {"decision": "accept", "received_on_paper": papers})
    points = load_catalogue().in_force(TODAY).type(filing["measure"]).review_points
    approve = {"decision": "approve", "checklist": {point.code: True for point in points}, **said}
    assert (await people.do("fgw", "/review", approve))["stage"] == "部门会签中"
    for signer in ("gxj", "kfq"):
        signed = await people.do(signer, "/signoffs", {"decision": "agree"})
    assert signed["stage"] == "公示中"
    await skip_until_not(people, temporal, "公示中", timedelta(days=12))


async def skip_until_not(
    people: People, temporal: WorkflowEnvironment, stage: str, ahead: timedelta
) -> dict[str, Any]:
    """Let the clock run until the case is in another stage."""
    await people_skip(people, temporal, ahead)
    for _ in range(200):
        shown: dict[str, Any] = (await people.get("auditor")).json()
        if shown["stage"] != stage:
            return shown
    raise AssertionError(f"the case stays in {stage}")
