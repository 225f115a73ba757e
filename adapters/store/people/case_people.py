"""What is known of people in cases: who left, who did what and for whom, and who has taken which task."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlmodel import col, select

from adapters.store.tables.case_file import ActRow, CaseFile
from adapters.store.tables.people import AssignmentRow, Recusal
from adapters.store.writing import Session
from domain.case.record.circumstances import Circumstances
from domain.frozen import Frozen
from domain.people.availability import Assignment, CasePeople


class Did(Frozen):
    """Who did what, and for which absent person."""

    kind: str
    account: str
    for_account: str = ""


def people_in(session: Session, case_number: str) -> CasePeople:
    """What is known of people in one case; nothing where there is no such case."""
    found = case_people(session, (case_number,))
    return found.get(case_number) or CasePeople(case_number=case_number)


def case_people(session: Session, numbers: Collection[str]) -> dict[str, CasePeople]:
    """What is known of people in these cases."""
    recused, did, taken = _recused(session, numbers), _did(session, numbers), _taken(session, numbers)
    asked = select(CaseFile.number, CaseFile.unit, CaseFile.applicant_account, CaseFile.circumstances)
    return {
        number: CasePeople(
            case_number=number,
            unit=unit,
            applicant=applicant,
            recused=frozenset(recused[number]),
            done=_by_act((each.kind, each.account) for each in did[number]),
            done_for=_by_act((each.kind, each.for_account) for each in did[number]),
            excluded=frozenset(Circumstances.model_validate(circumstances).excluded),
            assignments=tuple(taken[number]),
        )
        for number, unit, applicant, circumstances in session.exec(
            asked.where(col(CaseFile.number).in_(numbers))
        )
    }


def _by_act(did: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, account in did:
        if account:
            found[kind] = (*found.get(kind, ()), account)
    return found


def _recused(session: Session, numbers: Collection[str]) -> dict[str, list[str]]:
    found = defaultdict(list)
    asked = select(Recusal.case_number, Recusal.account)
    for number, account in session.exec(asked.where(col(Recusal.case_number).in_(numbers))):
        found[number].append(account)
    return found


def _did(session: Session, numbers: Collection[str]) -> dict[str, list[Did]]:
    found = defaultdict(list)
    asked = select(ActRow.case_number, ActRow.kind, ActRow.account, ActRow.for_account).where(
        col(ActRow.case_number).in_(numbers)
    )
    for number, kind, account, for_account in session.exec(asked.order_by(col(ActRow.at), col(ActRow.id))):
        found[number].append(Did(kind=kind, account=account, for_account=for_account))
    return found


def _taken(session: Session, numbers: Collection[str]) -> dict[str, list[Assignment]]:
    found = defaultdict(list)
    for row in session.exec(select(AssignmentRow).where(col(AssignmentRow.case_number).in_(numbers))):
        content = row.model_dump() | {"acts": acts_of(row.acts)}
        found[row.case_number].append(Assignment.model_validate(content))
    return found


def acts_key(acts: Iterable[str]) -> str:
    """The acts of a task as a key."""
    return ",".join(acts)


def acts_of(key: str) -> tuple[str, ...]:
    """The acts behind a key."""
    return tuple(key.split(",")) if key else ()
