"""The calendar of working days: public to read, loaded by administrators."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from temporalio.service import RPCError

from adapters.store.calendar.years import KeptYear, YearLoading, read_years
from api.auth import Public, Require
from api.problems import RETRY_SECONDS
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from commands.calendar.bodies import (
    AnnouncementBody,
    CalendarLine,
    CalendarYearView,
    LoadedView,
    calendar_line,
    calendar_view,
    loaded_view,
)
from commands.calendar.loading import load_year, start_move
from commands.temporal_link import TemporalAway
from commands.wiring import Wiring
from domain.calendar import ANNOUNCED_YEARS
from domain.calendar_years.announcement import LAST_YEAR
from domain.case.roles import Role

router = APIRouter(prefix="/v1/calendar", tags=["工作日历"])
Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]
Year = Annotated[int, Path(ge=ANNOUNCED_YEARS[0], le=LAST_YEAR, examples=[2027])]

CASES = {
    "unaffected": "期限不受影响",
    "being_told": "正在逐案重新计算期限，并告知申请单位和经办人",
    "waiting": "流程引擎暂时无法访问，恢复后逐案重新计算期限；也可再次提交同一内容",
    "told": "在办案件的期限均已重新计算",
}


@router.get("", summary="工作日历：各年度", dependencies=[Public])
def list_years(wired: Wired) -> list[CalendarLine]:
    """Every announced year, and the next one; with its document where one was loaded."""
    loads = read_years(wired.engine)
    loaded = {kept.year for kept in loads}
    years = sorted({*ANNOUNCED_YEARS, *loaded, wired.today().year + 1}, reverse=True)
    return [calendar_line(year, loads) for year in years]


@router.get("/{year}", summary="工作日历：一个年度", dependencies=[Public])
def show_year(year: Year, wired: Wired) -> CalendarYearView:
    """Every day off and every weekend worked in lieu, announced or provisional (暂定), by which document, since when."""
    return calendar_view(year, read_years(wired.engine))


@router.post(
    "/{year}",
    summary="装载一个年度的放假安排",
    status_code=201,
    responses={202: {"model": LoadedView, "description": "Loaded; the cases are told when Temporal is back"}},
)
async def load(
    year: Year, body: AnnouncementBody, caller: Administrator, wired: Wired, response: Response
) -> LoadedView:
    """An administrator loads what the State Council announced. Every wrong day is told at once, and then nothing is loaded.

    The open terms that run into the year are computed again, case by case; applicants and offices whose days move are
    written to. The same announcement again is the same load. Another one for a year that was loaded needs a ``reason``;
    the earlier stays on record. The document wins over what comes with the release, and may name days of the December
    before and of the January after.
    """
    asked = YearLoading(
        announced=body.announced(year),
        reason=body.reason,
        account=caller.account,
        party=party_of_caller(caller),
        at=datetime.now(UTC),
    )
    kept = await asyncio.to_thread(load_year, wired.engine, asked, wired.latest_day())
    cases = await _told(wired, kept)
    if cases == "waiting":
        response.status_code = 202
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Location"] = f"/v1/calendar/{year}"
    return loaded_view(year, await asyncio.to_thread(read_years, wired.engine), cases, CASES[cases])


async def _told(wired: Wiring, kept: KeptYear) -> str:
    """Whether the cases are told of a load; where Temporal is away, a worker sees to it when it starts."""
    if kept.moves_nothing:
        return "unaffected"
    if kept.has_reached_all:
        return "told"
    try:
        client = await wired.temporal.client()
        await start_move(client, wired.settings.task_queue, kept.move)
    except (TemporalAway, RPCError):
        return "waiting"
    return "being_told"
