"""What anyone may read: catalogue, quotes, notices, health, OpenAPI."""

import httpx
import pytest

from api.app import PLAIN_ROUTERS, ROUTERS
from api.openapi import roles_of, routes_of
from domain.catalogue.registry import load_catalogue
from tests.api.asking import TODAY, paths_of, problem_of

PUBLIC = {
    *(
        "/v1/auth/token",
        "/v1/auth/password",
        "/v1/measures",
        "/v1/measures/{code}",
        "/v1/quotes",
        "/v1/public-notices",
    ),
    *("/v1/pools", "/v1/pools/{code}/{year}", "/v1/calendar", "/v1/calendar/{year}"),
    *("/v1/outages", "/v1/personal-data"),
    *(
        "/v1/readings",
        "/v1/readings/{name}",
        "/v1/defect-reasons",
        "/v1/product-catalogue",
        "/healthz",
        "/readyz",
        "/mails",
        "/mails/{name}",
    ),
    *("/v1/public-notices/{number}/objections", "/v1/public-notices/{number}/objections/confirmation"),
    *("/v1/public-notices/{number}/objection", "/public-notices/{number}/objection"),
    "/public-notices/{number}/objections",
    *("/v1/public-notices/{number}", "/public-notices", "/public-notices/{number}", "/openapi.json"),
    *("/docs", "/docs/{part}"),
}


async def test_all_types_are_listed_in_the_order_of_the_text(http: httpx.AsyncClient) -> None:
    measures = (await http.get("/v1/measures")).json()
    assert len(measures) == 24
    assert [measure["number"] for measure in measures[:3]] == ["1.1", "1.2", "2.1"]
    assert measures[0]["lead"] == {"id": "development_and_reform", "name": "市发改委"}


@pytest.mark.parametrize("code", sorted(load_catalogue().in_force(TODAY).types))
async def test_every_type_is_described_with_the_schema_of_its_facts(
    http: httpx.AsyncClient, code: str
) -> None:
    answer = await http.get(f"/v1/measures/{code}")
    assert answer.status_code == 200
    assert answer.json()["facts"]["filing"]["additionalProperties"] is False


async def test_an_unknown_type_is_a_problem(http: httpx.AsyncClient) -> None:
    problem_of(await http.get("/v1/measures/free_money"), 404, "not-found")


async def test_a_quote_is_explained(http: httpx.AsyncClient) -> None:
    facts = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
    answer = await http.post("/v1/quotes", json={"measure": "compute_centre_construction", "facts": facts})
    assert answer.status_code == 200, answer.text
    assert answer.json()["amount"] == "10000000.00"
    assert [line["result"] for line in answer.json()["lines"]][-1] == "10000000.00"


async def test_a_quote_takes_later_facts_into_account(http: httpx.AsyncClient) -> None:
    facts = {"commissioned_on": "2026-03-01", "operating_cost": "9860000.00"}
    answer = await http.post("/v1/quotes", json={"measure": "compute_centre_operation", "facts": facts})
    assert answer.json()["amount"] == "1972000.00"


async def test_a_quote_that_is_not_eligible_names_every_reason(http: httpx.AsyncClient) -> None:
    facts = {"parameter_count": 1, "scenario_count": 1, "compute_cost": "1.00"}
    answer = (await http.post("/v1/quotes", json={"measure": "foundation_model", "facts": facts})).json()
    assert (answer["eligible"], len(answer["reasons"])) == (False, 2)


async def test_wrong_facts_are_named_by_path(http: httpx.AsyncClient) -> None:
    facts = {"audited_investment": 1.5, "commissioned_on": "yesterday", "stray": 1}
    answer = await http.post("/v1/quotes", json={"measure": "compute_centre_construction", "facts": facts})
    problem = problem_of(answer, 422, "invalid-input")
    assert paths_of(problem) == {"facts.audited_investment", "facts.commissioned_on", "facts.stray"}


