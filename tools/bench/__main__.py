"""``make bench``: full approvals over HTTP beside bare workflows with as many decisions, on one server in one run."""

import argparse
import asyncio
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom

import httpx
from temporalio.client import Client
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from adapters.temporal.connect import SKIP_ON_DEMAND
from domain.calculator.calculate import calculate
from domain.case.identifiers import workflow_id
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from tools.bench.bare import BareApproval, note
from tools.bench.cost import HistoryCost, cost_of, processor_seconds
from tools.demo.people import People
from tools.demo.scenarios import SCENARIOS, Scenario
from tools.demo.walker import Walk

ALONE = 12
"""Approvals one after the other, for a decision alone."""
BEFORE, AFTER = 5, 3
"""Acts of a one-off before and after the notice: file, completeness, review, two signatures; payee, fund document,
confirmation."""


@dataclass
class TimedWalk(Walk):
    """A walk that notes how long each decision took."""

    seconds: list[float] = field(default_factory=list)

    async def upload(self, phase: str) -> None:
        """Documents come on paper here: the bench measures decisions."""

    async def request(self, act: str, subject: str) -> tuple[str, dict[str, object]]:
        """The same acts, with documents received on paper."""
        path, body = await super().request(act, subject)
        if act == "check_completeness":
            body["received_on_paper"] = ["1.1-1", "1.1-2", "1.1-3"]
        return path, body

    async def act(self, task: dict[str, object]) -> None:
        """Do it and note the time, without what the walker needs to prepare."""
        begun = time.perf_counter()
        await super().act(task)
        self.seconds.append(time.perf_counter() - begun)


async def in_parallel(count: int, at_a_time: int, one: Callable[[int], Awaitable[None]]) -> float:
    """Run ``one`` so many times, so many at a time; seconds in all."""
    gate = asyncio.Semaphore(at_a_time)

    async def gated(number: int) -> None:
        async with gate:
            await one(number)

    begun = time.perf_counter()
    await asyncio.gather(*(gated(number) for number in range(count)))
    return time.perf_counter() - begun


async def bare(client: Client, count: int, at_a_time: int) -> float:
    """Bare workflows; approvals a second."""
    queue = f"bare-{uuid.uuid4().hex}"
    skipper = TimeSkipper(client, config=SKIP_ON_DEMAND)

    async def one(_number: int) -> None:
        handle = await skipper.client.start_workflow(
            BareApproval.run, args=[BEFORE, AFTER], id=f"bare/{uuid.uuid4().hex}", task_queue=queue
        )
        for _ in range(BEFORE):
            await handle.execute_update(BareApproval.decide)
        await skipper.fast_forward(handle, timedelta(days=6))
        for _ in range(AFTER):
            await handle.execute_update(BareApproval.decide)
        await handle.result()

    async with Worker(client, task_queue=queue, workflows=[BareApproval]):
        return count / await in_parallel(count, at_a_time, one)


def another_project() -> Scenario:
    """A project that no other is like, in name or in cost: else the lead would have to find, of each two, whether they are one."""
    name = "".join(chr(0x4E00 + number) for number in SystemRandom().sample(range(20_000), 8))
    facts = SCENARIOS[0].facts | {"audited_investment": f"{80_000_000 + uuid.uuid4().int % 10_000_000}.00"}
    return SCENARIOS[0].model_copy(update={"base": name, "facts": facts})


async def full(stack: EmbeddedStack, count: int, at_a_time: int) -> tuple[float, list[float], str]:
    """Full approvals over HTTP; approvals a second, seconds of each decision, and one case number."""
    people = People(stack.url, stack.accounts)
    for name in ("applicant_1", "development_and_reform", "industry_and_information", "locality_kfq"):
        await people.headers(name)
    for name in ("finance", "finance_2", "auditor"):
        await people.headers(name)
    walks: list[TimedWalk] = []

    async def one(_number: int) -> None:
        walk = TimedWalk(another_project(), people, stack.client)
        walks.append(walk)
        await walk.file()
        while await walk.step():
            pass

    took = await in_parallel(count, at_a_time, one)
    await people.http.aclose()
    return count / took, [second for walk in walks for second in walk.seconds], walks[0].number


async def bare_decisions(client: Client, count: int) -> list[float]:
    """Seconds of each of so many decisions with one activity, one after the other."""
    queue = f"bare-{uuid.uuid4().hex}"
    seconds = []
    async with Worker(client, task_queue=queue, workflows=[BareApproval], activities=[note]):
        handle = await client.start_workflow(
            BareApproval.run, args=[count + 1, 0], id=f"bare/{uuid.uuid4().hex}", task_queue=queue
        )
        for _ in range(count):
            begun = time.perf_counter()
            await handle.execute_update(BareApproval.decide_and_note)
            seconds.append(time.perf_counter() - begun)
        await handle.terminate()
    return seconds


