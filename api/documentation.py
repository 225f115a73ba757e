"""The documentation of the API: OpenAPI as JSON, and a page that reads it. Routes like all others, with what all others have.

The page asks for user name and password, so everything that it runs comes from here: Swagger UI lies in the package
``fastapi-swagger``, of which nothing else is used.
"""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, HTMLResponse

from api.auth import Public
from api.pages import TEMPLATES, page

router = APIRouter(include_in_schema=False, dependencies=[Public])

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SWAGGER_UI: Final = Path(str(files("fastapi_swagger") / "resources"))
_FILES: Final = {
    "swagger-ui.css": _SWAGGER_UI / "swagger-ui.css",
    "swagger-ui-bundle.js": _SWAGGER_UI / "swagger-ui-bundle.js",
    "start.js": TEMPLATES / "documentation.js",
}
Part = Annotated[Literal["swagger-ui.css", "swagger-ui-bundle.js", "start.js"], PathParameter()]


@router.get("/openapi.json", response_model=None)
def schema(request: Request) -> dict[str, Any]:
    """Every route that stands in the documentation, with its role and its refusals."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/docs")
def documentation(request: Request) -> HTMLResponse:
    """The page to read and to try."""
    return page("documentation.html", policy=_POLICY, title=request.app.title)


@router.get("/docs/{part}")
def part_of_documentation(part: Part) -> FileResponse:
    """What the page is made of."""
    return FileResponse(_FILES[part], headers={"Cache-Control": "public, max-age=3600"})
