"""A worker behind the API that invites, with its post office on a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.mail.post_office import OutboxRelay
from activities.office import open_office
from activities.registry import verbs_of
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.mail.outbox import Outbox
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer, TemporalAnnouncer
from domain.post_office import POST_OFFICE_ID
from tests.adapters.letters.offices import letter_office
from tests.fixtures.mail import CaughtMails
from workflows.registry import WORKFLOWS, runner


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest_asyncio.fixture
async def working(
    temporal: WorkflowEnvironment,
    inviting_settings: Settings,
    inviting_engine: Engine,
    threads: ThreadPoolExecutor,
) -> AsyncIterator[None]:
    """A worker whose mails stay in the outbox."""
    async with Worker(
        temporal.client,
        task_queue=inviting_settings.task_queue,
        workflows=WORKFLOWS,
        activities=verbs_of(open_office(inviting_settings, inviting_engine, Announcer())),
        activity_executor=threads,
        workflow_runner=runner(),
        graceful_shutdown_timeout=timedelta(seconds=10),
    ):
        yield


@pytest_asyncio.fixture
async def mailing(
    temporal: WorkflowEnvironment,
    inviting_settings: Settings,
    inviting_engine: Engine,
    threads: ThreadPoolExecutor,
    smtp: CaughtMails,
    tmp_path: Path,
) -> AsyncIterator[CaughtMails]:
    """A worker whose mails leave through a real SMTP server; the post office closes after the test."""
    queue = inviting_settings.task_queue
    announcer = TemporalAnnouncer(temporal.client, queue, asyncio.get_running_loop())
    postbox = Postbox(Settings(smtp_port=smtp.port))
    post_office = OutboxRelay(inviting_engine, postbox, letter_office(inviting_engine, tmp_path / "files"))
    verbs = verbs_of(open_office(inviting_settings, inviting_engine, announcer))
    async with Worker(
        temporal.client,
        task_queue=queue,
        workflows=WORKFLOWS,
        activities=[*verbs, post_office.send_mails],
        activity_executor=threads,
        workflow_runner=runner(),
        graceful_shutdown_timeout=timedelta(seconds=10),
    ):
        yield smtp
        outbox = Outbox(inviting_engine)
        async with asyncio.timeout(40):
            while announcer._is_coming or announcer._under_way.locked() or outbox.count_waiting():
                await asyncio.sleep(0.05)
        await temporal.client.get_workflow_handle(POST_OFFICE_ID).terminate("the test is over")
