"""The mails of a case as its terms and its readers see them: what arrived, what did not, and what was served otherwise."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from adapters.store.mail.services import services_of
from adapters.store.mail.suppressed import trust_again
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.mail import Mail, ServiceRow
from adapters.store.writing import Session
from domain.case.record.events import Event
from domain.case.service import Service
from domain.case.time.notices import NoticeMail
from domain.frozen import Frozen


class CaseMail(Frozen):
    """A mail to the applicant, with its address masked.

    Attributes:
        trouble: whose fault it is that it has not left (``domain.post_office.MailFault``); empty where there is none.
        returned: earlier attempts that failed for good: ``to`` (masked), ``until`` and ``trouble``.
        service: how it was served; None where nothing shows that it was.
    """

    seq: int
    event: Event
    to: str
    at: datetime
    sent_at: datetime | None = None
    failed: bool = False
    trouble: str = ""
    attempts: int = 0
    returned: tuple[dict[str, str], ...] = ()
    service: Service | None = None


def masked(address: str) -> str:
    """An address of which a reader knows whether it is the right one: ``y***@example.com``."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***"


def mails_of(session: Session, case_number: str) -> list[CaseMail]:
    """The mails of a case, in order."""
    services = services_of(session, case_number)
    asked = select(Mail).where(Mail.case_number == case_number).order_by(col(Mail.created_at), col(Mail.seq))
    return [
        CaseMail(
            to=masked(row.recipient),
            at=row.created_at,
            service=services.get(row.seq),
            **row.model_dump(
                include={"seq", "event", "sent_at", "failed", "trouble", "attempts", "returned"}
            ),
        )
        for row in session.exec(asked)
    ]


def notices_of(session: Session, case_number: str) -> list[NoticeMail]:
    """The mails of a case, as far as terms are concerned."""
    return [
        NoticeMail(
            at=mail.at,
            arrived=mail.sent_at is not None or mail.service is not None,
            served_on=mail.service.on if mail.service and mail.sent_at is None else None,
            is_refused=mail.failed,
            is_held=bool(mail.trouble),
        )
        for mail in mails_of(session, case_number)
    ]


def undelivered_events(session: Session, case_number: str) -> tuple[Event, ...]:
    """What the applicant was written about by mails that could not arrive, and that was not served otherwise."""
    served = select(ServiceRow.seq).where(ServiceRow.case_number == case_number)
    asked = select(Mail.event).where(
        Mail.case_number == case_number, col(Mail.failed).is_(True), col(Mail.seq).not_in(served)
    )
    return tuple(Event(event) for event in session.exec(asked.order_by(col(Mail.created_at), col(Mail.seq))))


def send_to(session: Session, case_numbers: list[str], address: str, at: datetime) -> int:
    """The address of these cases is another one, or the same given anew: what has not arrived goes there, and nothing else.

    The earlier attempts stay on record. The post office is to be told after the commit.

    Returns:
        How many mails are on their way again.
    """
    trust_again(session, address)
    asked = select(Mail).where(col(Mail.case_number).in_(case_numbers), col(Mail.sent_at).is_(None))
    rows = session.exec(asked).all()
    for row in rows:
        if row.failed:
            row.returned = [*row.returned, _attempt(row, at)]
            row.failed, row.trouble, row.reply = False, "", ""
        row.recipient = address
    return len(rows)


def count_unsent(session: Session, code: str) -> int:
    """How many mails to a unit, and to the makers whom it incubates, have not arrived so far."""
    asked = select(func.count()).select_from(Mail).join(CaseFile, col(CaseFile.number) == Mail.case_number)
    return int(session.exec(asked.where(CaseFile.legal_person == code, col(Mail.sent_at).is_(None))).one())


def _attempt(row: Mail, at: datetime) -> dict[str, Any]:
    return {"to": masked(row.recipient), "until": at.isoformat(), "trouble": row.trouble}
