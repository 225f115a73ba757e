"""How the money of a case stands: what was paid, what is stopped, what is to come back."""

from adapters.store.engine import open_session
from adapters.store.money.ledger import balance, case_total
from adapters.store.payments.payments import kept_payment
from adapters.store.payments.recoveries import KeptRecovery, nettings_of, recoveries_of
from adapters.store.payments.stops import StandingStop, stops_on
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile
from adapters.store.writing import Session
from domain.case.record.money_steps import Netting
from domain.case.returnable import ReturnedPayment
from domain.frozen import Frozen
from domain.ledger.accounts import Account
from domain.ledger.entries import Place
from domain.ledger.subjects import holder_of
from domain.money import Yuan


class RecoveryState(Frozen):
    """A decision, and by the ledger what is left and what came back."""

    recovery: KeptRecovery
    left: Yuan
    recovered: Yuan
    netted: tuple[Netting, ...]


class CaseMoney(Frozen):
    """What was paid and not reclaimed, the stops that stand, the recoveries in order."""

    paid: Yuan
    stops: tuple[StandingStop, ...]
    recoveries: tuple[RecoveryState, ...]


def money_of_case(engine: Engine, case_number: str) -> CaseMoney:
    """How the money of a case stands."""
    with open_session(engine) as session:
        unit = session.get_one(CaseFile, case_number).unit
        return CaseMoney(
            paid=case_total(session, case_number, Account.PAID),
            stops=tuple(stops_on(session, case_number, unit)),
            recoveries=tuple(_state(session, each) for each in recoveries_of(session, case_number)),
        )


def confirmed_payment(engine: Engine, case_number: str, payment: str) -> ReturnedPayment | None:
    """A payment of a case as its return is judged; None where there is no such."""
    with open_session(engine) as session:
        kept = kept_payment(session, case_number, payment)
        if kept is None:
            return None
        place = Place(account=Account.PAID, holder=holder_of(case_number, kept.subject))
        return kept.confirmed(balance(session, place))


def _state(session: Session, recovery: KeptRecovery) -> RecoveryState:
    return RecoveryState(
        recovery=recovery,
        left=balance(session, recovery.receivable),
        recovered=balance(session, recovery.recovered),
        netted=nettings_of(session, recovery),
    )
