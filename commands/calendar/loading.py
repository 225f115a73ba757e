"""Loading a year of the calendar, from the API or the command, and having every change taken to the cases."""

import asyncio
from datetime import UTC, date, datetime

from temporalio.client import Client
from temporalio.service import RPCError

from adapters.store.calendar.moves import unfinished_moves
from adapters.store.calendar.releases import keep_release
from adapters.store.calendar.years import KeptYear, YearLoading, keep_year
from adapters.store.reach import STORE_AWAY, Engine
from adapters.temporal.starting import persistently, start_one
from domain.calendar import ANNOUNCED_YEARS, release_digest
from domain.calendar_years.announcement import check_announcement
from domain.calendar_years.move import CALENDAR_MOVE, CalendarMove, calendar_move_id


def load_year(engine: Engine, asked: YearLoading, latest: date) -> KeptYear:
    """Judge an announcement and load it; it wins over the release. The same announcement again gives what was loaded.

    Args:
        engine: the store.
        asked: what is loaded, by whom, and why where the year was loaded before.
        latest: the last day on which a document can have been issued.

    Raises:
        InvalidInput: with every wrong field.
    """
    check_announcement(asked.announced, latest)
    return keep_year(engine, asked)


async def start_move(client: Client, task_queue: str, move: CalendarMove) -> None:
    """Have a change taken to the cases; asked again, it goes on as it is. One that was broken off begins anew.

    Raises:
        RPCError: Temporal does not answer; a worker that starts later asks again.
    """
    await start_one(
        client,
        CALENDAR_MOVE,
        move,
        identifier=calendar_move_id(move.version),
        task_queue=task_queue,
        summary=f"调整在办案件的期限：{move.occasion}",
    )


async def follow_calendar(client: Client, task_queue: str, engine: Engine) -> None:
    """What a worker does when it starts: a newer release's calendar, and all that is left, goes to the cases."""

    async def note() -> None:
        await asyncio.to_thread(
            keep_release, engine, release_digest(), ANNOUNCED_YEARS[-1], datetime.now(UTC)
        )

    await persistently(note, "the release's calendar could not be written down", STORE_AWAY)
    await start_left_moves(client, task_queue, engine)


async def start_left_moves(client: Client, task_queue: str, engine: Engine) -> None:
    """Have every change taken to the cases of which nobody could tell Temporal; tried until it takes them."""

    async def start() -> None:
        for move in await asyncio.to_thread(unfinished_moves, engine):
            await start_move(client, task_queue, move)

    await persistently(start, "a changed calendar could not be taken to the cases", (RPCError, *STORE_AWAY))
