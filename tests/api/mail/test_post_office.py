"""The API wakes the post office for a mail that it committed itself, and never fails for it."""

import asyncio
from pathlib import Path

from fastapi import FastAPI
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.mail.post_office import OutboxRelay as SendingActivities
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import transaction
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.reach import Engine
from api.app import create_app
from commands.post_office import wake_post_office
from domain.post_office import POST_OFFICE_ID, PostOfficeState
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.office_mails import office_facts
from tests.fixtures.mail import CaughtMails
from workflows.office.post_office import PostOffice
from workflows.registry import runner

MESSAGE_ID = "<office.urged.1@duixian.example.com>"


def queue(engine: Engine) -> None:
    facts = office_facts()
    with transaction(engine) as session:
        queue_office_mail(session, MESSAGE_ID, "li@example.com", facts, facts.at)


async def test_a_committed_mail_leaves_at_once(
    temporal: WorkflowEnvironment,
    api_settings: Settings,
    task_queue: str,
    smtp: CaughtMails,
    tmp_path: Path,
) -> None:
    wired = create_app(api_settings, client=temporal.client).state.wiring
    letters = letter_office(wired.engine, tmp_path / "files")
    sending = SendingActivities(wired.engine, Postbox(Settings(smtp_port=smtp.port)), letters)
    assert not await wake_post_office(wired)  # none is open
    worker = Worker(
        temporal.client,
        task_queue=task_queue,
        workflows=[PostOffice],
        activities=[sending.send_mails],
        workflow_runner=runner(),
    )
    async with worker:
        office = await temporal.client.start_workflow(
            PostOffice.run, PostOfficeState(), id=POST_OFFICE_ID, task_queue=task_queue
        )
        await _until_it_has_looked(office)
        queue(wired.engine)
        assert await wake_post_office(wired)
        async with asyncio.timeout(30):
            while not smtp.messages():
                await asyncio.sleep(0.05)
        await office.terminate("the test is over")
    (mail,) = smtp.messages()
    assert (mail["Message-ID"], mail["To"]) == (MESSAGE_ID, "li@example.com")
    wired.engine.dispose()


async def _until_it_has_looked(office: WorkflowHandle[PostOffice, None]) -> None:
    """Its first look into the outbox finds nothing, so that only the signal can make it send."""
    async with asyncio.timeout(30):
        while (await office.describe()).history_length < 10:
            await asyncio.sleep(0.05)


async def test_with_temporal_away_the_mail_waits_and_nothing_fails(app: FastAPI) -> None:
    assert not await wake_post_office(app.state.wiring)
