"""Keeping an invitation list, beginning its workflow, and looking at its mails, in a test."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select
from temporalio.client import WorkflowHandle

from adapters.store.engine import open_session
from adapters.store.invitations.lists import NewList, keep_list
from adapters.store.schema import Mail
from domain.calendar import WorkingCalendar, shanghai_date
from domain.invitation.invited import Invited, ListSource
from domain.invitation.judging import RowResult, RowVerdict
from domain.invitation.term import InvitationTerm, TermReport, invitations_id
from tests.workflows.office import Office
from workflows.office.invitation_list import InvitationListTerm

TODAY = shanghai_date(datetime.now(UTC))
REPLY_BY = WorkingCalendar().add_working_days(TODAY, 12).on
Handle = WorkflowHandle[InvitationListTerm, TermReport]


def verdict(row: int) -> RowVerdict:
    unit, base = f"unit-{row}", f"revenue:unit-{row}"
    facts: dict[str, Any] = {
        "sector": "software",
        "revenue_year": 2026,
        "revenue": "520000000.00",
        "highest_prior_revenue": "1.00",
    }
    invited = Invited(
        unit=unit,
        unit_name="某公司",
        locality="kfq",
        contact_email=f"{row}@example.com",
        award_base=base,
        facts=facts,
    )
    return RowVerdict(
        row=row, unit=unit, unit_name="某公司", result=RowResult.INVITED, words="", invited=invited
    )


def keep(office: Office, list_id: str, units: int = 2) -> None:
    """Commit a list, as the API does it."""
    policy = office.case_office.catalogue.policies[-1]
    new = NewList(
        id=list_id,
        key=list_id,
        digest="",
        code="revenue_milestone",
        policy_version=policy.version,
        department="industry_and_information",
        source=ListSource(title="名单", number="8号"),
        reply_by=REPLY_BY,
        made_by="official",
        at=datetime.now(UTC),
        verdicts=tuple(verdict(row) for row in range(1, units + 1)),
        answer_of=lambda kept: {"id": kept.id},
    )
    keep_list(office.engine, new)


async def begin(office: Office, list_id: str) -> Handle:
    return await office.client.start_workflow(
        InvitationListTerm.run,
        InvitationTerm(list_id=list_id, name="7.2 营收首次突破奖补"),
        id=invitations_id(list_id),
        task_queue=office.task_queue,
    )


def mails(office: Office) -> list[tuple[str, str]]:
    """Kind and recipient of every mail, in order."""
    asked = select(Mail.event, Mail.recipient).order_by(col(Mail.created_at), col(Mail.recipient))
    with open_session(office.engine) as session:
        return [(event, recipient) for event, recipient in session.exec(asked)]
