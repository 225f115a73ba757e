"""Where the law is open, both readings across cases, on the real store."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.money_steps import BatchRequest, VoucherIssued, VoucherRequest
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from tests.activities.casework import AT, Casework
from tests.activities.test_pool_race import leave_in_pool

MILLION = Decimal("1000000.00")
PLATFORM: dict[str, Any] = {"platform_kind": "key_laboratory"}
CENTRE: dict[str, Any] = {"audited_investment": "16000000.00", "commissioned_on": "2026-03-01"}
SOFTWARE = {"sector": "software"}
MILESTONE = {**SOFTWARE, "revenue": "120000000.00", "highest_prior_revenue": "90000000.00"}
GROWTH = {**SOFTWARE, "revenue": "120000000.00", "prior_revenue": "80000000.00"}


def _assess(casework: Casework, number: str) -> Decimal | None:
    asked = Assessment(case_number=number, seq=1, at=AT, phase="filing")
    return casework.records.assess_award(asked).amount


def _issue(casework: Casework, number: str) -> VoucherIssued:
    return casework.records.issue_voucher(VoucherRequest(case_number=number, seq=1, at=AT, valid_months=12))


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
    casework.file("LF2026-0702-00001", "revenue_milestone", MILESTONE, award_base=base, readings=readings)
    casework.file("LF2026-0703-00001", "revenue_growth", GROWTH, award_base=base, readings=readings)
    assert _assess(casework, "LF2026-0702-00001") == MILLION
    assert _assess(casework, "LF2026-0703-00001") == second


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
        place = casework.records.select_in_batch(asked)
        if place.selected:
            places[place.rank] = running
    assert [places[rank] for rank in sorted(places)] == selected
