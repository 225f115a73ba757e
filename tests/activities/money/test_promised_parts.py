"""What is promised for good, a difference or what is owed again, is the case's also before it is ordered: no other is paid it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from adapters.store.audit.reconciliation import read_recorded
from adapters.store.cases.file import load_case
from adapters.store.engine import open_session
from adapters.store.money.once import milestones_of
from domain.case.record.money_steps import PaymentOrder
from domain.case.record.stages import Stage
from domain.case.verbs import ORDER_PAYMENT
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import COMMITTED, HELD, Account
from domain.ledger.differences import DifferenceKind
from domain.ledger.reconciliation import reconcile
from tests.activities.casework import UNIT, Casework
from tests.activities.moved_money import MILLION, Sums, Walk, centre, investment, operation, year
from tests.paper_awards import award_on_paper, withdraw_paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Promise = Callable[[Walk], None]


def topped_up(walk: Walk) -> None:
    assert walk.top_up(audited_investment="45000000.00").subject == "T1"


def owed_again(walk: Walk) -> None:
    walk.recover(3 * MILLION)
    walk.repaid(3 * MILLION)
    assert walk.reverse().owed == 3 * MILLION


def in_part_owed_again(walk: Walk) -> None:
    walk.recover(2 * MILLION)
    walk.repaid(MILLION)
    assert walk.reverse().owed == MILLION


@pytest.mark.parametrize(
    ("promise", "promised", "subject", "due"),
    [
        (topped_up, "1500000.00", "T1", "500000.00"),
        (owed_again, "3000000.00", "R1", "2000000.00"),
        (in_part_owed_again, "1000000.00", "R1", "2000000.00"),
    ],
)
def test_another_case_of_the_project_is_paid_what_is_more_than_that(
    casework: Casework, promise: Promise, promised: str, subject: str, due: str
) -> None:
    """6.2 comes to 5 m; 1.1 was paid 3 m."""
    walk = centre(casework, 30)
    promise(walk)
    other = investment(casework, walk, 180)
    other.pay(Decimal(due))
    assert not exceeds_the_higher(casework)
    walk.pay(Decimal(promised), subject)
    assert walk.held(Account.PAID) + other.held(Account.PAID) == 5 * MILLION
    assert not exceeds_the_higher(casework)


def test_a_milestone_of_which_the_money_is_owed_again_is_taken(casework: Casework) -> None:
    facts = {
        "sector": "software",
        "revenue_year": 2026,
        "revenue": "120000000.00",
        "highest_prior_revenue": "0",
    }
    first, second = (
        Walk(
            casework,
            f"LF2026-0702-0000{running}",
            "revenue_milestone",
            facts,
            award_base=f"revenue:{UNIT}:{at}",
            filed_on=date(2028, 3, 2),
        )
        for running, at in ((1, 2026), (2, 2027))
    )
    paid = first.assess()
    first.pay(paid)
    first.recover(paid)
    first.repaid(paid)
    first.reverse()
    with open_session(casework.engine) as session:
        taken = milestones_of(session, load_case(session, second.number), COMMITTED)
    assert [each.case_number for each in taken] == [first.number]


def test_what_came_back_under_an_earlier_decision_counts_for_nobody(casework: Casework) -> None:
    """Of 4 m, 2 m came back; 1 m more is to come back, and may be given back: of the 5 m of 6.2, 3 m are left."""
    walk = centre(casework, 40)
    walk.recover(2 * MILLION)
    walk.repaid(2 * MILLION)
    walk.recover(MILLION)
    casework.change(walk.number, stage=Stage.RECOVERY.value)
    investment(casework, walk, 180).pay(3 * MILLION)


def exceeds_the_higher(casework: Casework) -> list[str]:
    """What the books say of it."""
    found = reconcile(read_recorded(casework.engine), load_catalogue())
    return [str(each) for each in found if each.kind is DifferenceKind.HIGHER_OF]


def test_a_difference_that_comes_to_nothing_gives_up_no_milestone(casework: Casework) -> None:
    facts = {"sector": "software", "revenue_year": 2026, "highest_prior_revenue": "0"}
    base = {"award_base": f"revenue:{UNIT}:2026", "filed_on": date(2028, 3, 2)}
    first = Walk(
        casework, "LF2026-0702-00001", "revenue_milestone", {**facts, "revenue": "120000000.00"}, **base
    )
    first.pay(first.assess())
    topped = first.top_up(revenue="520000000.00")
    assert topped.amount
    award_on_paper(casework.engine, first.number, str(first.held(*HELD)), 2026, UNIT)
    sums: Sums = {"amount": topped.amount, "city_amount": topped.amount, "locality_amount": Decimal(0)}
    order = PaymentOrder(**first.head(), **sums, document_number="n", payee="p", subject=topped.subject)
    casework.do(ORDER_PAYMENT, order)
    withdraw_paper(casework.engine)
    second = Walk(
        casework, "LF2026-0702-00002", "revenue_milestone", facts, award_base=f"revenue:{UNIT}:2027"
    )
    with open_session(casework.engine) as session:
        taken = milestones_of(session, load_case(session, second.number), COMMITTED)
    assert [each.threshold for each in taken] == [Decimal("100000000.00")]


def two_years_owed_again(casework: Casework) -> Walk:
    """3 m and 1 m of two years were paid, came back, and were paid again when the decision was reversed."""
    walk = operation(casework)
    assert [year(walk, "1", "15000000.00"), year(walk, "2", "5000000.00")] == [3 * MILLION, MILLION]
    walk.recover(4 * MILLION)
    walk.repaid(4 * MILLION)
    assert walk.reverse().owed == 4 * MILLION
    walk.pay(4 * MILLION, "R1")
    return walk


def test_what_is_paid_again_for_a_year_is_of_that_year(casework: Casework) -> None:
    """6.2 comes to 4 m as well, and was paid 3 m of them while 3 m of 1.2 had come back once more."""
    walk = two_years_owed_again(casework)
    walk.recover(3 * MILLION)
    walk.repaid(3 * MILLION, "R2")
    other = investment(casework, walk, 134)
    other.pay(Decimal("3020000.00"))
    assert walk.reverse("R2").owed == 0
    assert walk.held(Account.PAID) + other.held(Account.PAID) == Decimal("4020000.00")
    assert not exceeds_the_higher(casework)


def test_all_that_is_paid_again_stands_for_the_awards_that_it_is_of(casework: Casework) -> None:
    """6.2 was paid 0.9 m meanwhile; 1.2 comes to 3 m."""
    walk = operation(casework)
    year(walk, "1", "15000000.00")
    walk.recover(3 * MILLION)
    walk.repaid(3 * MILLION)
    investment(casework, walk, 30).pay(Decimal("900000.00"))
    owed = walk.reverse().owed
    walk.pay(owed, "R1")
    assert owed == Decimal("2100000.00")
    assert not exceeds_the_higher(casework)


def test_a_year_of_which_a_part_came_back_stands_once_beside_the_next(casework: Casework) -> None:
    """6.2 comes to 5 m and has 1 m of it; of 1.2 2 m of 3 m and 1 m came back."""
    walk = operation(casework)
    year(walk, "1", "15000000.00")
    year(walk, "2", "5000000.00")
    walk.recover(2 * MILLION)
    walk.repaid(2 * MILLION)
    other = investment(casework, walk, 180)
    other.pay(3 * MILLION)
    assert walk.reverse().owed == 0
