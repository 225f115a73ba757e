"""Objectors without an account: kept until they confirm, known by the digest of their token, forgotten when it came to nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select

from adapters.store.mail.objector_mail import queue_mail_to
from adapters.store.notices.queries import STAGES
from adapters.store.tables.case_file import ActRow, CaseFile
from adapters.store.tables.document import ObjectionRow
from adapters.store.tables.notice import OutsideEvidenceRow, OutsideObjectorRow
from adapters.store.writing import Session as Writing
from adapters.store.writing import hold
from domain.case.acts.objections import RaiseObjection
from domain.public_notice.objector_mail import ObjectorMailFacts
from domain.public_notice.outside import (
    COUNTED_FOR,
    MOST_MAILS,
    MOST_OF_ADDRESS,
    MOST_UNCONFIRMED,
    Evidence,
    Outside,
    address_key,
)


class NoticeCrowded(Exception):
    """As many submissions as a notice bears wait for their confirmation."""


def keep_submission(
    session: Writing, given: Outside, token: str, request: str, files: Sequence[tuple[Evidence, bytes]]
) -> Outside | None:
    """Keep what somebody sent; None where nobody is to be written to.

    The same address may send it again until it is confirmed: the last one that a mail asked about counts. An address that
    has objected, was written to often enough, or left other notices unconfirmed is not written to, and nobody is told which.

    Args:
        session: the transaction, in which the mail is queued as well.
        given: with an id and a ticket of its own.
        token: digest of the token.
        request: what a repeated request is known by; empty where it is none.
        files: of evidence.

    Raises:
        NoticeCrowded: no more is taken for this notice now.
    """
    hold(session, f"objectors:{given.case_number}")
    forget_unconfirmed(session)
    row = _row_of(session, given)
    if row is None:
        recent = col(OutsideObjectorRow.created_at) > given.created_at - COUNTED_FOR
        of_address = OutsideObjectorRow.address == address_key(given.contact)
        if _count(session, recent, of_address) >= MOST_OF_ADDRESS:
            return None
        of_notice = OutsideObjectorRow.case_number == given.case_number
        if _count(session, recent, of_notice, OutsideObjectorRow.seq == given.seq) >= MOST_UNCONFIRMED:
            raise NoticeCrowded
    elif _is_confirmed(session, row) or row.mails >= MOST_MAILS or (request and row.request == request):
        return None
    return _written(session, row, given, token, request, files)


def _row_of(session: Session, given: Outside) -> OutsideObjectorRow | None:
    asked = select(OutsideObjectorRow).where(
        OutsideObjectorRow.case_number == given.case_number,
        OutsideObjectorRow.seq == given.seq,
        OutsideObjectorRow.address == address_key(given.contact),
    )
    return session.exec(asked).first()


def _is_confirmed(session: Session, row: OutsideObjectorRow) -> bool:
    """Also while the case has it and the mark is not made yet, or never will be: the answer was late, or the API ended."""
    laid_down = select(ObjectionRow.id).where(ObjectionRow.raised_by == row.id)
    return row.confirmed_at is not None or session.exec(laid_down).first() is not None


def _count(session: Session, *alike: ColumnElement[bool] | bool) -> int:
    asked = select(func.count()).select_from(OutsideObjectorRow)
    return int(session.exec(asked.where(col(OutsideObjectorRow.confirmed_at).is_(None), *alike)).one())


def _written(
    session: Writing,
    row: OutsideObjectorRow | None,
    given: Outside,
    token: str,
    request: str,
    files: Sequence[tuple[Evidence, bytes]],
) -> Outside:
    mails = row.mails + 1 if row else 1
    kept = given.model_copy(update={"id": row.id if row else given.id, "mails": mails})
    content = kept.model_dump(exclude={"files"})
    content |= {"address": address_key(given.contact), "token": token, "request": request}
    session.exec(delete(OutsideEvidenceRow).where(col(OutsideEvidenceRow.objector) == kept.id))
    session.merge(OutsideObjectorRow(**content))
    session.flush()
    for file, bytes_of_it in files:
        session.add(OutsideEvidenceRow(**file.model_dump(), objector=kept.id, content=bytes_of_it))
    return kept


def queue_confirmation(session: Writing, kept: Outside, facts: ObjectorMailFacts, mail_domain: str) -> None:
    """Ask whoever reads under the address whether it was they."""
    message_id = f"<{kept.case_number}.{kept.seq}.objector.{kept.id[:16]}.{kept.mails}@{mail_domain}>"
    queue_mail_to(session, message_id, kept.contact, facts)


def outside_by_token(session: Session, case_number: str, token: str) -> Outside | None:
    """Whose token has this digest."""
    asked = select(OutsideObjectorRow).where(
        OutsideObjectorRow.token == token, OutsideObjectorRow.case_number == case_number
    )
    row = session.exec(asked).first()
    return _outside(session, row) if row else None


def outside_by_id(session: Session, identifier: str) -> Outside | None:
    """Somebody who objects without an account, by the id that stands for them."""
    row = session.get(OutsideObjectorRow, identifier)
    return _outside(session, row) if row else None


def contents_of(session: Session, objector: str) -> list[bytes]:
    """The files that were not confirmed so far."""
    asked = select(OutsideEvidenceRow.content).where(OutsideEvidenceRow.objector == objector)
    return [content for content in session.exec(asked) if content is not None]


def mark_confirmed(session: Writing, objector: str, at: datetime) -> None:
    """It is an objection now: the files lie in the vault."""
    row = session.get_one(OutsideObjectorRow, objector)
    row.confirmed_at = row.confirmed_at or at
    for file in session.exec(select(OutsideEvidenceRow).where(OutsideEvidenceRow.objector == objector)):
        file.content = None


def forget_unconfirmed(session: Writing) -> None:
    """What was never confirmed is deleted once its case is on notice no more; what the case has taken was, marked or not."""
    taken = select(ActRow.account).where(ActRow.kind == RaiseObjection.kind)
    on_notice = select(CaseFile.number).where(col(CaseFile.stage).in_(STAGES))
    over = (
        select(OutsideObjectorRow.id)
        .where(col(OutsideObjectorRow.confirmed_at).is_(None))
        .where(col(OutsideObjectorRow.case_number).not_in(on_notice))
        .where(col(OutsideObjectorRow.id).not_in(taken))
    )
    forgotten = list(session.exec(over))
    session.exec(delete(OutsideEvidenceRow).where(col(OutsideEvidenceRow.objector).in_(forgotten)))
    session.exec(delete(OutsideObjectorRow).where(col(OutsideObjectorRow.id).in_(forgotten)))


def _outside(session: Session, row: OutsideObjectorRow) -> Outside:
    asked = select(OutsideEvidenceRow).where(OutsideEvidenceRow.objector == row.id)
    files = session.exec(asked.order_by(col(OutsideEvidenceRow.id)))
    told = tuple(Evidence(**file.model_dump(exclude={"objector", "content"})) for file in files)
    return Outside(**row.model_dump(exclude={"address", "token", "request"}), files=told)
