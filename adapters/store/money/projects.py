"""Cases of one unit side by side: which there are, what they are paid to, and what was found of two of them."""

from collections.abc import Collection

from sqlmodel import and_, col, not_, or_, select

from adapters.store.audit.chain import append, hold_chains
from adapters.store.cases.file import FiledCase, filed_case
from adapters.store.money.ledger import case_total
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.law.findings import ProjectFindingRow
from adapters.store.tables.money import Payee, Payment
from adapters.store.writing import Session
from domain.case.record.money_steps import ProjectFindingRequest
from domain.case.record.stages import WITHOUT_SUPPORT, Stage
from domain.case.roles import Actor
from domain.ledger.accounts import HELD
from domain.money import ZERO
from domain.same_project import ProjectFinding, one_project

_VOID = or_(
    col(CaseFile.stage).in_([stage.value for stage in WITHOUT_SUPPORT]),
    and_(col(CaseFile.final), or_(col(CaseFile.amount).is_(None), col(CaseFile.amount) == ZERO)),
)
"""Counts for what is still held of it alone: without support, or ended before anything was granted, or after the last year came to nothing."""

_NEVER_PAID = col(CaseFile.number).not_in(select(Payment.case_number))


def counts_beside(session: Session, case_number: str) -> bool:
    """Whether a case counts beside others of its unit: it is not void, or something is still held of it."""
    is_void = session.exec(select(_VOID).where(CaseFile.number == case_number)).one()
    return not is_void or case_total(session, case_number, *HELD) > ZERO


def cases_beside(session: Session, case: FiledCase) -> list[FiledCase]:
    """The other cases of the unit that run, ended with support, or were paid all the same, in the order of their numbers."""
    others = select(CaseFile, _VOID).where(
        CaseFile.unit == case.unit,
        CaseFile.number != case.number,
        CaseFile.stage != Stage.DRAFT.value,
        not_(and_(_VOID, _NEVER_PAID)),
    )
    rows = session.exec(others.order_by(col(CaseFile.number))).all()
    return [filed_case(row) for row, is_void in rows if not is_void or case_total(session, row.number, *HELD)]


def account_numbers_of(session: Session, case_numbers: Collection[str]) -> dict[str, str]:
    """Case → the digits of the account that was named last for it; a case without one is left out."""
    asked = select(Payee.case_number, Payee.account_number).where(
        col(Payee.case_number).in_(set(case_numbers))
    )
    named = session.exec(asked.order_by(col(Payee.at), col(Payee.id)))
    return {number: "".join(filter(str.isdecimal, account)) for number, account in named}


def findings_of(session: Session, unit: str) -> list[ProjectFinding]:
    """What was found of the cases of a unit, in order."""
    asked = (
        select(ProjectFindingRow)
        .join(CaseFile, col(CaseFile.number) == ProjectFindingRow.case_number)
        .where(CaseFile.unit == unit)
    )
    rows = session.exec(asked.order_by(col(ProjectFindingRow.id)))
    return [ProjectFinding.model_validate(row.model_dump()) for row in rows]


def add_finding(session: Session, found: ProjectFindingRequest, by: Actor) -> None:
    """Keep a finding, with a link in the chain of the other case too: it concerns both."""
    hold_chains(session, {found.case_number, found.other_case})
    content = found.model_dump(include={"case_number", "other_case", "decision", "reason", "at"})
    session.add(ProjectFindingRow(**content, party=by.party))
    append(
        session,
        chain=found.other_case,
        at=found.at,
        actor=by.account,
        party=by.party,
        action="project:found",
        subject=found.case_number,
        after={"decision": found.decision},
    )


def project_of(session: Session, case: FiledCase) -> dict[str, str]:
    """The other cases that are one project with a case, each with the reason of its finding (``one_project``)."""
    asked = select(CaseFile.number, CaseFile.award_base).where(CaseFile.unit == case.unit)
    beside = session.exec(asked.order_by(col(CaseFile.number))).all()
    return one_project(
        case.number, {**dict(beside), case.number: case.award_base}, findings_of(session, case.unit)
    )
