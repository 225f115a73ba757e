"""``python -m tools.bench.pool_race``: many vouchers approved at the same moment over HTTP, against a pool that has half of it left.

Two APIs, two workers, PostgreSQL. Notices end together; what was issued must be exactly what was left, in order of complete
acceptance.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from activities.money.bookings import pool_of
from adapters.store.engine import open_engine, transaction
from adapters.store.money.ledger import open_pool, post
from adapters.store.money.voucher_queue import faces_in_order
from adapters.store.reach import Engine
from domain.calendar import shanghai_date
from domain.catalogue.registry import load_catalogue
from domain.ledger.entries import Posting
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from stack.postgresql_server import thrown_away
from tools.demo.people import People
from tools.demo.scenarios import SCENARIOS
from tools.demo.walker import Walk

USAGE = next(each for each in SCENARIOS if each.code == "compute_usage_voucher")
FACE = Decimal("5000.00")
AT_A_TIME = 8


class PaperWalk(Walk):
    """A walk of which all documents come on paper."""

    async def upload(self, phase: str) -> None:
        """Nothing is uploaded."""

    async def request(self, act: str, subject: str) -> tuple[str, dict[str, Any]]:
        """The same acts, with documents received on paper."""
        path, body = await super().request(act, subject)
        if act == "check_completeness":
            policy = load_catalogue().in_force(shanghai_date(datetime.now(UTC)))
            documents = policy.type(USAGE.code).documents
            body["received_on_paper"] = [
                document.code
                for document in documents
                if document.phase == "filing" and not document.electronic
            ]
        return path, body


def leave_in_pool(engine: Engine, left: Decimal) -> None:
    """Let another case have all but this of this year's pool and of the next's, in which a notice may end."""
    now = datetime.now(UTC)
    policy = load_catalogue().in_force(shanghai_date(now))
    for year in (now.year, now.year + 1):
        pool = pool_of(policy, USAGE.code, year)
        others = Posting(
            case_number=f"others-{year}",
            code=USAGE.code,
            unit="others",
            year=year,
            clause="第2条",
            policy_version=policy.version,
        )
        with transaction(engine) as session:
            face = open_pool(session, pool, now) - left
            post(session, *pool.issued(others, face, others.case_number, now))


async def approve(walk: Walk, gate: asyncio.Semaphore) -> None:
    """File and approve a case, until its notice stands."""
    async with gate:
        await walk.file()
        while walk.view["stage"] != "公示中":
            await walk.step()


async def race(stack: EmbeddedStack, cases: int) -> list[tuple[str, Decimal]]:
    """Approve so many vouchers for half of which the pool has money; case and face, in order of complete acceptance."""
    engine = open_engine(stack.settings.database_url)
    await asyncio.to_thread(leave_in_pool, engine, FACE * (cases // 2))
    people = [People(url, stack.accounts) for url in stack.urls]
    walks = [_walk(number, people, stack) for number in range(cases)]
    gate = asyncio.Semaphore(AT_A_TIME)
    await asyncio.gather(*(approve(walk, gate) for walk in walks))
    await asyncio.gather(*(walk.step() for walk in walks))  # all notices end at the same moment
    while {walk.view["stage"] for walk in walks} - {"待兑付", "额度排队"}:
        await asyncio.gather(*(_look(walk) for walk in walks))
    faces = await _settled(engine, cases)
    await asyncio.gather(*(each.http.aclose() for each in people))
    engine.dispose()
    return faces


async def _settled(engine: Engine, cases: int) -> list[tuple[str, Decimal]]:
    """Wait until as many have their voucher as there is money for; whoever is called last needs a moment."""
    for _ in range(600):
        faces = await asyncio.to_thread(faces_in_order, engine, USAGE.code)
        if sum(bool(face) for _, face in faces) >= cases // 2:
            break
        await asyncio.sleep(0.1)
    return faces


def _walk(number: int, people: Sequence[People], stack: EmbeddedStack) -> PaperWalk:
    fee = FACE * 2 + Decimal(2 * number) / 100  # no two alike: a suspicion would have to be dealt with first
    facts = {**USAGE.facts, "compute_fee": str(fee)}
    scenario = USAGE.model_copy(update={"facts": facts, "base": f"合同{number}", "applicant": 1 + number % 2})
    return PaperWalk(scenario, people[number % len(people)], stack.client)


async def _look(walk: Walk) -> None:
    walk.view = await walk.people.get("auditor", walk.path)


def is_in_order(faces: Sequence[tuple[str, Decimal]]) -> bool:
    """Whether the first half has its voucher whole, but for the last of them, who takes the remainder; and nobody else."""
    half = len(faces) // 2
    given, rest = ([face for _, face in each] for each in (faces[:half], faces[half:]))
    return min(given[:-1], default=FACE) >= FACE and sum(given) == FACE * half and not any(rest)


async def run(cases: int, runs: int) -> None:
    """Race, and print."""
    for number in range(1, runs + 1):
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="duixian-race-") as folder, thrown_away() as server:
            settings = throw_away_settings(Path(folder) / "var", time_skipping=True)
            async with EmbeddedStack(settings, workers=2, apis=2, postgresql=server) as stack:
                faces = await race(stack, cases)
        issued = sum(face for _, face in faces)
        order = "in order" if is_in_order(faces) else "NOT IN ORDER"
        took = time.perf_counter() - begun
        print(
            f"run {number}: {cases} approvals, {issued:,.2f} issued of {FACE * (cases // 2):,.2f}, {order}, {took:.0f} s"
        )


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.pool_race", description=__doc__)
    parser.add_argument("-n", "--cases", type=int, default=200, help="approvals at the same moment (200)")
    parser.add_argument("-r", "--runs", type=int, default=1, help="runs in a row, each on a new stack (1)")
    arguments = parser.parse_args()
    asyncio.run(run(arguments.cases, arguments.runs))


if __name__ == "__main__":
    main()
