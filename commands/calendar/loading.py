"""Loading a year of the calendar, from the API or the command, and having it taken to the cases."""

import asyncio
from datetime import date

from temporalio.client import Client
from temporalio.service import RPCError

from adapters.store.calendar.moves import unfinished_moves
from adapters.store.calendar.years import KeptYear, YearLoading, keep_year
from adapters.store.reach import STORE_AWAY, Engine
from adapters.temporal.starting import persistently, start_one
from domain.calendar import ANNOUNCED_YEARS
from domain.calendar_announcement import check_announcement
from domain.calendar_move import CALENDAR_MOVE, CalendarMove, calendar_move_id


def load_year(engine: Engine, asked: YearLoading, latest: date) -> KeptYear:
    """Judge an announcement and load it. The same announcement again gives what was loaded.

    A year that comes with the release can only be loaded as it is, for its document: no term moves by that.

    Args:
        engine: the store.
        asked: what is loaded, by whom, and why where the year was loaded before.
        latest: the last day on which a document can have been issued.

    Raises:
        InvalidInput: with every wrong field.
    """
    check_announcement(asked.announced, latest)
    moves = asked.announced.year not in ANNOUNCED_YEARS
    return keep_year(engine, asked.model_copy(update={"moves": moves}))


async def start_move(client: Client, task_queue: str, year: int, version: int) -> None:
    """Have a load taken to the cases; asked again, it goes on as it is. One that was broken off begins anew.

    Raises:
        RPCError: Temporal does not answer; a worker that starts later asks again.
    """
    await start_one(
        client,
        CALENDAR_MOVE,
        CalendarMove(year=year, version=version),
        identifier=calendar_move_id(year, version),
        task_queue=task_queue,
        summary=f"{year}年放假安排：调整在办案件的期限",
    )


async def start_left_moves(client: Client, task_queue: str, engine: Engine) -> None:
    """Have every load taken to the cases of which nobody could tell Temporal; tried until it takes them."""

    async def start() -> None:
        for year, version in await asyncio.to_thread(unfinished_moves, engine):
            await start_move(client, task_queue, year, version)

    await persistently(start, "a loaded calendar could not be taken to the cases", (RPCError, *STORE_AWAY))
