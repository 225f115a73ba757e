"""How far a loaded year was taken to the cases: which were found, which terms moved, and the end."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from adapters.store.cases.office_matters import OfficeMatter
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.calendar_year import CalendarMoveRow, CalendarNotice
from adapters.store.tables.case_file import CaseFile
from adapters.store.writing import hold
from domain.calendar_years.move import CalendarMove
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.frozen import Frozen
from domain.office_mail import OfficeMailCase


class PartyLine(Frozen):
    """One moved term of a case, for the office that has it."""

    party: str
    line: OfficeMailCase


def open_matters(session: Session, after: str, limit: int) -> tuple[list[OfficeMatter], str | None]:
    """A page of the open cases behind a case number, and where the next page begins; None after the last."""
    wanted = (
        select(CaseFile.number, CaseFile.plan, CaseFile.progress)
        .where(col(CaseFile.final).is_(False), CaseFile.number > after)
        .order_by(col(CaseFile.number))
        .limit(limit)
    )
    rows = session.exec(wanted).all()
    matters = [
        OfficeMatter(plan=CasePlan.model_validate(plan), progress=Progress.model_validate(progress))
        for _, plan, progress in rows
        if progress  # a case that was only numbered has no terms yet
    ]
    return matters, rows[-1][0] if len(rows) == limit else None


def note_case(
    session: Session, version: int, number: str, round_: int, at: datetime, moved: Iterable[PartyLine]
) -> None:
    """Write down that a case is told, and which terms of offices move; once for version and case."""
    if session.get(CalendarNotice, (version, number)) is None:
        lines = [line.model_dump(mode="json") for line in moved]
        session.add(
            CalendarNotice(version=version, case_number=number, round=round_, found_at=at, moved=lines)
        )


def lines_of(session: Session, version: int, round_: int) -> dict[str, list[OfficeMailCase]]:
    """The moved terms that a round found, by the office that has them."""
    wanted = (
        select(CalendarNotice.moved)
        .where(CalendarNotice.version == version, CalendarNotice.round == round_)
        .order_by(col(CalendarNotice.case_number))
    )
    found: dict[str, list[OfficeMailCase]] = {}
    for moved in session.exec(wanted):
        for content in moved:
            each = PartyLine.model_validate(content)
            found.setdefault(each.party, []).append(each.line)
    return found


def finish_move(session: Session, version: int, mails: int, left: int, at: datetime) -> None:
    """The load has reached the cases; ``left`` of them had not followed when it gave up waiting, and may still be told."""
    move = session.get_one(CalendarMoveRow, version)
    if move.finished_at is None or move.left:
        move.mails, move.left, move.finished_at = mails, left, at
        session.add(move)


def unfinished_moves(engine: Engine) -> list[CalendarMove]:
    """Every change that has not reached the cases yet."""
    wanted = (
        select(CalendarMoveRow)
        .where(col(CalendarMoveRow.finished_at).is_(None))
        .order_by(col(CalendarMoveRow.version))
    )
    with open_session(engine) as session:
        return [CalendarMove(version=row.version, occasion=row.occasion) for row in session.exec(wanted)]


def latest_version(session: Session) -> int:
    """The number of the last change; zero before the first."""
    return session.exec(select(func.max(CalendarMoveRow.version))).one() or 0


def begin_move(session: Session, occasion: str, finished_at: datetime | None = None) -> CalendarMoveRow:
    """Number a change of the calendar; one that moves nothing is finished at once."""
    hold(session, "calendar-years")
    row = CalendarMoveRow(version=latest_version(session) + 1, occasion=occasion, finished_at=finished_at)
    session.add(row)
    session.flush()
    return row
