"""The morning round has the record stamped: an authority that is away holds no morning up, and is an alarm until it stamps again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.people.desk_rounds import make_round, tell_of_what_was_left
from adapters.settings import Settings
from adapters.store.alarms import list_alarms
from adapters.store.engine import open_session
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import Mail
from adapters.temporal.starting import open_desk_round
from audit.verification import verify
from commands.audit.stamping import Stamping
from domain.alarms import Alarm, AlarmKind
from domain.case.roles import Role
from domain.desk_round import DESK_ROUND_ID, LEFT_TO_TOMORROW, STAMP_RECORD
from tests.fixtures.authority import Authority
from tests.workflows.mornings import morning_activities
from tests.workflows.office import Office
from workflows.office.desk_round import DeskRound
from workflows.registry import runner

ADMINISTRATOR = Account(
    id="ad",
    username="administrator",
    password_hash="x",
    roles=(Role.ADMINISTRATOR.value,),
    email="administrator@example.com",
)


async def test_an_authority_that_is_away_is_alarmed_once_until_it_stamps_again(
    temporal: WorkflowEnvironment, task_queue: str, office: Office, authority: Authority
) -> None:
    save_account(office.engine, ADMINISTRATOR)
    answer, authority.answer = authority.answer, lambda _: (503, b"")
    stamping = Stamping(Settings(tsa_url=authority.url, tsa_roots=authority.roots), office.engine)
    with ThreadPoolExecutor(2) as threads:
        worker = Worker(
            temporal.client,
            task_queue=task_queue,
            workflows=[DeskRound],
            activities=[
                make_round.at(office.case_office),
                tell_of_what_was_left.at(office.case_office),
                *morning_activities(stamp=stamping.stamp_record),
            ],
            activity_executor=threads,
            workflow_runner=runner(),
        )
        async with worker:
            await open_desk_round(temporal.client, task_queue)
            handle = temporal.client.get_workflow_handle(DESK_ROUND_ID)
            await temporal.fast_forward(handle, timedelta(days=3))
            (alarm,) = alarms_of(office)
            assert (alarm.kind, alarm.subject) == (AlarmKind.ROUND_LEFT, LEFT_TO_TOMORROW[STAMP_RECORD])
            assert alarm.closed_at is None
            assert len(authority.asked) >= 2 * 2, "each morning, more than once"
            authority.answer = answer
            await temporal.fast_forward(handle, timedelta(days=2))
            await handle.terminate("the test is over")
    (alarm,) = alarms_of(office)
    assert alarm.closed_by == "system"
    with open_session(office.engine) as session:
        mails = session.exec(select(Mail).where(Mail.event == "alarm")).all()
    assert [mail.recipient for mail in mails] == ["administrator@example.com"]
    found = verify(office.engine)
    assert found.holds
    assert found.stamps is not None
    assert found.stamps.stamps == 1


def alarms_of(office: Office) -> list[Alarm]:
    with open_session(office.engine) as session:
        return list_alarms(session, with_closed=True, before=None, limit=9)
