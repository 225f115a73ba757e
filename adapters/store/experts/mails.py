"""Mails to the experts of a panel: about the case by its number and type alone."""

from datetime import datetime

from adapters.store.cases.office_matters import matter_of
from adapters.store.experts.panels import addresses_of
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.writing import Session
from domain.case.record.narrative import day_text
from domain.experts.panel import Panel, Seat
from domain.office_mail import OfficeMailCase, OfficeMailFacts, OfficeMailKind, office_message_id


def write_to_experts(
    session: Session,
    letterhead: Letterhead,
    panel: Panel,
    seats: tuple[Seat, ...],
    kind: OfficeMailKind,
    at: datetime,
    reason: str = "",
    matter: str = "",
) -> int:
    """Queue a mail to experts of a panel, once for what it is about; how many are new.

    Args:
        session: the transaction that causes the mails.
        letterhead: where links lead.
        panel: whose experts are written to.
        seats: of those who are written to.
        kind: why.
        at: when it happened.
        reason: in words.
        matter: what tells this mail from others of its kind about the panel.
    """
    case = matter_of(session, panel.case_number)
    line = OfficeMailCase(
        case_number=panel.case_number,
        number=case.plan.number,
        name=case.plan.name,
        stage=case.progress.stage.value,
        sentence=panel.question,
        due=day_text(panel.due_on),
        link=f"{letterhead.public_url.rstrip('/')}/v1/expert-panels/{panel.id}",
    )
    addresses = addresses_of(session, [seat.account for seat in seats])
    return sum(
        queue_office_mail(
            session,
            office_message_id(kind, f"{panel.id}/{matter}", seat.account, letterhead.mail_domain),
            addresses.get(seat.account, ""),
            OfficeMailFacts(kind=kind, department=f"{seat.name}专家", at=at, cases=(line,), reason=reason),
            at,
        )
        for seat in seats
    )
