"""A unit is taken over by another, or divided (民法典 第67条): its cases pass, with their places in the ledger.

An entry of the ledger keeps the code of whoever bore the case on its day; whose money it is now, its case says. So caps, and what
is granted once, count for both from then on.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from adapters.store.audit.chain import append, hold_chains
from adapters.store.money.earlier_awards import hold_lists
from adapters.store.payments import list_versions
from adapters.store.payments.stops import carry_stops, last_stop
from adapters.store.tables.account import UnitDivisionRow, UnitRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.earlier_award import EarlierAwardRow
from adapters.store.tables.invitation import Invitation
from adapters.store.units.registry import Registrar, follow, of_unit, units_of
from domain.audit.entry import HOUSE
from domain.units.unit import Evidence, RegisteredUnit


def pass_on(
    session: Session, code: str, heir: RegisteredUnit, on: date, evidence: Evidence, by: Registrar
) -> list[str]:
    """Let a unit end, and everything of it pass to its successor; both are held.

    Returns:
        The numbers of the cases that passed.
    """
    hold_lists(session)  # what is entered, confirmed or withdrawn meanwhile finds whose it is
    ended = session.get_one(UnitRow, code)
    ended.ended_on, ended.successor = on, heir.code
    cases = _held_cases(session, code, heir.code)
    for unit in sorted({code, *(case.unit for case in cases)}):
        carry_stops(session, unit, unit.replace(code, heir.code))
    numbers = [_passed(session, case, code, heir.code, by) for case in cases]
    for invitation in session.exec(select(Invitation).where(Invitation.unit == code)):
        invitation.unit, invitation.unit_name = heir.code, heir.name
        invitation.award_base = invitation.award_base.replace(code, heir.code)
    for award in session.exec(_earlier_awards_of(code)):  # granted before this system ran
        award.unit, award.award_base = heir.code, award.award_base.replace(code, heir.code)
    session.flush()
    follow(session, heir.code, by)
    after = {"successor": heir.code, "on": on, "cases": numbers, **evidence.model_dump()}
    append(session, chain=HOUSE, action="unit:succeeded", subject=code, after=after, **by.signature)
    return numbers


def divide(
    session: Session,
    code: str,
    heir: RegisteredUnit,
    cases: Collection[str],
    on: date,
    evidence: Evidence,
    by: Registrar,
) -> list[str]:
    """Let cases of a unit pass to another that came of its division, as its document says; both are held.

    The unit goes on with the rest, its invitations and its awards from before, and its stops of payment: what one holds back
    of the cases that pass stays held back until it is lifted. Cases that passed before stay.

    Returns:
        The numbers of the cases that passed now.
    """
    mine = [case for case in _held_cases(session, code, heir.code) if case.number in cases]
    last = last_stop(session)
    numbers = [_passed(session, case, code, heir.code, by) for case in mine]
    for number in numbers:
        who: dict[str, Any] = {"entered_by": by.account, "entered_at": by.at, **evidence.model_dump()}
        whose: dict[str, Any] = {"unit": code, "successor": heir.code, "last_stop": last}
        session.add(UnitDivisionRow(case_number=number, divided_on=on, **whose, **who))
    session.flush()
    if numbers:
        follow(session, heir.code, by)
        after = {"successor": heir.code, "on": on, "cases": numbers, **evidence.model_dump()}
        append(session, chain=HOUSE, action="unit:divided", subject=code, after=after, **by.signature)
    return numbers


def cases_divided(session: Session, code: str = "", successor: str = "") -> frozenset[str]:
    """The cases that passed by division: all, or those from one unit to another."""
    asked = select(UnitDivisionRow.case_number)
    if code:
        asked = asked.where(UnitDivisionRow.unit == code, UnitDivisionRow.successor == successor)
    return frozenset(session.exec(asked))


def cases_of_unit(session: Session, code: str) -> frozenset[str]:
    """The numbers of the cases of a unit, and of the makers whom it incubates."""
    return frozenset(session.exec(select(CaseFile.number).where(of_unit(code))))


def predecessors_of(session: Session, code: str) -> list[str]:
    """The codes of the units that a unit has taken over, and of those that they had."""
    found: list[str] = []
    asked = [code]
    while asked:
        before = session.exec(select(UnitRow.code).where(col(UnitRow.successor).in_(asked)))
        asked = sorted(before)
        found += asked
    return found


def successors(session: Session) -> dict[str, str]:
    """Code of a unit that has ended → code of the unit that took it over."""
    asked = select(UnitRow).where(col(UnitRow.successor).is_not(None))
    return {row.code: row.successor or "" for row in session.exec(asked)}


def heirs_of(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Code → code of the unit that bears now what that unit had: itself, or the last that took it over."""
    heirs = successors(session)
    found = {}
    for code in codes:
        holder = code
        while holder in heirs:
            holder = heirs[holder]
        found[code] = holder
    return found


def former_names(session: Session, code: str, case_number: str = "") -> tuple[str, ...]:
    """The names that a unit bore before, those of units that it took over first, or from which this case passed by division."""
    asked = select(UnitDivisionRow.unit).where(UnitDivisionRow.case_number == case_number)
    divided = session.exec(asked.order_by(col(UnitDivisionRow.id)))
    before = list(dict.fromkeys((*divided, *predecessors_of(session, code))))
    known = units_of(session, [*before, code])
    taken = [entry.value for each in before for entry in known[each].names]
    own = [entry.value for entry in known[code].former_names] if code in known else []
    return (*taken, *own)


def _earlier_awards_of(code: str) -> SelectOfScalar[EarlierAwardRow]:
    """Those that count still."""
    counts = col(EarlierAwardRow.withdrawn_at).is_(None)
    return select(EarlierAwardRow).where(EarlierAwardRow.unit == code, counts)


def _held_cases(session: Session, code: str, heir: str) -> list[CaseFile]:
    """The cases of a unit, held with those of its heir; then the lists, and the chains of all: a link may go into each."""
    asked = select(CaseFile).where(or_(of_unit(code), of_unit(heir))).order_by(col(CaseFile.number))
    both = list(session.exec(asked.with_for_update(key_share=True)))
    list_versions.hold_lists(session)
    hold_chains(session, (case.number for case in both))
    theirs = cases_of_unit(session, code)
    return [case for case in both if case.number in theirs]


def _passed(session: Session, case: CaseFile, code: str, heir: str, by: Registrar) -> str:
    """The case of a unit, or of a maker whom it incubates, is the successor's, and so is what was awarded once."""
    now: dict[str, Any] = {
        "unit": case.unit.replace(code, heir),
        "legal_person": heir,
        "award_base": case.award_base.replace(code, heir),
        "unit_since": case.seq,
    }
    append(
        session,
        chain=case.number,
        action="unit:succeeded",
        subject=code,
        before={"unit": case.unit},
        after={"unit": now["unit"]},
        **by.signature,
    )
    session.exec(update(CaseFile).where(col(CaseFile.number) == case.number).values(**now))
    return case.number
