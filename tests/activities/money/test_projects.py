"""What was found to be one project is paid once, the higher, whatever the measures and whichever comes first."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.payments.list_queries import record_sight
from adapters.store.schema import AwardRow, ProjectFindingRow
from domain.case.record.money_steps import ProjectFindingRequest, ProjectFound, VoucherRequest
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment
from domain.case.roles import Actor, Role
from domain.case.verbs import ASSESS_AWARD, FIND_SAME_PROJECT, ISSUE_VOUCHER
from domain.payment_list.listing import Line, PaymentList
from domain.same_project import ProjectDecision
from tests.activities.casework import AT, Casework

LEAD = Actor(account="lead", role=Role.OFFICIAL, party="development_and_reform")
WHY = "同一工程。"

CENTRE = ("LF2026-0101-00001", "compute_centre_construction", "filing")
INVESTMENT = ("LF2026-0602-00001", "major_project_investment", "acceptance")
VOUCHER = ("LF2026-0202-00001", "major_project_voucher", "voucher")
USAGE = ("LF2026-0203-00001", "compute_usage_voucher", "voucher")
TECHNOLOGY = ("LF2026-0400-00001", "core_technology", "acceptance")
MODEL = ("LF2026-0300-00001", "foundation_model", "filing")
TALENT = ("LF2026-1101-00001", "talent_compute", "filing")

FACTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    CENTRE[0]: ({"audited_investment": "60000000.00", "commissioned_on": "2026-03-01"}, {}, "6000000.00"),
    INVESTMENT[0]: (
        {
            "agreed_investment": "260000000.00",
            "signed_on": "2026-02-10",
            "construction_started_on": "2026-02-20",
        },
        {"fixed_asset_investment": "152000000.00"},
        "4560000.00",
    ),
    VOUCHER[0]: (
        {
            "programme_kind": "open_competition",
            "programme_level": "national",
            "is_lead_unit": True,
            "compute_cost": "1200000.00",
        },
        {},
        "720000.00",
    ),
    USAGE[0]: ({"uses_local_platform": True, "compute_fee": "1000000.00"}, {}, "500000.00"),
    TECHNOLOGY[0]: (
        {"programme_level": "provincial"},
        {"research_cost": "2600000.00", "public_grants": "800000.00"},
        "900000.00",
    ),
    MODEL[0]: (
        {"parameter_count": 7_000_000_000, "scenario_count": 6, "compute_cost": "2600000.00"},
        {},
        "1300000.00",
    ),
    TALENT[0]: ({"talent_kind": "academician", "compute_cost": "800000.00"}, {}, "400000.00"),
}
"""Facts of filing, of the acceptance, and the amount of the case alone."""

PAIRS = [(CENTRE, INVESTMENT), (VOUCHER, TECHNOLOGY), (VOUCHER, MODEL), (USAGE, TALENT), (VOUCHER, TALENT)]
BOTH_WAYS = [order for pair in PAIRS for order in itertools.permutations(pair)]


def _file(casework: Casework, case: tuple[str, str, str], **changes: Any) -> str:
    return casework.file(
        case[0], case[1], FACTS[case[0]][0], stage=Stage.LEAD_REVIEW.value, complete_at=AT, **changes
    )


def _award(casework: Casework, case: tuple[str, str, str]) -> Decimal:
    """What the case gets now; zero where nothing is left for it."""
    number, _, phase = case
    if phase == "voucher":
        face = casework.do(
            ISSUE_VOUCHER, VoucherRequest(case_number=number, seq=50, at=AT, valid_months=12)
        ).face
        return face or Decimal(0)
    asked = Assessment(
        case_number=number, seq=50, at=AT, phase=phase, verified_facts=FACTS[number][1] or None
    )
    return casework.do(ASSESS_AWARD, asked).amount or Decimal(0)


def _find(
    casework: Casework, one: str, other: str, decision: ProjectDecision = "same", seq: int = 1
) -> ProjectFound:
    request = ProjectFindingRequest(
        case_number=one, seq=seq, at=AT, other_case=other, decision=decision, reason=WHY, by=LEAD
    )
    return casework.do(FIND_SAME_PROJECT, request)


@pytest.mark.parametrize(("first", "second"), BOTH_WAYS)
def test_the_higher_is_paid_once_in_both_directions(
    casework: Casework, first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    for case in (first, second):
        _file(casework, case)
    assert _find(casework, second[0], first[0]).refusal is None
    alone = [Decimal(FACTS[case[0]][2]) for case in (first, second)]
    assert _award(casework, first) == alone[0]
    assert _award(casework, second) == max(alone) - alone[0]
    sheet = casework.rows(AwardRow)[-1].award
    assert any(f"认定为同一项目：{WHY.rstrip('。')}" in line["explanation"] for line in sheet["lines"])


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_is_not_the_same_is_paid_beside(
    casework: Casework, first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    for case in (first, second):
        _file(casework, case)
    _find(casework, first[0], second[0], "same")
    _find(casework, second[0], first[0], "not_the_same")
    assert [_award(casework, case) for case in (first, second)] == [
        Decimal(FACTS[case[0]][2]) for case in (first, second)
    ]


def test_three_cases_are_one_where_each_is_one_with_the_next(casework: Casework) -> None:
    for case in (CENTRE, INVESTMENT, MODEL):
        _file(casework, case)
    _find(casework, CENTRE[0], INVESTMENT[0])
    _find(casework, MODEL[0], INVESTMENT[0])
    got = [_award(casework, case) for case in (MODEL, CENTRE, INVESTMENT)]
    assert got == [Decimal("1300000.00"), Decimal("4700000.00"), Decimal(0)]


def test_equal_costs_of_two_measures_are_suspected_and_equal_costs_of_one_base_are_not(
    casework: Casework,
) -> None:
    _file(casework, MODEL)
    facts = {"talent_kind": "academician", "compute_cost": "2600000.00"}
    casework.file(TALENT[0], TALENT[1], facts, stage=Stage.LEAD_REVIEW.value)
    asked = Assessment(case_number=MODEL[0], seq=1, at=AT, phase="filing")
    refusal = casework.do(ASSESS_AWARD, asked).refusal
    assert refusal is not None
    assert [field.path for field in refusal.fields] == [f"same_project.{TALENT[0]}"]
    assert "费用数额相同" in refusal.why
    for found, seq in (("not_the_same", 2), ("same", 3)):
        _find(casework, TALENT[0], MODEL[0], found, seq)  # type: ignore[arg-type]
        again = casework.do(ASSESS_AWARD, asked.model_copy(update={"seq": seq}))
        assert again.amount == Decimal("1300000.00")


OPERATION = ("LF2026-0102-00001", "compute_centre_operation", "instalment")


@pytest.mark.parametrize(
    ("case", "facts", "phase", "told"),
    [
        (INVESTMENT, FACTS[INVESTMENT[0]][0], "acceptance", {"fixed_asset_investment": "2600000.00"}),
        (TECHNOLOGY, FACTS[TECHNOLOGY[0]][0], "acceptance", FACTS[TECHNOLOGY[0]][1]),
        (OPERATION, {"commissioned_on": "2026-03-01"}, "instalment", {"operating_cost": "2600000.00"}),
        (CENTRE, FACTS[CENTRE[0]][0], "filing", {"audited_investment": "2600000.00"}),
    ],
)
def test_figures_that_come_later_are_compared_before_they_are_taken(
    casework: Casework, case: tuple[str, str, str], facts: dict[str, Any], phase: str, told: dict[str, Any]
) -> None:
    """At the acceptance, in a year and as verified at the review: 2,600,000 is what a model of the unit cost."""
    _file(casework, MODEL)
    number = casework.file(case[0], case[1], facts, stage=Stage.LEAD_REVIEW.value, complete_at=AT)
    subject = "1" if phase == "instalment" else ""
    asked = Assessment(case_number=number, seq=1, at=AT, phase=phase, subject=subject, verified_facts=told)
    refusal = casework.do(ASSESS_AWARD, asked).refusal
    assert refusal is not None
    assert [field.path for field in refusal.fields] == [f"same_project.{MODEL[0]}"]
    _find(casework, number, MODEL[0], "not_the_same", 2)
    assert casework.do(ASSESS_AWARD, asked.model_copy(update={"seq": 3})).refusal is None


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": Stage.WITHDRAWN.value, "final": True},
        {"stage": Stage.CLOSED.value, "final": True},
        {"stage": Stage.DRAFT.value},
        {"unit": "91131081MAFAKE086A"},
    ],
)
def test_what_came_to_nothing_and_what_is_another_unit_s_is_not_suspected(
    casework: Casework, changes: dict[str, Any]
) -> None:
    _file(casework, MODEL)
    facts = {"talent_kind": "academician", "compute_cost": "2600000.00"}
    casework.file(TALENT[0], TALENT[1], facts, **{"stage": Stage.LEAD_REVIEW.value, **changes})
    assert _award(casework, MODEL) == Decimal("1300000.00")
    assert _find(casework, MODEL[0], TALENT[0]).refusal is not None
    assert casework.rows(ProjectFindingRow) == []


def test_both_approved_at_once_come_to_the_higher(casework: Casework) -> None:
    for case in (CENTRE, MODEL):
        _file(casework, case)
    _find(casework, CENTRE[0], MODEL[0])
    with ThreadPoolExecutor(2) as threads:
        got = list(threads.map(lambda case: _award(casework, case), (CENTRE, MODEL)))
    assert sum(got) == Decimal("6000000.00")


RING = [f"LF2026-0300-{running:05}" for running in range(8)]


def _ring(casework: Casework) -> list[tuple[str, str]]:
    """Cases of one unit, each with the next of them."""
    for number in RING:
        casework.file(number, MODEL[1], FACTS[MODEL[0]][0], stage=Stage.LEAD_REVIEW.value, complete_at=AT)
    return list(zip(RING, [*RING[1:], RING[0]], strict=True))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_findings_of_one_unit_that_meet_wait_for_each_other(casework: Casework) -> None:
    """Each is of two cases, of which another finding is made at the same moment."""
    pairs = _ring(casework)
    with ThreadPoolExecutor(len(pairs)) as threads:
        found = list(threads.map(lambda pair: _find(casework, *pair), pairs))
    assert [each.refusal for each in found] == [None] * len(pairs)
    assert len(casework.rows(ProjectFindingRow)) == len(pairs)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_looks_at_a_list_meanwhile_waits_as_well(casework: Casework) -> None:
    """The chains of cases are held in one order, whoever writes to several."""
    pairs = _ring(casework)
    line: dict[str, Any] = dict.fromkeys(("payment", "purpose", "account_name", "bank", "account_number"), "")
    sums: dict[str, Any] = dict.fromkeys(("amount", "city_amount", "locality_amount", "transfer"), Decimal(1))
    listed = PaymentList(
        id="FKQD2026-0001",
        document_number="n",
        made_by="finance",
        made_at=AT,
        lines=tuple(
            Line(**line, **sums, number=1, case_number=number, status="ordered", ordered_on=AT.date())
            for number in RING
        ),
    )

    def see(_seen: int) -> None:
        record_sight(casework.engine, listed, "finance", "finance_bureau", AT, whole=True)

    see(0)  # every chain is begun
    with ThreadPoolExecutor(2 * len(pairs)) as threads:
        seen = [threads.submit(see, number) for number in range(len(pairs))]
        found = [threads.submit(_find, casework, *pair) for pair in pairs]
    assert [each.result().refusal for each in found] == [None] * len(pairs)
    assert [each.exception() for each in seen] == [None] * len(seen)
