"""The term of an invitation list on a real Temporal server: told, reminded, closed; and a list that never came."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from adapters.store.engine import session, transaction
from adapters.store.invitations.lists import NewList, Settling, keep_list, settle_open
from adapters.store.schema import Mail
from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.invitation.invited import InvitationStatus, Invited, ListSource, end_of, reminder_day
from domain.invitation.judging import RowResult, RowVerdict
from domain.invitation.term import WITHDRAWN, InvitationTerm, RoundReport, invitations_id
from tests.workflows.office import Office
from workflows.office.invitation_list import InvitationListTerm
from workflows.registry import WORKFLOWS, sandbox

RECORDED = Path(__file__).parent / "list_histories" / "invitation_list.json"
TODAY = shanghai_date(datetime.now(UTC))
REPLY_BY = WorkingCalendar().add_working_days(TODAY, 12).on
Handle = WorkflowHandle[InvitationListTerm, RoundReport]


def verdict(row: int) -> RowVerdict:
    unit, base = f"unit-{row}", f"revenue:unit-{row}"
    facts: dict[str, Any] = {"sector": "software", "revenue": "520000000.00", "highest_prior_revenue": "1.00"}
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
    policy = office.records.catalogue.policies[-1]
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
    with session(office.engine) as reading:
        return [(event, recipient) for event, recipient in reading.exec(asked)]


@pytest.fixture
def list_id() -> str:
    return uuid.uuid4().hex


async def test_a_list_is_told_reminded_and_closed_each_once(
    office: Office, temporal: WorkflowEnvironment, list_id: str
) -> None:
    keep(office, list_id)
    handle = await begin(office, list_id)
    reminded_at = shanghai_midnight(reminder_day(WorkingCalendar(), REPLY_BY))
    await temporal.fast_forward(handle, reminded_at - datetime.now(UTC) + timedelta(minutes=1))
    await temporal.fast_forward(handle, end_of(REPLY_BY) - reminded_at)
    report = await handle.result()
    assert (report.invited, report.open) == (2, 0)
    kinds = ("invitation", "invitation_reminder", "invitation_lapsed")
    assert mails(office) == [(kind, f"{row}@example.com") for kind in kinds for row in (1, 2)]
    history = await handle.fetch_history()
    assert "@example.com" not in history.to_json()
    assert "unit-1" not in history.to_json()
    await replayer().replay_workflow(history)


async def test_a_workflow_that_is_begun_before_its_list_waits_for_it(
    office: Office, temporal: WorkflowEnvironment, list_id: str
) -> None:
    handle = await begin(office, list_id)
    await temporal.fast_forward(handle, timedelta(seconds=5))
    keep(office, list_id, units=1)
    await temporal.fast_forward(handle, timedelta(days=60))
    assert (await handle.result()).invited == 1
    assert [kind for kind, _ in mails(office)] == ["invitation", "invitation_reminder", "invitation_lapsed"]


async def test_a_list_that_never_comes_is_given_up(
    office: Office, temporal: WorkflowEnvironment, list_id: str
) -> None:
    handle = await begin(office, list_id)
    await temporal.fast_forward(handle, timedelta(minutes=10))
    assert (await handle.result()).found is False
    assert mails(office) == []


async def test_a_withdrawal_closes_at_once_and_reminds_nobody(office: Office, list_id: str) -> None:
    keep(office, list_id)
    handle = await begin(office, list_id)
    settling = Settling(status=InvitationStatus.WITHDRAWN, at=datetime.now(UTC), reason="废止")
    with transaction(office.engine) as writing:
        assert len(settle_open(writing, list_id, settling)) == 2
    await handle.signal(WITHDRAWN)
    assert (await handle.result()).open == 0
    assert {kind for kind, _ in mails(office)} <= {"invitation", "invitation_withdrawn"}
    assert [kind for kind, _ in mails(office)].count("invitation_withdrawn") == 2


def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=sandbox(), data_converter=pydantic_data_converter)


async def test_a_recorded_list_replays() -> None:
    text = RECORDED.read_text(encoding="utf-8")
    await replayer().replay_workflow(WorkflowHistory.from_json("recorded-invitation-list", text))
