"""What the law grants once (首次, 一次性) is granted once: in whatever year, case and order, and by two at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from adapters.store.schema import AwardRow, UsedReport
from audit.reconciliation import reconcile_store
from domain.case.record.events import Event
from domain.case.record.money_steps import VoucherEnd, VoucherIssued, VoucherRequest
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessed, Assessment
from domain.case.verbs import ASSESS_AWARD, ENTER_STAGE, ISSUE_VOUCHER, RELEASE_VOUCHER
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import AT, UNIT, Casework, product_tested, step

MILLION = Decimal("1000000.00")
OTHER_UNIT = "91131081MAFAKE086A"
LATER = datetime(2028, 3, 2, 2, tzinfo=AT.tzinfo)


def milestone(
    casework: Casework, running: int, year: int, revenue: str, before: str = "0", **more: Any
) -> str:
    facts = {
        "sector": "software",
        "revenue_year": year,
        "revenue": revenue,
        "highest_prior_revenue": before,
    }
    said: dict[str, Any] = {"award_base": f"revenue:{UNIT}:{year}", "filed_on": LATER.date(), **more}
    return casework.file(f"LF2028-0702-{running:05}", "revenue_milestone", facts, **said)


def with_tests(casework: Casework, running: int, *tests: dict[str, Any], **more: Any) -> str:
    said = {"filed_on": LATER.date(), "fiscal_year": 2028, **more}
    return casework.file(f"LF2028-1000-{running:05}", "security_testing", {"tests": list(tests)}, **said)


def software(casework: Casework, running: int, year: int, sales: str, **more: Any) -> str:
    facts = {"sales_year": year, "annual_sales": sales}
    said: dict[str, Any] = {"award_base": "product:灵犀", "filed_on": LATER.date(), **more}
    return casework.file(f"LF2028-0802-{running:05}", "first_software", facts, **said)


def settlement(casework: Casework, year: int, running: int = 1, **more: Any) -> str:
    facts = {"settled_on": f"{year}-01-05", "unit_kind": "ai_enterprise"}
    said: dict[str, Any] = {
        "award_base": f"settlement:{UNIT}",
        "filed_on": date(year, 3, 2),
        "complete_at": AT.replace(year=year, minute=running),
        **more,
    }
    return casework.file(f"LF{year}-0201-{running:05}", "settlement_voucher", facts, **said)


def assess(casework: Casework, number: str, seq: int = 1, **more: Any) -> Assessed:
    asked = Assessment(case_number=number, seq=seq, at=LATER, phase="filing", **more)
    return casework.do(ASSESS_AWARD, asked)


def issue(casework: Casework, number: str, at: datetime = AT) -> VoucherIssued:
    asked = VoucherRequest(case_number=number, seq=2, at=at, valid_months=12)
    return casework.do(ISSUE_VOUCHER, asked)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment."""
    gate = threading.Barrier(len(acts))

    def done(act: Callable[[], Any]) -> Any:
        gate.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(done, acts))


def agree(casework: Casework) -> bool:
    return not reconcile_store(casework.engine, load_catalogue()).differences


def test_a_milestone_is_awarded_once_whatever_peak_is_declared_later(casework: Casework) -> None:
    assert assess(casework, milestone(casework, 1, 2026, "120000000.00")).amount == MILLION
    second = assess(casework, milestone(casework, 2, 2027, "130000000.00")).refusal
    assert second is not None
    assert second.kind == "not-eligible"
    assert "LF2028-0702-00001" in (second.why or "")
    assert assess(casework, milestone(casework, 3, 2027, "600000000.00")).amount == 5 * MILLION
    assert agree(casework)


def test_years_may_be_filed_in_any_order_in_one_year(casework: Casework) -> None:
    late = milestone(casework, 1, 2027, "600000000.00", "150000000.00")
    early = milestone(casework, 2, 2026, "150000000.00", "90000000.00")
    assert [assess(casework, number).amount for number in (late, early)] == [5 * MILLION, MILLION]
    assert agree(casework)


def test_a_milestone_of_a_case_that_was_withdrawn_is_free_again(casework: Casework) -> None:
    first, second = (milestone(casework, running, 2026, "120000000.00") for running in (1, 2))
    assess(casework, first)
    casework.do(ENTER_STAGE, step(first, 2, Stage.WITHDRAWN, Event.WITHDRAWN, final=True))
    assert assess(casework, second).amount == MILLION


def test_a_year_that_was_declared_wrongly_moves_the_case_to_its_base(casework: Casework) -> None:
    growth = {
        "sector": "software",
        "revenue_year": 2026,
        "revenue": "190000000.00",
        "prior_revenue": "90000000.00",
    }
    held = casework.file(
        "LF2028-0703-00001",
        "revenue_growth",
        growth,
        award_base=f"revenue:{UNIT}:2026",
        filed_on=LATER.date(),
    )
    assert assess(casework, held).amount == 3 * MILLION
    wrong = milestone(casework, 1, 2027, "600000000.00", "150000000.00")
    verified = {"revenue_year": 2026}
    assert assess(casework, wrong, verified_facts=verified, reason="年度有误").amount == 2 * MILLION
    assert casework.case(wrong).award_base == f"revenue:{UNIT}:2026"


def test_two_cases_at_once_get_one_milestone(casework: Casework) -> None:
    numbers = [milestone(casework, running, 2025 + running, "120000000.00") for running in (1, 2)]
    found = at_once(*(lambda number=number: assess(casework, number) for number in numbers))
    assert sorted(str(each.amount) for each in found) == ["1000000.00", "None"]
    assert agree(casework)


