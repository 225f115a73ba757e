"""A year's approval is checked at the door: another amount than the claimed one needs its reason."""

from datetime import date

import pytest
from fastapi import FastAPI

from adapters.store.cases.records import CaseRecord
from commands.acts.checks import check_instalment_review
from commands.acts.review_checks import instalment_defects
from domain.case.acts.defects import DefectRequest
from domain.case.acts.instalments import InstalmentReviewRequest
from domain.case.filing import plan_case
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.errors import InvalidInput
from tests.activities.casework import AT
from tests.api.asking import UNIT

FILING = {"commissioned_on": "2026-03-01"}


def claimed(cost: str) -> CaseRecord:
    """A case of 1.2 whose first year was claimed with this operating cost."""
    policy = load_catalogue().in_force(date(2026, 3, 2))
    subsidy = policy.type("compute_centre_operation")
    typed = {"commissioned_on": date(2026, 3, 1)}
    return CaseRecord(
        case_number="LF2026-0102-00001",
        code=subsidy.code,
        measure_number=subsidy.number,
        policy_version=policy.version,
        unit=UNIT,
        unit_name="廊坊云枢智算科技有限公司",
        locality="kfq",
        lead=subsidy.lead,
        filed_on=date(2026, 3, 2),
        stage=Stage.INSTALMENTS.value,
        since=AT,
        award_base="platform:云枢一期",
        fiscal_year=2026,
        declared_facts={**FILING, "operating_cost": cost},
        readings={},
        plan=plan_case(policy, subsidy, "LF2026-0102-00001", "kfq", typed, {}),
    )


def approval(cost: str, reason: str = "") -> InstalmentReviewRequest:
    return InstalmentReviewRequest(decision="approve", verified_facts={"operating_cost": cost}, reason=reason)


def test_another_amount_without_a_reason_is_refused_by_field(app: FastAPI) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_instalment_review(app.state.wiring, claimed("9860000.00"), 1, approval("9000000.00"))
    assert [field.path for field in refused.value.facts.fields] == ["reason"]


@pytest.mark.parametrize(
    ("cost", "body"),
    [
        ("9860000.00", approval("9000000.00", "剔除非运营支出。")),
        ("9860000.00", approval("9860000.00")),
        ("16200000.00", approval("16000000.00")),  # both at the cap of three million
        ("9860000.00", InstalmentReviewRequest(decision="approve")),
    ],
)
def test_a_reason_is_asked_for_only_where_the_amount_differs(
    app: FastAPI, cost: str, body: InstalmentReviewRequest
) -> None:
    check_instalment_review(app.state.wiring, claimed(cost), 1, body)


def returned(*defects: dict[str, str]) -> InstalmentReviewRequest:
    return InstalmentReviewRequest(
        decision="return", reason="请补正", defects=tuple(DefectRequest(**each) for each in defects)
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (returned(), "defects"),
        (returned({"item": "1.2-1", "reason": "missing"}), "defects[0].item"),  # asked at filing
        (returned({"item": "commissioned_on", "problem": "不符"}), "defects[0].item"),
    ],
)
def test_a_returned_year_names_defects_of_that_year(
    app: FastAPI, body: InstalmentReviewRequest, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        instalment_defects(app.state.wiring, claimed("9860000.00"), body)
    assert [each.path for each in refused.value.facts.fields] == [field]


def test_the_defects_of_a_year_are_told_in_words_of_the_library(app: FastAPI) -> None:
    body = returned({"item": "1.2-3", "reason": "not_stamped"}, {"item": "operating_cost", "problem": "不符"})
    told = instalment_defects(app.state.wiring, claimed("9860000.00"), body)
    assert [(defect.title, defect.reason) for defect in told] == [
        ("专项审计报告(运营投入)", "not_stamped"),
        ("本年度运营实际总投入", ""),
    ]
