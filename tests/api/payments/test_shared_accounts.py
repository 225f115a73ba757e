"""One bank account under two legal persons is told to the finance bureau before a list is made, and to no applicant."""

import asyncio
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import CaseFile
from tests.api.asking import OTHER_UNIT, UNIT, paths_of, problem_of
from tests.api.walking_over_http import Everybody, WalkOverHttp, begin, employ_everybody, number_apart

FIRST, SECOND = "廊坊云枢智算科技有限公司", "霸州灵犀装备有限公司"
NUMBER = "6217000100012345"
SPLIT = {"document_number": "廊财建〔2026〕12号", "city_amount": "10000000.00", "locality_amount": "0.00"}
REASON = {"decision": "accept", "reason": "经核实，两单位同属一集团，由财务公司统一收款。"}


def account(name: str, number: str = NUMBER, **more: str) -> dict[str, str]:
    return {"account_name": name, "bank": "中国银行廊坊分行", "account_number": number, **more}


@pytest_asyncio.fixture
async def two(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, served_settings: Settings, worked: None
) -> tuple[WalkOverHttp, WalkOverHttp]:
    """A case each of two units, both asked for their accounts."""
    employ_everybody(served_settings)
    number_apart(served_settings, "8.1")
    found = [
        await begin(served, temporal, "first_equipment", applicant=applicant, base=f"装备{applicant}型")
        for applicant in (1, 2)
    ]
    for walk in found:
        await walk.until("provide_payee")
    return found[0], found[1]


async def checks(walk: WalkOverHttp) -> bool:
    walk.view = await walk.get("auditor")
    return walk.waits_for("check_payee")


@pytest.mark.long
async def test_the_second_unit_with_an_account_waits_for_the_bureau_however_it_is_written(
    two: tuple[WalkOverHttp, WalkOverHttp],
) -> None:
    """And a slip that was corrected accuses nobody."""
    first, second = two
    await first.do(first.applicant, "/payee", account(FIRST))
    assert first.waits_for("issue_fund_document")
    for number in (NUMBER, "6217 0001 0001 2345", "6217-0001-0001-2345", f" {NUMBER} "):
        waits = await second.do(second.applicant, "/payee", account(SECOND, number))
        assert (second.waits_for("check_payee"), FIRST in str(waits)) == (True, False)
        own = (await second.get(second.applicant, "/payee"))["accounts"]
        assert (own[-1]["also_named_by"], first.number in str(own)) == ([], False)
        seen = (await second.get("finance_2", "/payee"))["accounts"][-1]
        assert seen["also_named_by"] == [{"case_number": first.number, "unit_name": FIRST, "is_maker": False}]
        there = (await first.get("finance_2", "/payee"))["accounts"][-1]["also_named_by"]
        assert [each["case_number"] for each in there] == [second.number]
        problem_of(await second.answer("finance", "/fund-document", SPLIT), 409, "wrong-stage")
        back = {"decision": "return", "reason": "账号有误，请核对。"}
        await second.do("finance_2", "/payee-check", back)
    await second.do(second.applicant, "/payee", account(SECOND, "6217000100099999"))
    assert second.waits_for("issue_fund_document")
    assert (await first.get("finance_2", "/payee"))["accounts"][-1]["also_named_by"] == []


async def test_it_is_paid_for_a_reason_and_by_a_second_officer_and_stands_on_the_list(
    two: tuple[WalkOverHttp, WalkOverHttp],
) -> None:
    for walk, name in zip(two, (FIRST, SECOND), strict=True):
        await walk.do(walk.applicant, "/payee", account(name))
    first, second = two
    problem = problem_of(
        await second.answer("finance_2", "/payee-check", {"decision": "accept"}), 422, "invalid-input"
    )
    assert paths_of(problem) == {"reason"}
    await second.do("finance_2", "/payee-check", REASON)
    for walk in two:
        split = SPLIT | {"city_amount": walk.view["amount"]}
        if walk is second:
            problem_of(await walk.answer("finance_2", "/fund-document", split), 403, "conflict-of-roles")
        await walk.do("finance", "/fund-document", split)
    assert isinstance(first.people, Everybody)
    made = await first.people.answer(
        "finance_3", "/v1/payment-lists", {"document_number": SPLIT["document_number"]}
    )
    notes = {line["case_number"]: line["note"] for line in made.json()["lines"]}
    assert notes == {
        first.number: f"同一账号另用于{SECOND}（{second.number}）",
        second.number: f"同一账号另用于{FIRST}（{first.number}）",
    }
    shown = await first.people.get("finance_3", f"/v1/payment-lists/{made.json()['id']}")
    assert {line["case_number"]: line["note"] for line in shown["lines"]} == notes


@pytest.mark.long
async def test_of_two_who_name_an_account_at_once_one_is_looked_at(
    two: tuple[WalkOverHttp, WalkOverHttp],
) -> None:
    await asyncio.gather(
        *(
            walk.do(walk.applicant, "/payee", account(name))
            for walk, name in zip(two, (FIRST, SECOND), strict=True)
        )
    )
    assert sorted([await checks(walk) for walk in two]) == [False, True]


@pytest.mark.long
async def test_one_unit_has_one_account_in_all_its_cases_and_so_has_its_successor(
    two: tuple[WalkOverHttp, WalkOverHttp], temporal: WorkflowEnvironment
) -> None:
    first, second = two
    await first.do(first.applicant, "/payee", account(FIRST))
    assert isinstance(first.people, Everybody)
    again = await begin(first.people.http, temporal, "first_equipment", applicant=1, base="另一装备")
    await again.until("provide_payee")
    await again.do(again.applicant, "/payee", account(FIRST))
    assert again.waits_for("issue_fund_document")
    document = {"document_number": "合并1号", "document_on": "2026-11-20", "on": "2026-11-20"}
    headers = await first.people.headers("commerce")
    passed = await first.people.http.put(
        f"/v1/units/{UNIT}/successor", json={"successor": OTHER_UNIT, **document}, headers=headers
    )
    assert passed.status_code == 200, passed.text
    await second.do(second.applicant, "/payee", account(SECOND))
    assert second.waits_for("issue_fund_document")


@pytest.mark.long
async def test_a_maker_and_the_unit_that_incubates_it_are_two(
    two: tuple[WalkOverHttp, WalkOverHttp], served_settings: Settings
) -> None:
    first, second = two
    engine = open_engine(served_settings.database_url)
    with transaction(engine) as session:
        case = session.get_one(CaseFile, second.number)
        case.unit, case.unit_name, case.maker = f"{UNIT}#maker", FIRST, "欧阳·小芳"
    engine.dispose()
    await first.do(first.applicant, "/payee", account(FIRST))
    await second.do(first.applicant, "/payee", account("欧阳·小芳"))
    assert second.waits_for("check_payee")
    seen: Any = (await first.get("finance_2", "/payee"))["accounts"][-1]["also_named_by"]
    assert [(each["case_number"], each["is_maker"]) for each in seen] == [(second.number, True)]
