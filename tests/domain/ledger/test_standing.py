"""What is owed again after a recovery stays of the years that it was taken from, however often it comes back."""

from decimal import Decimal

import pytest

from domain.ledger.accounts import COMMITTED, HELD, Account
from domain.ledger.recorded import LedgerLine
from domain.ledger.standing import Standing, of_award
from tests.domain.ledger.books import CENTRE, line, paid, yuan

YEARS = (
    line(CENTRE, "promised", "budget → promised#1", 3, "1"),
    *paid(CENTRE, 3, "1"),
    line(CENTRE, "promised", "budget → promised#2", 2, "2"),
    *paid(CENTRE, 2, "2"),
)


def owed(number: int, amount: int) -> tuple[LedgerLine, ...]:
    """So much that came back under a recovery is promised again."""
    return (line(CENTRE, "reversed", f"recovered#R{number} → promised#R{number}", amount, f"R{number}"),)


def back(number: int, amount: int) -> tuple[LedgerLine, ...]:
    return (line(CENTRE, "recovered", f"receivable#R{number} → recovered#R{number}", amount, f"R{number}"),)


def taken(number: int, amount: int, subject: str) -> tuple[LedgerLine, ...]:
    return (line(CENTRE, "reclaimed", f"paid#{subject} → receivable#R{number}", amount, subject),)


ALL_AGAIN = (*taken(1, 2, "2"), *taken(1, 3, "1"), *back(1, 5), *owed(1, 5))


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (YEARS, {"1": 3, "2": 2}),
        ((*YEARS, *taken(1, 2, "2"), *taken(1, 1, "1")), {"1": 2}),
        ((*YEARS, *ALL_AGAIN), {"2": 2, "1": 3}),
        ((*YEARS, *taken(1, 2, "2"), *taken(1, 3, "1"), *back(1, 5), *owed(1, 4)), {"2": 2, "1": 2}),
        ((*YEARS, *ALL_AGAIN, *paid(CENTRE, 5, "R1"), *taken(2, 3, "R1"), *back(2, 1)), {"1": 2}),
        (
            (
                *(*YEARS, *ALL_AGAIN, *paid(CENTRE, 5, "R1"), *taken(2, 3, "R1"), *back(2, 1)),
                line(CENTRE, "reversed", "receivable#R2 → paid#R1", 2, "R1"),
                *owed(2, 1),
            ),
            {"2": 2, "1": 3},
        ),
    ],
    ids=["paid", "reclaimed", "owed again", "owed again in part", "reclaimed once more", "and reversed"],
)
def test_what_a_year_holds(lines: tuple[LedgerLine, ...], held: dict[str, int]) -> None:
    expected = {part: yuan(amount) for part, amount in held.items()}
    assert {part: amount for part, amount in Standing(lines).held(HELD).items() if amount} == expected


def test_where_a_sum_is_says_of_which_years_it_is() -> None:
    standing = Standing((*YEARS, *taken(1, 2, "2"), *taken(1, 3, "1"), *back(1, 3)))
    assert standing.at(Account.RECOVERED, f"{CENTRE}#R1") == {"2": 2, "1": 1}
    assert standing.at(Account.RECEIVABLE, f"{CENTRE}#R1") == {"1": 2}


@pytest.mark.parametrize(
    ("lines", "for_good"),
    [
        ((line(CENTRE, "promised", "budget → promised", 5),), 0),
        ((line(CENTRE, "promised", "budget → promised#T1", 5, "T1"),), 5),
        ((*YEARS, *ALL_AGAIN), 5),
        (
            (
                line(CENTRE, "reserved", "pool → reserved", 7),
                line(CENTRE, "issued", "reserved → issued", 7),
                line(CENTRE, "redeemed", "issued → promised#1", 2, "1"),
            ),
            7,
        ),
    ],
    ids=["a promise", "a difference", "owed again", "a redemption"],
)
def test_what_nobody_works_out_once_more_is_held_before_it_is_ordered(
    lines: tuple[LedgerLine, ...], for_good: int
) -> None:
    held = Standing(lines).held_for_good(COMMITTED)
    assert sum(held.values(), Decimal(0)) == yuan(for_good)
    assert of_award({"1": yuan(1), "1T1": yuan(2), "2": yuan(4)}, "1") == yuan(3)
