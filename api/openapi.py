"""What OpenAPI says beyond the routes themselves: the role of each, and how it refuses."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.auth import role_of
from api.problems import MEDIA_TYPE, Problem

_SAID = {
    400: "Cannot be read: no multipart, or broken",
    401: "Not logged in",
    403: "Not this role, department or person",
    404: "No such thing, or not for the caller",
    409: "Not at this stage, case closed, or key used for something else",
    413: "More than is taken",
    415: "A kind of content that is not taken",
    421: "Asked under a name that is not ours",
    422: "Wrong or missing input by field, or not eligible with every reason",
    429: "Too often, or more at once than a case takes; see Retry-After",
    503: "Temporal or the database is away; nothing was done; see Retry-After",
    504: "The outcome is not known yet; repeat with the same Idempotency-Key",
    507: "No room for files; nothing was kept; see Retry-After",
}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": said,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, said in _SAID.items()
}


def roles_of(dependant: Dependant) -> set[str]:
    """The roles that a route asks for, in words."""
    found = {role for child in dependant.dependencies if (role := role_of(child.call)) is not None}
    return found.union(*(roles_of(child) for child in dependant.dependencies))


def routes_of(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """Every route of ours."""
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Write each route's role into its description, and the problem into the schemas."""
    made, routes = app.openapi, routes_of(routers)

    def complete() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        schema = made()
        for route in routes:
            for method in route.methods or ():
                operation = schema["paths"].get(route.path, {}).get(method.lower())
                if operation is not None:
                    roles = "、".join(sorted(roles_of(route.dependant)))
                    operation["description"] = f"{operation.get('description', '')}\n\n角色：{roles}"
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        return schema

    app.openapi = complete  # type: ignore[method-assign]
