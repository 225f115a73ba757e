"""The post office of a worker, as a test makes it send: with a server that refuses, and with word to the cases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from temporalio.client import WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment

from activities.mail.post_office import OutboxRelay
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.temporal.announcing import TemporalAnnouncer
from domain.case.identifiers import workflow_id
from domain.post_office import SendReport, SendRequest
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.choosy_mails import ChoosyMails
from tests.api.procedure import People


class PostOfficeAt:
    """Sends what waits, and tells the cases."""

    def __init__(self, temporal: WorkflowEnvironment, settings: Settings, server: ChoosyMails) -> None:
        self._temporal, self._settings, self.server = temporal, settings, server

    async def send(self) -> SendReport | None:
        """One batch; None where nothing moved."""
        engine = open_engine(self._settings.database_url)
        announcer = TemporalAnnouncer(
            self._temporal.client, self._settings.task_queue, asyncio.get_running_loop()
        )
        postbox = Postbox(self._settings.model_copy(update={"smtp_port": self.server.port}))
        relay = OutboxRelay(engine, postbox, letter_office(engine, self._settings.files), announcer)
        try:
            return await ActivityEnvironment().run(relay.send_mails, SendRequest())
        except ApplicationError:
            return None
        finally:
            engine.dispose()

    async def pass_days(self, people: People, days: int) -> None:
        """Time goes on for the case."""
        await self._temporal.fast_forward(self.handle(people), timedelta(days=days))

    def handle(self, people: People) -> WorkflowHandle[Any, Any]:
        """The workflow of the case."""
        return self._temporal.client.get_workflow_handle(workflow_id(number_of(people)))


@pytest_asyncio.fixture
async def post(
    temporal: WorkflowEnvironment, served_settings: Settings, tmp_path: Path
) -> AsyncIterator[PostOfficeAt]:
    """The post office, whose server refuses what a test says."""
    async with ChoosyMails(tmp_path / "choosy", port=0) as server:
        yield PostOfficeAt(temporal, served_settings, server)


def number_of(people: People) -> str:
    """The number of the case in hand."""
    return people.case.rpartition("/")[2]


async def told(people: People, event: str) -> dict[str, Any]:
    """The case, as soon as its timeline has an event."""
    return await people.until(lambda case: event in [entry["event"] for entry in case["timeline"]])
