"""The office's own system stood still: nothing lapses before a grace after it, and no reminder tells of a day that is past."""

from datetime import date, datetime, timedelta

import pytest

from adapters.store.calendar.outages import OutageEntry, keep_outage, note_start, note_worker, read_outages
from commands.calendar.loading import start_move
from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.calendar_years.move import calendar_move_id
from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from domain.case.user_tasks import Term
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

DEFECTS = (Defect(item="credit_commitment", problem="未盖章"),)


async def supplementing(office: Office) -> tuple[WalkedCase, Term]:
    """A case that waits for its applicant, and until when."""
    case = await office.file("compute_centre_construction")
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    return case, await term_of(case)


async def term_of(case: WalkedCase) -> Term:
    term = (await case.progress()).tasks[0].term
    assert term is not None
    return term


def away(first: date, last: date, at: datetime) -> OutageEntry:
    """Out from the morning of a day to nine o'clock of another."""
    return OutageEntry(
        began_at=shanghai_midnight(first) + timedelta(hours=8),
        ended_at=shanghai_midnight(last) + timedelta(hours=9),
        grace_working_days=3,
        document="测试公告〔2026〕1号",
        reason="停电",
        account="a0",
        at=at,
    )


async def test_an_end_in_an_outage_that_nobody_told_the_case_of_is_moved_before_it_lapses(
    office: Office,
) -> None:
    case, told = await supplementing(office)
    await case.ring()
    entry = away(told.due_on - timedelta(days=1), told.due_on + timedelta(days=1), await case.now())
    keep_outage(office.engine, entry)
    last = WorkingCalendar().add_working_days(told.due_on + timedelta(days=1), 3).on
    await case.skip_to(shanghai_midnight(told.due_on + timedelta(days=1)) + timedelta(hours=9))
    after = await term_of(case)
    assert (await case.stage(), after.due_on) == (Stage.SUPPLEMENT, last)
    assert "terms_moved" in case.timeline()
    while not (await case.progress()).final:
        await case.ring()
    assert case.timeline()[-1] == "lapsed"
    assert case.timeline().count("applicant_reminded") == 1
    assert shanghai_date(await case.now()) == last + timedelta(days=1)


async def test_an_outage_is_taken_to_every_open_case_as_a_change_of_the_calendar(office: Office) -> None:
    case, told = await supplementing(office)
    entry = away(told.due_on, told.due_on + timedelta(days=1), await case.now())
    kept = keep_outage(office.engine, entry)
    assert keep_outage(office.engine, entry).version == kept.version
    await start_move(office.client, office.task_queue, kept.move)
    last = WorkingCalendar().add_working_days(told.due_on + timedelta(days=1), 3).on
    for _ in range(200):
        if (await term_of(case)).due_on == last:
            break
        await case.handle.query("progress")
    assert (await term_of(case)).due_on == last
    await office.client.get_workflow_handle(calendar_move_id(kept.version)).terminate()


async def test_a_year_of_support_is_not_forfeited_in_an_outage(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    while (await case.progress()).tasks[0].acts != ("claim_instalment",):
        await case.ring()
    told = await term_of(case)
    entry = away(told.due_on - timedelta(days=3), told.due_on + timedelta(days=2), await case.now())
    keep_outage(office.engine, entry)
    await case.skip_to(shanghai_midnight(told.due_on + timedelta(days=3)))
    assert (await case.progress()).tasks[0].acts == ("claim_instalment",)
    assert "instalment_missed" not in case.timeline()


@pytest.mark.parametrize(("minutes", "is_outage"), [(59, False), (61, True), (60 * 24 * 6, True)])
def test_a_worker_that_starts_finds_that_none_was_there(
    office: Office, minutes: int, is_outage: bool
) -> None:
    stopped = datetime(2026, 12, 9, 10, tzinfo=shanghai_midnight(date(2026, 12, 9)).tzinfo)
    started = stopped + timedelta(minutes=minutes)
    hour = timedelta(hours=1)
    assert note_start(office.engine, stopped - hour, hour, 3) is None  # the first of an installation
    note_worker(office.engine, stopped)
    found = note_start(office.engine, started, hour, 3)
    assert (found is not None) is is_outage
    assert [(each.began_at, each.ended_at) for each in read_outages(office.engine)] == (
        [(stopped, started)] if is_outage else []
    )
    assert note_start(office.engine, started + hour, hour, 3) is None  # a second worker, an hour later
