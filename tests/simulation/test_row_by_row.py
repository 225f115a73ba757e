"""One definition of the rules: ten thousand made-up cases through the sandbox and through the calculator, row by row."""

from decimal import Decimal
from pathlib import Path

import pytest

from domain.catalogue.registry import load_catalogue
from domain.money import ZERO
from simulation.files.cases import Cases, read_cases
from simulation.files.source import Source
from simulation.generate import generate
from simulation.meeting import who_meets
from simulation.policy_changes import Change, changed_policy
from simulation.running import run
from tests.simulation.case_by_case import Expected, case_by_case

POLICY = load_catalogue().policy("langfang-ai-2026")
ROWS = 10_000

OTHER_READINGS = [
    {"m2.pool_partial": "no"},
    {"m2.cap_includes_settlement": "no", "m10.cap_scope": "each_product", "m3.selection": "first_come"},
    {"m4.base": "all_input", "m7_2.several_tiers_in_one_year": "sum_of_tiers"},
    {"m8_2.repeat": "each_year", "m10.cap_year": "year_of_filing", "m2_1.when": "any_time"},
    {"m6_2.before_signing": "accepted", "m7.year_in_force": "filing_day"},
    {"m2.same_purpose": "by_unit_and_year", "m8.base": "with_tax", "audited": "declared"},
    {"closing3.same_measure": "higher", "m11_1.recipient": "person", "operation_year": "calendar_year"},
    {"closing3.later_higher": "refused", "m7.milestone_and_growth_in_one_year": "both"},
]


def quiet(_: object) -> None:
    """Nobody looks."""


def as_written(amount: int | None, reasons: str | None, status: str) -> Expected:
    money = None if amount is None else Decimal(amount) / 100
    return Expected(money, tuple(reasons.split(";")) if reasons else (), status)


def in_the_sandbox(cases: Cases, changes: dict[str, str]) -> dict[int, Expected]:
    policy = changed_policy(POLICY, [Change(path=path, value=value) for path, value in changes.items()])
    rows = run(policy, cases.frames, who_meets(cases, policy), quiet).rows
    return {row: as_written(amount, reasons, status) for row, amount, reasons, status in rows.iter_rows()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cases") / "cases.csv"
    generate(POLICY, ROWS, 2026, path, quiet)
    return path


@pytest.fixture(scope="module")
def cases(made: Path) -> Cases:
    return read_cases(Source(made), POLICY, quiet)


def compare(found: dict[int, Expected], expected: dict[int, Expected]) -> None:
    assert found.keys() == expected.keys()
    differing = {row: (found[row], expected[row]) for row in expected if found[row] != expected[row]}
    assert differing == {}


def test_ten_thousand_rows_equal_the_calculator(made: Path, cases: Cases) -> None:
    expected = case_by_case(made, POLICY, {})
    assert len(expected) == ROWS
    compare(in_the_sandbox(cases, {}), expected)
    reached = {reason for row in expected.values() for reason in row.reasons} | {
        row.status for row in expected.values()
    }
    assert reached >= {
        *("granted", "refused", "queued", "not_selected", "later", "no_money"),
        *("outside_validity", "not_yet_in_force", "filing_closed", "policy_expired"),
        *("started_too_late", "agreed_investment_too_small", "growth_too_slow", "no_prior_revenue"),
        *("below_first_milestone", "milestone_reached_before", "nothing_passed", "nothing_payable"),
        *("granted_once", "milestone_awarded_before", "report_used_before", "not_in_year_of_settlement"),
        *("unit_year_cap_used_up", "not_higher_than_prior", "too_few_parameters", "not_national_task"),
    }
    assert sum(row.amount is not None and row.amount > ZERO for row in expected.values()) > ROWS // 5


@pytest.mark.parametrize(
    "readings",
    [*OTHER_READINGS[:2], *(pytest.param(each, marks=pytest.mark.long) for each in OTHER_READINGS[2:])],
    ids=",".join,
)
def test_every_other_reading_equals_the_calculator(
    made: Path, cases: Cases, readings: dict[str, str]
) -> None:
    # A pool that lasts lets yearly caps and 就高 of vouchers meet, which a dry one hides.
    pool = {"types.settlement_voucher.voucher.pool_per_year": "90000000.00"}
    policy = changed_policy(POLICY, [Change(path=path, value=value) for path, value in pool.items()])
    changes = {**pool, **{f"readings.{name}": value for name, value in readings.items()}}
    compare(in_the_sandbox(cases, changes), case_by_case(made, policy, readings))
