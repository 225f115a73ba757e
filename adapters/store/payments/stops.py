"""Stops of payment (停拨): set, lifted, and whether one stands."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, func, select

from adapters.store.tables.account import UnitDivisionRow
from adapters.store.tables.case_file import Timeline
from adapters.store.tables.payments.recovery import PaymentStop
from adapters.store.writing import Session
from domain.case.identifiers import legal_person
from domain.case.record.money_steps import StopChange
from domain.frozen import Frozen

CASE, UNIT = "case", "unit"


class StandingStop(Frozen):
    """A stop that was set and not lifted."""

    scope: str
    party: str
    reason: str
    clause: str
    at: datetime


def add_stop(session: Session, change: StopChange, unit: str) -> None:
    """Keep that a stop was set or lifted."""
    content = change.model_dump(exclude={"seq", "told_in"})
    session.add(PaymentStop(unit=unit, **content))


def stops_of(
    session: Session, case_number: str, unit: str, scope: str, told_in: int = 0
) -> list[StandingStop]:
    """The stops that stand for a case, or for its unit, alone; those of a unit stay with it when one of its cases passes on.

    With ``told_in`` only what that step of the case told: what was set later, or through another case, is another stop.
    """
    rows = _rows(session, case_number, unit, scope)
    if told_in:
        asked = select(Timeline.at).where(Timeline.case_number == case_number, Timeline.seq == told_in)
        told_at = session.exec(asked).one()
        rows = [row for row in rows if row.case_number == case_number and row.at <= told_at]
    return [StandingStop.model_validate(row.model_dump()) for row in rows]


def stops_on(session: Session, case_number: str, unit: str) -> list[StandingStop]:
    """Every stop that stands against a case: its own, those of its unit, and of a unit from which it passed by division."""
    own = [stop for scope in (CASE, UNIT) for stop in stops_of(session, case_number, unit, scope)]
    return [*own, *_from_before(session, case_number, unit)]


def _from_before(session: Session, case_number: str, unit: str) -> Iterator[StandingStop]:
    """What was set before the case passed, and is not lifted: a division frees no money."""
    divisions = select(UnitDivisionRow).where(UnitDivisionRow.case_number == case_number)
    for division in session.exec(divisions.order_by(col(UnitDivisionRow.id))):
        before = unit.replace(legal_person(unit), division.unit)
        for row in _rows(session, case_number, before, UNIT):
            if (row.id or 0) <= division.last_stop:
                yield StandingStop.model_validate(row.model_dump())


def last_stop(session: Session) -> int:
    """Which stop was set or lifted last; 0 where none was."""
    return session.exec(select(func.max(PaymentStop.id))).one() or 0


def stopped_through(session: Session, case_number: str) -> list[str]:
    """The units against which a stop was set or lifted through this case, which may be another's by now."""
    asked = select(PaymentStop.unit).where(PaymentStop.case_number == case_number, PaymentStop.scope == UNIT)
    return sorted(set(session.exec(asked)))


def carry_stops(session: Session, ended: str, successor: str) -> None:
    """What stands against a unit stands against its successor too: added, nothing is changed."""
    for row in _rows(session, "", ended, UNIT):
        session.add(PaymentStop(**{**row.model_dump(exclude={"id"}), "unit": successor}))


def _rows(session: Session, case_number: str, unit: str, scope: str) -> list[PaymentStop]:
    """Of each department, what it has set since it last lifted."""
    whose = PaymentStop.case_number == case_number if scope == CASE else PaymentStop.unit == unit
    asked = select(PaymentStop).where(whose, PaymentStop.scope == scope)
    standing: list[PaymentStop] = []
    for row in session.exec(asked.order_by(col(PaymentStop.id))):
        standing = [*standing, row] if row.is_set else [each for each in standing if each.party != row.party]
    return standing
