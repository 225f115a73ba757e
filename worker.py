"""The worker's composition root: settings → client → adapters → Worker. Nobody imports it."""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from temporalio.worker import Worker

from activities.bulk.items import BulkOffice
from activities.case_announcer import case_announcer
from activities.case_records import CaseRecords
from activities.invitations.confirmed import ConfirmedInvitations
from activities.mail.announcer import mail_announcer
from activities.mail.letters import LetterOffice
from activities.mail.post_office import PostOffice
from activities.people.desk_rounds import DeskRounds
from activities.people.round_opener import open_desk_round
from activities.quota_announcer import QuotaAnnouncer
from adapters.files.vault import Vault
from adapters.letters.fonts import FontsMissing
from adapters.letters.typesetter import Typesetter
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.people.desk_alarms import Letterhead
from adapters.temporal import connect
from commands.bulk.people import TakingTurns
from commands.calendar.loading import start_left_moves
from commands.invitations.answers import file_left
from domain.calendar import WorkingCalendar
from domain.catalogue.registry import load_catalogue
from workflows.registry import WORKFLOWS, sandbox

THREADS = 16
"""Short store verbs; SQLite has one writer, PostgreSQL a pool of twenty."""

GRACE = timedelta(seconds=20)
"""Running activities may finish before the worker stops."""


async def main() -> None:
    """Work until SIGTERM or SIGINT."""
    settings = Settings()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    typesetter = _typesetter()
    client = await connect(settings)
    engine = open_engine(settings.database_url)
    loop = asyncio.get_running_loop()
    announce_mail = mail_announcer(client, settings.task_queue, loop)
    quota = QuotaAnnouncer(client, settings.task_queue, loop)
    records = CaseRecords(
        engine,
        load_catalogue(),
        WorkingCalendar(),
        public_url=settings.public_url,
        mail_domain=settings.mail_from.rpartition("@")[2].rstrip("> "),
        announce_mail=announce_mail,
        announce_quota=quota.money_came_free,
        announce_netting=case_announcer(client, loop, "receivable_netted"),
        announce_stop=case_announcer(client, loop, "stop_changed"),
        announce_pool=quota.pool_was_opened,
    )
    letters = LetterOffice(engine, Vault(settings.files), typesetter)
    post_office = PostOffice(engine, Postbox(settings), letters)
    letterhead = Letterhead(public_url=settings.public_url, mail_domain=records.mail_domain)
    rounds = DeskRounds(engine, WorkingCalendar(), letterhead, announce_mail)
    turns = TakingTurns.in_worker(settings, engine, records.catalogue, client)
    confirmed = ConfirmedInvitations(partial(file_left, turns.wired))
    bulk_office = BulkOffice(engine, client, turns, announce_mail, settings.act_timeout_seconds)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="activity") as threads:
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=WORKFLOWS,
            activities=[
                *records.verbs,
                post_office.send_mails,
                rounds.make_round,
                confirmed.file_confirmed_invitations,
                bulk_office.do_bulk_items,
            ],
            activity_executor=threads,
            max_concurrent_local_activities=THREADS,
            max_concurrent_activities=THREADS,
            workflow_runner=sandbox(),
            graceful_shutdown_timeout=GRACE,
        )
        async with worker:
            announce_mail()  # whatever was left over is sent now
            opening = asyncio.create_task(open_desk_round(client, settings.task_queue))
            moving = asyncio.create_task(start_left_moves(client, settings.task_queue, engine))
            await stop.wait()
            opening.cancel()
            moving.cancel()
    engine.dispose()


def _typesetter() -> Typesetter:
    """What sets the letters, opened first of all: without a Chinese font no worker starts, and says what to install."""
    try:
        return Typesetter()
    except FontsMissing as missing:
        raise SystemExit(str(missing)) from None


if __name__ == "__main__":
    asyncio.run(main())
