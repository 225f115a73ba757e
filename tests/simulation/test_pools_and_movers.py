"""Pools run dry on a day and by a case; the rest queue in order; who wins and who loses is told with the rows."""

import csv
from pathlib import Path

from domain.catalogue.registry import load_catalogue
from domain.money import yuan_text
from simulation.files.cases import read_cases
from simulation.files.source import Source
from simulation.outcome import Outcome
from simulation.policy_changes import Change
from simulation.simulate import simulate

POLICY = load_catalogue().policy("langfang-ai-2026")
POOL = "types.settlement_voucher.voucher.pool_per_year"


def quiet(_: object) -> None:
    """Nobody looks."""


def vouchers(path: Path, *fees: int) -> Path:
    """One usage voucher a day from 2026-03-01 on, each of another unit, of half the fee."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "case_number",
                "code",
                "unit",
                "locality",
                "complete_at",
                "award_base_key",
                "uses_local_platform",
                "compute_fee",
            ]
        )
        for number, fee in enumerate(fees, start=1):
            day = f"2026-03-{number:02d}"
            writer.writerow(
                [f"V{number}", "compute_usage_voucher", f"U{number}", "kfq", day, "合同", "true", f"{fee}.00"]
            )
    return path


def simulated(path: Path, **changes: str) -> Outcome:
    cases = read_cases(Source(path), POLICY, quiet)
    return simulate(
        cases, POLICY, [Change(path=key, value=value) for key, value in changes.items()], quiet
    ).outcome


def test_the_last_takes_the_remainder_and_the_rest_queue(tmp_path: Path) -> None:
    path = vouchers(tmp_path / "a.csv", 600_000, 600_000, 600_000, 100_000)
    pool = simulated(path, **{POOL: "700000.00"}).pools[0]
    assert (str(pool.issued), str(pool.left), pool.waiting) == ("700000.00", "0.00", 1)
    assert (str(pool.dry_on), pool.dry_case, pool.dry_row) == ("2026-03-03", "V3", 4)
    assert str(pool.waiting_amount) == "50000.00"


def test_all_or_wait_keeps_the_order_and_nobody_passes_who_waits(tmp_path: Path) -> None:
    path = vouchers(tmp_path / "a.csv", 600_000, 600_000, 600_000, 100_000)
    pool = simulated(path, **{POOL: "700000.00", "readings.m2.pool_partial": "no"}).pools[0]
    assert (str(pool.issued), str(pool.left), pool.waiting) == ("600000.00", "100000.00", 2)
    assert pool.dry_case == "V3"


def test_a_pool_that_lasts_never_runs_dry(tmp_path: Path) -> None:
    pool = simulated(vouchers(tmp_path / "a.csv", 600_000)).pools[0]
    assert (pool.dry_on, pool.dry_case, pool.waiting) == (None, None, 0)


def test_winners_and_losers_are_told_with_their_rows(tmp_path: Path) -> None:
    path = vouchers(tmp_path / "a.csv", 100_000, 600_000, 2_000_000)
    found = simulated(path, **{"types.compute_usage_voucher.rule.rate": "0.40", POOL: "99999999.00"})
    assert (found.winners.count, str(found.winners.amount)) == (0, "0.00")
    assert (found.losers.count, str(found.losers.amount)) == (3, "-270000.00")
    assert [(row.case_number, str(row.difference)) for row in found.losers.rows] == [
        ("V3", "-200000.00"),
        ("V2", "-60000.00"),
        ("V1", "-10000.00"),
    ]
    assert [(change.before, change.after) for change in found.changes] == [
        ("0.50", "0.40"),
        ("10000000.00", "99999999.00"),
    ]
    assert found.amount - found.unchanged_amount == found.losers.amount


def test_sums_are_exact_beyond_sixty_four_bits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "case_number,code,unit,locality,complete_at,selection_document,amount\n"
    row = "{0},leading_goose,U{0},kfq,2026-03-02,文号,9999999999999999.99\n"
    path.write_text(head + "".join(row.format(number) for number in range(20)), encoding="utf-8")
    found = simulated(path)
    assert str(found.amount) == "199999999999999999.80"
    assert found.by_year[0].amount == found.by_locality[0].amount == found.amount
    assert yuan_text(found.amount).startswith("199,999,999,999,999,999.80 元")
