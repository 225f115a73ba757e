"""Public notices, for anyone: as JSON, and as pages to read and print."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from adapters.files.media import ENDINGS
from api.acts.acting import CaseNumberPath
from api.auth import Public
from api.notices.outside import EVIDENCE
from api.notices.queries import MOST, Which, listed, single
from api.notices.views import Notice
from api.pages import KEPT_A_MINUTE, page
from api.paging import link_onward
from api.wiring import Wired
from domain.errors import InvalidInput, NotFound
from domain.words import LONGEST

router = APIRouter(prefix="/v1/public-notices", tags=["公示"], dependencies=[Public])
pages = APIRouter(prefix="/public-notices", include_in_schema=False, dependencies=[Public])

Code = Annotated[str | None, Query(max_length=64, description="Only of one type, by its code.")]
State = Annotated[Which, Query(description="all, current (on notice now) or ended.")]

ON_A_PAGE = 50

ENDINGS_TAKEN = ",".join(ending for endings in ENDINGS.values() for ending in endings)
"""For the browser, which offers no other files."""


@router.get("", summary="公示列表")
def public_notices(
    wired: Wired,
    request: Request,
    response: Response,
    state: State = Which.ALL,
    code: Code = None,
    after: Annotated[str | None, Query(max_length=100, description="As the header ``Link`` has it.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> list[Notice]:
    """The latest notice of each case: those that take objections or wait for a finding first, then those that ended.

    Each as it was published; natural persons are masked and free text is left out. An ended notice stays readable for a year.
    Where there are more, the header ``Link`` says where (``rel="next"``).
    """
    notices, onward = listed(wired, state, code, after=after, limit=limit)
    if onward:
        link_onward(request, response, onward, limit)
    return notices


@router.get("/{number}", summary="一项公示")
def public_notice(number: CaseNumberPath, wired: Wired) -> Notice:
    """The latest notice of a case: figures declared and verified, amount with its sheet, objections and findings."""
    return single(wired, number)


@pages.get("")
def list_page(wired: Wired, state: str = "", after: str = "") -> HTMLResponse:
    """The list as pages. Readers mistype addresses: what is no filter filters nothing, what is no place is the first page."""
    which = Which(state) if state in set(Which) else Which.ALL
    try:
        notices, onward = listed(wired, which, after=after or None, limit=ON_A_PAGE)
    except InvalidInput:
        after = ""
        notices, onward = listed(wired, which, limit=ON_A_PAGE)
    at = {"state": which.value, "after": after, "onward": onward}
    return page("notices.html", cache=KEPT_A_MINUTE, notices=notices, at=at)


@pages.get("/{number}")
def single_page(number: CaseNumberPath, wired: Wired) -> HTMLResponse:
    """One notice as a page; an unknown one as a page too."""
    try:
        notice = single(wired, number)
    except NotFound as missing:
        return page("notice_missing.html", 404, facts=missing.facts)
    return page(
        "notice.html",
        cache=KEPT_A_MINUTE,
        notice=notice,
        evidence=EVIDENCE,
        endings=ENDINGS_TAKEN,
        longest=LONGEST,
    )
