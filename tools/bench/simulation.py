"""``make simulate``: a million made-up cases through the sandbox, beside the calculator of a single case, in one run."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from domain.catalogue.registry import load_catalogue
from simulation.files.cases import read_cases
from simulation.files.source import Source
from simulation.policy_changes import Change
from simulation.simulate import simulate

CHANGES = (
    Change(path="types.compute_centre_construction.rule.rate", value="0.12"),
    Change(path="types.settlement_voucher.voucher.pool_per_year", value="20000000.00"),
)

QUOTES = """
import time
from datetime import date
from domain.calculator.calculate import calculate
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
policy, on = load_catalogue().policies[-1], date(2028, 6, 1)
facts = [(code, {fact.name: fact.shown_example for fact in each.facts}) for code, each in policy.types.items()]
def quotes(seconds):
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for code, given in facts:
            calculate(policy, code, given, on=on, phases=tuple(Phase))
        done += len(facts)
    return done / (time.perf_counter() - begun)
quotes(0.3)
print(quotes(1.5))
"""
"""Quotes a second, all 24 types in turn, as a program of its own: so two versions can take turns."""


def quotes_a_second(root: Path) -> float:
    """How many single quotes the product in this folder makes in a second."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", QUOTES]
    found = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True)
    return float(found.stdout)


def run(count: int, seed: int, against: Path | None) -> None:
    """Measure and print."""
    policy = load_catalogue().policies[-1]
    with tempfile.TemporaryDirectory(prefix="duixian-bench-") as folder:
        path = Path(folder) / "cases.csv"
        made = [sys.executable, "-m", "simulation", str(path), "--generate", str(count), "--seed", str(seed)]
        subprocess.run(made, check=True)
        begun = time.perf_counter()
        with tqdm(total=count, unit="行", desc="读入", unit_scale=True) as bar:
            cases = read_cases(Source(path), policy, lambda rows: (bar.update(rows), None)[1])
        read = time.perf_counter() - begun
        outcome = simulate(cases, policy, CHANGES, lambda _: None, begun=begun).outcome
    ours = quotes_a_second(Path.cwd())
    print(
        f"\n{outcome.cases:,} cases from CSV, under the policy and under {len(CHANGES)} changes, seed {seed}"
    )
    print(f"reading and checking                     {read:10.2f} s")
    print(f"computing twice, totals                  {outcome.seconds - read:10.2f} s")
    print(f"peak memory                              {outcome.peak_memory_bytes / 2**20:10,.0f} MiB")
    print(f"cases a second, all in all               {outcome.cases / outcome.seconds:10,.0f} /s")
    print(f"single quotes a second, with their sheet {ours:10,.0f} /s")
    print(f"ratio                                    {outcome.cases / outcome.seconds / ours:10.1f}")
    if against:
        _compare(against)


def _compare(other: Path) -> None:
    """Single quotes of this version and of another, taking tasks."""
    pairs = [(quotes_a_second(Path.cwd()), quotes_a_second(other)) for _ in range(5)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"single quotes here · in {other}: {ours:,.0f} · {theirs:,.0f} /s, ratio {ours / theirs:.2f}")


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.simulation", description=__doc__)
    parser.add_argument("-n", "--count", type=int, default=1_000_000, help="cases (1,000,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up cases (1)")
    parser.add_argument(
        "--against", type=Path, help="folder of another version, to compare single quotes with"
    )
    arguments = parser.parse_args()
    run(arguments.count, arguments.seed, arguments.against)


if __name__ == "__main__":
    main()
