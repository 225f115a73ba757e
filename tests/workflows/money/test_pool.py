"""The voucher pool: whoever queues moves up without a human, and the year's end settles what is left."""

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.money.bookings import pool_of
from adapters.store.engine import transaction
from adapters.store.money.ledger import balance, open_pool, post
from adapters.temporal.starting import await_year_end
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.entries import Posting
from domain.ledger.pool import Pool
from domain.pool_year import POOL_YEAR, PoolSettled, PoolYear, pool_year_id
from tests.workflows.office import Office
from tests.workflows.recovering import mails
from tests.workflows.walked_case import FILED_ON, WalkedCase

USAGE = "compute_usage_voucher"


def pool(year: int) -> Pool:
    return pool_of(load_catalogue().in_force(FILED_ON), USAGE, year)


def leave_in_pool(office: Office, left: str, *years: int) -> None:
    """Let other cases have the rest of these years' pools: this one's and the next's, in which a notice may end."""
    this_year = shanghai_date(datetime.now(UTC)).year
    for year in years or (this_year, this_year + 1):
        number, at = f"others-{year}", shanghai_midnight(date(year, 1, 5))
        others = Posting(
            case_number=number, code=USAGE, unit="others", year=year, clause="第2条", policy_version="1"
        )
        with transaction(office.engine) as session:
            face = open_pool(session, pool(year), at) - Decimal(left)
            post(session, *pool(year).issued(others, face, number, at))


async def reaches(case: WalkedCase, stage: Stage) -> None:
    """Wait until a case comes to a stage, without a hand of ours."""
    async with asyncio.timeout(30):
        while await case.stage() is not stage:
            await asyncio.sleep(0.02)


async def test_money_that_is_released_reaches_the_head_of_the_queue_by_itself(office: Office) -> None:
    leave_in_pool(office, "150000.00")
    holder = await office.file(USAGE, 1, compute_fee="300000.00")
    assert (await holder.walk(Stage.VOUCHER)).amount == Decimal("150000.00")
    head = await office.file(USAGE, 2, compute_fee="300000.00")
    next_one = await office.file(USAGE, 3, compute_fee="300000.00")
    for waiting in (head, next_one):
        await waiting.walk(Stage.QUEUED_FOR_QUOTA)
    assert (await holder.act("withdraw", "applicant")).stage is Stage.WITHDRAWN
    await reaches(head, Stage.VOUCHER)
    assert (await head.progress()).amount == Decimal("150000.00")
    assert await next_one.stage() is Stage.QUEUED_FOR_QUOTA
    assert len(office.announcer.pools) == 2


async def test_the_queue_goes_on_when_its_head_withdraws(office: Office) -> None:
    leave_in_pool(office, "0.00")
    head = await office.file(USAGE, 2, compute_fee="300000.00")
    next_one = await office.file(USAGE, 3, compute_fee="300000.00")
    for waiting in (head, next_one):
        await waiting.walk(Stage.QUEUED_FOR_QUOTA)
    assert (await head.act("withdraw", "applicant")).stage is Stage.WITHDRAWN
    assert await next_one.stage() is Stage.QUEUED_FOR_QUOTA


async def test_who_still_queues_at_the_years_end_is_told_so(office: Office) -> None:
    leave_in_pool(office, "0.00")
    waiting = await office.file(USAGE, 2, compute_fee="300000.00")
    await waiting.walk(Stage.QUEUED_FOR_QUOTA)
    (told,) = mails(waiting, "voucher_queued")
    assert "当年算力券额度已用完，您排在第1位" in told
    ended = await waiting.ring()
    assert ended.stage is Stage.REJECTED
    assert waiting.timeline()[-1] == "not_selected"


@pytest.mark.parametrize("times", [1, 2])
async def test_what_is_left_at_the_years_end_lapses_once(
    office: Office, temporal: WorkflowEnvironment, times: int
) -> None:
    leave_in_pool(office, "250000.00", 2027)
    asked = PoolYear(year=2027, policy_version=pool(2027).policy_version, code=USAGE)
    for _ in range(times):
        handle = await office.client.start_workflow(
            POOL_YEAR,
            asked,
            id=f"pool/{uuid.uuid4().hex}",
            task_queue=office.task_queue,
            result_type=PoolSettled,
        )
        await temporal.fast_forward(handle, timedelta(days=500))
        assert (await handle.result()).lapsed == Decimal("250000.00")
    with transaction(office.engine) as session:
        assert balance(session, pool(2027).place) == 0


async def test_who_waits_for_a_case_that_never_comes_asks_again_after_three_days(office: Office) -> None:
    lost = await office.file(USAGE, 1, compute_fee="300000.00")
    await lost.walk(Stage.PUBLIC_NOTICE)  # and its own time stands still
    waiting = await office.file(USAGE, 2, compute_fee="300000.00")
    queued = await waiting.walk(Stage.QUEUED_FOR_QUOTA)
    assert queued.amount == Decimal("150000.00")
    (told,) = mails(waiting, "voucher_queued")
    assert "受理完备更早的案件正在发放" in told
    assert "用完" not in told  # the pool has money: others come first
    await waiting.skip_to(await waiting.now() + timedelta(days=3, hours=2))
    await reaches(waiting, Stage.VOUCHER)


async def test_the_end_of_a_pool_s_year_is_waited_for_once_for_ever(
    temporal: WorkflowEnvironment, task_queue: str
) -> None:
    pool = PoolYear(year=9998, policy_version="1", code="compute_usage_voucher")
    waiting = temporal.client.get_workflow_handle(pool_year_id(pool.year))
    for _ in range(2):
        await await_year_end(temporal.client, task_queue, pool)
    await waiting.terminate("the test is over")
    await await_year_end(temporal.client, task_queue, pool)
    assert (await waiting.describe()).status is WorkflowExecutionStatus.TERMINATED
