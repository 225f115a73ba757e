"""What people type in several spellings is one thing wherever it is compared, and is shown as it was typed."""

import asyncio

import httpx
import pytest

from adapters.store.schema import LedgerEntry, PaymentListRow
from domain.payment_list.four_eyes import DoneAct, bar_from_confirming
from domain.words import tidy
from tests.activities.casework import Casework
from tests.api.asking import UNIT, application, log_in, new_key, paths_of, problem_of
from tests.api.invited_units import item, listed
from tests.api.listed_payments import Treasury, payment
from tests.api.listed_payments import treasury as treasury
from tests.api.procedure import POINTS, People

ALL_ON_PAPER = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
APPROVE = {"decision": "approve", "checklist": POINTS}
SPELLINGS = ("1号算力中心", "一号 算力中心", "壹号算力中心", "（一号）算力中心\u200b", "１号算力中心")


async def _filed(people: People, key: str) -> str:
    """Another case of the unit, complete."""
    filed = await people.http.post(
        "/v1/applications",
        json=application(award_base_key=key),
        headers=await people.known("yunshu") | new_key(),
    )
    assert filed.status_code == 201, filed.text
    people.case = f"/v1/applications/{filed.json()['case_number']}"
    await people.do("fgw", "/completeness", ALL_ON_PAPER)
    return people.case


async def test_one_platform_is_paid_once_in_whatever_spelling(people: People) -> None:
    await people.do("fgw", "/completeness", ALL_ON_PAPER)
    await people.do("fgw", "/review", APPROVE)
    for spelling in SPELLINGS:
        case = await _filed(people, spelling)
        refused = problem_of(await people.post("fgw", "/review", APPROVE), 422, "not-eligible")
        assert refused["clause"] == "附则(三)"
        seen = (await people.http.get(case, headers=await people.known("fgw"))).json()
        assert (seen["award_base_key"], seen["award_base"]) == (tidy(spelling), "platform:1号算力中心")


async def test_two_spellings_approved_at_once_are_paid_once(people: People, casework: Casework) -> None:
    first = people.case
    await people.do("fgw", "/completeness", ALL_ON_PAPER)
    second = await _filed(people, SPELLINGS[0])
    headers = await people.known("fgw")
    answers = await asyncio.gather(
        *(
            people.http.post(f"{case}/review", json=APPROVE, headers=headers | new_key())
            for case in (first, second)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert [f"{entry.amount}" for entry in casework.rows(LedgerEntry)] == ["10000000.00"]


@pytest.mark.parametrize("nothing", ["（）", "——", "\u200b\u200b", "+ +"])
async def test_a_project_of_signs_alone_is_refused(http: httpx.AsyncClient, nothing: str) -> None:
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post("/v1/applications", json=application(award_base_key=nothing), headers=headers)
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {"award_base_key"}


@pytest.mark.parametrize(
    "typed", ["91131071mafake019w", " 9113 1071 MAFAKE019W", "９１１３１０７１MAFAKE019W"]
)
async def test_a_unit_knows_its_own_code_in_any_spelling(http: httpx.AsyncClient, typed: str) -> None:
    """Nothing listens where Temporal is: 503 comes after everything was checked."""
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post("/v1/applications", json=application(unit=typed), headers=headers)
    assert answer.status_code == 503, answer.text


NAME = "霸州灵犀（北京）装备有限公司"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "灵犀(北京)"}, 1),
        ({"q": "灵犀 【北京】"}, 1),
        ({"q": "lf2026 0101 00007"}, 1),
        ({"q": "云枢Ⅱ期"}, 0),
        ({"q": "云枢二期a区"}, 1),
        ({"q": "platform"}, 0),
        ({"q": "（）"}, 0),
        ({"unit": UNIT.lower()}, 1),
        ({"unit": " ９1131071MAFAKE019W "}, 1),
        ({"unit": "91131071MAFAKE019X"}, 0),
    ],
)
async def test_a_search_finds_every_spelling(
    http: httpx.AsyncClient, casework: Casework, query: dict[str, str], found: int
) -> None:
    casework.file(
        "LF2026-0101-00007",
        "compute_centre_construction",
        {},
        unit_name=NAME,
        award_base="platform:云枢2期a区",
        award_base_key="云枢2期（A区）",
        stage="形式审查中",
    )
    answer = await http.get("/v1/applications", params=query, headers=await log_in(http, "auditor"))
    assert answer.status_code == 200, answer.text
    assert [case["unit_name"] for case in answer.json()["items"]] == [NAME] * found


