"""Every operation of the API with a way to ask for it: what stands in its path, its query and its body."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.app import PLAIN_ROUTERS, ROUTERS
from api.openapi import routes_of
from commands.access.roles import Roles
from tests.api.asking import UNIT
from tests.api.people_at_desks import NUMBER
from tools.demo.paper import pdf_of

_PAPER = pdf_of("材料")

NOBODY = "0" * 32
"""An id of nothing."""

PLACES: Mapping[str, str] = {
    "account": NOBODY,
    "alarm": "1",
    "code": UNIT,
    "delegation": NOBODY,
    "department": "education",
    "file": NOBODY,
    "identifier": NOBODY,
    "letter": NOBODY,
    "list_id": "BF2026-00001",
    "n": "1",
    "name": "x",
    "number": NUMBER,
    "objection": NOBODY,
    "panel": NOBODY,
    "payment": "p",
    "seq": "1",
    "username": "li",
    "year": "2026",
}
"""What stands in a path; a name that is not here is one that this matrix does not know how to ask for yet."""

QUERIES: Mapping[str, tuple[dict[str, str], ...]] = {
    "/v1/applications": ({}, {"q": "云枢"}, {"unit": UNIT}),
    "/v1/ledger": ({}, {"case": NUMBER}, {"unit": UNIT}),
    "/v1/tasks": ({}, {"mine": "true"}),
    "/v1/delegations": ({"past": "true"},),
    "/v1/invitations/template": ({"measure": "compute_centre_construction"},),
    "/v1/earlier-awards/template": ({"measure": "compute_centre_construction"},),
}


@dataclass(frozen=True)
class Operation:
    """One method of one route, and one way to ask."""

    method: str
    route: APIRoute
    query: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a test names it."""
        return f"{self.method} {self.route.path}"

    @property
    def roles(self) -> set[str]:
        """The roles that it is for; none where it asks for no log-in."""
        return {role.value for roles in _asked(self.route.dependant) for role in roles.roles}

    def path(self, **known: str) -> str:
        """The address, with what is known to be there."""
        given = {**PLACES, **known}
        return re.sub(r"{(\w+)(?::\w+)?}", lambda place: given[place[1]], self.route.path)

    def content(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The body as the documentation shows it; a file where one is asked for."""
        if self.method == "GET":
            return {}
        asked = (
            schema["paths"][self.route.path][self.method.lower()].get("requestBody", {}).get("content", {})
        )
        if "multipart/form-data" in asked and "application/json" not in asked:
            return {"data": {"code": "1.1-1"}, "files": {"file": ("a.pdf", _PAPER)}}
        shape = asked.get("application/json", {}).get("schema", {})
        named = schema["components"]["schemas"].get(str(shape.get("$ref")).rpartition("/")[2], shape)
        return {"json": next(iter(named.get("examples", ())), {})}


def _asked(dependant: Any) -> Iterator[Roles]:
    if isinstance(dependant.call, Roles):
        yield dependant.call
    for child in dependant.dependencies:
        yield from _asked(child)


@cache
def operations() -> tuple[Operation, ...]:
    """All of them, those that only read first."""
    found = [
        Operation(method, route, query)
        for route in routes_of((*ROUTERS, *PLAIN_ROUTERS))
        for method in sorted(route.methods or ())
        for query in QUERIES.get(route.path, ({},))
    ]
    return tuple(sorted(found, key=lambda each: each.method != "GET"))


def served_by(app: FastAPI) -> set[str]:
    """What the application answers, by its own account."""
    return {
        f"{method.upper()} {path}"
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if method in {"get", "put", "post", "patch", "delete"}
    }
