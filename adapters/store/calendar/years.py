"""Announced years of the calendar: loading one, reading them, and the calendar that a transaction counts by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.calendar.moves import begin_move, latest_version
from adapters.store.calendar.outages import counting_outages
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.tables.calendar_year import CalendarMoveRow, CalendarYear
from adapters.store.writing import hold
from domain.audit.entry import HOUSE
from domain.calendar import WorkingCalendar
from domain.calendar_years.announced_year import AnnouncedYear
from domain.calendar_years.announcement import changed_days
from domain.calendar_years.move import CalendarMove
from domain.errors import FieldError, InvalidInput
from domain.frozen import Frozen


class KeptYear(Frozen):
    """A year as it was loaded, with how far it was taken to the cases.

    Attributes:
        version: counts the loads of the installation.
        reason: why the year was announced anew; empty for the first time.
        loaded_by: account id, or ``command-line``.
        finished_at: when the last case had followed, or it was given up; None while the move goes on.
        mails: to officials whose terms moved.
        left: cases that had not followed when it was given up.
    """

    version: int
    year: int
    announced: AnnouncedYear
    digest: str
    reason: str = ""
    loaded_by: str
    loaded_at: datetime
    finished_at: datetime | None = None
    mails: int = 0
    left: int = 0

    @property
    def move(self) -> CalendarMove:
        """Its way to the cases."""
        return CalendarMove(version=self.version, occasion=self.announced.source.named)

    @property
    def moves_nothing(self) -> bool:
        """Whether every day counted as it says before it was loaded."""
        return self.finished_at == self.loaded_at

    @property
    def has_reached_all(self) -> bool:
        """Whether every case has followed."""
        return self.finished_at is not None and not self.left


class YearLoading(Frozen):
    """A year that somebody loads."""

    announced: AnnouncedYear
    reason: str = ""
    account: str
    party: str = ""
    at: datetime


def keep_year(engine: Engine, asked: YearLoading) -> KeptYear:
    """Load a year: a new version beside those that are there. The same content again gives the version that counts.

    Raises:
        InvalidInput: the year is loaded already with other days, and no reason is given for the change.
    """
    with transaction(engine) as session:
        hold(session, "calendar-years")
        known = _newest(session, asked.announced.year)
        if known is not None and known.digest == asked.announced.digest:
            return _kept(known, session.get_one(CalendarMoveRow, known.version))
        if known is not None and not asked.reason.strip():
            raise _unexplained(known)
        return _add(session, asked, known)


def _unexplained(known: CalendarYear) -> InvalidInput:
    return InvalidInput(
        f"{known.year}年的放假安排已于此前装载（{known.source_number}），所填内容与其不同。",
        why="更正已装载的年度会使在办案件的期限变动，须留有依据。",
        remedy="请核对内容；确需更正的，在 reason 中说明理由后重新提交，原版本予以保留。",
        fields=(FieldError(path="reason", message="更正已装载的年度须说明理由"),),
    )


def _add(session: Session, asked: YearLoading, known: CalendarYear | None) -> KeptYear:
    announced, years = asked.announced, counting_years(session)
    after = [*(year for year in years if year.year != announced.year), announced]
    moves = changed_days(announced, WorkingCalendar(loaded=years), WorkingCalendar(loaded=after))
    move = begin_move(session, announced.source.named, None if moves else asked.at)
    row = CalendarYear(
        version=move.version,
        year=announced.year,
        content=announced.model_dump(mode="json"),
        source_number=announced.source.number,
        issued_on=announced.source.issued_on,
        digest=announced.digest,
        reason=asked.reason if known is not None else "",
        loaded_by=asked.account,
        loaded_at=asked.at,
    )
    session.add(row)
    append(
        session,
        chain=HOUSE,
        at=asked.at,
        action="calendar:loaded",
        actor=asked.account,
        party=asked.party,
        subject=str(announced.year),
        before=_audited(known) if known is not None else {},
        after=_audited(row),
    )
    return _kept(row, move)


def _audited(row: CalendarYear) -> dict[str, Any]:
    return row.model_dump(include={"version", "source_number", "digest", "reason"})


def _newest(session: Session, year: int) -> CalendarYear | None:
    wanted = select(CalendarYear).where(CalendarYear.year == year).order_by(col(CalendarYear.version).desc())
    return session.exec(wanted.limit(1)).first()


def _kept(row: CalendarYear, move: CalendarMoveRow) -> KeptYear:
    return KeptYear(
        **row.model_dump(include={"version", "year", "digest", "reason", "loaded_by", "loaded_at"}),
        announced=AnnouncedYear.model_validate(row.content),
        **move.model_dump(include={"finished_at", "mails", "left"}),
    )


def read_years(engine: Engine, year: int | None = None) -> list[KeptYear]:
    """Every version of every loaded year, or of one, the newest first."""
    wanted = (
        select(CalendarYear, CalendarMoveRow)
        .where(CalendarMoveRow.version == CalendarYear.version)
        .order_by(col(CalendarYear.version).desc())
    )
    if year is not None:
        wanted = wanted.where(CalendarYear.year == year)
    with open_session(engine) as session:
        return [_kept(row, move) for row, move in session.exec(wanted)]


def counting(loads: Iterable[KeptYear]) -> list[AnnouncedYear]:
    """The announcement of each year that counts, from all loads, the newest first."""
    newest: dict[int, AnnouncedYear] = {}
    for kept in loads:
        newest.setdefault(kept.year, kept.announced)
    return list(newest.values())


def counting_years(session: Session) -> list[AnnouncedYear]:
    """The version of each loaded year that counts."""
    rows = session.exec(select(CalendarYear).order_by(col(CalendarYear.version)))
    newest = {row.year: row for row in rows}
    return [AnnouncedYear.model_validate(row.content) for row in newest.values()]


@dataclass(frozen=True)
class _Read:
    """A calendar, the store that it was read from, and the version up to which it was."""

    store: object
    version: int
    calendar: WorkingCalendar


class StoredCalendar:
    """The calendar with the years of the store. Each transaction asks whether anything new was loaded.

    So running workers follow a load from their next transaction on, at the cost of one maximum over a primary key.

    Args:
        plain: the calendar without loaded years.
    """

    def __init__(self, plain: WorkingCalendar) -> None:
        self._plain = plain
        self._read = _Read(None, 0, plain)

    @property
    def known(self) -> WorkingCalendar:
        """The calendar as it was last read."""
        return self._read.calendar

    def at(self, session: Session) -> WorkingCalendar:
        """The calendar as a transaction sees it, or as a later one saw it already."""
        store, version, read = session.get_bind().engine.url, latest_version(session), self._read
        if read.store != store or read.version < version:
            read = _Read(
                store, version, self._plain.with_loaded(counting_years(session), counting_outages(session))
            )
            self._read = read
        return read.calendar

    def now(self, engine: Engine) -> WorkingCalendar:
        """The calendar outside any transaction."""
        with open_session(engine) as session:
            return self.at(session)
