"""Every list, with every filter that it takes: a bounded number of statements, each led by an index that has its order.

Counted, not timed: what a database says of its way (EXPLAIN) holds for a million rows as for ten.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event

from tests.activities.casework import Casework
from tests.api.asking import UNIT, log_in
from tests.api.filed_case import filed
from tests.api.pressure.plans import faults_of
from tests.api.published import Published

MOST_READS: Final = 16

LISTS: Final = {
    "/v1/applications": ("auditor", "fgw", "kfq", "yunshu"),
    "/v1/tasks": ("fgw", "kfq", "yunshu", "finance"),
    "/v1/public-notices": ("",),
    "/v1/units": ("auditor",),
}
"""Route → who reads it, each in another way."""

VALUES: Final[dict[str, dict[str, str]]] = {
    "/v1/applications": {
        "stage": "形式审查中",
        "code": "compute_centre_construction",
        "measure": "1",
        "locality": "kfq",
        "lead": "development_and_reform",
        "unit": UNIT,
        "q": "云枢",
        "overdue": "true",
        "filed_from": "2026-01-01",
        "filed_to": "2026-12-31",
        "after": "2026-06-01~LF2026-0101-00001",
        "limit": "2",
    },
    "/v1/tasks": {"mine": "true", "after": "12026-01-01~2026-01-01T00:00:00Z~1", "limit": "2"},
    "/v1/public-notices": {
        "state": "ended",
        "code": "headquarters",
        "after": "current~2026-11-16T02:00:00Z~LF2026-0101-00001",
        "limit": "2",
    },
    "/v1/units": {"q": "云枢", "after": "9113", "limit": "2"},
}
"""A value for each filter of each list."""


def asked(path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A list without filters, with each, and with every two, as each of its readers."""
    names = list(VALUES[path])
    chosen = [(), *((name,) for name in names), *itertools.combinations(names, 2)]
    for who, filters in itertools.product(LISTS[path], chosen):
        yield who, {name: VALUES[path][name] for name in filters}


def test_no_filter_of_a_list_is_forgotten(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    declared = {
        path: {told["name"] for told in paths[path]["get"]["parameters"] if told["in"] == "query"}
        for path in LISTS
    }
    assert declared == {path: set(values) for path, values in VALUES.items()}


@pytest.mark.parametrize("path", LISTS)
async def test_every_list_is_led_by_an_index(
    app: FastAPI, http: httpx.AsyncClient, casework: Casework, path: str
) -> None:
    for running in range(3):
        filed(casework, running)
    Published(casework, "headquarters").publish()
    engine, seen, tokens = app.state.wiring.engine, set[str](), {"": dict[str, str]()}
    with written_down(engine) as statements:
        for who, filters in asked(path):
            headers = tokens[who] if who in tokens else tokens.setdefault(who, await log_in(http, who))
            statements.clear()
            answer = await http.get(path, params=filters, headers=headers)
            assert answer.status_code == 200, answer.text
            reads = [each for each in statements if each[0].startswith("SELECT")]
            assert len(reads) <= MOST_READS, (path, who, filters)
            for statement, parameters in reads:
                if statement not in seen:
                    seen.add(statement)
                    faults = faults_of(engine, statement, parameters, of_desks=path == "/v1/applications")
                    assert not faults, f"{path} {filters} as {who}: {faults}\n{statement}"


@contextmanager
def written_down(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that a store is given meanwhile, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith("EXPLAIN"):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
