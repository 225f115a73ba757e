"""Whoever has left a case reads nothing more of it, over every route that reads; the colleague at the desk reads on."""

import httpx
import pytest
from fastapi import FastAPI

from domain.case.user_tasks import UserTask
from tests.api.asking import UNIT, log_in
from tests.api.matrix.every_route import NOBODY, Operation, operations
from tests.api.matrix.test_role_by_route import told
from tests.api.people_at_desks import LEAD, NUMBER, House
from tests.api.people_at_desks import house as house
from tools.demo.paper import pdf_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OWN = {
    "GET /v1/applications/{number}/objections": "what the caller itself wrote as one of the public",
    "GET /v1/me/data": "the own recusal, and what the caller itself did",
}
"""What of a case may be read by whoever has left it, each with why."""

BANK = UserTask(party="finance_bureau", acts=("issue_fund_document",), asked=LEAD.asked)


def of_the_case() -> list[Operation]:
    """What reads one case by its number, wherever the number stands."""
    found = [each for each in operations() if each.method == "GET" and each.name not in OWN]
    return [
        each
        for each in found
        if each.route.path.startswith("/v1/applications/{number}") or each.query.get("case") == NUMBER
    ]


def of_many() -> list[Operation]:
    """What lists cases, or looks for something in all of them."""
    found = [each for each in operations() if each.method == "GET" and each.name not in OWN]
    return [each for each in found if each.roles and "{" not in each.route.path]


async def read(house: House, username: str, operation: Operation, document: str) -> httpx.Response:
    known = {"document": document, "part": "x", "objection": NOBODY}
    headers = await log_in(house.http, username)
    return await house.http.get(operation.path(**known), params=operation.query, headers=headers)


@pytest.mark.parametrize(("username", "colleague"), [("fgw", "li"), ("finance", "cashier")])
async def test_whoever_has_left_a_case_reads_nothing_of_it(
    house: House, app: FastAPI, username: str, colleague: str
) -> None:
    house.stand(LEAD, BANK)
    uploaded = await house.http.post(
        f"/v1/applications/{NUMBER}/documents",
        data={"code": "1.1-1"},
        files={"file": ("证明.pdf", pdf_of("云枢"))},
        headers=await log_in(house.http, "yunshu"),
    )
    document = uploaded.json()["id"]
    before = {each.name: (await read(house, username, each, document)).status_code for each in of_the_case()}
    assert sum(status == 200 for status in before.values()) >= 8  # or the test would look at nothing
    await house.done(username, "/recusal", {"reason": "申请单位法定代表人系本人近亲属。"})
    open_yet = {}
    for each in of_the_case():
        answer = await read(house, username, each, document)
        assert answer.status_code in (403, 404), each.name
        if told(answer):
            open_yet[each.name] = told(answer)
    for each in of_many():
        answer = await read(house, username, each, document)
        assert answer.status_code < 500 or each.route.path == "/v1/reconciliation", each.name
        if NUMBER.encode() in answer.content.replace(str(answer.request.url).encode(), b""):
            open_yet[each.name] = [NUMBER]
    assert open_yet == {}
    refused = (await read(house, username, of_the_case()[0], document)).json()
    assert "您已回避本案" in refused["detail"]
    again = await house.done(username, "/recusal", {"reason": "另一理由"})
    assert again["case_number"] == NUMBER  # that, and when, stays the person's own to see
    for each in of_the_case():
        answer = await read(house, colleague, each, document)
        was = before[each.name]
        assert answer.status_code == was, (each.name, answer.text)


async def test_the_own_case_of_a_unit_cannot_be_left(house: House) -> None:
    """An official whose account bears the unit leaves the office's side; the applicant's own side reads on."""
    task = UserTask(party="education", acts=("sign_off",), asked=LEAD.asked)
    house.stand(task)
    await house.done("double", "/recusal", {"reason": "本人代表申请单位。"})
    assert (await house.get("double"))["unit"] == UNIT
