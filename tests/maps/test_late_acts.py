"""An act for a term that was over when it came, before anybody had recorded the end: taken, and the record says late."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from adapters.store.calendar.outages import note_start, note_worker
from adapters.store.engine import open_session
from adapters.store.tables.case_file import ActRow, Timeline
from domain.calendar import WorkingCalendar, shanghai_midnight
from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from domain.departments import APPLICANT
from tests.maps.played_office import PlayedCase, PlayedOffice

CODE = "compute_centre_construction"
DEFECTS = (Defect(item="credit_commitment", problem="未盖章。"),)


async def last_day_of(case: PlayedCase) -> date:
    """The last day of the first open task."""
    term = (await case.progress()).tasks[0].term
    assert term is not None
    return term.due_on


def kept(office: PlayedOffice, kind: str) -> tuple[date | None, str]:
    """What the record says of an act: after which day it came, and the note beside it."""
    with open_session(office.engine) as session:
        (act,) = session.exec(select(ActRow).where(ActRow.kind == kind)).all()
        line = session.exec(select(Timeline).order_by(col(Timeline.id).desc())).first()
    assert line is not None
    return act.late_after, line.note


@pytest.mark.parametrize(("hours", "is_late"), [(-1, False), (0, True), (9, True)])
async def test_an_act_after_the_end_that_nobody_recorded_yet(
    office: PlayedOffice, hours: int, *, is_late: bool
) -> None:
    case = await office.file(CODE)
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    last = await last_day_of(case)
    case.run.at = shanghai_midnight(last + timedelta(days=1)) + timedelta(hours=hours)  # no worker was there
    assert (await case.act("supplement", APPLICANT)).stage is Stage.COMPLETENESS_CHECK
    late_after, note = kept(office, "supplement")
    assert late_after == (last if is_late else None)
    assert ("注明逾期" in note) is is_late


async def test_an_office_that_is_late_is_overdue_and_its_act_bears_no_note(office: PlayedOffice) -> None:
    case = await office.file(CODE)
    case.run.at = shanghai_midnight(await last_day_of(case) + timedelta(days=3))
    await case.act("check_completeness", decision="accept")
    assert kept(office, "check_completeness") == (None, "")


async def test_once_the_end_is_recorded_an_act_is_refused(office: PlayedOffice) -> None:
    case = await office.file(CODE)
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    while not (await case.progress()).final:
        await case.ring()
    with pytest.raises(AssertionError, match="was not taken"):
        await case.act("supplement", APPLICANT)


async def away_over_its_end(office: PlayedOffice) -> tuple[PlayedCase, date]:
    """A case whose applicant's term ended while no worker was there, and its last day; now it is nine o'clock after it."""
    case = await office.file(CODE)
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    last = await last_day_of(case)
    note_worker(office.engine, case.run.at)
    case.run.at = shanghai_midnight(last + timedelta(days=1)) + timedelta(hours=9)
    return case, last


async def test_nobody_is_reminded_of_a_day_that_is_past(office: PlayedOffice) -> None:
    case, _ = await away_over_its_end(office)
    await case.ring()  # the moment of the reminder
    await case.ring()
    assert case.timeline()[-1] == "lapsed"
    assert "applicant_reminded" not in case.timeline()


async def test_nothing_lapses_before_a_grace_after_a_start(office: PlayedOffice) -> None:
    case, last = await away_over_its_end(office)
    assert note_start(office.engine, case.run.at, timedelta(hours=1), 3) is not None
    await case.ring()
    grace = WorkingCalendar().add_working_days(last + timedelta(days=1), 3).on
    assert (await case.stage(), await last_day_of(case)) == (Stage.SUPPLEMENT, grace)
    assert case.timeline()[-1] == "terms_moved"
    assert (await case.act("supplement", APPLICANT)).stage is Stage.COMPLETENESS_CHECK
    assert kept(office, "supplement") == (None, "")
