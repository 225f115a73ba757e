"""Every act and every view is in the audit record, and one file proves a case to whoever may have it."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from temporalio.client import WorkflowHistory
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from adapters.store.people.accounts import account_by_username
from audit.pack_verification import verify_pack
from audit.verification import verify
from domain.audit.entry import HOUSE, AuditEntry
from domain.case.identifiers import workflow_id
from tests.api.asking import PASSWORD, application, log_in, new_key, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes
from tools.demo.paper import pdf_of
from workflows.registry import WORKFLOWS, runner

ACCOUNT_NUMBER = PAYEE["account_number"]


@pytest.fixture
def chain(served_settings: Settings) -> Any:
    """Reads a chain of the store under test."""
    engine = open_engine(served_settings.database_url)

    def read(name: str) -> list[AuditEntry]:
        return entries_of(engine, name, limit=10_000)

    yield read
    found = verify(engine)
    engine.dispose()
    assert found.findings == ()


@pytest.fixture
def accounts(served_settings: Settings) -> dict[str, str]:
    """Username → account id."""
    engine = open_engine(served_settings.database_url)
    found = {
        name: account_by_username(engine, name) for name in ("yunshu", "fgw", "kfq", "auditor", "finance")
    }
    engine.dispose()
    return {name: account.id for name, account in found.items() if account}


async def _pack_of(people: People, username: str, folder: Path) -> Path:
    answer = await people.get(username, "/evidence")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    path = folder / f"{username}.zip"
    path.write_bytes(answer.content)
    return path


async def test_a_case_proves_itself_from_filing_to_payment(
    people: People,
    temporal: WorkflowEnvironment,
    chain: Any,
    accounts: dict[str, str],
    tmp_path: Path,
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE)
    number = people.case.rpartition("/")[2]
    entries = chain(number)
    _every_act_is_told(entries, accounts)
    _nothing_personal_is_told(entries)
    path = await _pack_of(people, "auditor", tmp_path)
    found = verify_pack(path)
    assert (found.findings, found.chains) == ((), 1)
    issued = chain(number)[-1]
    assert (issued.action, issued.account) == ("evidence:issued", accounts["auditor"])
    assert issued.after["manifest_digest"] == found.fingerprint
    with zipfile.ZipFile(path) as pack:
        _the_papers_are_there(pack, number)
        await _the_history_replays(pack, number)


def _every_act_is_told(entries: list[AuditEntry], accounts: dict[str, str]) -> None:
    acts = [
        (entry.action, entry.account, entry.party) for entry in entries if entry.action.startswith("act:")
    ]
    assert acts[:3] == [
        ("act:file", accounts["yunshu"], "applicant"),
        ("act:check_completeness", accounts["fgw"], "development_and_reform"),
        ("act:review", accounts["fgw"], "development_and_reform"),
    ]
    assert [action for action, _, _ in acts[3:]] == [
        *["act:sign_off"] * 2,
        *("act:settle", "act:raise_objection", "act:find_on_objection", "act:provide_payee"),
    ]
    review = next(entry for entry in entries if entry.action == "act:review")
    assert (review.before["stage"], review.after["stage"]) == ("牵头审核中", "部门会签中")
    computed = next(entry for entry in entries if entry.action == "step:assess_award")
    assert (computed.before["amount"], computed.after["amount"]) == (None, "10000000.00")
    assert review.policy_version
    assert review.readings
    actions = {entry.action for entry in entries}
    assert {
        "case:numbered",
        "document:added",
        "document:viewed",
        "payee:given",
        "step:enter_stage",
    } <= actions
    added = [entry for entry in entries if entry.action == "document:added"]
    assert len(added) == 1
    viewed = next(entry for entry in entries if entry.action == "document:viewed")
    assert (viewed.account, viewed.party, viewed.subject) == (accounts["kfq"], "kfq", added[0].subject)


def _nothing_personal_is_told(entries: list[AuditEntry]) -> None:
    told = "".join(entry.line for entry in entries)
    for secret in (
        ACCOUNT_NUMBER,
        ACCOUNT_NUMBER[-6:],
        "中国银行",
        "廊坊云枢",
        "yunshu@",
        "投资额与年报不符",
        "不成立",
    ):
        assert secret not in told


def _the_papers_are_there(pack: zipfile.ZipFile, number: str) -> None:
    names = set(pack.namelist())
    assert {"README.txt", "chain.jsonl", "manifest.json", "documents/审计 报告.pdf", "policy.txt"} <= names
    everything = b"".join(pack.read(name) for name in names).decode("utf-8", "replace")
    assert ACCOUNT_NUMBER not in everything
    assert pack.read("documents/审计 报告.pdf") == pdf_of("report")
    words = [row["text"] for row in json.loads(pack.read("words.json"))]
    assert "不成立" in words
    assert "投资额与年报不符" not in words
    filed = json.loads(pack.read("application.json"))
    assert filed["payees"][0]["account_number"] == f"****{ACCOUNT_NUMBER[-4:]}"
    assert filed["declared_facts"]["audited_investment"] == "123000000.00"
    signed = json.loads(pack.read("sign_offs.json"))
    assert [act["kind"] for act in signed] == [
        *("check_completeness", "review", "sign_off", "sign_off", "settle", "find_on_objection")
    ]
    mails = json.loads(pack.read("mails.json"))
    assert mails[0]["message_id"] == f"<{number}.1.submitted@langfang.example.com>"
    assert number in mails[0]["text"]
    sheets = json.loads(pack.read("sheets.json"))
    assert sheets[-1]["award"]["lines"][-1]["result"] == "10000000.00"
    assert "10,000,000.00" in pack.read("sheets.html").decode()
    rows = list(csv.reader(io.StringIO(pack.read("ledger.csv").decode("utf-8-sig"), newline="")))
    assert [row[7] for row in rows[1:]] == ["10000000.00"]
    manifest = json.loads(pack.read("manifest.json"))
    assert (manifest["case_number"], manifest["notes"]) == (number, [])
    assert manifest["readings"] == filed["readings"]


async def _the_history_replays(pack: zipfile.ZipFile, number: str) -> None:
    from temporalio.contrib.pydantic import pydantic_data_converter

    (run,) = json.loads(pack.read("history.json"))["runs"]
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=runner())
    await replayer.replay_workflow(WorkflowHistory.from_json(workflow_id(number), run))


async def test_who_looks_at_a_case_is_told_unless_it_is_the_own_one(
    people: People,
    chain: Any,
    accounts: dict[str, str],
) -> None:
    number = people.case.rpartition("/")[2]
    for username in ("yunshu", "kfq", "auditor", "finance", "lingxi"):
        await people.get(username)
    views = [(entry.account, entry.party) for entry in chain(number) if entry.action == "case:viewed"]
    assert views == [
        (accounts["kfq"], "kfq"),
        (accounts["auditor"], "auditor"),
        (accounts["finance"], "finance_bureau"),
    ]


async def test_log_ins_are_told_without_what_was_typed(
    served: httpx.AsyncClient,
    chain: Any,
    accounts: dict[str, str],
) -> None:
    await log_in(served, "auditor")
    for username, password in (("auditor", "wrong horse"), ("no such account", PASSWORD)):
        refused = await served.post("/v1/auth/token", data={"username": username, "password": password})
        assert refused.status_code == 401
    told = [(entry.action, entry.account) for entry in chain(HOUSE) if entry.action.startswith("log-in")]
    assert told == [("log-in:succeeded", accounts["auditor"]), ("log-in:failed", accounts["auditor"])]
    assert not any(typed in entry.line for entry in chain(HOUSE) for typed in ("horse", "no such", PASSWORD))


async def test_auditors_verify_the_record_and_read_what_it_says(
    people: People,
    served_settings: Settings,
) -> None:
    verified = await people.http.get("/v1/audit/verification", headers=await people.known("auditor"))
    assert (verified.status_code, verified.json()["holds"], verified.json()["findings"]) == (200, True, [])
    assert not verified.json()["stamps"]["is_set"]
    assert verified.json()["stamps"]["told"] == [
        "未设置时间戳机构（DUIXIAN_TSA_URL），链头没有外部机构的时间戳。"
    ]
    first = (await people.get("finance", "/audit?limit=2")).json()
    assert [entry["action"] for entry in first["items"]] == ["case:numbered", "act:file"]
    second = (await people.get("finance", f"/audit?after={first['next']}")).json()
    assert [entry["position"] for entry in second["items"]] == list(range(3, 3 + len(second["items"])))
    assert second["next"] is None
    number = people.case.rpartition("/")[2]
    _disarm_and_change(served_settings.database_url, number)
    for username in ("auditor", "administrator"):
        verified = await people.http.get("/v1/audit/verification", headers=await people.known(username))
        found = verified.json()
        assert not found["holds"]
        assert [(finding["chain"], finding["position"]) for finding in found["findings"]] == [(number, 2)]
    problem_of(await people.get("finance", "/audit"), 409, "wrong-stage")


def _disarm_and_change(url: str, number: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER audit_entry_refuses_update"))
        connection.execute(
            text(
                """UPDATE audit_entry SET "after" = "after" || ' ' WHERE chain = :number AND position = 2"""
            ),
            {"number": number},
        )
    engine.dispose()


async def test_the_record_and_the_evidence_are_for_those_who_may(people: People, tmp_path: Path) -> None:
    for username in ("yunshu", "fgw", "kfq"):
        problem_of(await people.get(username, "/audit"), 403, "not-allowed")
    for username in ("yunshu", "fgw", "finance"):
        asked = await people.http.get("/v1/audit/verification", headers=await people.known(username))
        problem_of(asked, 403, "not-allowed")
    problem_of(await people.get("yunshu", "/evidence"), 403, "not-allowed")
    problem_of(await people.get("kfq", "/evidence"), 403, "not-allowed")
    problem_of(await people.get("jyj", "/evidence"), 404, "not-found")
    for username in ("fgw", "finance", "administrator"):
        assert verify_pack(await _pack_of(people, username, tmp_path)).holds


async def test_who_has_left_a_case_takes_no_evidence_of_it(people: People) -> None:
    await people.do("fgw", "/recusal", {"reason": "与申请单位有利害关系"})
    problem = problem_of(await people.get("fgw", "/evidence"), 403, "not-allowed")
    assert "回避" in problem["detail"] + problem["why"]
    assert problem["remedy"]


async def test_a_pack_is_given_out_while_temporal_is_away(
    http: httpx.AsyncClient,
    people: People,
    tmp_path: Path,
) -> None:
    """The other application of this test has no Temporal behind it."""
    away = People(http)
    away.case = people.case
    path = await _pack_of(away, "auditor", tmp_path)
    assert verify_pack(path).holds
    with zipfile.ZipFile(path) as pack:
        assert "history.json" not in pack.namelist()
        assert json.loads(pack.read("manifest.json"))["notes"] == ["流程服务暂时无法访问，未附流程历史。"]


@pytest.mark.parametrize("act_timeout_seconds", [0.5])  # nobody works on it
async def test_a_draft_has_no_evidence(served: httpx.AsyncClient) -> None:
    headers = await log_in(served, "yunshu") | new_key()
    await served.post("/v1/applications", json=application(), headers=headers)
    unknown = await served.get(
        "/v1/applications/LF2026-0101-00001/evidence", headers=await log_in(served, "auditor")
    )
    problem_of(unknown, 404, "not-found")
