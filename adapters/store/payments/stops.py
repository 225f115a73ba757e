"""Stops of payment (停拨): set, lifted, and whether one stands."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.tables.recovery import PaymentStop
from adapters.store.writing import Session
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
    content = change.model_dump(exclude={"seq"})
    session.add(PaymentStop(unit=unit, **content))


def stop_of(session: Session, case_number: str, unit: str, scope: str) -> StandingStop | None:
    """The stop that stands for a case, or for its unit, alone."""
    whose = PaymentStop.case_number == case_number if scope == CASE else PaymentStop.unit == unit
    asked = select(PaymentStop).where(whose, PaymentStop.scope == scope)
    row = session.exec(asked.order_by(col(PaymentStop.id).desc())).first()
    return StandingStop.model_validate(row.model_dump()) if row and row.is_set else None


def stops_on(session: Session, case_number: str, unit: str) -> list[StandingStop]:
    """Every stop that stands against a case."""
    found = (stop_of(session, case_number, unit, scope) for scope in (CASE, UNIT))
    return [stop for stop in found if stop is not None]
