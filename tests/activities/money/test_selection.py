"""The yearly batch is ranked once for all its cases; a product is listed once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.store.schema import BatchRank, ProductRow
from domain.case.record.money_steps import BatchRequest, BatchResult, ProductListing
from domain.case.record.stages import Stage
from domain.case.verbs import LIST_PRODUCT, SELECT_IN_BATCH
from tests.activities.casework import AT, Casework


def _file(casework: Casework, running: int, score: int, scenarios: int = 5, cost: str = "100.00") -> str:
    return casework.file(
        f"LF2026-0300-{running:05}",
        "foundation_model",
        {"parameter_count": 10**9, "scenario_count": scenarios, "compute_cost": cost},
        expert_score=score,
        stage=Stage.BATCH_SELECTION.value,
        complete_at=AT + timedelta(minutes=running),
    )


def _select(casework: Casework, number: str) -> BatchResult:
    at = datetime(2026, 12, 1, 16, tzinfo=UTC)
    request = BatchRequest(case_number=number, seq=5, at=at, year=2026, closes_on=date(2026, 12, 1))
    return casework.do(SELECT_IN_BATCH, request)


def test_cases_are_ranked_by_score_then_scenarios_then_cost_then_time(casework: Casework) -> None:
    numbers = [
        _file(casework, 1, 80),
        _file(casework, 2, 90),
        _file(casework, 3, 80, scenarios=6),
        _file(casework, 4, 80, cost="200.00"),
        _file(casework, 5, 80),
    ]
    ranks = [_select(casework, number) for number in numbers]
    assert [place.rank for place in ranks] == [4, 1, 2, 3, 5]
    assert [place.selected for place in ranks] == [False, True, True, True, False]
    assert {place.candidates for place in ranks} == {5}
    assert _select(casework, numbers[0]) == ranks[0]
    assert len(casework.rows(BatchRank)) == 5


@pytest.mark.parametrize(("present", "selected"), [(2, True), (3, False)])
def test_who_joins_later_is_ranked_into_what_is_left(
    casework: Casework, present: int, selected: bool
) -> None:
    for running in range(1, present + 1):
        last = _file(casework, running, 10)
    _select(casework, last)
    joined = _select(casework, _file(casework, 9, 99))
    assert joined == BatchResult(selected=selected, rank=present + 1, candidates=present + 1)


def test_a_case_complete_after_the_closing_day_waits_for_the_next_batch(casework: Casework) -> None:
    number = _file(casework, 1, 10)
    casework.file(
        "LF2026-0300-00002",
        "foundation_model",
        {},
        expert_score=99,
        stage=Stage.BATCH_SELECTION.value,
        complete_at=datetime(2026, 12, 1, 16, tzinfo=UTC),
    )
    assert _select(casework, number) == BatchResult(selected=True, rank=1, candidates=1)


def test_a_product_is_listed_once(casework: Casework) -> None:
    facts = {"product_name": "灵犀视觉检测装备", "category": "智能检测装备", "summary": "外观缺陷检测。"}
    number = casework.file("LF2026-0803-00001", "product_catalogue", facts)
    for _ in range(2):
        casework.do(LIST_PRODUCT, ProductListing(case_number=number, seq=7, at=AT))
    assert [(row.name, row.unit_name) for row in casework.rows(ProductRow)] == [
        ("灵犀视觉检测装备", "廊坊云枢智算科技有限公司")
    ]
