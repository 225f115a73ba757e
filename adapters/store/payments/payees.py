"""The accounts that applicants named: which one is in use, and whose else it is. Numbers are compared here, and shown to nobody."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, CaseFile, Payee, Payment
from adapters.store.writing import Session
from domain.case.acts.instalments import ReviewInstalment
from domain.case.acts.payment import CheckPayee
from domain.case.acts.registry import ACTS
from domain.case.acts.vouchers import ReviewRedemption
from domain.frozen import Frozen

REVIEWED: Final = (ReviewInstalment.kind, ReviewRedemption.kind)
"""The acts that decide a claim with which an account may have come."""

BY_APPLICANT: Final = tuple(act.kind for act in ACTS if "is_shared" in act.model_fields)
"""The acts with which accounts are named and confirmed."""

NAMING: Final = (CheckPayee.kind, *REVIEWED, *BY_APPLICANT)
"""The acts with which accounts are accepted, named and confirmed, or not asked about any more."""


class NamedAccount(Frozen):
    """An account as the office and the unit itself see it: no more of its number than the last digits."""

    id: str
    account_name: str
    bank: str
    account_ending: str
    is_other: bool
    is_shared: bool
    reason: str
    at: datetime


class OtherHolder(Frozen):
    """A case of another legal person, or maker, that named the same account."""

    case_number: str
    unit_name: str
    is_maker: bool


class AccountsOfCase(Frozen):
    """References: the account that is paid to, and one that a finance officer is still to accept; empty where there is none."""

    in_use: str = ""
    named: str = ""


def named_accounts(engine: Engine, case_number: str) -> list[NamedAccount]:
    """Every account that was named, the latest last."""
    asked = select(Payee).where(Payee.case_number == case_number).order_by(col(Payee.at), col(Payee.id))
    with open_session(engine) as session:
        return [
            NamedAccount.model_validate(row.model_dump() | {"account_ending": row.account_number[-4:]})
            for row in session.exec(asked)
        ]


def accounts_of(session: Session, case_number: str) -> AccountsOfCase:
    """Which account of a case is in use, as its acts say; the case itself has come to the same by the same acts."""
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(NAMING))
    in_use, named = "", ""
    for row in sorted(session.exec(asked), key=lambda row: int(row.progress["seq"])):
        said = row.content
        if row.kind == CheckPayee.kind:
            in_use, named = (named or in_use if said.get("decision") == "accept" else in_use), ""
        elif row.kind in REVIEWED:
            named = named if said.get("decision") == "approve" else ""
        elif said.get("is_other") or said.get("is_shared"):
            named = str(said["payee"])
        else:
            in_use, named = str(said.get("payee") or in_use), ""
    return AccountsOfCase(in_use=in_use, named=named)


def is_named_since(session: Session, case_number: str, seq: int) -> bool:
    """Whether the applicant named an account, or confirmed the one in use, after this step of the case."""
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(BY_APPLICANT))
    return any(row.content.get("payee") and int(row.progress["seq"]) > seq for row in session.exec(asked))


def account_in_use(engine: Engine, case_number: str) -> NamedAccount | None:
    """The account that a case is paid to; None before there is one."""
    with open_session(engine) as session:
        row = session.get(Payee, accounts_of(session, case_number).in_use)
        if row is None:
            return None
        return NamedAccount.model_validate(row.model_dump() | {"account_ending": row.account_number[-4:]})


def others_with(engine: Engine, case_number: str) -> dict[str, list[OtherHolder]]:
    """Each account of a case that others named as well → their cases."""
    with open_session(engine) as session:
        unit = session.get_one(CaseFile, case_number).unit
        rows = session.exec(select(Payee).where(Payee.case_number == case_number)).all()
        holders = holders_of(session, {row.account_number for row in rows}, unit)
        return {row.id: found for row in rows if (found := holders.others(row.account_number, unit))}


class Holders(Frozen):
    """Account number → unit → its cases for which the account stands."""

    by_number: dict[str, dict[str, tuple[OtherHolder, ...]]] = {}

    def others(self, account_number: str, unit: str) -> list[OtherHolder]:
        """The cases of other units, or makers, than this one."""
        known = self.by_number.get(account_number, {})
        return [holder for other, cases in known.items() if other != unit for holder in cases]


def holders_of(session: Session, account_numbers: Collection[str], unit: str = "") -> Holders:
    """Whose these accounts are, where they are more than one's, or another's than this ``unit``'s.

    A holder is a legal person, or a maker whom one incubates; cases that a successor took over are its own. An account
    stands for a case that was paid to it, or that named it last: a corrected slip accuses nobody.
    """
    asked = (
        select(Payee, CaseFile)
        .join(CaseFile, col(CaseFile.number) == Payee.case_number)
        .where(col(Payee.account_number).in_(account_numbers))
        .order_by(col(CaseFile.number), col(Payee.at))
    )
    found: dict[str, dict[str, list[tuple[Payee, CaseFile]]]] = defaultdict(lambda: defaultdict(list))
    for payee, case in session.exec(asked).all():
        found[payee.account_number][case.unit].append((payee, case))
    doubtful = {
        number: units for number, units in found.items() if len({*units, unit or next(iter(units))}) > 1
    }
    return Holders(
        by_number={
            number: {other: _standing(session, rows) for other, rows in units.items()}
            for number, units in doubtful.items()
        }
    )


def _standing(session: Session, rows: list[tuple[Payee, CaseFile]]) -> tuple[OtherHolder, ...]:
    cases = {case.number: case for payee, case in rows if _stands(session, payee)}
    return tuple(
        OtherHolder(case_number=number, unit_name=case.unit_name, is_maker=bool(case.maker))
        for number, case in cases.items()
    )


def _stands(session: Session, payee: Payee) -> bool:
    if session.exec(select(Payment.id).where(Payment.payee == payee.id)).first() is not None:
        return True
    last = select(Payee.id).where(Payee.case_number == payee.case_number)
    return session.exec(last.order_by(col(Payee.at).desc(), col(Payee.id).desc())).first() == payee.id
