"""The workflows of the office whose histories are recorded: each does its work once and again, and is let go."""

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from activities.bulk.items import BulkRunner
from activities.mail.post_office import OutboxRelay as SendingActivities
from activities.people.desk_rounds import make_round, tell_of_what_was_left
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.bulk.acts import keep_bulk
from adapters.store.mail.outbox import Outbox
from adapters.temporal.announcing import Announcer
from adapters.temporal.connect import SKIP_ON_DEMAND
from commands.calendar.loading import start_move
from domain.bulk.listing import BulkAct, BulkItem
from domain.bulk.run import BulkRun
from domain.case.record.stages import Stage
from domain.desk_round import DeskRoundState
from domain.pool_year import PoolYear
from domain.post_office import PostOfficeState
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.choosy_mails import ChoosyMails
from tests.adapters.mail.queued import queue_mail
from tests.workflows.announcing import announced, case_in_december, finished, followed, load, move_of
from tests.workflows.inviting import begin, keep
from tests.workflows.mornings import morning_activities
from tests.workflows.office import Office
from tests.workflows.waiting import until
from tests.workflows.walked_case import WalkedCase
from workflows.office.bulk_act import BulkActing
from workflows.office.desk_round import DeskRound
from workflows.office.pool_year import VoucherPoolYear
from workflows.office.post_office import PostOffice
from workflows.registry import runner


@asynccontextmanager
async def worker(office: Office, kind: type, *activities: Callable[..., Any]) -> AsyncIterator[str]:
    """A worker beside that of the cases; its queue."""
    queue = f"record-{uuid.uuid4().hex}"
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            office.client,
            task_queue=queue,
            workflows=[kind],
            activities=activities,
            activity_executor=threads,
            workflow_runner=runner(),
        ):
            yield queue


async def skip(office: Office, handle: WorkflowHandle[Any, Any], days: int) -> None:
    """Let a workflow's clock run."""
    await TimeSkipper(office.client, config=SKIP_ON_DEMAND).fast_forward(handle, timedelta(days=days))


async def act_in_bulk(office: Office) -> WorkflowHistory:
    """Two cases are accepted, one after the other."""
    cases = [await office.file("compute_centre_construction") for _ in range(2)]
    bulk = keep_bulk(office.engine, _bulk(cases), _items(cases))
    acting = BulkRunner(
        replace(office.case_office, announcer=Announcer()), office.client, lambda _bulk, _item: False
    )
    async with worker(office, BulkActing, acting.do_bulk_items) as queue:
        handle = await office.client.start_workflow(
            BulkActing.run,
            BulkRun(bulk=bulk.id, label="形式审查", total=bulk.total, chunk=1),
            id=f"bulk/{bulk.id}",
            task_queue=queue,
        )
        assert (await handle.result()).done == len(cases)
    return await handle.fetch_history()


def _bulk(cases: Sequence[WalkedCase]) -> BulkAct:
    clerk = cases[0].actor(cases[0].plan.lead, "check_completeness")
    return BulkAct(
        id=uuid.uuid4().hex,
        kind="check_completeness",
        account=clerk.account,
        role=clerk.role,
        party=clerk.party,
        digest="d",
        total=len(cases),
        made_at=datetime.now(UTC),
    )


def _items(cases: Sequence[WalkedCase]) -> list[BulkItem]:
    acts = [case.make("check_completeness", decision="accept").model_dump(mode="json") for case in cases]
    numbers = [case.plan.case_number for case in cases]
    return [
        BulkItem(number=number, case_number=case, content=act, at=datetime.now(UTC))
        for number, (case, act) in enumerate(zip(numbers, acts, strict=True), start=1)
    ]


async def move_calendar(office: Office) -> WorkflowHistory:
    """A loaded year reaches a case in the first round; the second finds nothing left."""
    case = await case_in_december(office)
    kept = load(office, announced())
    await start_move(office.client, office.task_queue, kept.move)
    await followed(case)
    assert (await finished(office, kept)).round == 2
    return await move_of(office, kept).fetch_history()


async def make_rounds(office: Office) -> WorkflowHistory:
    """The round of the desks, on several mornings."""
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    filed: list[int] = []

    async def file_left() -> int:
        filed.append(1)
        return 0

    at = office.case_office
    doing = [make_round.at(at), tell_of_what_was_left.at(at), *morning_activities(file_left)]
    async with worker(office, DeskRound, *doing) as queue:
        handle = await office.client.start_workflow(
            DeskRound.run, DeskRoundState(), id=queue, task_queue=queue
        )
        await skip(office, handle, days=4)
        await until(lambda: len(filed) > 2)
        return await let_go(handle)


async def tell_list(office: Office) -> WorkflowHistory:
    """The units of an invitation list are told, reminded, and told that the term is over."""
    list_id = uuid.uuid4().hex
    keep(office, list_id)
    handle = await begin(office, list_id)
    await skip(office, handle, days=60)
    assert (await handle.result()).invited == 2
    return await handle.fetch_history()


async def end_pool_year(office: Office) -> WorkflowHistory:
    """A year passes, and what is left of its pool lapses."""
    policy = office.case_office.catalogue.policies[-1]
    year = PoolYear(year=2027, policy_version=policy.version, code="compute_usage_voucher")
    handle = await office.client.start_workflow(
        VoucherPoolYear.run, year, id=f"pool/{uuid.uuid4().hex}", task_queue=office.task_queue
    )
    await skip(office, handle, days=500)
    await handle.result()
    return await handle.fetch_history()


async def send_mails(office: Office) -> WorkflowHistory:
    """The post office empties the outbox, and again when it is told that another mail waits."""
    with TemporaryDirectory() as folder:
        async with ChoosyMails(Path(folder) / "mail", port=0) as server:
            letters = letter_office(office.engine, Path(folder) / "files")
            sending = SendingActivities(office.engine, Postbox(Settings(smtp_port=server.port)), letters)
            async with worker(office, PostOffice, sending.send_mails) as queue:
                queue_mail(office.engine, 1)
                handle = await office.client.start_workflow(
                    PostOffice.run, PostOfficeState(), id=queue, task_queue=queue
                )
                await until(lambda: Outbox(office.engine).count_waiting() == 0)
                queue_mail(office.engine, 2)
                await handle.signal(PostOffice.mail_waiting)
                await until(lambda: Outbox(office.engine).count_waiting() == 0)
                return await let_go(handle)


async def let_go(handle: WorkflowHandle[Any, Any]) -> WorkflowHistory:
    """End a workflow that never ends by itself, and give its history."""
    await handle.terminate("its history is recorded")
    return await handle.fetch_history()


OFFICES = {
    "bulk_act": act_in_bulk,
    "calendar_move": move_calendar,
    "desk_round": make_rounds,
    "invitation_list": tell_list,
    "pool_year": end_pool_year,
    "post_office": send_mails,
}
"""Workflow of the office → who gives its history; the names of ``domain``."""
