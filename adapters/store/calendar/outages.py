"""Outages of the office's own system: entered once with their document, or found by a worker that starts."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.calendar.moves import begin_move
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.tables.calendar_year import CalendarMoveRow, OutageRow, WorkerSeen
from adapters.store.writing import hold
from domain.audit.entry import HOUSE
from domain.calendar import shanghai_date
from domain.calendar_years.move import CalendarMove
from domain.calendar_years.outage import Outage
from domain.case.record.narrative import day_text
from domain.frozen import Frozen

WORKER = "worker"
FOUND = "办理程序启动时发现：此前一段时间没有任何办理程序运行。"
_THE_ROW = 1


class OutageEntry(Frozen):
    """An outage that somebody enters, or that a worker finds.

    Attributes:
        began_at: from when the system was away.
        ended_at: until when.
        document: that says so; empty where a worker found it.
        reason: what happened, in Chinese.
        account: who enters it.
        at: when it is entered.
    """

    began_at: datetime
    ended_at: datetime
    grace_working_days: int
    document: str = ""
    reason: str
    account: str
    party: str = ""
    at: datetime


class KeptOutage(Frozen):
    """An outage as it was entered, with how far it was taken to the cases."""

    version: int
    began_at: datetime
    ended_at: datetime
    grace_working_days: int
    document: str
    reason: str
    entered_by: str
    entered_at: datetime
    occasion: str
    finished_at: datetime | None = None

    @property
    def move(self) -> CalendarMove:
        """Its way to the cases."""
        return CalendarMove(version=self.version, occasion=self.occasion)


def keep_outage(engine: Engine, entry: OutageEntry) -> KeptOutage:
    """Enter an outage; the same one again is the one that is there."""
    with transaction(engine) as session:
        return _kept_outage(session, entry)


def _kept_outage(session: Session, entry: OutageEntry) -> KeptOutage:
    hold(session, "calendar-years")
    same = select(OutageRow).where(
        OutageRow.began_at == entry.began_at,
        OutageRow.ended_at == entry.ended_at,
        OutageRow.document == entry.document,
    )
    known = session.exec(same).first()
    if known is not None:
        return _kept(known, session.get_one(CalendarMoveRow, known.version))
    move = begin_move(session, _occasion(entry))
    row = OutageRow(
        version=move.version,
        **entry.model_dump(exclude={"account", "party", "at"}),
        entered_by=entry.account,
        entered_at=entry.at,
    )
    session.add(row)
    append(
        session,
        chain=HOUSE,
        at=entry.at,
        action="outage:entered",
        actor=entry.account,
        party=entry.party,
        subject=str(move.version),
        after=row.model_dump(mode="json", include={"began_at", "ended_at", "document", "reason"}),
    )
    return _kept(row, move)


def _occasion(entry: OutageEntry) -> str:
    began, ended = (shanghai_date(moment) for moment in (entry.began_at, entry.ended_at))
    until = f"至{day_text(ended)}" if ended != began else ""
    told = f"本系统{day_text(began)}{until}停止服务"
    return f"{told}（{entry.document}）" if entry.document else told


def _kept(row: OutageRow, move: CalendarMoveRow) -> KeptOutage:
    content: dict[str, Any] = row.model_dump()
    return KeptOutage(**content, occasion=move.occasion, finished_at=move.finished_at)


def read_outages(engine: Engine) -> list[KeptOutage]:
    """Every outage, the newest first."""
    wanted = (
        select(OutageRow, CalendarMoveRow)
        .where(CalendarMoveRow.version == OutageRow.version)
        .order_by(col(OutageRow.version).desc())
    )
    with open_session(engine) as session:
        return [_kept(row, move) for row, move in session.exec(wanted)]


def counting_outages(session: Session) -> list[Outage]:
    """Every outage as terms count it."""
    return [
        Outage(
            first=shanghai_date(row.began_at),
            last=shanghai_date(row.ended_at),
            grace_working_days=row.grace_working_days,
        )
        for row in session.exec(select(OutageRow))
    ]


def note_worker(engine: Engine, at: datetime) -> None:
    """A worker is at work."""
    with transaction(engine) as session:
        _note(session, at)


def _note(session: Session, at: datetime) -> None:
    session.merge(WorkerSeen(id=_THE_ROW, at=at))


def note_start(
    engine: Engine, at: datetime, longest: timedelta, grace_working_days: int
) -> KeptOutage | None:
    """A worker starts: where none was at work for longer than may be, that was an outage, which it gives.

    Args:
        engine: the store.
        at: now.
        longest: time without any worker that is no outage.
        grace_working_days: what an end in the outage is moved by.
    """
    with transaction(engine) as session:
        hold(session, "calendar-years")
        seen = session.get(WorkerSeen, _THE_ROW)
        last = seen.at if seen else None
        _note(session, at)
        if last is None or at - last <= longest:
            return None
        found = OutageEntry(
            began_at=last,
            ended_at=at,
            grace_working_days=grace_working_days,
            reason=FOUND,
            account=WORKER,
            party=WORKER,
            at=at,
        )
        return _kept_outage(session, found)
