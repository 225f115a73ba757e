"""The whole circle on the real API, worker and Temporal: list, bank return, corrected payee, next list, arrival."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import AuditEntryRow, PaymentImport, PaymentImportRow
from domain.case.roles import Role
from tests.api.asking import HASH, problem_of
from tests.api.listed_payments import (
    DOCUMENT,
    HEAD,
    Rows,
    Treasury,
    arrived,
    as_csv,
    as_xlsx,
    at,
    returned,
)
from tests.api.procedure import PAYEE, People, approve, notice_passes

FORMULA_NAME = '=HYPERLINK("http://evil.example","廊坊云枢")'
SPLIT = {"document_number": DOCUMENT, "city_amount": "6000000.00", "locality_amount": "4000000.00"}


@pytest_asyncio.fixture
async def ordered(people: People, temporal: WorkflowEnvironment, served_settings: Settings) -> Any:
    """A case whose payment is ordered to an account with a dangerous name, and the treasury."""
    engine = open_engine(served_settings.database_url)
    roles = (Role.FINANCE.value,)
    save_account(
        engine, Account(username="treasury", password_hash=HASH, roles=roles, department="finance_bureau")
    )
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE | {"account_name": FORMULA_NAME, "reason": "更名中"})
    await people.do("finance_2", "/payee-check", {"decision": "accept", "reason": "更名通知已核对。"})
    assert (await people.do("finance", "/fund-document", SPLIT))["stage"] == "拨付中"
    yield Treasury(people.http, engine)
    engine.dispose()


async def stage_of(people: People) -> str:
    return str((await people.get("auditor")).json()["stage"])


async def events_of(people: People) -> list[str]:
    return [entry["event"] for entry in (await people.get("auditor")).json()["timeline"]]


def results(rows: Rows, answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.json()["complete"]
    return [(row["result"], row["status"]) for row in answer.json()["rows"]]


@pytest.mark.long
async def test_a_returned_payment_gets_onto_the_next_list_and_arrives(
    people: People, ordered: Treasury
) -> None:
    first_list = (await ordered.make()).json()
    rows = await ordered.file(first_list["id"])
    assert rows[HEAD + 1][at("收款人户名", rows)] == f"'{FORMULA_NAME}"
    returned(1)(rows)
    problem = problem_of(await ordered.send(first_list["id"], as_xlsx(rows), "finance"), 422, "invalid-input")
    assert "您下达了这笔资金" in problem["rows"][0]["faults"][0]
    assert await stage_of(people) == "拨付中"

    answers = await asyncio.gather(
        *(ordered.send(first_list["id"], content) for content in (as_xlsx(rows), as_csv(rows, "gbk")))
    )
    assert [results(rows, answer) for answer in answers] == [[("退票", "done")]] * 2
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert await stage_of(people) == "退票"
    assert (await people.get("yunshu")).json()["timeline"][-1]["reason"] == "账号与户名不符"
    events = await events_of(people)
    assert events.count("payment_returned") == 1
    problem_of(await ordered.make(), 409, "wrong-stage")

    await people.do("yunshu", "/payee", PAYEE | {"account_number": "6217000100067890"})
    assert await stage_of(people) == "拨付中"
    second_list = (await ordered.make()).json()
    (line,) = second_list["lines"]
    assert line["payment"] == first_list["lines"][0]["payment"].replace("-P1", "-P2")
    assert (line["account"], line["account_name"]) == ("************7890", PAYEE["account_name"])

    rows2 = await ordered.file(second_list["id"], "csv")
    arrived(1, "2026-12-20")(rows2)
    done = await ordered.send(second_list["id"], as_csv(rows2))
    assert results(rows2, done) == [("已到账", "done")]
    assert await stage_of(people) == "已办结"
    payments = (await people.get("auditor")).json()["payments"]
    assert [(entry["status"], entry["paid_on"]) for entry in payments] == [
        ("returned", None),
        ("paid", "2026-12-20"),
    ]

    late = await ordered.send(first_list["id"], as_csv(rows), "finance")
    assert late.json() == answers[0].json()
    arrived(1, "2026-12-20")(rows)
    rows[HEAD + 1][at("退票原因", rows)] = None
    refused = problem_of(await ordered.send(first_list["id"], as_xlsx(rows)), 422, "invalid-input")
    assert "已登记为“已退票”" in refused["rows"][0]["faults"][0]
    assert len(ordered.rows(PaymentImport)) == 2
    reported = [
        entry.subject for entry in ordered.rows(AuditEntryRow) if entry.action == "payment-list:reported"
    ]
    assert reported == [first_list["id"], second_list["id"]]


async def test_a_file_goes_on_after_a_crash_and_pays_once(people: People, ordered: Treasury) -> None:
    """The act was done and the API died before it noted so: the same file gets the first answer of the case."""
    made = (await ordered.make()).json()
    rows = await ordered.file(made["id"])
    arrived(1, "2026-12-20")(rows)
    first = await ordered.send(made["id"], as_xlsx(rows))
    assert results(rows, first) == [("已到账", "done")]
    events = await events_of(people)
    with transaction(ordered.engine) as session:
        for row in ordered.rows(PaymentImportRow):
            row.status, row.words = "waiting", ""
            session.merge(row)
    shown = (await ordered.get(f"/{made['id']}/confirmations")).json()
    assert [entry["complete"] for entry in shown] == [False]
    again = await ordered.send(made["id"], as_xlsx(rows), "finance")
    assert again.json() == first.json()
    assert await events_of(people) == events


@pytest.mark.long
async def test_a_payment_that_was_settled_meanwhile_is_told_with_its_row(
    people: People, ordered: Treasury
) -> None:
    """Somebody confirms by hand between the look at the file and its act: the case refuses, and the row says so."""
    made = (await ordered.make()).json()
    rows = await ordered.file(made["id"])
    arrived(1, "2026-12-20")(rows)
    assert (await ordered.send(made["id"], as_xlsx(rows))).status_code == 200
    with transaction(ordered.engine) as session:
        for row in ordered.rows(PaymentImportRow):
            row.status, row.paid_on = "waiting", row.paid_on.replace(day=21)
            session.merge(row)
    again = (await ordered.send(made["id"], as_xlsx(rows))).json()
    assert (again["complete"], again["rows"][0]["status"]) == (True, "refused")
    assert "案件已结束" in again["rows"][0]["words"]
