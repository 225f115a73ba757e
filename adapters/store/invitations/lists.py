"""Keeping invitations: a list with those it invites in one transaction, and the end of each, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, select

from adapters.store.audit.chain import append
from adapters.store.engine import transaction
from adapters.store.idempotency import KeptAnswer
from adapters.store.invitations.queries import (
    InvitationRecord,
    ListRecord,
    invitation_record,
    list_record,
    open_on,
)
from adapters.store.reach import Engine
from adapters.store.schema import Idempotency, Invitation, InvitationList
from adapters.store.units.registry import Registrar, enter, hold_unit, unit_of
from adapters.store.writing import hold
from domain.audit.canonical import digest_of, digest_of_text
from domain.audit.entry import HOUSE, SYSTEM
from domain.calendar import shanghai_date
from domain.errors import NotFound, WrongStage
from domain.invitation.invited import STATUS_NAMES, InvitationStatus, ListSource
from domain.invitation.judging import RowResult, RowVerdict
from domain.units.unit import Evidence, UnitEntry, UnitField


@dataclass(frozen=True)
class NewList:
    """A list that was judged.

    Attributes:
        id: made from the caller and the idempotency key, as ``key`` is.
        digest: of the request.
        answer_of: the answer that is kept for the key; it may refuse.
    """

    id: str
    key: str
    digest: str
    code: str
    policy_version: str
    department: str
    source: ListSource
    reply_by: date
    made_by: str
    at: datetime
    verdicts: tuple[RowVerdict, ...]
    answer_of: Callable[[ListRecord], dict[str, Any]]


@dataclass(frozen=True)
class Settling:
    """How invitations come to their end, and by whom."""

    status: InvitationStatus
    at: datetime
    actor: str = SYSTEM
    party: str = ""
    reason: str = ""
    case_number: str | None = None


def keep_list(engine: Engine, new: NewList) -> KeptAnswer:
    """Keep a list and its invitations, once for its key. Whom another list invited meanwhile is told so.

    Raises:
        Refusal: by ``answer_of``; then nothing is kept.
    """
    with transaction(engine) as session:
        hold(session, "invitations")
        first = session.get(Idempotency, new.key)
        if first is not None:
            return KeptAnswer.model_validate(first.model_dump())
        verdicts = _still(new.verdicts, open_on(session, new.code))
        head = _head(new, verdicts)
        session.add(head)
        session.flush()
        session.add_all(_invitations(new, verdicts))
        session.flush()
        _register_unknown(session, new, verdicts)
        answer = KeptAnswer(digest=new.digest, status=201, body=new.answer_of(list_record(session, head)))
        session.add(Idempotency(key=new.key, at=new.at, **answer.model_dump()))
        _record_list(session, new, verdicts)
        return answer


def _register_unknown(session: Session, new: NewList, verdicts: Iterable[RowVerdict]) -> None:
    """Units that were never entered are entered with the list as their document."""
    by = Registrar(account=new.made_by, party=new.department, at=new.at)
    since = shanghai_date(new.at)
    said_by = Evidence(document_number=new.source.number, document_on=since).model_dump()
    named = {found.unit: found for verdict in verdicts if (found := verdict.invited)}
    for code in sorted(named):  # all of them first: entering one ends with the house's chain
        hold_unit(session, code)
    for code, found in sorted(named.items()):
        if unit_of(session, code) is None:
            values = {
                UnitField.NAME: found.unit_name,
                UnitField.LOCALITY: found.locality,
                UnitField.CONTACT_EMAIL: found.contact_email,
            }
            entries = [
                UnitEntry(field=field, value=value, since=since, **said_by) for field, value in values.items()
            ]
            enter(session, code, entries, by)


def _still(verdicts: Iterable[RowVerdict], there: dict[tuple[str, str], str]) -> tuple[RowVerdict, ...]:
    """The verdicts as they are now that nobody else invites."""
    return tuple(
        verdict.model_copy(
            update={
                "result": RowResult.ALREADY_INVITED,
                "words": "同一项目的邀请尚待单位确认。",
                "reference": there[found.unit, found.award_base],
                "invited": None,
            }
        )
        if (found := verdict.invited) and (found.unit, found.award_base) in there
        else verdict
        for verdict in verdicts
    )


def _head(new: NewList, verdicts: Iterable[RowVerdict]) -> InvitationList:
    return InvitationList(
        id=new.id,
        code=new.code,
        policy_version=new.policy_version,
        department=new.department,
        source_title=new.source.title,
        source_number=new.source.number,
        documents_held=list(new.source.documents_held),
        reply_by=new.reply_by,
        made_by=new.made_by,
        made_at=new.at,
        verdicts=[verdict.model_dump(mode="json", exclude={"invited"}) for verdict in verdicts],
    )


def _invitations(new: NewList, verdicts: Iterable[RowVerdict]) -> list[Invitation]:
    return [
        Invitation(
            id=sha256(f"{new.id}\n{verdict.row}".encode()).hexdigest()[:32],
            list_id=new.id,
            row=verdict.row,
            code=new.code,
            policy_version=new.policy_version,
            reply_by=new.reply_by,
            status=InvitationStatus.OPEN.value,
            made_at=new.at,
            amount=verdict.invited.amount,
            **verdict.invited.model_dump(mode="json", exclude={"amount"}),
        )
        for verdict in verdicts
        if verdict.invited is not None
    ]


def _record_list(session: Session, new: NewList, verdicts: Iterable[RowVerdict]) -> None:
    results = [verdict.result.value for verdict in verdicts]
    invited = [verdict.invited.model_dump(mode="json") for verdict in verdicts if verdict.invited]
    append(
        session,
        chain=HOUSE,
        at=new.at,
        action="invitation-list:made",
        actor=new.made_by,
        party=new.department,
        subject=new.id,
        after={
            "code": new.code,
            "policy_version": new.policy_version,
            "source_number": new.source.number,
            "reply_by": new.reply_by.isoformat(),
            "results": {result: results.count(result) for result in sorted(set(results))},
            "invited_digest": digest_of({"invited": invited}),
        },
    )


def settle(session: Session, identifier: str, settling: Settling) -> InvitationRecord:
    """Bring one open invitation to its end, and record it.

    Raises:
        NotFound: there is none.
        WrongStage: it has come to its end already.
    """
    row = session.exec(select(Invitation).where(Invitation.id == identifier).with_for_update()).first()
    if row is None:
        raise NotFound("没有这份邀请。", remedy="请从邀请列表中选择。")
    head = session.get_one(InvitationList, row.list_id)
    if row.status != InvitationStatus.OPEN.value:
        raise no_longer_open(invitation_record(row, head))
    _settle(session, row, settling)
    return invitation_record(row, head)


def settle_open(
    session: Session, list_id: str, settling: Settling, is_due: Callable[[Invitation], bool] = lambda _: True
) -> list[str]:
    """Bring those of a list that are open, and due, to their end; gives their ids."""
    asked = (
        select(Invitation)
        .where(Invitation.list_id == list_id, Invitation.status == InvitationStatus.OPEN.value)
        .order_by(Invitation.id)
        .with_for_update()
    )
    rows = [row for row in session.exec(asked).all() if is_due(row)]
    for row in rows:
        _settle(session, row, settling)
    return [row.id for row in rows]


def _settle(session: Session, row: Invitation, settling: Settling) -> None:
    row.status, row.settled_at = settling.status.value, settling.at
    row.reason, row.case_number = settling.reason, settling.case_number
    session.add(row)
    session.flush()
    append(
        session,
        chain=HOUSE,
        at=settling.at,
        action=f"invitation:{settling.status.value}",
        actor=settling.actor,
        party=settling.party,
        subject=row.id,
        after={
            "list": row.list_id,
            "case": settling.case_number or "",
            "reason_digest": digest_of_text(settling.reason),
        },
    )


def no_longer_open(found: InvitationRecord) -> WrongStage:
    """An invitation that has come to its end cannot be answered."""
    told = STATUS_NAMES[found.status]
    return WrongStage(
        f"这份邀请已不能确认（{told}）。",
        why=found.reason
        or (f"确认截止日为 {found.reply_by}。" if found.status is InvitationStatus.LAPSED else ""),
        remedy="邀请结束不影响申报权利：申报期内仍可通过“提交申请”自行申报。",
    )
