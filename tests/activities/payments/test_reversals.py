"""What came back is paid again as far as it is still due beside what others were given meanwhile."""

from decimal import Decimal

import pytest
from sqlmodel import select

from adapters.store.cases.file import filed_case
from adapters.store.engine import open_session
from adapters.store.money.projects import cases_beside
from adapters.store.schema import CaseFile, LedgerEntry
from domain.case.record.stages import Stage
from domain.ledger.accounts import Account, Movement
from tests.activities.casework import UNIT, Casework, product_tested
from tests.activities.moved_money import CENTRE, MILLION, OPERATION, PLATFORM, Walk, centre, operation, year


def owed_by_years(walk: Walk) -> dict[str, Decimal]:
    """Year that an entry names → what is owed again of it."""
    to_promised = (LedgerEntry.movement == Movement.REVERSED, LedgerEntry.target == Account.PROMISED)
    with open_session(walk.casework.engine) as session:
        found = session.exec(select(LedgerEntry).where(LedgerEntry.case_number == walk.number, *to_promised))
        return {entry.subject: entry.amount for entry in found}


@pytest.mark.parametrize(
    ("other_has", "owed", "told"),
    [
        (None, "8000000.00", ""),
        (1, "7000000.00", "1,000,000.00 元不再拨付（附则(三)）"),  # the higher of 8 m and 1 m, less 1 m
    ],
)
def test_what_is_paid_again_leaves_out_what_the_same_project_got_meanwhile(
    casework: Casework, other_has: int | None, owed: str, told: str
) -> None:
    walk = centre(casework)
    walk.recover(8 * MILLION)
    walk.repaid(8 * MILLION)
    if other_has:
        base = casework.case(CENTRE).award_base
        other = Walk(casework, "LF2026-0502-00001", "national_research_platform", PLATFORM, award_base=base)
        other.pay(other.assess())
    reversed_ = walk.reverse()
    assert reversed_.owed == Decimal(owed)
    assert told in reversed_.why
    walk.pay(reversed_.owed, "R1")
    assert walk.held(Account.PAID) == Decimal(owed)
    assert walk.top_up(audited_investment="80000000.00").refusal is not None


def test_years_that_are_paid_again_stand_together(casework: Casework) -> None:
    """3 m of the first year stay; of 6 m for two more, 1 m went to another measure meanwhile."""
    walk = operation(casework)
    for number in ("1", "2", "3"):
        assert year(walk, number, "15000000.00") == 3 * MILLION
    walk.recover(9 * MILLION)
    walk.repaid(9 * MILLION)
    base = casework.case(OPERATION).award_base
    other = Walk(casework, "LF2026-0502-00001", "national_research_platform", PLATFORM, award_base=base)
    other.pay(other.assess())
    assert walk.reverse().owed == 8 * MILLION
    assert owed_by_years(walk) == {"1": 2 * MILLION, "2": 3 * MILLION, "3": 3 * MILLION}


def test_a_year_that_another_measure_took_up_counts_all_the_same_for_the_next(casework: Casework) -> None:
    """0.8 m and 3 m, all given back; 1 m went to another measure: of 3.8 m, 2.8 m are due, none of it for the first year."""
    walk = operation(casework)
    assert (year(walk, "1", "4000000.00"), year(walk, "2", "15000000.00")) == (MILLION * 4 / 5, 3 * MILLION)
    walk.recover(Decimal("3800000.00"))
    walk.repaid(Decimal("3800000.00"))
    base = casework.case(OPERATION).award_base
    other = Walk(casework, "LF2026-0502-00001", "national_research_platform", PLATFORM, award_base=base)
    other.pay(other.assess())
    assert walk.reverse().owed == Decimal("2800000.00")
    assert owed_by_years(walk) == {"2": Decimal("2800000.00")}


@pytest.mark.parametrize(("recovered", "counts"), [(1, True), (8, False)], ids=["in_part", "whole"])
def test_what_is_still_paid_of_a_recovered_case_may_be_one_project_with_another(
    casework: Casework, recovered: int, *, counts: bool
) -> None:
    walk = centre(casework)
    walk.recover(recovered * MILLION)
    walk.repaid(recovered * MILLION)
    other = Walk(casework, "LF2026-0502-00001", "national_research_platform", PLATFORM, award_base="另一平台")
    casework.change(CENTRE, stage=Stage.RECOVERED.value, final=True)
    with open_session(casework.engine) as session:
        beside = cases_beside(session, filed_case(session.get_one(CaseFile, other.number)))
    assert [case.number for case in beside] == ([CENTRE] if counts else [])


def test_the_cap_of_a_year_holds_for_what_is_paid_again(casework: Casework) -> None:
    def tested(number: str, report: str) -> Walk:
        facts = {"tests": [product_tested("800000.00", report)]}
        walk = Walk(casework, number, "security_testing", facts, award_base=f"tests:{UNIT}:2026")
        walk.pay(walk.assess())
        return walk

    first = tested("LF2026-1001-00001", "AQ-1")
    first.recover(Decimal("400000.00"))
    first.repaid(Decimal("400000.00"))
    tested("LF2026-1001-00002", "AQ-2")
    assert first.reverse().owed == Decimal("100000.00")
