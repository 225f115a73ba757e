"""Several workers and APIs on PostgreSQL: cases go on through any of them while a worker is killed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from random import Random

import pytest_asyncio

from adapters.store.audit.proof import kept_cases, kept_payments
from adapters.store.engine import open_engine
from stack.account_keeping import QUICK, keep_in_store
from stack.embedded import EmbeddedStack
from tools.chaos.callers import Callers
from tools.chaos.errands import Errand, Intent, units
from tools.chaos.journal import Journal
from tools.chaos.walk import PatientWalk
from tools.demo.scenarios import SCENARIOS

CASES = 6
ONE_OFF = next(each for each in SCENARIOS if each.code == "compute_centre_construction")


@pytest_asyncio.fixture
async def callers(many_processes: EmbeddedStack) -> AsyncIterator[Callers]:
    invented = units(CASES)
    accounts = [unit.account() for unit in invented]
    url = many_processes.settings.database_url
    await asyncio.to_thread(keep_in_store, accounts, url, QUICK, invented)
    known = Callers(many_processes.urls, [*many_processes.accounts, *accounts], Journal(), Random(1))
    yield known
    await known.http.aclose()


async def test_a_stack_of_many_processes_runs_on_postgresql(many_processes: EmbeddedStack) -> None:
    names = many_processes.supervisor.names
    assert names == ("postgresql", "temporal", "mail-catcher", "worker", "worker-2", "api", "api-2")
    assert len(set(many_processes.urls)) == 2
    assert many_processes.settings.database_url.startswith("postgresql")


async def test_cases_are_paid_through_two_apis_and_two_workers_though_a_worker_is_killed(
    many_processes: EmbeddedStack, callers: Callers
) -> None:
    gate, closing = asyncio.Semaphore(CASES), asyncio.Event()
    walks = [
        PatientWalk(errand(number), callers, many_processes.client, gate, closing) for number in range(CASES)
    ]
    under_way = asyncio.gather(*(walk.carry_out() for walk in walks))
    while callers.journal.requests < 3 * CASES:
        await asyncio.sleep(0.02)
    killed = many_processes.supervisor.process_id("worker")
    os.kill(killed, signal.SIGKILL)
    await under_way
    assert many_processes.supervisor.process_id("worker") != killed
    engine = open_engine(many_processes.settings.database_url)
    numbers = {walk.number for walk in walks}
    ends = {case.stage for case in kept_cases(engine) if case.number in numbers}
    paid = [each.case_number for each in kept_payments(engine) if each.status == "paid"]
    engine.dispose()
    assert ends == {"已办结"}
    assert sorted(paid) == sorted(numbers)
    assert callers.journal.contradictions == []
    assert not callers.journal.refused


def errand(number: int) -> Errand:
    scenario = ONE_OFF.model_copy(update={"base": f"云枢{number}"})
    unit = units(CASES)[number]
    return Errand(
        number=number, scenario=scenario, unit=unit, intent=Intent.FINISH, steps=0, on_paper=bool(number % 2)
    )
