"""Which methods an address takes: every route of it, where the library names those of the first one alone (RFC 9110, 15.5.6)."""

import re
from functools import cache
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.problems import on_http_error


def on_other_method(request: Request, error: Exception) -> JSONResponse:
    """An error of HTTP; of a method that is not taken, with all those that are."""
    answer = on_http_error(request, error)
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(sorted(methods_at(request)))
    return answer


def methods_at(request: Request) -> set[str]:
    """The methods of all routes that have an address."""
    path = request.url.path
    found = (
        each for each in iter_route_contexts(request.app.routes) if each.path and _form(each.path).match(path)
    )
    return set().union(*(each.methods or () for each in found))


@cache
def _form(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]
