"""A case that has ended, as a new run of it takes it up: plan and state from the file, the acts and the payments."""

from sqlmodel import Session, col, func, select

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import Act, CaseFile, DoneVerb
from adapters.store.tables.money import Payment
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.steps import Progress


def ended_case(engine: Engine, case_number: str) -> CaseInput | None:
    """What the recovery of a case starts with; None while the case has not ended."""
    with session(engine) as reading:
        row = reading.get(CaseFile, case_number)
        if row is None or not row.final:
            return None
        return CaseInput(plan=CasePlan.model_validate(row.plan), state=state_of(reading, row))


def state_of(reading: Session, row: CaseFile) -> CaseState:
    """Numbers go on from the last; who did what still counts for four eyes; payee details are known."""
    last = select(func.max(DoneVerb.seq)).where(DoneVerb.case_number == row.number)
    payments = select(func.count()).select_from(Payment).where(col(Payment.case_number) == row.number)
    payees = select(Payment.payee).where(Payment.case_number == row.number)
    latest = reading.exec(payees.order_by(col(Payment.ordered_at).desc(), col(Payment.id).desc())).first()
    return CaseState(
        seq=max(row.seq, reading.exec(last).one() or 0),
        progress=Progress.model_validate(row.progress),
        amount=row.amount,
        done=_done(reading, row.number),
        payee=latest or "",
        payments=reading.exec(payments).one(),
    )


def _done(reading: Session, case_number: str) -> dict[str, tuple[str, ...]]:
    asked = select(Act.kind, Act.account).where(Act.case_number == case_number).order_by(col(Act.at))
    done: dict[str, tuple[str, ...]] = {}
    for kind, account in reading.exec(asked):
        done[kind] = (*done.get(kind, ()), account)
    return done
