"""The days of a case by which other days are judged (see ``domain.case.days``)."""

from sqlmodel import Session, col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.money import Payment
from adapters.store.tables.payments.recovery import RecoveryRow
from adapters.store.tables.quota import VoucherRow
from domain.calendar import shanghai_date
from domain.case.days import Milestone, Milestones


def milestones_of(engine: Engine, case_number: str, payment: str = "") -> Milestones:
    """The days of a case, in a session of its own; with ``payment``, that of its order too."""
    with open_session(engine) as session:
        return milestones_in(session, case_number, payment)


def milestones_in(session: Session, case_number: str, payment: str = "") -> Milestones:
    """The days of a case that are known, in a session that is open."""
    case, voucher = session.get_one(CaseFile, case_number), session.get(VoucherRow, case_number)
    ordered = session.get(Payment, payment) if payment else None
    recoveries = select(RecoveryRow.decided_at).where(RecoveryRow.case_number == case_number)
    decided = session.exec(recoveries.order_by(col(RecoveryRow.decided_at).desc())).first()
    known = {
        Milestone.FILING: case.filed_on,
        Milestone.ORDER: shanghai_date(ordered.ordered_at)
        if ordered and ordered.case_number == case_number
        else None,
        Milestone.DECISION: shanghai_date(decided) if decided else None,
        Milestone.ISSUE: voucher.issued_on if voucher else None,
        Milestone.EXPIRY: voucher.expires_on if voucher else None,
    }
    return {mark: day for mark, day in known.items() if day is not None}
