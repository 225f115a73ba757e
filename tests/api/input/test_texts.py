"""Every text that a route takes: nothing unseen, nothing that deceives, whoever sends it and wherever it stands."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from adapters.store.engine import open_session
from adapters.store.schema import CaseFile
from tests.api.asking import application, log_in, new_key, paths_of, problem_of
from tests.api.places_in_bodies import Case, changed, days_of, others_of, spelled, texts_of

DECEIVING = ("\u202e", "\x1b", "\u2067", "\x07")
MISPLACED = ("\n", "\t", *DECEIVING)


@pytest.mark.parametrize("sign", MISPLACED)
@pytest.mark.parametrize("field", ["unit_name", "award_base_key", "maker"])
async def test_a_name_with_signs_that_deceive_is_refused(
    http: httpx.AsyncClient, field: str, sign: str
) -> None:
    body = application(**{field: f"云枢{sign}fdp.exe"})
    answer = await http.post("/v1/applications", json=body, headers=await log_in(http, "yunshu") | new_key())
    problem = problem_of(answer, 422, "invalid-input")
    assert field in paths_of(problem)
    assert all(told["message"].endswith(("重新输入", "制表符")) for told in problem["errors"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\ufeff阿迪力·\u200b买买提", "阿迪力·买买提"),
        ("阿迪力•买买提\n", "阿迪力·买买提"),
        (" 阿迪力 ・ 买买提", "阿迪力·买买提"),
        ("Cafe\u0301", "Café"),
    ],
)
async def test_a_name_is_kept_in_one_spelling(
    http: httpx.AsyncClient, app: FastAPI, typed: str, kept: str
) -> None:
    facts = {"uses_local_platform": True, "compute_fee": "100000.00"}
    body = application(measure="compute_usage_voucher", maker=typed, facts=facts)
    asked = {**await log_in(http, "yunshu"), **new_key()}
    answer = await http.post("/v1/applications", json=body, headers=asked)
    assert answer.status_code == 503, answer.text  # Temporal is away; the draft is kept
    with open_session(app.state.wiring.engine) as session:
        assert [case.maker for case in session.scalars(select(CaseFile))] == [kept]


@pytest.mark.parametrize("sign", MISPLACED)
async def test_a_text_among_the_figures_is_refused_by_its_name(http: httpx.AsyncClient, sign: str) -> None:
    facts = {"product_name": f"灵犀{sign}装备", "category": "装备", "summary": "第一行\n第二行"}
    answer = await http.post("/v1/quotes", json={"measure": "product_catalogue", "facts": facts})
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {"facts.product_name"}


Places: TypeAlias = Callable[[dict[str, Any]], Iterator[Case]]


DAYS = ("0001-01-01", "9999-12-31", 0, 1764374400, "1764374400", "2026-03-01T00:00:00", "20260301", True)
BOOLEANS = ("yes", "on", "t", "true", "1", 1, 0, 1.0)
WHOLE = ("1", 1.0, "1.0", True, 1.5)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("places", "wrong", "at_least"),
    [
        *((texts_of, (f"云{sign}枢",), 60) for sign in DECEIVING),
        (days_of, DAYS, 15),
        (partial(others_of, kind="boolean"), BOOLEANS, 4),
        (partial(others_of, kind="integer"), WHOLE, 4),
    ],
)
async def test_no_route_takes_what_deceives_or_what_nobody_writes_so(
    http: httpx.AsyncClient,
    app: FastAPI,
    everybody: str,
    places: Places,
    wrong: tuple[Any, ...],
    at_least: int,
) -> None:
    headers = await log_in(http, everybody)
    asked = 0
    for method, path, body, place in places(app.openapi()):
        for value in wrong:
            answer = await http.request(
                method, path, json=changed(body, place, value), headers=headers | new_key()
            )
            assert answer.status_code == 422, (path, place, value, answer.status_code, answer.text)
            told = paths_of(answer.json())
            assert any(spelled(place) in path or path in spelled(place) for path in told), (path, place, told)
        asked += 1
    assert asked > at_least
