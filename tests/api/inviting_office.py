"""A worker behind the API that invites, with its post office on a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.case_records import CaseRecords
from activities.mail.announcer import mail_announcer
from activities.mail.post_office import PostOffice
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.mail.outbox import Outbox
from adapters.store.reach import Engine
from domain.calendar import WorkingCalendar
from domain.catalogue.registry import load_catalogue
from domain.post_office import POST_OFFICE_ID
from tests.adapters.letters.offices import letter_office
from tests.fixtures.mail import CaughtMails
from workflows.registry import WORKFLOWS, sandbox


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def records(engine: Engine, announce_mail: Callable[[], None]) -> CaseRecords:
    """The verbs of cases and invitations."""
    return CaseRecords(
        engine,
        load_catalogue(),
        WorkingCalendar(),
        public_url="http://api",
        mail_domain="example.com",
        announce_mail=announce_mail,
        announce_quota=lambda _: None,
        announce_netting=lambda _: None,
        announce_stop=lambda _: None,
        announce_pool=lambda _: None,
    )


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
        activities=list(records(inviting_engine, lambda: None).verbs),
        activity_executor=threads,
        workflow_runner=sandbox(),
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
    announce = mail_announcer(temporal.client, queue, asyncio.get_running_loop())
    postbox = Postbox(Settings(smtp_port=smtp.port))
    post_office = PostOffice(inviting_engine, postbox, letter_office(inviting_engine, tmp_path / "files"))
    verbs = records(inviting_engine, announce).verbs
    async with Worker(
        temporal.client,
        task_queue=queue,
        workflows=WORKFLOWS,
        activities=[*verbs, post_office.send_mails],
        activity_executor=threads,
        workflow_runner=sandbox(),
        graceful_shutdown_timeout=timedelta(seconds=10),
    ):
        yield smtp
        outbox = Outbox(inviting_engine)
        announcer: Any = getattr(announce, "__self__")  # noqa: B009 - a function has none, says its type
        async with asyncio.timeout(40):
            while announcer._is_coming or announcer._under_way.locked() or outbox.count_waiting():
                await asyncio.sleep(0.05)
        await temporal.client.get_workflow_handle(POST_OFFICE_ID).terminate("the test is over")
