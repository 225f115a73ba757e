"""One road through HTTP, a real Temporal server, the real workflows and the real store."""

import random
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.case_records import CaseRecords
from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import RunningNumber
from api.app import create_app
from domain.calendar import WorkingCalendar
from domain.case.identifiers import workflow_id
from domain.catalogue.registry import load_catalogue
from tests.api.conftest import TODAY, application, log_in, new_key, paths_of, problem_of
from workflows.registry import WORKFLOWS, sandbox

POINTS = {"public_platform": True, "services_to_enterprises": True, "builder": True}
ON_PAPER = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2"]}
PAYEE = {
    "account_name": "廊坊云枢智算科技有限公司",
    "bank": "中国银行廊坊分行",
    "account_number": "6217000100012345",
}


@pytest.fixture
def served_settings(api_settings: Settings, task_queue: str) -> Settings:
    """Case numbers of its own: all tests share one Temporal server."""
    engine = open_engine(api_settings.database_url)
    with transaction(engine) as writing:
        writing.add(RunningNumber(key="2026-1.1", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    return api_settings.model_copy(
        update={"task_queue": task_queue, "time_skipping": True, "act_timeout_seconds": 5.0}
    )


@pytest_asyncio.fixture
async def served(
    temporal: WorkflowEnvironment, served_settings: Settings, known_accounts: None
) -> AsyncIterator[httpx.AsyncClient]:
    """The API with Temporal behind it."""
    app = create_app(served_settings, client=temporal.client, today=lambda: TODAY)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client
    app.state.wiring.engine.dispose()


@pytest_asyncio.fixture
async def worked(temporal: WorkflowEnvironment, served_settings: Settings) -> AsyncIterator[None]:
    """A worker on the cases of this test."""
    engine = open_engine(served_settings.database_url)
    records = CaseRecords(
        engine,
        load_catalogue(),
        WorkingCalendar(),
        public_url="http://api",
        mail_domain="example.com",
        announce_mail=lambda: None,
        announce_quota=lambda _: None,
        announce_netting=lambda _: None,
        announce_stop=lambda _: None,
        announce_pool=lambda _: None,
    )
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            temporal.client,
            task_queue=served_settings.task_queue,
            workflows=WORKFLOWS,
            activities=list(records.verbs),
            activity_executor=threads,
            workflow_runner=sandbox(),
        ):
            yield
    engine.dispose()


class People:
    """Acts as this and that account."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http, self.case = http, ""
        self._known: dict[str, dict[str, str]] = {}

    async def known(self, username: str) -> dict[str, str]:
        if username not in self._known:
            self._known[username] = await log_in(self.http, username)
        return self._known[username]

    async def get(self, username: str, path: str = "") -> httpx.Response:
        return await self.http.get(f"{self.case}{path}", headers=await self.known(username))

    async def post(
        self, username: str, path: str, body: Any, key: dict[str, str] | None = None
    ) -> httpx.Response:
        headers = await self.known(username) | (key or {})
        return await self.http.post(f"{self.case}{path}", json=body, headers=headers)

    async def do(self, username: str, path: str, body: Any) -> dict[str, Any]:
        """Do an act that must succeed, twice: the second call gets the first answer."""
        key = new_key()
        first = await self.post(username, path, body, key)
        assert first.status_code in (200, 201), first.text
        again = await self.post(username, path, body, key)
        assert (again.status_code, again.text) == (first.status_code, first.text)
        found = first.json()
        assert isinstance(found, dict)
        return found

    async def upload(self, username: str, content: bytes, code: str, key: dict[str, str]) -> httpx.Response:
        return await self.http.post(
            f"{self.case}/documents",
            files={"file": ("审计 报告.pdf", content)},
            data={"code": code},
            headers=await self.known(username) | key,
        )


@pytest_asyncio.fixture
async def people(served: httpx.AsyncClient, worked: None) -> People:
    """Everybody, with a case that was filed."""
    found = People(served)
    filed = await found.do("yunshu", "/v1/applications", application())
    assert filed["stage"] == "形式审查中"
    found.case = f"/v1/applications/{filed['case_number']}"
    return found


async def test_a_case_is_carried_from_filing_to_payment(
    people: People, temporal: WorkflowEnvironment
) -> None:
    await _approve(people)
    await _notice_passes(people, temporal)
    asked = (await people.get("yunshu")).json()
    assert (asked["stage"], asked["allowed_acts"][0]["act"]) == ("待确认收款信息", "provide_payee")
    problem = problem_of(
        await people.post("yunshu", "/payee", PAYEE | {"account_name": "张三"}), 422, "invalid-input"
    )
    assert paths_of(problem) == {"account_name"}
    assert (await people.do("yunshu", "/payee", PAYEE))["reference"]
    split = {"document_number": "廊财建〔2026〕12号", "city_amount": "1.00", "locality_amount": "2.00"}
    problem_of(await people.post("finance", "/fund-document", split), 422, "invalid-input")
    split |= {"city_amount": "6000000.00", "locality_amount": "4000000.00"}
    assert (await people.do("finance", "/fund-document", split))["stage"] == "拨付中"
    seen = (await people.get("auditor")).json()
    payment = seen["payments"][0]
    assert (payment["account_ending"], payment["status"]) == ("2345", "ordered")
    assert "6217000100012345" not in str(seen)
    problem_of(await people.post("yunshu", "/withdraw", {"reason": "不做了"}), 409, "wrong-stage")
    ended = await people.do("finance", f"/payments/{payment['id']}/confirm", {"paid_on": "2026-12-20"})
    assert (ended["final"], ended["stage"], ended["amount"]) == (True, "已办结", "10000000.00")
    problem_of(await people.post("yunshu", "/withdraw", {"reason": "不做了"}), 409, "case-closed")
    whole = (await people.get("yunshu")).json()
    assert whole["payments"][0]["status"] == "paid"
    assert whole["sheet"][-1]["result"] == "10000000.00"
    assert whole["allowed_acts"] == []


async def _approve(people: People) -> None:
    """Documents, completeness, review, signatures."""
    key = new_key()
    first = await people.upload("yunshu", b"%PDF-1.7 report", "1.1-3", key)
    assert first.status_code == 201, first.text
    assert (await people.upload("yunshu", b"%PDF-1.7 report", "1.1-3", key)).json() == first.json()
    problem_of(await people.upload("yunshu", b"%PDF-1.7 other", "1.1-3", key), 409, "repeated-key")
    problem_of(await people.upload("yunshu", b"MZ program", "1.1-3", {}), 415, "unsupported-type")
    problem_of(await people.upload("yunshu", b"%PDF-1.7 report", "9-9", {}), 422, "invalid-input")
    downloaded = await people.http.get(first.headers["location"], headers=await people.known("kfq"))
    assert downloaded.content == b"%PDF-1.7 report"
    assert downloaded.headers["x-content-type-options"] == "nosniff"
    assert downloaded.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")

    problem_of(await people.post("fgw", "/completeness", {"decision": "accept"}), 422, "invalid-input")
    problem_of(await people.post("gxj", "/completeness", ON_PAPER), 409, "wrong-stage")
    assert (await people.do("fgw", "/completeness", ON_PAPER))["stage"] == "牵头审核中"
    bare = problem_of(await people.post("fgw", "/review", {"decision": "approve"}), 422, "invalid-input")
    assert paths_of(bare) == {f"checklist.{point}" for point in POINTS}
    late = {"decision": "approve", "checklist": POINTS, "verified_facts": {"commissioned_on": "2025-01-01"}}
    problem_of(await people.post("fgw", "/review", late), 422, "not-eligible")
    assert (await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS}))[
        "stage"
    ] == "部门会签中"
    problem_of(await people.post("kfq", "/signoffs", {"decision": "object"}), 422, "invalid-input")
    await people.do("gxj", "/signoffs", {"decision": "agree"})
    await people.do("kfq", "/signoffs", {"decision": "object", "reason": "投资额待核"})
    settled = await people.do("fgw", "/settlement", {"decision": "proceed", "reason": "已核实"})
    assert settled["stage"] == "公示中"


async def _notice_passes(people: People, temporal: WorkflowEnvironment) -> None:
    """An objection by another unit is dismissed, and the notice ends."""
    notice = (await people.http.get("/v1/public-notices")).json()
    assert [entry["unit_name"] for entry in notice] == ["廊坊云枢智算科技有限公司"]
    raised = await people.do("lingxi", "/objections", {"content": "投资额与年报不符"})
    assert raised["stage"] == "异议核查中"
    problem_of(await people.get("lingxi"), 404, "not-found")
    finding = f"/objections/{raised['reference']}/finding"
    assert (await people.do("fgw", finding, {"decision": "dismiss", "reason": "不成立"}))["stage"] == "公示中"
    handle = temporal.client.get_workflow_handle(workflow_id(raised["case_number"]))
    await temporal.fast_forward(handle, timedelta(days=12))
    for _ in range(100):
        if (await people.get("yunshu")).json()["stage"] == "待确认收款信息":
            return
    raise AssertionError("the notice did not end")


async def test_each_account_sees_what_concerns_it(people: People) -> None:
    number = people.case.rpartition("/")[2]
    for username in ("yunshu", "fgw", "gxj", "kfq", "finance", "auditor", "administrator"):
        assert (await people.get(username)).status_code == 200
        listed = await people.http.get("/v1/applications", headers=await people.known(username))
        assert [case["case_number"] for case in listed.json()["items"]] == [number]
    for username in ("lingxi", "jyj"):
        problem_of(await people.get(username), 404, "not-found")
        listed = await people.http.get("/v1/applications", headers=await people.known(username))
        assert listed.json()["items"] == []
        problem_of(await people.post(username, "/documents", {}), 422, "invalid-input")
    tasks = await people.http.get("/v1/tasks", headers=await people.known("fgw"))
    assert [entry["acts"][0]["act"] for entry in tasks.json()] == ["check_completeness"]
    assert (await people.http.get("/v1/tasks", headers=await people.known("gxj"))).json() == []


async def test_lists_are_filtered_searched_and_paged(people: People) -> None:
    numbers = [people.case.rpartition("/")[2]]
    for name in ("二号算力中心", "三号算力中心"):
        filed = await people.http.post(
            "/v1/applications",
            json=application(award_base_key=name),
            headers=await people.known("yunshu") | new_key(),
        )
        assert filed.status_code == 201, filed.text
        numbers.insert(0, filed.json()["case_number"])

    async def listed(**query: Any) -> dict[str, Any]:
        answer = await people.http.get(
            "/v1/applications", params=query, headers=await people.known("auditor")
        )
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found

    first = await listed(limit=2)
    second = await listed(limit=2, after=first["next"])
    assert [case["case_number"] for page in (first, second) for case in page["items"]] == numbers
    assert second["next"] is None
    assert len((await listed(q="二号"))["items"]) == 1
    assert len((await listed(q="%"))["items"]) == 0
    assert len((await listed(stage="形式审查中", measure=1, lead="development_and_reform"))["items"]) == 3
    assert len((await listed(code="foundation_model"))["items"]) == 0
    assert len((await listed(filed_from="2026-11-24"))["items"]) == 0


async def test_only_the_lead_ends_a_case_and_the_reason_is_told(people: People) -> None:
    problem_of(await people.post("gxj", "/terminate", {"reason": "x"}), 403, "not-allowed")
    problem_of(await people.post("fgw", "/terminate", {}), 422, "invalid-input")
    ended = await people.do("fgw", "/terminate", {"reason": "主体资格丧失"})
    assert ended["final"]
    assert (await people.get("yunshu")).json()["timeline"][-1]["reason"] == "主体资格丧失"
    problem_of(await people.upload("yunshu", b"%PDF-1.7 x", "1.1-3", {}), 409, "case-closed")


async def test_a_key_is_good_for_one_request(people: People) -> None:
    key = new_key()
    all_on_paper = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    assert (await people.post("fgw", "/completeness", all_on_paper, key)).status_code == 200
    other = {"decision": "refuse", "reason": "不符"}
    problem_of(await people.post("fgw", "/completeness", other, key), 409, "repeated-key")


async def test_an_act_without_an_answer_in_time_is_not_told_as_failed(
    served: httpx.AsyncClient, served_settings: Settings
) -> None:
    """No worker runs: the server has taken the filing, and nobody has answered it."""
    answer = await served.post(
        "/v1/applications", json=application(), headers=await log_in(served, "yunshu") | new_key()
    )
    problem_of(answer, 504, "outcome-unknown")
    assert answer.headers["retry-after"]
