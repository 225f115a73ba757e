"""The worker's composition root: settings → client → adapters → Worker. Nobody imports it."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

from temporalio.worker import Worker

from activities.audit.stamping import RecordStamping
from activities.bulk.items import BulkRunner
from activities.cases.mornings import CaseMornings
from activities.invitations.confirmed import ConfirmedInvitations
from activities.mail.letters import LetterMaker
from activities.mail.post_office import OutboxRelay
from activities.office import open_office
from activities.registry import verbs_of
from adapters.files.vault import Vault
from adapters.letters.fonts import FontsMissing
from adapters.letters.typesetter import Typesetter
from adapters.mail.smtp import Postbox
from adapters.settings import Settings, read_settings
from adapters.store.reach import Engine
from adapters.store.shape import OtherShape
from adapters.temporal.announcing import TemporalAnnouncer
from adapters.temporal.connect import connect
from adapters.temporal.starting import open_desk_round
from audit.running_workflows import RunningWorkflows
from commands.alarms.morning import Morning
from commands.alarms.watch import Watch
from commands.audit.stamping import Stamping
from commands.bulk.people import TakingTasks
from commands.calendar.loading import follow_calendar
from commands.calendar.outages import begin_work, keep_seen
from commands.cases.restoring import Restoring
from commands.invitations.answers import file_left
from commands.law.versions import EditedVersion, open_lawful_store
from workflows.registry import WORKFLOWS, runner

THREADS = 16
"""Short store verbs; SQLite has one writer, PostgreSQL a pool of twenty."""

GRACE = timedelta(seconds=20)
"""Running activities may finish before the worker stops."""


async def main() -> None:
    """Work until SIGTERM or SIGINT."""
    settings = read_settings()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    engine = _store(settings)
    typesetter = _typesetter()
    client = await connect(settings)
    loop = asyncio.get_running_loop()
    announcer = TemporalAnnouncer(client, settings.task_queue, loop)
    office = open_office(settings, engine, announcer)
    letters = LetterMaker(engine, Vault(settings.files), typesetter)
    post_office = OutboxRelay(engine, Postbox(settings), letters, announcer)
    tasks = TakingTasks.in_worker(settings, engine, office.catalogue, client)
    confirmed = ConfirmedInvitations(partial(file_left, tasks.wired))
    watch = Watch(engine, RunningWorkflows(client, settings.task_queue), office.letterhead, announcer)
    restoring = Restoring(engine, client, settings.task_queue, office.keyring)
    mornings = CaseMornings(Morning(watch, restoring, office.catalogue).look_after_cases)
    stamping = RecordStamping(Stamping(settings, engine).stamp_record)
    bulk_office = BulkRunner(office, client, tasks, settings.act_timeout_seconds)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if not await unless(stop, begin_work(engine, settings)):
        return
    with ThreadPoolExecutor(THREADS, thread_name_prefix="activity") as threads:
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=WORKFLOWS,
            activities=[
                *verbs_of(office),
                post_office.send_mails,
                stamping.stamp_record,
                confirmed.file_confirmed_invitations,
                mornings.look_after_cases,
                bulk_office.do_bulk_items,
            ],
            activity_executor=threads,
            max_concurrent_local_activities=THREADS,
            max_concurrent_activities=THREADS,
            workflow_runner=runner(),
            graceful_shutdown_timeout=GRACE,
        )
        async with worker:
            announcer.mail()  # whatever was left over is sent now
            beside = [
                asyncio.create_task(task)
                for task in (
                    open_desk_round(client, settings.task_queue),
                    keep_seen(engine),
                    follow_calendar(client, settings.task_queue, engine),
                    watch.keep(settings.watch_seconds),
                )
            ]
            await stop.wait()
            for task in beside:
                task.cancel()
    engine.dispose()


async def unless(stop: asyncio.Event, beginning: Coroutine[Any, Any, None]) -> bool:
    """Do what comes before the work, unless the worker is stopped meanwhile; whether it was done."""
    begun, stopped = asyncio.create_task(beginning), asyncio.create_task(stop.wait())
    await asyncio.wait((begun, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not begun.done():
        begun.cancel()
        return False
    await begun
    return True


def _store(settings: Settings) -> Engine:
    """The store; on one that another build made, or whose law was edited, no worker starts, and says what to do."""
    try:
        return open_lawful_store(settings.database_url)
    except (OtherShape, EditedVersion) as other:
        raise SystemExit(str(other)) from None


def _typesetter() -> Typesetter:
    """What sets the letters: without a Chinese font no worker starts, and says what to install."""
    try:
        return Typesetter()
    except FontsMissing as missing:
        raise SystemExit(str(missing)) from None


if __name__ == "__main__":
    asyncio.run(main())