BAD_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b'{"measure": 1, "facts": []}',
    b'{"measure": "\\u0000", "facts": {}}',
    b'{"measure": "\\ud800", "facts": {}}',
    b'{"measure": "foundation_model", "facts": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
    b'{"measure": "foundation_model", "facts": {"compute_cost": NaN}}',
    b'{"measure": "foundation_model", "facts": {"parameter_count": 1e999}}',
    b'{"measure": "foundation_model", "facts": {"parameter_count": ' + b"9" * 5000 + b"}}",
    b'{"measure": "foundation_model", "facts": {}, "on": "0001-01-01"}',
    b'{"measure": "foundation_model", "facts": {}, "on": "9999-12-31"}',
    b'{"measure": "foundation_model", "facts": {}, "stray": 1}',
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
async def test_a_bad_body_is_the_callers_mistake_and_never_ours(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/v1/quotes", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_too_large_is_refused(http: httpx.AsyncClient) -> None:
    problem_of(await http.post("/v1/quotes", content=b" " * 2_000_000), 413, "too-large")


async def test_unknown_addresses_and_methods_are_problems(http: httpx.AsyncClient) -> None:
    problem_of(await http.get("/v1/nothing"), 404, "not-found")
    problem_of(await http.delete("/v1/measures"), 405, "method-not-allowed")
    other = await http.delete("/v1/applications")
    problem_of(other, 405, "method-not-allowed")
    assert other.headers["Allow"] == "GET, POST"


async def test_nothing_is_on_notice_and_nothing_is_listed_at_first(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1/public-notices")).json() == []
    assert (await http.get("/v1/product-catalogue")).json() == []


async def test_the_process_is_healthy_while_temporal_is_away_and_says_that_it_is_not_ready(
    http: httpx.AsyncClient,
) -> None:
    assert (await http.get("/healthz")).json()["status"] == "ok"
    answer = await http.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": True, "temporal": False, "storage": True}
    assert answer.headers["retry-after"]


async def test_the_documentation_is_a_page_that_reads_openapi_beside_it(http: httpx.AsyncClient) -> None:
    page = await http.get("/docs")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '"openapi.json"' in (await http.get("/docs/start.js")).text
    assert (await http.get("/openapi.json")).json()["info"]["title"] == "兑现 Duixian"


async def test_there_is_no_mail_page_unless_it_is_set(http: httpx.AsyncClient) -> None:
    problem_of(await http.get("/mails"), 404, "not-found")


def test_every_route_has_a_role_and_only_the_public_ones_have_none() -> None:
    routes = routes_of((*ROUTERS, *PLAIN_ROUTERS))
    roles = {f"{min(route.methods or {'?'})} {route.path}": roles_of(route.dependant) for route in routes}
    assert all(roles.values()), [path for path, found in roles.items() if not found]
    public = {name.partition(" ")[2] for name, found in roles.items() if found == {"无需登录"}}
    assert public == PUBLIC


async def test_openapi_states_role_summary_problems_and_examples(http: httpx.AsyncClient) -> None:
    schema = (await http.get("/openapi.json")).json()
    operations = [(path, op) for path, item in schema["paths"].items() for op in item.values()]
    assert len(operations) >= 28
    for path, operation in operations:
        assert operation["summary"], path
        assert "角色：" in operation["description"], path
        if path.startswith("/v1"):
            assert "application/problem+json" in operation["responses"]["422"]["content"], path
    assert "Problem" in schema["components"]["schemas"]
    bodies = [name for name in schema["components"]["schemas"] if name.endswith("Body")]
    assert all(schema["components"]["schemas"][name].get("examples") for name in bodies), bodies
    assert not any(path.startswith("/mails") for path in schema["paths"])


async def test_every_number_in_an_address_has_both_ends(http: httpx.AsyncClient) -> None:
    schema = (await http.get("/openapi.json")).json()
    operations = [(path, op) for path, item in schema["paths"].items() for op in item.values()]
    numbers = [
        (path, parameter["name"], parameter["schema"])
        for path, operation in operations
        for parameter in operation.get("parameters", ())
        if parameter["schema"].get("type") == "integer"
    ]
    assert numbers
    unbounded = [(path, name) for path, name, asked in numbers if not {"minimum", "maximum"} <= set(asked)]
    assert unbounded == []


@pytest.mark.parametrize(
    ("measure", "facts"),
    [
        ("settlement_voucher", {"settled_on": "9999-12-31", "unit_kind": "ai_enterprise"}),
        (
            "major_project_investment",
            {
                "agreed_investment": "260000000.00",
                "signed_on": "9999-06-01",
                "construction_started_on": "9999-07-01",
            },
        ),
        ("headquarters", {"established_on": "0001-01-01"}),
    ],
)
async def test_a_day_that_no_calendar_reaches_is_refused_by_field(
    http: httpx.AsyncClient, measure: str, facts: dict[str, str]
) -> None:
    problem = problem_of(
        await http.post("/v1/quotes", json={"measure": measure, "facts": facts}), 422, "invalid-input"
    )
    assert any("2199" in error["message"] for error in problem["errors"])
