"""An act whose effect is committed in the very moment in which server and worker die is not lost for its case.

The store must never have an act of which the case knows nothing: nobody could go on with such a case.
"""

import asyncio
from typing import Any

import httpx
import psycopg
import pytest

from adapters.store.audit.proof import KeptCase, kept_cases
from domain.case.record.stages import Stage
from tools.chaos import processes
from tools.chaos.errands import Intent
from tools.chaos.link import Manner
from tools.chaos.network import TEMPORAL
from tools.chaos.proof.cases import difference
from tools.chaos.run import ChaosRun
from tools.chaos.walk import PatientWalk
from tools.demo.scenarios import SCENARIOS

pytestmark = pytest.mark.long

ONE_OFF = next(each for each in SCENARIOS if each.code == "compute_centre_construction")
WITHIN_SECONDS = 120


async def a_case_in_review(run: ChaosRun) -> PatientWalk:
    facts = {**ONE_OFF.facts, "audited_investment": "123000001.00"}  # like no other case of the unit
    scenario = ONE_OFF.model_copy(update={"base": "断电之时", "facts": facts})
    changes = {"scenario": scenario, "intent": Intent.FINISH, "on_paper": True}
    walk = PatientWalk(
        run.errands[0].model_copy(update=changes),
        run.callers,
        run.stack.client,
        asyncio.Semaphore(1),
        asyncio.Event(),
    )
    await walk.file()
    await walk.step()
    assert walk.view["stage"] == Stage.LEAD_REVIEW
    return walk


def waiting_for_locks(store: psycopg.Connection) -> int:
    """How many statements wait for somebody's lock."""
    row = store.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()
    assert row is not None
    return int(row[0])


async def until(store: psycopg.Connection, *, waiting: bool) -> None:
    """Until somebody waits for a lock (a verb tried again waits beside its first attempt), or nobody does."""
    async with asyncio.timeout(WITHIN_SECONDS):
        while bool(waiting_for_locks(store)) is not waiting:
            await asyncio.sleep(0.05)


async def die_while_the_effect_is_committed(run: ChaosRun, walk: PatientWalk) -> dict[str, Any]:
    """Send a review and kill API, server and workers around the commit of its effect; gives what was asked."""
    url = run.stack.settings.database_url.replace("+psycopg", "")
    lead = walk.view["waiting_for"][0]["party"]
    path, body = await walk.request("review", "")
    headers = await run.callers.headers(lead) | {"Idempotency-Key": "die"}
    with psycopg.connect(url) as holding, psycopg.connect(url, autocommit=True) as watching:
        holding.execute("SELECT 1 FROM case_file WHERE number = %s FOR UPDATE", (walk.number,))
        async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
            call = asyncio.create_task(
                http.post(f"{run.stack.url}{walk.path}/{path}", json=body, headers=headers)
            )
            await until(watching, waiting=True)
            for link in run.saboteur.network.touching(TEMPORAL):
                link.cut(Manner.RESET)
            for name in ("api", TEMPORAL):
                processes.kill(run.stack.supervisor.process_id(name))
            holding.commit()
            await until(watching, waiting=False)
            await asyncio.sleep(0.5)  # what else the worker would commit, it commits now
            for name in run.stack.workers:
                processes.kill(run.stack.supervisor.process_id(name))
            await asyncio.gather(call, return_exceptions=True)
    return body


def kept(run: ChaosRun, number: str) -> KeptCase:
    return next(case for case in kept_cases(run.engine) if case.number == number)


async def test_an_act_is_in_the_history_before_its_effect_is_in_the_store(short_run: ChaosRun) -> None:
    walk = await a_case_in_review(short_run)
    lead = walk.view["waiting_for"][0]["party"]
    body = await die_while_the_effect_is_committed(short_run, walk)
    await short_run.saboteur.put_right()
    async with asyncio.timeout(WITHIN_SECONDS):  # nobody asks again: the case must get there by itself
        while kept(short_run, walk.number).stage != Stage.SIGN_OFF:
            await asyncio.sleep(0.2)
    async with asyncio.timeout(WITHIN_SECONDS):
        while await difference(short_run.stack.client, kept(short_run, walk.number)):
            await asyncio.sleep(0.2)
    walk.view = await short_run.callers.post(lead, f"{walk.path}/review", body, key="die")
    assert walk.view["stage"] == Stage.SIGN_OFF
    await walk.sign_together()
    assert walk.view["stage"] == Stage.PUBLIC_NOTICE
