"""The command: a test file made, simulated with changes, its rows written; refusals in words and a code."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

COLUMNS = ["row", "case_number", "code", "unit", "locality", "complete_at", "amount", "unchanged_amount"]


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "simulation", *map(str, arguments)]
    return subprocess.run(asked, check=False, capture_output=True, text=True, encoding="utf-8")


def test_a_generated_file_is_simulated_with_changes_and_the_rows_add_up(tmp_path: Path) -> None:
    made = command("--generate", "2000", "--seed", "3", tmp_path / "cases.csv")
    assert made.returncode == 0, made.stderr
    rate, reading = "types.first_equipment.rule.rate=0.05", "readings.m2.pool_partial=no"
    found = command(tmp_path / "cases.csv", "--change", rate, "--change", reading, "--out", tmp_path / "out")
    assert found.returncode == 0, found.stderr
    assert "2,000 行" in found.stdout
    assert "内存峰值" in found.stdout
    assert "100%" in found.stderr, "a progress bar"
    outcome = json.loads((tmp_path / "out" / "outcome.json").read_text(encoding="utf-8"))
    with (tmp_path / "out" / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == outcome["cases"] == 2000
    assert list(rows[0])[:8] == COLUMNS
    assert [int(row["row"]) for row in rows] == list(range(2, 2002))
    for column, total in (("amount", "amount"), ("unchanged_amount", "unchanged_amount")):
        assert sum(Decimal(row[column] or 0) for row in rows) == Decimal(outcome[total])
    lost = [row for row in rows if Decimal(row["difference"]) < 0]
    assert outcome["losers"]["count"] == len(lost) > 0
    assert Decimal(outcome["losers"]["amount"]) == sum(Decimal(row["difference"]) for row in lost)
    for group in ("by_measure", "by_type", "by_department", "by_locality", "by_year"):
        assert sum(Decimal(total["amount"]) for total in outcome[group]) == Decimal(outcome["amount"])
        assert sum(total["cases"] for total in outcome[group]) == outcome["cases"]


def test_the_help_tells_the_file_format() -> None:
    told = command("--help").stdout
    assert "complete_at" in told
    assert "audited_investment（经审计的建设投资额）" in told


def test_what_can_be_changed_is_listed() -> None:
    listed = command("--numbers").stdout.splitlines()
    assert "types.compute_centre_construction.rule.rate=0.10" in listed
    assert "readings.m2.pool_partial=yes" in listed


def test_refusals_are_told_in_words_with_a_code_of_their_own(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x", encoding="utf-8")
    for asked, words in (
        (("simulation/example.csv", "--change", "types.x.rule.rate=1"), "types.x.rule.rate"),
        (("simulation/example.csv", "--change", "rate"), "路径=新值"),
        (("simulation/example.csv", "--policy", "langfang-ai-1999"), "没有版本"),
        ((tmp_path / "none.csv",), "没有文件"),
        ((), "没有给出案件文件"),
        (("--generate", "0", tmp_path / "a.csv"), "须为正整数"),
        (("--generate", "-5", tmp_path / "a.csv"), "须为正整数"),
        (("--generate", "10", tmp_path / "no" / "such.csv"), "没有文件夹"),
        (("--generate", "10", tmp_path), "是文件夹"),
        (("simulation/example.csv", "--out", taken), "是文件，不是文件夹"),
        (("simulation/example.csv", "--out", taken / "under"), "是文件，不是文件夹"),
    ):
        found = command(*asked)
        assert found.returncode == 2, found.stdout
        assert words in found.stderr
        assert "Traceback" not in found.stderr
        assert not found.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
