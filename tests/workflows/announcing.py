"""Announcing the next year that nobody has announced, in a test: loading it, and waiting until cases have followed.

That year, so that a test holds whenever it runs.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta

from temporalio.client import WorkflowHandle
from temporalio.testing import TimeSkipper

from adapters.store.calendar.moves import unfinished_moves
from adapters.store.calendar.years import KeptYear, YearLoading
from adapters.temporal.connect import SKIP_ON_DEMAND
from commands.calendar.loading import load_year
from domain.calendar import ANNOUNCED_YEARS, shanghai_midnight, statutory_days
from domain.calendar_years.announced_year import AnnouncedYear, DayOff, SourceDocument
from domain.calendar_years.move import CalendarMove, calendar_move_id
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

YEAR = max(datetime.now(UTC).year, ANNOUNCED_YEARS[-1]) + 1
"""Nobody has announced it."""


def announced(*more: date) -> AnnouncedYear:
    """The statutory days of the year, and its second week off by a special decision."""
    week = [date(YEAR, 1, day) for day in range(4, 11)]
    named = {**dict.fromkeys((*week, *more), "特别假期"), **statutory_days(YEAR)}
    return AnnouncedYear(
        year=YEAR,
        days_off=tuple(DayOff(on=day, name=name) for day, name in named.items()),
        source=SourceDocument(title="测试用放假安排", number="测试〔0〕1号", issued_on=date(YEAR - 1, 11, 5)),
        departure="测试用。",
    )


def load(office: Office, year: AnnouncedYear, reason: str = "") -> KeptYear:
    """Load it, as the route and the command do."""
    asked = YearLoading(announced=year, reason=reason, account="a0", at=datetime.now(UTC))
    return load_year(office.engine, asked, date(YEAR, 12, 31))


def move_of(office: Office, kept: KeptYear) -> WorkflowHandle[object, CalendarMove]:
    """The workflow that takes a load to the cases."""
    return office.client.get_workflow_handle(calendar_move_id(kept.version), result_type=CalendarMove)


async def case_in_december(office: Office) -> WalkedCase:
    """A case whose lead reviews it from shortly before Christmas on: fifteen working days."""
    case = await office.file("compute_centre_construction")
    await case.skip_to(shanghai_midnight(date(YEAR - 1, 12, 20)))
    await case.walk(Stage.LEAD_REVIEW)
    return case


async def finished(office: Office, kept: KeptYear) -> CalendarMove:
    """Let the pauses between the rounds pass."""
    handle, skipper = move_of(office, kept), TimeSkipper(office.client, config=SKIP_ON_DEMAND)
    async with asyncio.timeout(60):
        while unfinished_moves(office.engine):
            await skipper.fast_forward(handle, timedelta(hours=2))
            await asyncio.sleep(0.2)
        return await handle.result()


async def followed(case: WalkedCase, times: int = 1) -> Progress:
    """Wait until terms of a case have moved so often."""
    async with asyncio.timeout(30):
        while case.timeline().count("terms_moved") < times:
            await asyncio.sleep(0.05)
    return await case.progress()
