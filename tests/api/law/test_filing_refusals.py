"""What is refused at the door: nothing is stored, no number is used, and every reason is told at once."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.store.cases.filing import filed_with
from adapters.store.cases.records import read_case
from domain.case.identifiers import act_id
from tests.api.asking import UNIT, application, log_in, new_key, paths_of, problem_of


async def _file(http: httpx.AsyncClient, body: Any, key: dict[str, str] | None = None) -> httpx.Response:
    headers = await log_in(http, "yunshu") | (new_key() if key is None else key)
    return await http.post("/v1/applications", json=body, headers=headers)


async def test_every_wrong_field_is_told_at_once(http: httpx.AsyncClient) -> None:
    body = application(
        locality="beijing",
        award_base_key=None,
        credit_commitment=False,
        maker="张三",
        facts={"audited_investment": "-1"},
        other_funding=[{"source": "省级专项", "amount": "0"}],
    )
    problem = problem_of(await _file(http, body), 422, "invalid-input")
    assert paths_of(problem) == {
        *("locality", "award_base_key", "credit_commitment", "maker", "other_funding[0].amount"),
        *("facts.audited_investment", "facts.commissioned_on"),
    }
    assert problem["remedy"]


async def test_who_is_not_eligible_gets_the_reasons(http: httpx.AsyncClient) -> None:
    facts = {"audited_investment": "123000000.00", "commissioned_on": "2025-12-31"}
    problem = problem_of(await _file(http, application(facts=facts)), 422, "not-eligible")
    assert paths_of(problem) == {"facts.commissioned_on"}
    assert problem["clause"]


async def test_a_filing_needs_its_key(http: httpx.AsyncClient) -> None:
    problem = problem_of(await _file(http, application(), {}), 422, "invalid-input")
    assert paths_of(problem) == {"Idempotency-Key"}


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b"])
async def test_a_key_that_is_no_key_is_refused(http: httpx.AsyncClient, key: str) -> None:
    problem_of(await _file(http, application(), {"Idempotency-Key": key}), 422, "invalid-input")


async def test_a_unit_files_for_itself_alone(http: httpx.AsyncClient) -> None:
    problem_of(await _file(http, application(unit="91131081MAFAKE086A")), 403, "not-allowed")
    problem = problem_of(await _file(http, application(unit="91131081MAFAKE086B")), 422, "invalid-input")
    assert paths_of(problem) == {"unit"}


async def test_an_unknown_type_is_not_found(http: httpx.AsyncClient) -> None:
    problem_of(await _file(http, application(measure="free_money")), 404, "not-found")


async def test_while_temporal_is_away_a_filing_keeps_its_number_and_is_in_no_list(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    key = new_key()
    engine = app.state.wiring.engine
    headers = await log_in(http, "yunshu")
    account = app.state.wiring.tokens.read(headers["Authorization"].removeprefix("Bearer ")).account
    numbers = set()
    for _ in range(2):
        answer = await _file(http, application(unit=UNIT), key)
        problem_of(answer, 503, "unavailable")
        assert answer.headers["retry-after"]
        filed = filed_with(engine, act_id(account, "file", key["Idempotency-Key"]))
        assert filed is not None
        numbers.add(filed.plan.case_number)
    assert numbers == {"LF2026-0101-00001"}
    assert read_case(engine, "LF2026-0101-00001") is None
    assert (await http.get("/v1/applications", headers=headers)).json() == {"items": [], "next": None}
    problem_of(await _file(http, application(), key), 409, "repeated-key")


async def test_lists_refuse_filters_that_make_no_sense(http: httpx.AsyncClient) -> None:
    headers = await log_in(http, "auditor")
    for query in (
        "stage=x",
        "limit=0",
        "limit=x",
        "after=x",
        "filed_from=x",
        "filed_from=2026-11-02&filed_to=2026-11-01",
        "measure=x",
        "q=%00",
        "overdue=x",
    ):
        problem_of(await http.get(f"/v1/applications?{query}", headers=headers), 422, "invalid-input")
    for query in (
        "stage=公示中",
        "q=%25_",
        "after=2026-01-01~",
        "measure=1&overdue=true&lead=x",
        "filed_to=2026-01-01",
    ):
        answer = await http.get(f"/v1/applications?{query}", headers=headers)
        assert answer.json() == {"items": [], "next": None}
