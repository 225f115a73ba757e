"""``make chaos``: hundreds of cases under load while every part is killed, paused and cut off; then the proof."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

from stack.postgresql_server import PostgresqlNotFound
from tools.chaos.report import figures
from tools.chaos.run import ChaosRun, Plan

TELL_SECONDS = 15.0
SETTLE_SECONDS = 0.3
"""The SDK's threads may crash an interpreter that ends at the very moment they do (sdk-python#300)."""


async def chaos(plan: Plan, var: Path, *, quiet: bool = False) -> ChaosRun:
    """Do a whole run, and give it with its findings."""
    begun = time.monotonic()

    def say(words: str) -> None:
        if not quiet:
            print(f"{time.monotonic() - begun:7.1f} s  {words}", flush=True)

    say(f"starting {plan.workers} workers, {plan.apis} APIs, Temporal, PostgreSQL and SMTP; seed {plan.seed}")
    async with ChaosRun(plan, var, say) as run:
        telling = asyncio.create_task(_tell(run, say), name="telling")
        try:
            await run.under_fire()
            say("no more faults; everything is put right, the cases go on")
            await run.rest()
            say("at rest; many terms end at the same midnight, and a worker dies")
            await run.midnight()
            say("proving, every history by a replay")
            await run.prove()
        finally:
            telling.cancel()
    return run


async def _tell(run: ChaosRun, say: Callable[[str], None]) -> None:
    """Say now and then how far the load is."""
    while True:
        await asyncio.sleep(TELL_SECONDS)
        say(f"… {run.load.done} of {run.plan.cases} cases done, {run.journal.requests} requests answered")


async def _main(plan: Plan, keep: Path | None) -> int:
    with tempfile.TemporaryDirectory(prefix="duixian-chaos-") as folder:
        run = await chaos(plan, (keep or Path(folder)) / "var")
    print(figures(run), flush=True)
    await asyncio.sleep(SETTLE_SECONDS)
    return 0 if run.findings.is_clean else 1


def main() -> None:
    """Parse the arguments and run; the exit status is 1 when anything is lost, twice, overspent or stuck."""
    parser = argparse.ArgumentParser(prog="python -m tools.chaos", description=__doc__)
    parser.add_argument("-n", "--cases", type=int, default=300, help="cases of the load (300)")
    parser.add_argument("-s", "--seed", type=int, help="of load and faults; drawn and printed unless given")
    parser.add_argument(
        "-m", "--minutes", type=float, default=10, help="faults end after so long at most (10)"
    )
    parser.add_argument("-c", "--at-a-time", type=int, default=16, help="cases under way at a time (16)")
    parser.add_argument("-g", "--gap", type=float, default=3.0, help="mean seconds between two faults (3)")
    parser.add_argument("--at-midnight", type=int, default=40, help="cases whose terms end at once (40)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")
    parser.add_argument("--apis", type=int, default=2, help="API processes (2)")
    parser.add_argument(
        "--keep", type=Path, help="folder that keeps logs and mails; thrown away unless given"
    )
    given = parser.parse_args()
    plan = Plan(
        cases=given.cases,
        seed=SystemRandom().randrange(1_000_000) if given.seed is None else given.seed,
        minutes=given.minutes,
        at_a_time=given.at_a_time,
        workers=given.workers,
        apis=given.apis,
        mean_gap_seconds=given.gap,
        at_midnight=given.at_midnight,
    )
    try:
        sys.exit(asyncio.run(_main(plan, given.keep)))
    except PostgresqlNotFound as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
