"""The documentation of the API: OpenAPI as JSON, and a page that reads it. Routes like all others, with what all others have."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

from api.auth import Public

router = APIRouter(include_in_schema=False, dependencies=[Public])


@router.get("/openapi.json", response_model=None)
def schema(request: Request) -> dict[str, Any]:
    """Every route that stands in the documentation, with its role and its refusals."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/docs")
def page(request: Request) -> HTMLResponse:
    """The page to read and to try."""
    return get_swagger_ui_html(openapi_url="openapi.json", title=request.app.title)
