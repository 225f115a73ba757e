"""Where the law is open, both readings across cases, on the real store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.schema import LedgerEntry
from domain.case.record.money_steps import (
    BatchRequest,
    PaymentOrdered,
    VoucherIssued,
    VoucherRequest,
)
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.verbs import ASSESS_AWARD, ISSUE_VOUCHER, ORDER_PAYMENT, SELECT_IN_BATCH
from domain.ledger.accounts import Movement
from tests.activities.casework import AT, UNIT, Casework, whole_order
from tests.activities.money.test_pool_race import leave_in_pool

MILLION = Decimal("1000000.00")
PLATFORM: dict[str, Any] = {"platform_kind": "key_laboratory"}
CENTRE: dict[str, Any] = {"audited_investment": "16000000.00", "commissioned_on": "2026-03-01"}
SOFTWARE = {"sector": "software", "revenue_year": 2026}
MILESTONE = {**SOFTWARE, "revenue": "120000000.00", "highest_prior_revenue": "90000000.00"}
GROWTH = {**SOFTWARE, "revenue": "120000000.00", "prior_revenue": "80000000.00"}


def _assess(casework: Casework, number: str) -> Decimal | None:
    asked = Assessment(case_number=number, seq=1, at=AT, phase="filing")
    return casework.do(ASSESS_AWARD, asked).amount


def _issue(casework: Casework, number: str) -> VoucherIssued:
    return casework.do(ISSUE_VOUCHER, VoucherRequest(case_number=number, seq=1, at=AT, valid_months=12))


@pytest.mark.parametrize(("choice", "second"), [("pays_difference", Decimal("600000.00")), ("refused", None)])
def test_a_later_higher_award(casework: Casework, choice: str, second: Decimal | None) -> None:
    base, readings = "platform:一号平台", {"closing3.later_higher": choice}
    casework.file("LF2026-0502-00001", "national_research_platform", PLATFORM, award_base=base)
    casework.file(
        "LF2026-0101-00001", "compute_centre_construction", CENTRE, award_base=base, readings=readings
    )
    assert _assess(casework, "LF2026-0502-00001") == MILLION
    assert _assess(casework, "LF2026-0101-00001") == second


@pytest.mark.parametrize(
    ("choice", "second"), [("higher", Decimal("200000.00")), ("both", Decimal("1200000.00"))]
)
def test_milestone_and_growth_in_one_year(casework: Casework, choice: str, second: Decimal) -> None:
    base, readings = "revenue:u:2026", {"m7.milestone_and_growth_in_one_year": choice}
    said: dict[str, Any] = {"award_base": base, "readings": readings, "filed_on": date(2027, 3, 2)}
    casework.file("LF2026-0702-00001", "revenue_milestone", MILESTONE, **said)
    casework.file("LF2026-0703-00001", "revenue_growth", GROWTH, **said)
    assert _assess(casework, "LF2026-0702-00001") == MILLION
    assert _assess(casework, "LF2026-0703-00001") == second


@pytest.mark.parametrize(
    ("choice", "second"), [("stand_together", Decimal("2000000.00")), ("higher", Decimal("1000000.00"))]
)
def test_two_items_of_one_measure(casework: Casework, choice: str, second: Decimal) -> None:
    base, readings = "platform:一号平台", {"closing3.same_measure": choice}
    task = {"task_level": "national", "research_cost": "10000000.00"}
    casework.file("LF2026-0502-00001", "national_research_platform", PLATFORM, award_base=base)
    casework.file("LF2026-0501-00001", "national_innovation_task", task, award_base=base, readings=readings)
    assert _assess(casework, "LF2026-0502-00001") == MILLION
    again = _assess(casework, "LF2026-0501-00001")
    assert (again or Decimal(0)) + MILLION == second


@pytest.mark.parametrize(
    ("choice", "second"), [("by_contract", Decimal("480000.00")), ("by_unit_and_year", Decimal("80000.00"))]
)
def test_the_vouchers_of_two_contracts(casework: Casework, choice: str, second: Decimal) -> None:
    usage = {"uses_local_platform": True, "compute_fee": "800000.00"}
    project = {
        "programme_kind": "bottleneck",
        "programme_level": "national",
        "is_lead_unit": True,
        "compute_cost": "800000.00",
    }
    filed: dict[str, Any] = {"complete_at": AT, "readings": {"m2.same_purpose": choice}}
    for number, code, facts, contract in (
        ("LF2026-0203-00001", "compute_usage_voucher", usage, "甲"),
        ("LF2026-0202-00001", "major_project_voucher", project, "乙"),
    ):
        casework.file(number, code, facts, award_base=f"voucher:{UNIT}:2026:{contract}", **filed)
    assert _issue(casework, "LF2026-0203-00001").face == Decimal("400000.00")
    assert _issue(casework, "LF2026-0202-00001").face == second


@pytest.mark.parametrize(
    ("choice", "second"), [("employing_unit", Decimal("1200000.00")), ("person", Decimal("200000.00"))]
)
def test_a_person_who_works_for_two_units(casework: Casework, choice: str, second: Decimal) -> None:
    for running, (unit, cost) in enumerate(((UNIT, "2000000.00"), ("91131081MAFAKE086A", "2400000.00"))):
        number = f"LF2026-1101-{running:05}"
        facts = {"talent_kind": "academician", "compute_cost": cost}
        said: dict[str, Any] = {"award_base": "talent:人才1", "readings": {"m11_1.recipient": choice}}
        casework.file(number, "talent_compute", facts, unit=unit, **said)
    found = [_assess(casework, f"LF2026-1101-{running:05}") for running in range(2)]
    assert found == [MILLION, second]


@pytest.mark.parametrize(
    ("choice", "first", "second"),
    [
        ("yes", VoucherIssued(face=Decimal("500000.00")), VoucherIssued(place=1)),
        ("no", VoucherIssued(place=1), VoucherIssued(place=2)),
    ],
)
def test_the_last_voucher_of_a_pool(
    casework: Casework, choice: str, first: VoucherIssued, second: VoucherIssued
) -> None:
    leave_in_pool(casework, Decimal("500000.00"))
    answers = []
    for running, fee in enumerate(("1400000.00", "200000.00"), start=1):
        number = casework.file(
            f"LF2026-0203-{running:05}",
            "compute_usage_voucher",
            {"uses_local_platform": True, "compute_fee": fee},
            unit=f"unit-{running}",
            complete_at=AT.replace(minute=running),
            readings={"m2.pool_partial": choice},
        )
        answers.append(_issue(casework, number).model_copy(update={"expires_on": None}))
    assert answers == [first, second]


@pytest.mark.parametrize(("choice", "selected"), [("ranked_batch", [4, 3, 2]), ("first_come", [1, 2, 3])])
def test_three_models_a_year(casework: Casework, choice: str, selected: list[int]) -> None:
    facts = {"parameter_count": 7_000_000_000, "scenario_count": 6, "compute_cost": "3600000.00"}
    for running in range(1, 5):
        casework.file(
            f"LF2026-0300-{running:05}",
            "foundation_model",
            facts,
            expert_score=60 + running,
            stage=Stage.BATCH_SELECTION.value,
            complete_at=AT.replace(minute=running),
            readings={"m3.selection": choice},
        )
    places = {}
    for running in range(1, 5):
        asked = BatchRequest(
            case_number=f"LF2026-0300-{running:05}", seq=1, at=AT, year=2026, closes_on=AT.date()
        )
        place = casework.do(SELECT_IN_BATCH, asked)
        if place.selected:
            places[place.rank] = running
    assert [places[rank] for rank in sorted(places)] == selected


def test_a_person_is_paid_the_higher_once_though_two_units_are_paid_at_once(casework: Casework) -> None:
    """11.1 as the person's: 1,000,000 through one unit and 1,500,000 through another, both ordered in one moment."""
    numbers = [
        casework.file(
            f"LF2026-1101-{running:05}",
            "talent_compute",
            {"talent_kind": "academician", "compute_cost": cost},
            unit=f"unit-{running}",
            award_base="talent:t001",
            readings={"m11_1.recipient": "person"},
        )
        for running, cost in enumerate(("2000000.00", "3000000.00"), start=1)
    ]

    def order(number: str, amount: str, seq: int) -> PaymentOrdered:
        return casework.do(ORDER_PAYMENT, whole_order(number, seq, Decimal(amount)))

    assert [_assess(casework, number) for number in numbers] == [MILLION, Decimal("500000.00")]
    assert order(numbers[1], "500000.00", 2).amount == Decimal("1500000.00")  # the first is not ordered yet
    with ThreadPoolExecutor(2) as threads:
        asked = zip(numbers, ("1000000.00", "1500000.00"), (3, 3), strict=True)
        ordered = [each.result() for each in [threads.submit(order, *one) for one in asked]]
    assert [each.refusal is None for each in ordered].count(True) == 1
    for number, answer in zip(numbers, ordered, strict=True):
        if answer.refusal is not None and answer.amount:
            assert order(number, str(answer.amount), 4).refusal is None
    paid = [entry.amount for entry in casework.rows(LedgerEntry) if entry.movement == Movement.ORDERED.value]
    assert sum(paid) == Decimal("1500000.00")
