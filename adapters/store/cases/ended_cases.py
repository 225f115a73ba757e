"""A case that has ended, as a new run of it takes it up: plan and state from the file, the acts and the payments."""

from sqlmodel import Session, col, func, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import ActRow, CaseFile, DoneVerb
from adapters.store.tables.money import Payment
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.steps import Progress


def ended_case(engine: Engine, case_number: str) -> CaseInput | None:
    """What the recovery of a case starts with; None while the case has not ended."""
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
        if row is None or not row.final:
            return None
        return CaseInput(plan=CasePlan.model_validate(row.plan), state=state_of(session, row))


def state_of(session: Session, row: CaseFile) -> CaseState:
    """Numbers go on from the last; who did what still counts for four eyes; payee details are known."""
    last = select(func.max(DoneVerb.seq)).where(DoneVerb.case_number == row.number)
    payments = select(func.count()).select_from(Payment).where(col(Payment.case_number) == row.number)
    payees = select(Payment.payee).where(Payment.case_number == row.number)
    latest = session.exec(payees.order_by(col(Payment.ordered_at).desc(), col(Payment.id).desc())).first()
    return CaseState(
        seq=max(row.seq, session.exec(last).one() or 0),
        progress=Progress.model_validate(row.progress),
        amount=row.amount,
        done=_done(session, row.number),
        payee=latest or "",
        payments=session.exec(payments).one(),
    )


def _done(session: Session, case_number: str) -> dict[str, tuple[str, ...]]:
    asked = (
        select(ActRow.kind, ActRow.account).where(ActRow.case_number == case_number).order_by(col(ActRow.at))
    )
    done: dict[str, tuple[str, ...]] = {}
    for kind, account in session.exec(asked):
        done[kind] = (*done.get(kind, ()), account)
    return done
