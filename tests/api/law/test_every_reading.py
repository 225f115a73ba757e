"""Every reading is switched once through HTTP, and what is asked afterwards is read the other way."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.asking import TODAY, application, log_in, new_key, paths_of, problem_of
from tests.api.law.test_readings import switch
from tests.api.simulation.test_simulations import ended, submit

DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "every_reading.toml").read_text(encoding="utf-8")
)
CASES = [(name, case) for name, cases in DATA.items() for case in cases]
QUOTED = [(name, case) for name, case in CASES if "facts" in case]
MEETING = [(name, case) for name, case in CASES if "rows" in case]


async def said(http: httpx.AsyncClient, case: dict[str, Any]) -> tuple[str, str]:
    """What a quote comes to, and all that its sheet says."""
    on = case.get("on", TODAY.isoformat())
    body = {"measure": case["measure"], "facts": case["facts"], "on": on}
    answer = await http.post("/v1/quotes", json=body)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return str(found["amount"]), " ".join(line["explanation"] for line in found["lines"])


async def total(http: httpx.AsyncClient, case: dict[str, Any]) -> str:
    """What cases come to together in the sandbox, each after the other."""
    common = {"unit": "甲", "locality": "kfq"}
    rows = [
        {"case_number": f"{copy}-{at}", **common, **row}
        | ({"unit": f"单位{copy}"} if "copies" in case else {})
        for copy in range(case.get("copies", 1))
        for at, row in enumerate(case["rows"])
    ]
    written = io.StringIO()
    writer = csv.DictWriter(written, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    result: dict[str, Any] = (await ended(http, await submit(http, written.getvalue())))["result"]
    return str(result["amount"])


@pytest.mark.parametrize(("name", "case"), QUOTED, ids=lambda each: each if isinstance(each, str) else "")
async def test_a_quote_is_read_the_other_way(
    http: httpx.AsyncClient, name: str, case: dict[str, Any]
) -> None:
    amount, sheet = await said(http, case)
    assert case["before"] == amount or case["before"] in sheet, (amount, sheet)
    assert (await switch(http, name, value=case["value"])).status_code == 201
    amount, sheet = await said(http, case)
    assert case["after"] == amount or case["after"] in sheet, (amount, sheet)
    assert "廊科规〔2026〕8号" in sheet or amount == "0.00"


@pytest.mark.parametrize(("name", "case"), MEETING, ids=lambda each: each if isinstance(each, str) else "")
async def test_cases_that_meet_are_read_the_other_way(
    http: httpx.AsyncClient, name: str, case: dict[str, Any]
) -> None:
    assert await total(http, case) == case["before"]
    assert (await switch(http, name, value=case["value"])).status_code == 201
    assert await total(http, case) == case["after"]


async def test_every_reading_of_the_page_is_switched_here(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/v1/readings")).json()
    how_much = {each["name"] for each in listed if not each["name"].startswith("closing5.")}  # who looks on
    assert how_much == DATA.keys()
    assert len(DATA) == 20


@pytest.mark.parametrize(
    ("measure", "facts"),
    [
        ("first_equipment", {"unit_price": "1000000.00"}),
        ("first_software", {"sales_year": 2025, "annual_sales": "1000000.00"}),
    ],
)
async def test_the_tax_is_asked_by_field_while_it_counts(
    http: httpx.AsyncClient, measure: str, facts: dict[str, Any]
) -> None:
    async def asked() -> bool:
        schema = (await http.get(f"/v1/measures/{measure}")).json()["facts"]["filing"]
        return "value_added_tax" in schema["required"]

    quote = {"measure": measure, "facts": facts}
    body = application(measure=measure, award_base_key="焊接机器人LX-8", facts=facts)
    assert not await asked()
    assert (await http.post("/v1/quotes", json=quote)).status_code == 200
    await switch(http, "m8.base", value="with_tax")
    assert await asked()
    refused = problem_of(await http.post("/v1/quotes", json=quote), 422, "invalid-input")
    assert paths_of(refused) == {"facts.value_added_tax"}
    headers = await log_in(http, "yunshu") | new_key()
    filed = problem_of(await http.post("/v1/applications", json=body, headers=headers), 422, "invalid-input")
    assert "facts.value_added_tax" in paths_of(filed)


async def test_a_special_audit_report_is_not_asked_where_declared_figures_do(http: httpx.AsyncClient) -> None:
    async def asked() -> set[str]:
        documents = (await http.get("/v1/measures/training_base")).json()["documents"]
        return {document["code"] for document in documents}

    before = await asked()
    await switch(http, "audited", value="declared")
    assert before - await asked() == {"11.2-2"}
