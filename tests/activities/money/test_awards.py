"""Awards are computed from verified figures, once, and count what the unit has already."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.schema import AwardRow
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.verbs import ASSESS_AWARD, ENTER_STAGE
from tests.activities.casework import AT, Casework, product_tested, step

CENTRE = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


def _assessment(number: str, seq: int = 1, phase: str = "filing", **more: Any) -> Assessment:
    return Assessment(**{"case_number": number, "seq": seq, "at": AT, "phase": phase, **more})


def test_an_award_is_computed_once_and_verified_figures_replace_declared_ones(casework: Casework) -> None:
    number = casework.file("LF2026-0101-00001", "compute_centre_construction", CENTRE)
    asked = _assessment(number, verified_facts={"audited_investment": "50000000.00"}, expert_score=88)
    assert casework.do(ASSESS_AWARD, asked).amount == Decimal("5000000.00")
    assert casework.do(ASSESS_AWARD, asked).amount == Decimal("5000000.00")
    assert len(casework.rows(AwardRow)) == 1
    case = casework.case(number)
    assert (case.amount, case.expert_score) == (Decimal("5000000.00"), 88)
    assert case.verified_facts == {"audited_investment": "50000000.00"}
    assert case.declared_facts == CENTRE


def test_wrong_figures_are_refused_by_field_and_change_nothing(casework: Casework) -> None:
    number = casework.file("LF2026-0101-00001", "compute_centre_construction", CENTRE)
    asked = _assessment(number, verified_facts={"audited_investment": "-1"})
    refusal = casework.do(ASSESS_AWARD, asked).refusal
    assert refusal is not None
    assert (refusal.kind, refusal.fields[0].path) == ("invalid-input", "facts.audited_investment")
    assert casework.do(ASSESS_AWARD, asked).refusal == refusal
    assert casework.rows(AwardRow) == []
    assert casework.case(number).verified_facts is None


def test_figures_that_carry_no_award_are_refused_with_the_clause(casework: Casework) -> None:
    facts = {"parameter_count": 5, "scenario_count": 1, "compute_cost": "100.00"}
    number = casework.file("LF2026-0300-00001", "foundation_model", facts)
    refusal = casework.do(ASSESS_AWARD, _assessment(number)).refusal
    assert refusal is not None
    assert (refusal.kind, refusal.clause, len(refusal.fields)) == ("not-eligible", "第3条", 2)
    assert casework.case(number).amount is None
    assert not casework.rows(AwardRow)[0].eligible


def test_an_amount_that_a_later_phase_decides_is_not_known_yet(casework: Casework) -> None:
    facts = {"programme_level": "national"}
    number = casework.file("LF2026-0400-00001", "core_technology", facts)
    assert casework.do(ASSESS_AWARD, _assessment(number)).amount is None
    verified = {"research_cost": "2600000.00", "public_grants": "800000.00"}
    asked = _assessment(number, seq=2, phase="acceptance", verified_facts=verified)
    assert casework.do(ASSESS_AWARD, asked).amount == Decimal("900000.00")


def test_each_instalment_is_computed_from_its_own_figures(casework: Casework) -> None:
    number = casework.file("LF2026-0102-00001", "compute_centre_operation", {"commissioned_on": "2026-03-01"})
    for seq, cost, amount in ((1, "9860000.00", "1972000.00"), (2, "16200000.00", "3000000.00")):
        asked = _assessment(
            number, seq=seq, phase="instalment", subject=str(seq), verified_facts={"operating_cost": cost}
        )
        assert casework.do(ASSESS_AWARD, asked).amount == Decimal(amount)


def test_an_acceptance_before_its_day_counts_only_at_the_cap(casework: Casework) -> None:
    facts = {
        "agreed_investment": "260000000.00",
        "signed_on": "2026-01-10",
        "construction_started_on": "2026-02-20",
    }
    number = casework.file("LF2026-0602-00001", "major_project_investment", facts)
    days = {"happened_on": date(2027, 1, 1), "opens_on": date(2028, 2, 20)}
    later = datetime(2027, 1, 2, tzinfo=UTC)
    for seq, invested, amount in ((1, "152000000.00", None), (2, "200000000.00", Decimal("5000000.00"))):
        verified = {"fixed_asset_investment": invested}
        asked = _assessment(number, seq=seq, phase="acceptance", at=later, verified_facts=verified, **days)
        assessed = casework.do(ASSESS_AWARD, asked)
        assert assessed.amount == amount
        assert (assessed.refusal is None) is (amount is not None)


def two_on_one_base(casework: Casework) -> tuple[str, str]:
    """An assessed case, and a later one of the same thing."""
    base = "platform:一号算力中心"
    earlier = casework.file(
        "LF2026-0502-00001",
        "national_research_platform",
        {"platform_kind": "key_laboratory"},
        award_base=base,
    )
    later = casework.file("LF2026-0101-00001", "compute_centre_construction", CENTRE, award_base=base)
    casework.do(ASSESS_AWARD, _assessment(earlier))
    return earlier, later


def test_a_later_award_on_the_same_base_pays_the_difference(casework: Casework) -> None:
    _, later = two_on_one_base(casework)
    assert casework.do(ASSESS_AWARD, _assessment(later)).amount == Decimal("9000000.00")


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.REJECTED, Stage.CLOSED])
def test_an_award_of_a_case_that_ended_unpaid_takes_nothing_away(casework: Casework, stage: Stage) -> None:
    earlier, later = two_on_one_base(casework)
    casework.do(ENTER_STAGE, step(earlier, 2, stage, Event.WITHDRAWN, final=True))
    assert casework.do(ASSESS_AWARD, _assessment(later)).amount == Decimal("10000000.00")


def test_the_testing_cap_sums_the_cases_of_a_unit_in_a_year(casework: Casework) -> None:
    amounts = []
    for number in ("LF2026-1000-00001", "LF2026-1000-00002"):
        tests = [product_tested("700000.00", report=number)]
        casework.file(number, "security_testing", {"tests": tests}, award_base="tests:u:2026")
        amounts.append(casework.do(ASSESS_AWARD, _assessment(number)).amount)
    assert amounts == [Decimal("350000.00"), Decimal("150000.00")]