def test_a_product_has_one_year(casework: Casework) -> None:
    assert assess(casework, software(casework, 1, 2026, "1000000.00")).amount == Decimal("100000.00")
    refused = assess(casework, software(casework, 2, 2027, "9000000.00")).refusal
    assert refused is not None
    assert "一次性" in (refused.why or "")
    corrected = software(casework, 3, 2026, "3000000.00")
    assert assess(casework, corrected).amount == Decimal("200000.00")
    each_year = software(casework, 4, 2027, "9000000.00", readings={"m8_2.repeat": "each_year"})
    assert assess(casework, each_year).amount == Decimal("900000.00")


@pytest.mark.parametrize("spelling", ["AQ-1", "ａｑ 1", "AQ—1"])
def test_a_report_counts_once_in_whatever_case_year_and_unit(casework: Casework, spelling: str) -> None:
    first = with_tests(casework, 1, product_tested("200000.00", "AQ-1"))
    assert assess(casework, first).amount == Decimal("100000.00")
    again = with_tests(
        casework,
        2,
        product_tested("200000.00", spelling),
        product_tested("50000.00", "AQ-2"),
        unit=OTHER_UNIT,
        filed_on=date(2029, 3, 2),
    )
    assert assess(casework, again).amount == Decimal("25000.00")
    alone = assess(casework, with_tests(casework, 3, product_tested("1.00", spelling))).refusal
    assert alone is not None
    assert first in (alone.why or "")
    assert len(casework.rows(UsedReport)) == 2


def test_a_report_of_a_case_that_was_withdrawn_is_free_again(casework: Casework) -> None:
    first, second = (with_tests(casework, running, product_tested("200000.00")) for running in (1, 2))
    assess(casework, first)
    casework.do(ENTER_STAGE, step(first, 2, Stage.WITHDRAWN, Event.WITHDRAWN, final=True))
    assert assess(casework, second).amount == Decimal("100000.00")
    assert [row.case_number for row in casework.rows(UsedReport)] == [second]


def test_a_report_is_counted_by_one_of_two_cases_at_once(casework: Casework) -> None:
    numbers = [
        with_tests(casework, running, product_tested("200000.00"), unit=unit)
        for running, unit in enumerate((UNIT, OTHER_UNIT), start=1)
    ]
    found = at_once(*(lambda number=number: assess(casework, number) for number in numbers))
    assert sorted(str(each.amount) for each in found) == ["100000.00", "None"]


def test_each_year_of_reports_has_its_own_cap_whenever_they_are_filed(casework: Casework) -> None:
    """Two years filed in one case, and one year filed in two years."""
    both = with_tests(
        casework,
        1,
        product_tested("700000.00", "AQ-1", tested_on="2026-12-31"),
        product_tested("1200000.00", "AQ-2", tested_on="2027-01-01"),
    )
    assert assess(casework, both).amount == Decimal("850000.00")
    early = with_tests(
        casework, 2, product_tested("900000.00", "AQ-3", tested_on="2026-02-01"), fiscal_year=2027
    )
    assert assess(casework, early).amount == Decimal("150000.00")
    for number, year in enumerate((2026, 2027), start=3):
        more = with_tests(
            casework, number, product_tested("2.00", f"AQ-{number + 9}", tested_on=f"{year}-06-01")
        )
        assert assess(casework, more).refusal is not None
    assert casework.rows(AwardRow)[0].award["by_year"] == {"2026": "350000.00", "2027": "500000.00"}
    assert agree(casework)


def test_one_year_filed_in_two_years_has_one_cap(casework: Casework) -> None:
    amounts = [
        assess(
            casework,
            with_tests(
                casework,
                running,
                product_tested("700000.00", f"AQ-{running}", tested_on="2026-11-30"),
                fiscal_year=2025 + running,
                filed_on=date(2026 + running, 3, 2),
            ),
        ).amount
        for running in (1, 2)
    ]
    assert amounts == [Decimal("350000.00"), Decimal("150000.00")]
    assert agree(casework)


@pytest.mark.parametrize("ending", ["held", "expired", "withdrawn"])
def test_a_unit_settles_once(casework: Casework, ending: str) -> None:
    first = settlement(casework, 2026)
    assert issue(casework, first).face == Decimal("500000.00")
    if ending != "held":
        casework.do(RELEASE_VOUCHER, VoucherEnd(case_number=first, seq=3, at=AT, why=ending))
    second = issue(casework, settlement(casework, 2027), AT.replace(year=2027))
    free = ending == "withdrawn"
    assert second.face == Decimal("500000.00" if free else 0)
    assert ("一次性" in second.reason) is not free


def test_a_settlement_that_the_cap_cut_is_not_made_up_for_in_the_next_year(casework: Casework) -> None:
    fee = {"uses_local_platform": True, "compute_fee": "1600000.00"}
    usage = casework.file("LF2026-0203-00001", "compute_usage_voucher", fee, complete_at=AT)
    assert issue(casework, usage).face == Decimal("800000.00")
    assert issue(casework, settlement(casework, 2026)).face == Decimal("200000.00")
    assert issue(casework, settlement(casework, 2027), AT.replace(year=2027)).face == 0


def test_two_settlement_vouchers_at_once_are_one(casework: Casework) -> None:
    numbers = [settlement(casework, 2026, running) for running in (1, 2)]
    found = at_once(*(lambda number=number: issue(casework, number) for number in numbers))
    assert sorted(str(each.face) for each in found if each.face is not None)[-1] == "500000.00"
    assert sum((each.face or Decimal(0) for each in found), Decimal(0)) == Decimal("500000.00")
