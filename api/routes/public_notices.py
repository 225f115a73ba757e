"""Public notices, for anyone: as JSON, and as pages to read and print."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.auth import Public
from api.notice_views import Notice
from api.notices import MOST, Which, listed, single
from api.pages import page
from api.routes.acting import CaseNumberPath
from api.wiring import Wiring, wiring
from domain.errors import NotFound

router = APIRouter(prefix="/v1/public-notices", tags=["公示"], dependencies=[Public])
pages = APIRouter(prefix="/public-notices", include_in_schema=False, dependencies=[Public])

Wired = Annotated[Wiring, Depends(wiring)]
Code = Annotated[str | None, Query(max_length=64, description="Only of one type, by its code.")]
State = Annotated[Which, Query(description="all, current (on notice now) or ended.")]


@router.get("", summary="公示列表")
def public_notices(
    wired: Wired,
    state: State = Which.ALL,
    code: Code = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> list[Notice]:
    """The latest notice of each case: those that take objections or wait for a finding first, then those that ended.

    Each as it was published; natural persons are masked and free text is left out. An ended notice stays readable for a year.
    """
    return listed(wired, state, code, limit)


@router.get("/{number}", summary="一项公示")
def public_notice(number: CaseNumberPath, wired: Wired) -> Notice:
    """The latest notice of a case: figures declared and verified, amount with its sheet, objections and findings."""
    return single(wired, number)


@pages.get("")
def list_page(wired: Wired, state: State = Which.ALL) -> HTMLResponse:
    """The list as a page."""
    return page("notices.html", notices=listed(wired, state, None), state=state.value)


@pages.get("/{number}")
def single_page(number: CaseNumberPath, wired: Wired) -> HTMLResponse:
    """One notice as a page; an unknown one as a page too."""
    try:
        notice = single(wired, number)
    except NotFound as missing:
        return page("notice_missing.html", 404, facts=missing.facts)
    return page("notice.html", notice=notice)
