"""The post office on a real Temporal server, a real SMTP server and a real store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.mail.post_office import OutboxRelay as SendingActivities
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.mail.outbox import Outbox
from adapters.store.reach import Engine
from adapters.temporal.announcing import TemporalAnnouncer
from domain.post_office import MAIL_WAITING, POST_OFFICE_ID, PostOfficeState
from stack.ports import free_ports
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.choosy_mails import ChoosyMails
from tests.adapters.mail.queued import outbox_row, queue_mail
from tests.workflows.waiting import until
from workflows.office.post_office import PostOffice
from workflows.registry import runner
from workflows.runs import MOST_EVENTS


@pytest.fixture
def port() -> int:
    return free_ports(1)[0]


@pytest_asyncio.fixture
async def announce(
    temporal: WorkflowEnvironment, task_queue: str, engine: Engine, port: int, tmp_path: Path
) -> AsyncIterator[TemporalAnnouncer]:
    """A worker with a post office, and what wakes it; the post office closes after the test."""
    sending = SendingActivities(
        engine, Postbox(Settings(smtp_port=port)), letter_office(engine, tmp_path / "files")
    )
    worker = Worker(
        temporal.client,
        task_queue=task_queue,
        workflows=[PostOffice],
        activities=[sending.send_mails],
        workflow_runner=runner(),
        graceful_shutdown_timeout=timedelta(seconds=10),  # a batch under way holds a connection to the store
    )
    async with worker:
        announcer = TemporalAnnouncer(temporal.client, task_queue, asyncio.get_running_loop())
        yield announcer
        # A signal that is still to come would open the post office again, in the way of the next test.
        await until(lambda: not (announcer._is_coming or announcer._under_way.locked()))
        await post_office(temporal).terminate("the test is over")


def post_office(temporal: WorkflowEnvironment) -> WorkflowHandle[PostOffice, None]:
    return temporal.client.get_workflow_handle_for(PostOffice.run, POST_OFFICE_ID)


async def failed_attempts(temporal: WorkflowEnvironment) -> int:
    try:
        description = await post_office(temporal).describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return 0  # not opened yet
    return max((waiting.attempt - 1 for waiting in description.raw_description.pending_activities), default=0)


@pytest.mark.long
async def test_mails_wait_for_a_server_that_is_away_and_arrive_once(
    temporal: WorkflowEnvironment, announce: TemporalAnnouncer, engine: Engine, port: int, tmp_path: Path
) -> None:
    ids = [queue_mail(engine, 1), queue_mail(engine, 2)]
    await asyncio.to_thread(announce.mail)
    async with asyncio.timeout(40):
        while await failed_attempts(temporal) < 2:
            await asyncio.sleep(0.05)
    ids.append(queue_mail(engine, 3))
    await asyncio.to_thread(announce.mail)
    async with ChoosyMails(tmp_path / "mail", port=port) as server:
        await until(lambda: Outbox(engine).count_waiting() == 0)
        assert [mail["Message-ID"] for mail in server.messages()] == ids


async def test_a_recipient_refused_for_good_does_not_hold_up_the_post_office(
    announce: TemporalAnnouncer, engine: Engine, port: int, tmp_path: Path
) -> None:
    async with ChoosyMails(tmp_path / "mail", port=port) as server:
        refused = queue_mail(engine, 1, "gone@example.com")
        queue_mail(engine, 2)
        await asyncio.to_thread(announce.mail)
        await until(lambda: Outbox(engine).count_waiting() == 0)
        queue_mail(engine, 3)
        await asyncio.to_thread(announce.mail)
        await until(lambda: Outbox(engine).count_waiting() == 0)
        assert len(server.messages()) == 2
        assert outbox_row(engine, refused).failed


async def test_many_announcements_at_once_are_few_signals_and_lose_no_mail(
    temporal: WorkflowEnvironment, announce: TemporalAnnouncer, engine: Engine, port: int, tmp_path: Path
) -> None:
    def commit_and_announce(number: int) -> None:
        queue_mail(engine, number)
        announce.mail()

    queue_mail(engine, 30)
    async with ChoosyMails(tmp_path / "mail", port=port) as server:
        await asyncio.gather(*(asyncio.to_thread(commit_and_announce, number) for number in range(30)))
        await until(lambda: Outbox(engine).count_waiting() == 0)
        assert len({mail["Message-ID"] for mail in server.messages()}) == 31
        assert len(server.messages()) == 31
    history = await post_office(temporal).fetch_history()
    signals = [e for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED]
    assert 1 <= len(signals) < 30


async def test_a_long_run_goes_on_as_a_new_one_and_loses_no_mail(
    temporal: WorkflowEnvironment,
    task_queue: str,
    announce: TemporalAnnouncer,
    engine: Engine,
    port: int,
    tmp_path: Path,
) -> None:
    first = await temporal.client.start_workflow(
        PostOffice.run, PostOfficeState(batches_a_run=2), id=POST_OFFICE_ID, task_queue=task_queue
    )
    async with ChoosyMails(tmp_path / "mail", port=port) as server:
        for number in range(6):
            queue_mail(engine, number)
            await asyncio.to_thread(announce.mail)
            await until(lambda: Outbox(engine).count_waiting() == 0)
        assert len(server.messages()) == 6
    description = await post_office(temporal).describe()
    assert description.run_id != first.result_run_id
    assert first.first_execution_run_id == description.raw_description.workflow_execution_info.first_run_id


@pytest.mark.long
async def test_five_hundred_words_to_the_post_office_fill_no_run_and_lose_no_mail(
    temporal: WorkflowEnvironment, announce: TemporalAnnouncer, engine: Engine, port: int, tmp_path: Path
) -> None:
    """Whoever reaches the engine can tell it that mail waits; it looks, and finds none."""
    async with ChoosyMails(tmp_path / "mail", port=port) as server:
        await asyncio.to_thread(announce.mail)
        await until(lambda: not announce._under_way.locked())
        for _ in range(500):
            await post_office(temporal).signal(MAIL_WAITING)
        queue_mail(engine, 1)
        await asyncio.to_thread(announce.mail)
        await until(lambda: Outbox(engine).count_waiting() == 0)
        assert len(server.messages()) == 1
    history = await post_office(temporal).fetch_history()
    assert len(history.events) < MOST_EVENTS
