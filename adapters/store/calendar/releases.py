"""The library's table of each release: a worker that finds another one than the last has it taken to the cases."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.calendar.moves import begin_move
from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.tables.calendar_year import CalendarRelease

OCCASION = "随软件更新的工作日历（至{last_year}年）"


def keep_release(engine: Engine, digest: str, last_year: int, at: datetime) -> bool:
    """Write down which table this release has; whether it is another than before, and so may move terms.

    The first of an installation moves nothing: no term was computed by another.
    """
    with transaction(engine) as session:
        wanted = select(CalendarRelease).order_by(col(CalendarRelease.version).desc()).limit(1)
        known = session.exec(wanted).first()
        if known is not None and known.digest == digest:
            return False
        finished = at if known is None else None
        move = begin_move(session, OCCASION.format(last_year=last_year), finished)
        session.add(CalendarRelease(version=move.version, digest=digest, last_year=last_year, found_at=at))
        return known is not None
