"""A case as a new run takes it up: one that has ended by its file, acts and payments; one that was interrupted by its verbs."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from adapters.store.cases.earlier_acts import contested_in
from adapters.store.engine import open_session
from adapters.store.payments.payees import AccountsOfCase, accounts_of
from adapters.store.reach import Engine
from adapters.store.tables.case_file import ActRow, CaseFile, DoneVerb
from adapters.store.tables.money import Payment
from domain.case.acts.four_eyes import DECIDE_AMOUNTS
from domain.case.record.came import Came
from domain.case.record.circumstances import Circumstances
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseState
from domain.case.record.steps import Progress
from domain.frozen import Frozen


class StepDone(Frozen):
    """One verb that was done.

    Attributes:
        at: the case's time when it was asked for.
        came: what had come since the verb before.
        answer: as it was given.
    """

    verb: str
    seq: int
    at: datetime
    came: tuple[Came, ...]
    answer: dict[str, Any]


def ended_case(engine: Engine, case_number: str) -> CaseInput | None:
    """What a run of its own takes an ended case up with, for one act; None while the case has not ended.

    It is at its end: the review was in an earlier run, and no decision goes back to it.
    """
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
        if row is None or not row.final:
            return None
        state = state_of(session, row).model_copy(update={"is_ending": True})
        return CaseInput(plan=CasePlan.model_validate(row.plan), state=state)


def state_of(session: Session, row: CaseFile) -> CaseState:
    """Numbers go on from the last; who did what still counts for four eyes; payee details are known."""
    payments = select(func.count()).select_from(Payment).where(col(Payment.case_number) == row.number)
    ordered = session.exec(payments).one()
    accounts = accounts_of(session, row.number) if ordered else AccountsOfCase()
    known = Circumstances.model_validate(row.circumstances)
    return CaseState(
        seq=max(row.seq, last_step(session, row.number)),
        progress=Progress.model_validate(row.progress),
        amount=row.amount,
        done=_done(session, row.number),
        decided_by=_decided(session, row.number),
        payee=accounts.in_use or _paid_to(session, row.number),
        payee_named=accounts.named,
        payments=ordered,
        excluded=known.excluded,
        unchecked=known.unchecked,
        contested=contested_in(session, (row.number,))[row.number],
    )


def _paid_to(session: Session, case_number: str) -> str:
    """The account of the last payment; empty where there was none."""
    payees = select(Payment.payee).where(Payment.case_number == case_number)
    latest = payees.order_by(col(Payment.ordered_at).desc(), col(Payment.id).desc())
    return session.exec(latest).first() or ""


def _done(session: Session, case_number: str) -> dict[str, tuple[str, ...]]:
    asked = (
        select(ActRow.kind, ActRow.account).where(ActRow.case_number == case_number).order_by(col(ActRow.at))
    )
    done: dict[str, tuple[str, ...]] = {}
    for kind, account in session.exec(asked):
        done[kind] = (*done.get(kind, ()), account)
    return done


def _decided(session: Session, case_number: str) -> tuple[str, ...]:
    """Who decided an amount of the case, or had a deputy decide."""
    asked = select(ActRow.account, ActRow.for_account).where(
        ActRow.case_number == case_number, col(ActRow.kind).in_(DECIDE_AMOUNTS)
    )
    return tuple(sorted({account for people in session.exec(asked) for account in people if account}))


def last_step(session: Session, case_number: str) -> int:
    """The number of the last verb of a case that was done; 0 before there is one."""
    return session.exec(select(func.max(DoneVerb.seq)).where(DoneVerb.case_number == case_number)).one() or 0


def runs_of(session: Session, case_number: str) -> tuple[str, str] | None:
    """The run that the door began last, and the latest to which that handed over; None of no case, and empty before the first."""
    asked = select(CaseFile.first_run, CaseFile.run).where(CaseFile.number == case_number)
    found = session.exec(asked).first()
    return None if found is None else (found[0], found[1])


def steps_done(engine: Engine, case_number: str) -> tuple[StepDone, ...]:
    """Every verb of a case, in the order in which they were asked for."""
    asked = select(DoneVerb).where(DoneVerb.case_number == case_number).order_by(col(DoneVerb.seq))
    with open_session(engine) as session:
        return tuple(
            StepDone(
                verb=row.verb,
                seq=row.seq,
                at=row.at,
                came=tuple(map(Came.model_validate, row.came)),
                answer=row.result,
            )
            for row in session.exec(asked)
        )