async def test_one_platform_is_invited_once_and_meets_its_case_in_whatever_spelling(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    casework.file(
        "LF2026-0502-00001",
        "national_research_platform",
        {},
        award_base="platform:云枢2号实验室",
        stage="形式审查中",
    )
    keys = ("云枢二号实验室", "云枢一号（实验室）", "云枢1号实验室", "云枢 壹号 实验室\u200b", "——")
    facts = {"platform_kind": "key_laboratory"}
    items = [item(award_base_key=key, facts=facts, unit=UNIT.lower()) for key in keys]
    headers = await log_in(http, "gxj") | new_key()
    body = listed(*items, measure="national_research_platform", documents_held=[])
    answer = await http.post("/v1/invitations?dry_run=true", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    results = [row["result"] for row in answer.json()["rows"]]
    assert results == ["has_case", "invited", "duplicate", "duplicate", "wrong"]


INVOICE = {
    "number": "24132000000099999999",
    "supplier": "廊坊算力服务有限公司",
    "amount": "10.00",
    "service_finished_on": "2026-10-31",
    "paid_on": "2026-11-10",
}
SHORT = {"number": "01234567"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"number": "2413 2000 0000 9999 9999\u200b"}),
        ({}, {"number": "２４１３２０００００００９９９９９９９９"}),
        ({}, {"supplier": "廊坊算力"}),
        (SHORT, {"number": "1234567"}),
        (SHORT, {"number": "0123-4567"}),
        (SHORT, {"number": "0123\u22124567"}),
        ({"number": "12-34"}, {"number": "1234\u200b"}),
        ({"number": "12－34"}, {"number": "12—34"}),
        (SHORT, {"number": "０１２３—４５６７", "supplier": "廊坊算力服务 有限公司\u200b"}),
        ({"number": "AB0012"}, {"number": "ab 0012"}),
    ],
)
async def test_one_invoice_is_one_in_whatever_spelling(
    people: People, first: dict[str, str], second: dict[str, str]
) -> None:
    body = {"invoices": [INVOICE | first, INVOICE | first | second]}
    refused = problem_of(await people.post("yunshu", "/redemptions", body), 422, "invalid-input")
    assert paths_of(refused) == {"invoices[1].number"}


@pytest.mark.parametrize("number", ["\u200b", "——", "0", "（0000）", "发票"])
async def test_a_number_that_says_nothing_is_no_invoice(people: People, number: str) -> None:
    body = {"invoices": [INVOICE | {"number": number}]}
    refused = problem_of(await people.post("yunshu", "/redemptions", body), 422, "invalid-input")
    assert "invoices[0].number" in paths_of(refused)


async def test_two_suppliers_may_have_one_short_number(people: People) -> None:
    body = {"invoices": [INVOICE | SHORT, INVOICE | SHORT | {"supplier": "固安算力有限公司"}]}
    problem_of(await people.post("yunshu", "/redemptions", body), 409, "wrong-stage")


DOCUMENTS = ("廊财建〔2026〕15号", "廊财建[2026]15号", "廊财建（2026） 15 号")
"""One document; 〔2026〕1-5号 would be another."""


async def test_one_document_in_three_brackets_is_one_list_with_one_total(treasury: Treasury) -> None:
    for index, document in enumerate(DOCUMENTS, start=11):
        treasury.order(index, "某单位", f"{index}.00", document)
    for index, other in enumerate(("廊财建〔2026〕16号", "廊财建〔2026〕1-5号"), start=14):
        treasury.order(index, "某单位", "1.00", other)
    made = (await _listed(treasury, "廊财建【2026】15号")).json()
    assert [line["payment"] for line in made["lines"]] == [payment(index) for index in (11, 12, 13)]
    assert (made["document_number"], made["count"], made["total"]) == (DOCUMENTS[0], 3, "36.00")
    for document in DOCUMENTS:
        problem_of(await _listed(treasury, document), 409, "wrong-stage")
        shown = await treasury.get(f"?document_number={document}", "auditor")
        assert [entry["id"] for entry in shown.json()["items"]] == [made["id"]]


async def test_lists_asked_for_at_once_in_two_spellings_share_no_payment(treasury: Treasury) -> None:
    for index, document in enumerate(DOCUMENTS, start=11):
        treasury.order(index, "某单位", f"{index}.00", document)
    await log_in(treasury.http, "finance")
    answers = await asyncio.gather(*(_listed(treasury, document) for document in DOCUMENTS))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(treasury.rows(PaymentListRow)) == 1


def test_who_issued_a_document_does_not_confirm_it_in_another_spelling() -> None:
    for document in DOCUMENTS:
        act = DoneAct(kind="issue_fund_document", document_number=document)
        assert bar_from_confirming([act], DOCUMENTS[0])


async def _listed(treasury: Treasury, document: str) -> httpx.Response:
    headers = await log_in(treasury.http, "finance") | new_key()
    return await treasury.http.post("/v1/payment-lists", json={"document_number": document}, headers=headers)
