"""The term of an invitation list on a real Temporal server: told, reminded, closed; and a list that never came."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from adapters.store.calendar.outages import OutageEntry, keep_outage
from adapters.store.engine import transaction
from adapters.store.invitations.lists import Settling, settle_open
from domain.calendar import WorkingCalendar, shanghai_midnight
from domain.invitation.invited import InvitationStatus, end_of, reminder_day
from domain.invitation.term import WITHDRAWN
from tests.workflows.inviting import REPLY_BY, begin, keep, mails
from tests.workflows.office import Office
from workflows.registry import WORKFLOWS, runner


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


async def test_an_invitation_whose_last_day_lay_in_an_outage_lapses_after_the_grace(
    office: Office, temporal: WorkflowEnvironment, list_id: str
) -> None:
    keep(office, list_id)
    handle = await begin(office, list_id)
    after = end_of(REPLY_BY)
    await temporal.fast_forward(handle, after - datetime.now(UTC) - timedelta(hours=2))
    entry = OutageEntry(
        began_at=after - timedelta(hours=12),
        ended_at=after + timedelta(hours=9),
        grace_working_days=3,
        document="测试公告〔2026〕1号",
        reason="停电",
        account="a0",
        at=after,
    )
    keep_outage(office.engine, entry)
    await temporal.fast_forward(handle, timedelta(hours=30))
    assert "invitation_lapsed" not in {kind for kind, _ in mails(office)}
    await temporal.fast_forward(handle, timedelta(days=20))
    assert (await handle.result()).open == 0
    assert [kind for kind, _ in mails(office)].count("invitation_lapsed") == 2


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
    with transaction(office.engine) as session:
        assert len(settle_open(session, list_id, settling)) == 2
    await handle.signal(WITHDRAWN)
    assert (await handle.result()).open == 0
    assert {kind for kind, _ in mails(office)} <= {"invitation", "invitation_withdrawn"}
    assert [kind for kind, _ in mails(office)].count("invitation_withdrawn") == 2


async def test_a_signal_that_nobody_of_the_office_sent_ends_no_term_and_silences_no_reminder(
    office: Office, temporal: WorkflowEnvironment, list_id: str
) -> None:
    keep(office, list_id)
    handle = await begin(office, list_id)
    for _ in range(3):
        await handle.signal(WITHDRAWN)
    await temporal.fast_forward(handle, end_of(REPLY_BY) - datetime.now(UTC) - timedelta(hours=2))
    assert [kind for kind, _ in mails(office)].count("invitation_reminder") == 2
    await handle.signal(WITHDRAWN)
    await temporal.fast_forward(handle, timedelta(hours=3))
    assert (await handle.result()).open == 0
    assert [kind for kind, _ in mails(office)].count("invitation_lapsed") == 2
    await replayer().replay_workflow(await handle.fetch_history())


def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter)
