"""How the steps of a case were served: fetched by the unit itself, or by the office; and what is told of a decision's days."""

from datetime import date, datetime

from sqlmodel import select

from adapters.store.tables.mail import Mail, ServiceRow
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.record.events import Event
from domain.case.remedies import OPENING_REMEDIES
from domain.case.service import DecisionMail, Service, ServiceManner
from domain.frozen import Frozen


class Look(Frozen):
    """The unit's own look at a decision: when, by which account, and which last days of the remedies it was shown."""

    at: datetime
    account: str
    review_until: date
    suit_until: date


def services_of(session: Session, case_number: str) -> dict[int, Service]:
    """How the steps of a case were served, by their ``seq``."""
    rows = session.exec(select(ServiceRow).where(ServiceRow.case_number == case_number))
    return {row.seq: _service(row) for row in rows}


def _service(row: ServiceRow) -> Service:
    content = row.model_dump(include=set(Service.model_fields) - {"manner"})
    return Service(manner=ServiceManner(row.manner), on=row.served_on, **content)


def decisions_told(session: Session, case_number: str) -> list[DecisionMail]:
    """The decisions of a case that open a remedy, as far as their telling is concerned, in order."""
    services = services_of(session, case_number)
    rows = session.exec(select(Mail).where(Mail.case_number == case_number))
    return [
        DecisionMail(
            seq=row.seq,
            event=Event(row.event),
            told_on=shanghai_date(row.created_at),
            arrived_on=shanghai_date(row.sent_at) if row.sent_at else None,
            recorded=services.get(row.seq),
        )
        for row in sorted(rows, key=lambda row: row.seq)
        if row.event in OPENING_REMEDIES
    ]


def serve(session: Session, row: ServiceRow) -> bool:
    """Record that a step was served, once; a case that may wait for it hears of it from the post office. Whether it is new."""
    if session.get(ServiceRow, (row.case_number, row.seq)) is not None:
        return False
    session.add(row)
    for mail in session.exec(select(Mail).where(Mail.case_number == row.case_number, Mail.seq == row.seq)):
        mail.untold = mail.untold or mail.sent_at is None
    return True


def note_look(session: Session, case_number: str, seq: int, look: Look) -> None:
    """The unit itself looked at what was served, and was shown these last days: they never move earlier."""
    row = session.get_one(ServiceRow, (case_number, seq))
    if row.fetched_at is None:
        row.fetched_at, row.fetched_by = look.at, look.account
    row.told_review_until = max(row.told_review_until or look.review_until, look.review_until)
    row.told_suit_until = max(row.told_suit_until or look.suit_until, look.suit_until)
