"""Reading invitations and their lists, and what the store knows of the units on a list."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from adapters.store.engine import open_session
from adapters.store.money.awards import VOID_STAGES
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, Invitation, InvitationList
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.invitation.invited import InvitationOrigin, InvitationStatus, Invited, ListSource
from domain.invitation.judging import RowVerdict

NO_CASES = (*VOID_STAGES, Stage.DRAFT.value)
"""A case that came to nothing, or was never taken up, stands in nobody's way."""

IS_OPEN = col(Invitation.status) == InvitationStatus.OPEN.value
WAITS = and_(
    col(Invitation.status) == InvitationStatus.CONFIRMED.value, col(CaseFile.stage) == Stage.DRAFT.value
)
"""Confirmed while no case could begin."""


class InvitationRecord(Frozen):
    """An invitation with the source of its list; ``waits`` where it was confirmed and its case could not begin yet."""

    id: str
    list_id: str
    row: int
    code: str
    policy_version: str
    department: str
    source: ListSource
    invited: Invited
    reply_by: date
    status: InvitationStatus
    reason: str = ""
    case_number: str | None = None
    made_at: datetime
    settled_at: datetime | None = None
    waits: bool = False


class LeftFiling(Frozen):
    """A case that has its number and could not begin, with what makes its first act.

    Attributes:
        key, digest: of the filing.
        account: who confirmed.
    """

    plan: CasePlan
    key: str
    digest: str
    account: str
    source: ListSource


class ListRecord(Frozen):
    """A list, the answer to each row, and where each of its invitations stands."""

    id: str
    code: str
    policy_version: str
    department: str
    source: ListSource
    reply_by: date
    made_at: datetime
    verdicts: tuple[RowVerdict, ...]
    invitations: tuple[InvitationRecord, ...] = ()


def read_invitation(engine: Engine, identifier: str) -> InvitationRecord | None:
    """An invitation, or None."""
    with open_session(engine) as session:
        row = session.get(Invitation, identifier.replace("\x00", ""))
        if row is None:
            return None
        case = session.get(CaseFile, row.case_number) if row.case_number else None
        waits = case is not None and case.stage == Stage.DRAFT.value
        return invitation_record(row, session.get_one(InvitationList, row.list_id), waits=waits)


def open_invitations_of(engine: Engine, unit: str, today: date) -> list[InvitationRecord]:
    """What a unit is invited to and may still confirm, or confirmed and waits; that which ends first before the others."""
    may_confirm = and_(IS_OPEN, col(Invitation.reply_by) >= today)
    asked = (
        select(Invitation, InvitationList, CaseFile.number)
        .join(InvitationList)
        .outerjoin(CaseFile, col(CaseFile.number) == Invitation.case_number)
        .where(Invitation.unit == unit, or_(may_confirm, WAITS))
        .order_by(col(Invitation.reply_by), col(Invitation.id))
    )
    with open_session(engine) as session:
        return [
            invitation_record(row, head, waits=number is not None)
            for row, head, number in session.exec(asked)
        ]


def left_filings(engine: Engine) -> list[LeftFiling]:
    """What was confirmed while no case could begin, that which was confirmed first before the others."""
    asked = (
        select(CaseFile, InvitationList)
        .join(Invitation, col(Invitation.case_number) == CaseFile.number)
        .join(InvitationList)
        .where(WAITS)
        .order_by(col(Invitation.settled_at), col(Invitation.id))
    )
    with open_session(engine) as session:
        return [
            LeftFiling(
                plan=CasePlan.model_validate(case.plan),
                key=case.filing_key,
                digest=case.filing_digest,
                account=case.applicant_account,
                source=_source(head),
            )
            for case, head in session.exec(asked)
        ]


def read_invitation_list(engine: Engine, list_id: str) -> ListRecord | None:
    """A list with its invitations, or None."""
    with open_session(engine) as session:
        head = session.get(InvitationList, list_id.replace("\x00", ""))
        return list_record(session, head) if head else None


def invitation_lists_of(engine: Engine, department: str | None, limit: int) -> list[ListRecord]:
    """The lists of a department, or of all, newest first."""
    asked = select(InvitationList).order_by(col(InvitationList.made_at).desc(), col(InvitationList.id))
    if department is not None:
        asked = asked.where(InvitationList.department == department)
    with open_session(engine) as session:
        return [list_record(session, head) for head in session.exec(asked.limit(limit))]


def origin_of(session: Session, case_number: str) -> InvitationOrigin | None:
    """Where a case came from by invitation; None when the unit applied by itself."""
    asked = select(Invitation, InvitationList).join(InvitationList)
    found = session.exec(asked.where(Invitation.case_number == case_number)).first()
    if found is None:
        return None
    row, head = found
    return InvitationOrigin(
        invitation=row.id,
        list_id=head.id,
        source=_source(head),
        invited_at=row.made_at,
        confirmed_at=row.settled_at,
    )


def cases_on(session: Session, code: str, units: Collection[str]) -> dict[tuple[str, str], str]:
    """Unit and award base → the latest case of the type about it that is under way or was granted."""
    asked = select(CaseFile.unit, CaseFile.award_base, CaseFile.number).where(
        CaseFile.code == code,
        col(CaseFile.unit).in_(set(units)),
        col(CaseFile.stage).not_in(NO_CASES),
    )
    return {(unit, base): number for unit, base, number in session.exec(asked.order_by(col(CaseFile.number)))}


def open_on(session: Session, code: str) -> dict[tuple[str, str], str]:
    """Unit and award base → the invitation to the type that is open, or confirmed and waits."""
    asked = (
        select(Invitation.unit, Invitation.award_base, Invitation.id)
        .outerjoin(CaseFile, col(CaseFile.number) == Invitation.case_number)
        .where(Invitation.code == code, or_(IS_OPEN, WAITS))
    )
    return {(unit, base): identifier for unit, base, identifier in session.exec(asked)}


def list_record(session: Session, head: InvitationList) -> ListRecord:
    """A list with its invitations, in the order of its rows."""
    rows = session.exec(
        select(Invitation)
        .where(Invitation.list_id == head.id)
        .order_by(col(Invitation.row), col(Invitation.id))
    )
    content = _fields(head, ("id", "code", "policy_version", "department", "reply_by", "made_at", "verdicts"))
    return ListRecord(
        **content, source=_source(head), invitations=tuple(invitation_record(row, head) for row in rows)
    )


def invitation_record(row: Invitation, head: InvitationList, *, waits: bool = False) -> InvitationRecord:
    """An invitation as the rest of the product sees it."""
    told = row.model_dump()
    return InvitationRecord.model_validate(
        {**told, "department": head.department, "source": _source(head), "invited": told, "waits": waits}
    )


def _source(head: InvitationList) -> ListSource:
    return ListSource(
        title=head.source_title, number=head.source_number, documents_held=tuple(head.documents_held)
    )


def _fields(row: Any, names: Collection[str]) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in names}
