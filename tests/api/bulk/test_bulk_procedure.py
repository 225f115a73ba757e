"""Two cases go their whole way together: what may be done in bulk is, what must be judged is done one by one."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from domain.case.identifiers import workflow_id
from tests.api.asking import new_key
from tests.api.bulk_clerks import Clerks, settled, worker_on
from tests.api.bulk_clerks import clerks as clerks
from tests.api.bulk_clerks import served_settings as served_settings

REVIEW = {
    "decision": "approve",
    "checklist": {"public_platform": True, "services_to_enterprises": True, "builder": True},
}
PAYEE = {
    "account_name": "廊坊云枢智算科技有限公司",
    "bank": "中国银行廊坊分行",
    "account_number": "6217000100012345",
}


async def in_bulk(clerks: Clerks, username: str, act: str, items: list[dict[str, Any]], **body: Any) -> Any:
    """Do it, and see that what the dry run foresaw has come."""
    said: dict[str, Any] = {"username": username, "act": act, "items": items, "body": body}
    foreseen = (await clerks.ask([], dry_run=True, **said)).json()
    assert [item["refusal"] for item in foreseen["items"]] == [None] * len(items)
    shown = await settled(clerks, (await clerks.ask([], **said)).json()["id"], username)
    assert shown["counts"] == {"done": len(items)}, shown
    return shown


async def one_by_one(clerks: Clerks, username: str, numbers: list[str], path: str, body: Any) -> None:
    for number in numbers:
        answer = await clerks.post(username, f"/v1/applications/{number}/{path}", body, new_key())
        assert answer.status_code == 200, answer.text


async def notice_passes(clerks: Clerks, temporal: WorkflowEnvironment, number: str) -> None:
    handle = temporal.client.get_workflow_handle(workflow_id(number))
    await temporal.fast_forward(handle, timedelta(days=12))
    async with asyncio.timeout(30):
        while await clerks.stage(number) != "待确认收款信息":
            await asyncio.sleep(0.05)


async def test_two_cases_are_carried_to_payment_in_bulk(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(2)
        both = [{"case_number": number} for number in numbers]
        on_paper = ["1.1-1", "1.1-2", "1.1-3"]
        await in_bulk(
            clerks, "fgw", "check_completeness", both, decision="accept", received_on_paper=on_paper
        )
        await one_by_one(clerks, "fgw", numbers, "review", REVIEW)
        for signer in ("gxj", "kfq"):
            await in_bulk(clerks, signer, "sign_off", both, decision="agree")
        for number in numbers:
            await notice_passes(clerks, temporal, number)
        await one_by_one(clerks, "yunshu", numbers, "payee", PAYEE)
        amounts = {number: await clerks.get("auditor", f"/v1/applications/{number}") for number in numbers}
        split = [
            {"case_number": number, "body": {"city_amount": shown.json()["amount"]}}
            for number, shown in amounts.items()
        ]
        document = "廊财建〔2026〕12号"
        await in_bulk(
            clerks,
            "finance",
            "issue_fund_document",
            split,
            document_number=document,
            locality_amount="0.00",
        )
        paid = [{"case_number": number, "subject": f"{number}-P1"} for number in numbers]
        ended = await in_bulk(clerks, "finance_2", "confirm_payment", paid, paid_on="2026-12-20")
    assert [(item["subject"], item["stage"]) for item in ended["items"]] == [
        (item["subject"], "已办结") for item in paid
    ]
    again = await clerks.ask([], username="finance_2", act="confirm_payment", items=paid)
    told = [item["refusal"]["type"].rpartition(":")[2] for item in again.json()["items"]]
    assert told == ["invalid-input", "invalid-input"]
