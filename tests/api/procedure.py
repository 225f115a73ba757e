"""The procedure of one case over HTTP: who acts, with what, as far as the end of the public notice."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import httpx
from temporalio.testing import WorkflowEnvironment

from domain.case.identifiers import workflow_id
from tests.api.asking import log_in, new_key, paths_of, problem_of
from tools.demo.paper import pdf_of

POINTS = {"public_platform": True, "services_to_enterprises": True, "builder": True}
ON_PAPER = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2"]}
PAYEE = {
    "account_name": "廊坊云枢智算科技有限公司",
    "bank": "中国银行廊坊分行",
    "account_number": "6217000100012345",
}


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

    async def until(
        self, is_so: Callable[[dict[str, Any]], bool], username: str = "auditor", path: str = ""
    ) -> dict[str, Any]:
        """What somebody sees, as soon as the worker has come so far."""
        async with asyncio.timeout(30):
            while not is_so(seen := (await self.get(username, path)).json()):
                await asyncio.sleep(0.05)
        return cast("dict[str, Any]", seen)

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

    async def told(self, objection: str, summary: str = "请就投资额作出说明。") -> dict[str, Any]:
        """The lead tells the applicant what an objection is about."""
        answer = await self.http.put(
            f"{self.case}/objections/{objection}/summary",
            json={"summary": summary},
            headers=await self.known("fgw"),
        )
        assert answer.status_code == 200, answer.text
        return cast("dict[str, Any]", answer.json())

    async def uphold(self, objection: str, reason: str) -> dict[str, Any]:
        """The lead upholds an objection, of which it has told the applicant."""
        await self.told(objection)
        return await self.do(
            "fgw", f"/objections/{objection}/finding", {"decision": "uphold", "reason": reason}
        )

    async def upload(self, username: str, content: bytes, code: str, key: dict[str, str]) -> httpx.Response:
        return await self.http.post(
            f"{self.case}/documents",
            files={"file": ("审计 报告.pdf", content)},
            data={"code": code},
            headers=await self.known(username) | key,
        )


async def approve(people: People) -> None:
    """Documents, completeness, review, signatures."""
    key = new_key()
    first = await people.upload("yunshu", pdf_of("report"), "1.1-3", key)
    assert first.status_code == 201, first.text
    assert (await people.upload("yunshu", pdf_of("report"), "1.1-3", key)).json() == first.json()
    problem_of(await people.upload("yunshu", pdf_of("other"), "1.1-3", key), 409, "repeated-key")
    problem_of(await people.upload("yunshu", b"MZ program", "1.1-3", {}), 415, "unsupported-type")
    problem_of(await people.upload("yunshu", pdf_of("report"), "9-9", {}), 422, "invalid-input")
    downloaded = await people.http.get(first.headers["location"], headers=await people.known("kfq"))
    assert downloaded.content == pdf_of("report")
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


async def notice_passes(people: People, temporal: WorkflowEnvironment) -> None:
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
