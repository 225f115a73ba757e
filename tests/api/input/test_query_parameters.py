"""Every route takes the query parameters that it declares, each of them once, and refuses every other one, whoever calls."""

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args
from urllib.parse import parse_qsl, quote

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import PLAIN_ROUTERS, ROUTERS
from api.door.query_parameters import declared, kinds
from api.openapi import routes_of
from tests.api.asking import log_in, paths_of, problem_of

ROUTES = routes_of((*ROUTERS, *PLAIN_ROUTERS))
GOOD = dict(
    parse_qsl(
        "limit=1&after=1&sample=0&year=2026&measure=1&code=x&case=x&unit=x&lead=x&locality=x&q=x"
        "&from=2026-01-01&to=2026-12-31&filed_from=2026-01-01&filed_to=2026-12-31&document_number=x&format=csv"
        "&stage=公示中&state=ended&status=done&account=budget&movement=paid&overdue=false&past=true&mine=true"
        "&dry_run=true&token=x"
    )
)
"""A good value of each parameter."""
GOOD_HERE = {
    "/v1/applications": {"after": "2026-01-01~x"},
    "/v1/tasks": {"after": "1x~2026-01-01T00:00:00Z~1"},
    "/v1/public-notices": {"after": "ended~2026-01-01T00:00:00Z~x"},
    "/v1/alarms": {"status": "all"},
    "/v1/bulk-acts": {"after": "0" * 32},
    "/v1/invitations/template": {"measure": "revenue_milestone"},
}
"""Where a parameter of the same name is written otherwise."""
IN_PATH = {"identifier": "0" * 32, "year": "2026"}
CALLERS = ("administrator", "finance", "gxj")
"""Between them they are let in wherever there is something to filter."""


def operations() -> Iterator[tuple[str, APIRoute, str]]:
    """Each method of each route, with an address of it."""
    for route in ROUTES:
        path = re.sub(r"{(\w+)}", lambda part: IN_PATH.get(part[1], "1"), route.path)
        yield from ((method, route, path) for method in sorted(route.methods or ()))


def test_the_application_serves_no_route_that_is_not_asked_here(app: FastAPI) -> None:
    served = {(context.path, *sorted(context.methods or ())) for context in iter_route_contexts(app.routes)}
    assert served == {(route.path, *sorted(route.methods or ())) for route in ROUTES}


async def test_a_route_refuses_a_parameter_that_it_does_not_have_and_tells_those_that_it_has(
    http: httpx.AsyncClient,
) -> None:
    for method, route, path in operations():
        answer = await http.request(method, f"{path}?limt=1")
        problem = problem_of(answer, 422, "invalid-input")
        assert problem["errors"] == [{"path": "limt", "message": "没有这一参数"}], path
        known = declared(route.dependant)
        told = f"可用的参数：{'、'.join(known)}。" if known else "此地址不带查询参数。"
        assert problem["remedy"].endswith(told), path


async def test_a_route_refuses_a_parameter_that_is_given_twice(http: httpx.AsyncClient) -> None:
    for method, route, path in operations():
        for name in declared(route.dependant):
            answer = await http.request(method, f"{path}?{name}=1&{name}=1")
            problem = problem_of(answer, 422, "invalid-input")
            assert problem["errors"] == [{"path": name, "message": "只能给出一次"}], path


async def test_a_route_takes_every_parameter_that_it_has(http: httpx.AsyncClient) -> None:
    headers = [await log_in(http, name) for name in CALLERS]
    for method, route, path in operations():
        good = GOOD | GOOD_HERE.get(route.path, {})
        if query := {name: good[name] for name in declared(route.dependant)}:
            answers = [await http.request(method, path, params=query, headers=known) for known in headers]
            let_in = [answer for answer in answers if answer.status_code != httpx.codes.FORBIDDEN]
            assert let_in, path
            for answer in let_in:
                is_problem = answer.headers["content-type"] == "application/problem+json"
                wrong = paths_of(answer.json()) if is_problem else set()  # pages tell in words
                assert answer.status_code in {200, 404, 422}, path
                assert wrong <= {"body", "file", "measure"} - query.keys(), path  # which are not given here


def test_openapi_tells_the_parameters_that_are_taken(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    for method, route, _ in operations():
        if route.include_in_schema:
            told = paths[route.path][method.lower()].get("parameters", ())
            assert [each["name"] for each in told if each["in"] == "query"] == declared(route.dependant)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e"])
async def test_no_part_of_an_address_has_signs_that_deceive(http: httpx.AsyncClient, sign: str) -> None:
    headers = await log_in(http, "administrator")
    for method, route, path in operations():
        for name in declared(route.dependant):
            answer = await http.request(method, path, params={name: f"一{sign}号"}, headers=headers)
            assert name in paths_of(problem_of(answer, 422, "invalid-input")), path
    for path in (
        "/v1/applications/{0}",
        "/v1/applications/LF{0}1/clock",
        "/v1/units/{0}",
        "/v1/measures/a{0}b",
    ):
        answer = await http.get(path.format(quote(sign)), headers=headers)
        assert answer.status_code in (404, 422), path
        assert sign not in answer.text


OTHERWISE = {
    bool: ("yes", "on", "1", "True", "t", "0"),
    int: ("1.0", "+1", "1_000", " 1", "0x1", "01", "true"),
    date: ("0", "1764374400", "2026-03-01T00:00:00", "20260301", "2026-W09-7"),
}
"""What a library takes for true, for a number and for a day, and nobody writes."""


async def test_what_is_true_how_many_and_which_day_is_written_in_one_way(http: httpx.AsyncClient) -> None:
    headers, asked = await log_in(http, "administrator"), set[type]()
    for method, route, path in operations():
        for name, kind in kinds(route.dependant).items():
            for meant in OTHERWISE.keys() & {kind, *get_args(kind)}:
                for value in OTHERWISE[meant]:
                    answer = await http.request(method, path, params={name: value}, headers=headers)
                    assert paths_of(problem_of(answer, 422, "invalid-input")) == {name}, (path, value)
                asked.add(meant)
    assert asked == OTHERWISE.keys()
