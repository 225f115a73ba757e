"""Alarms: raised once for kind and subject, written to every administrator once, seen again, closed. All of it is chained."""

import logging
from datetime import datetime

from sqlmodel import col, func, select

from adapters.store.audit.chain import append
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.people.desks import administrators
from adapters.store.tables.audit.alarms import AlarmRow as Row
from adapters.store.writing import Session, hold
from domain.alarms import Alarm, AlarmKind
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE, SYSTEM
from domain.calendar import shanghai_date
from domain.office_mail import OfficeMailFacts, OfficeMailKind, office_message_id

log = logging.getLogger(__name__)


def raise_alarm(
    session: Session, letterhead: Letterhead, kind: AlarmKind, subject: str, what: str, at: datetime
) -> bool:
    """Raise an alarm: a line in the list, and one mail to each administrator. Raised again, it is only seen again.

    What closes by itself and comes again, and again, is written of once a day.

    Args:
        session: the transaction of what is the matter. The house's chain is written to: as the last of what locks.
        letterhead: of the installation.
        kind: what is the matter.
        subject: with what; a case number, mostly.
        what: in words, without any personal data.
        at: when.

    Returns:
        Whether it is new: then the post office is to be told after the commit.
    """
    hold(session, "alarms")  # of two who find it at once one comes after the other
    row = open_row(session, kind, subject)
    if row is not None:
        row.last_seen_at = max(row.last_seen_at, at)
        session.add(row)
        return False
    row = Row(kind=kind.value, subject=subject, what=what, raised_at=at, last_seen_at=at)
    session.add(row)
    session.flush()
    matter = _matter(session, row)
    facts = OfficeMailFacts(
        kind=OfficeMailKind.ALARM,
        department="系统管理员",
        at=at,
        reason=f"{kind.label}（{subject}）：{what}\n处理办法：{kind.to_do}",
    )
    told = [
        person.account
        for person in administrators(session)
        if queue_office_mail(
            session,
            office_message_id(facts.kind, matter, person.account, letterhead.mail_domain),
            person.email,
            facts,
            at,
        )
    ]
    log.error("alarm %s %s, written to %s administrators: %s", kind.value, subject, len(told), what)
    after = {"kind": kind.value, "subject": subject, "told": told}
    append(session, chain=HOUSE, at=at, action="alarm:raised", subject=str(row.id), after=after)
    return True


def _matter(session: Session, row: Row) -> str:
    """What the mail of an alarm is about: kind, subject and day; after an administrator has closed one it is another matter."""
    alike = select(func.count()).where(Row.kind == row.kind, Row.subject == row.subject)
    closed = session.exec(alike.where(col(Row.closed_by).not_in(("", SYSTEM)))).one()
    return f"{row.kind}/{row.subject}/{shanghai_date(row.raised_at)}/{closed}"


def close_alarm(
    session: Session,
    kind: AlarmKind,
    subject: str,
    reason: str,
    at: datetime,
) -> bool:
    """Close the open alarm of a kind and subject because all is well again; whether there was one."""
    row = open_row(session, kind, subject)
    if row is None:
        return False
    close_row(session, row, SYSTEM, "", reason, at)
    return True


def close_row(session: Session, row: Row, by: str, party: str, reason: str, at: datetime) -> None:
    """Close an alarm; the chain has a digest of the reason."""
    row.closed_at, row.closed_by, row.closing_reason = at, by, reason
    session.add(row)
    after = {"kind": row.kind, "subject": row.subject, "reason_digest": digest_of_text(reason)}
    append(
        session,
        chain=HOUSE,
        at=at,
        actor=by,
        party=party,
        action="alarm:closed",
        subject=str(row.id),
        after=after,
    )


def note_try(session: Session, kind: AlarmKind, subject: str, outcome: str) -> None:
    """Note beside the open alarm what a try to put it right came to."""
    row = open_row(session, kind, subject)
    if row is not None:
        row.tries, row.outcome = row.tries + 1, outcome
        session.add(row)


def open_row(session: Session, kind: AlarmKind, subject: str) -> Row | None:
    """The open alarm of a kind and subject."""
    asked = select(Row).where(Row.kind == kind.value, Row.subject == subject, col(Row.closed_at).is_(None))
    return session.exec(asked.with_for_update()).first()


def row_of(session: Session, identifier: int) -> Row | None:
    """An alarm by its id, held until the end of the transaction."""
    return session.get(Row, identifier, with_for_update=True)


def list_alarms(session: Session, *, with_closed: bool, before: int | None, limit: int) -> list[Alarm]:
    """Alarms, the latest first.

    Args:
        session: a session.
        with_closed: those too that are closed.
        before: only earlier ones than that of this id.
        limit: at most so many.
    """
    asked = select(Row).order_by(col(Row.id).desc()).limit(limit)
    if not with_closed:
        asked = asked.where(col(Row.closed_at).is_(None))
    if before is not None:
        asked = asked.where(col(Row.id) < before)
    return [alarm_of(row) for row in session.exec(asked)]


def open_alarms(session: Session, kind: AlarmKind) -> dict[str, Alarm]:
    """Subject → the open alarm of a kind."""
    asked = select(Row).where(Row.kind == kind.value, col(Row.closed_at).is_(None))
    return {row.subject: alarm_of(row) for row in session.exec(asked)}


def alarm_of(row: Row) -> Alarm:
    """An alarm as it stands."""
    return Alarm.model_validate(row.model_dump())