async def history_of(client: Client, number: str) -> HistoryCost:
    """What stands in a case's history."""
    return cost_of((await client.get_workflow_handle(workflow_id(number)).fetch_history()).events)


@dataclass
class Spent:
    """What something took."""

    rate: float = 0.0
    processor: float = 0.0


@contextmanager
def spending(count: int) -> Iterator[Spent]:
    """Approvals a second, and seconds of all processes an approval."""
    spent, begun, before = Spent(), time.perf_counter(), processor_seconds()
    yield spent
    spent.rate = count / (time.perf_counter() - begun)
    spent.processor = (processor_seconds() - before) / count


def quotes_in_process(seconds: float = 2.0) -> float:
    """Quotes a second of the calculator alone."""
    on = date(2026, 11, 1)
    policy, scenario = load_catalogue().in_force(on), SCENARIOS[0]
    subsidy, done, begun = policy.type(scenario.code), 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        facts = validate_facts(subsidy, scenario.facts, (Phase.FILING,), on)
        calculate(policy, scenario.code, facts, on=on)
        done += 1
    return done / (time.perf_counter() - begun)


async def quotes_over_http(url: str, count: int = 400) -> float:
    """Quotes a second over HTTP, eight at a time."""
    body = {"measure": SCENARIOS[0].code, "facts": SCENARIOS[0].facts, "on": "2026-11-01"}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:

        async def one(_number: int) -> None:
            (await http.post("/v1/quotes", json=body)).raise_for_status()

        return count / await in_parallel(count, 8, one)


async def constants_over_http(url: str, count: int = 400) -> float:
    """The same of a route that answers a constant."""
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:

        async def one(_number: int) -> None:
            (await http.get("/healthz")).raise_for_status()

        return count / await in_parallel(count, 8, one)


async def run(count: int, at_a_time: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="duixian-bench-") as folder:
        settings = throw_away_settings(Path(folder), time_skipping=True)
        async with EmbeddedStack(settings) as stack:
            await bare(stack.client, at_a_time, at_a_time)
            await full(stack, at_a_time, at_a_time)
            with spending(count) as yardstick:
                await bare(stack.client, count, at_a_time)
            with spending(count) as ours:
                _, crowded, number = await full(stack, count, at_a_time)
            _, alone, _ = await full(stack, ALONE, 1)
            bare_alone = await bare_decisions(stack.client, ALONE * (BEFORE + AFTER))
            cost = await history_of(stack.client, number)
            over_http = await quotes_over_http(stack.url)
            constant = await constants_over_http(stack.url)
    cuts = statistics.quantiles(crowded, n=100)
    single, durable = statistics.median(alone), statistics.median(bare_alone)
    rows = [
        (
            "full approvals · bare workflows",
            f"{ours.rate:.2f} · {yardstick.rate:.2f} /s",
            ours.rate / yardstick.rate,
            "≥ 0.40",
        ),
        (
            "CPU of all processes an approval · bare",
            f"{ours.processor:.2f} · {yardstick.processor:.2f} s",
            ours.processor / yardstick.processor,
            "≤ 2.5 s",
        ),
        (
            "a decision alone · a bare update with an activity, p50",
            f"{single * 1000:.0f} · {durable * 1000:.0f} ms",
            single / durable,
            "≤ 2",
        ),
        (
            f"a decision, {at_a_time} at a time, p99 · p50",
            f"{cuts[98] * 1000:.0f} · {cuts[49] * 1000:.0f} ms",
            cuts[98] / cuts[49],
            "≤ 4",
        ),
        (
            "history with two co-signers, events · bytes",
            f"{cost.events} · {cost.size}",
            None,
            "≤ 75 · ≤ 30000",
        ),
        ("its actions of Temporal Cloud", f"{cost.actions}", None, "≤ 40"),
        (
            "quotes over HTTP · a constant over HTTP",
            f"{over_http:.0f} · {constant:.0f} /s",
            over_http / constant,
            "≥ 0.5",
        ),
        ("quotes in process", f"{quotes_in_process():.0f} /s", None, ""),
    ]
    print(f"\n{count} approvals of {BEFORE + AFTER} decisions, {at_a_time} at a time, notices skipped")
    for what, seen, ratio, aim in rows:
        print(f"{what:56} {seen:>24} {'' if ratio is None else f'{ratio:.2f}':>7}  {aim}")


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("-n", "--count", type=int, default=60, help="approvals (60)")
    parser.add_argument("-c", "--at-a-time", type=int, default=8, help="how many at a time (8)")
    arguments = parser.parse_args()
    asyncio.run(run(arguments.count, arguments.at_a_time))


if __name__ == "__main__":
    main()
