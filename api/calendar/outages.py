"""Outages of the office's own system: public to read, entered by administrators."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from temporalio.service import RPCError

from adapters.store.calendar.outages import read_outages
from api.auth import Public, Require
from api.problems import RETRY_SECONDS
from api.wiring import Wired
from commands.access.caller import Caller
from commands.calendar.loading import start_move
from commands.calendar.outages import OutageBody, OutageView, enter_outage, outage_view
from commands.temporal_link import TemporalAway
from domain.case.roles import Role

router = APIRouter(prefix="/v1/outages", tags=["工作日历"])
Administrator = Annotated[Caller, Depends(Require(Role.ADMINISTRATOR))]


@router.get("", summary="停机记录", dependencies=[Public])
def list_outages(wired: Wired) -> list[OutageView]:
    """Every outage, the newest first: which ends of applicants it moved follows from it."""
    return [outage_view(kept) for kept in read_outages(wired.engine)]


@router.post(
    "",
    summary="登记停机",
    status_code=201,
    responses={
        202: {"model": OutageView, "description": "Entered; the cases are told when Temporal is back"}
    },
)
async def enter(body: OutageBody, caller: Administrator, wired: Wired, response: Response) -> OutageView:
    """An administrator enters, once, that the office's own system was away; every applicant's end in it moves.

    An end that lay in it, or within the grace after it, is at the end of the grace now; who has one is written to. The
    same outage again is the one that is there.
    """
    grace = wired.settings.outage_grace_working_days
    kept = await asyncio.to_thread(enter_outage, wired.engine, body, caller, wired.latest_day(), grace)
    try:
        if kept.finished_at is None:
            await start_move(await wired.temporal.client(), wired.settings.task_queue, kept.move)
    except (TemporalAway, RPCError):
        response.status_code = 202
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return outage_view(kept)
