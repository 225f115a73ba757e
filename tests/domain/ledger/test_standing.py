"""What is owed again after a recovery stays of the years that it was taken from, however often it comes back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.accounts import COMMITTED, HELD, Account
from domain.ledger.recorded import LedgerLine
from domain.ledger.standing import Standing, of_award, shares
from tests.domain.ledger.books import CENTRE, line, paid, yuan

YEARS = (
    line(CENTRE, "promised", "budget → promised#1", 3, "1"),
    *paid(CENTRE, 3, "1"),
    line(CENTRE, "promised", "budget → promised#2", 2, "2"),
    *paid(CENTRE, 2, "2"),
)


def owed(number: int, of_years: dict[str, int]) -> tuple[LedgerLine, ...]:
    """So much of each year that came back under a recovery is promised again."""
    way = f"recovered#R{number} → promised#R{number}"
    return tuple(line(CENTRE, "reversed", way, amount, year) for year, amount in of_years.items())


def back(number: int, amount: int) -> tuple[LedgerLine, ...]:
    return (line(CENTRE, "recovered", f"receivable#R{number} → recovered#R{number}", amount, f"R{number}"),)


def taken(number: int, amount: int, subject: str) -> tuple[LedgerLine, ...]:
    return (line(CENTRE, "reclaimed", f"paid#{subject} → receivable#R{number}", amount, subject),)


CAME_BACK = (*YEARS, *taken(1, 2, "2"), *taken(1, 3, "1"), *back(1, 5))
ALL_AGAIN = (*CAME_BACK, *owed(1, {"2": 2, "1": 3}))


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (YEARS, {"1": 3, "2": 2}),
        ((*YEARS, *taken(1, 2, "2"), *taken(1, 1, "1")), {"1": 2}),
        (ALL_AGAIN, {"2": 2, "1": 3}),
        ((*CAME_BACK, *owed(1, {"2": 2, "1": 2})), {"2": 2, "1": 2}),
        ((*CAME_BACK, *owed(1, {"1": 3})), {"1": 3}),
        ((*CAME_BACK, *owed(1, {"1": 3}), *owed(1, {"2": 1})), {"2": 1, "1": 3}),
        ((*ALL_AGAIN, *paid(CENTRE, 5, "R1"), *taken(2, 3, "R1"), *back(2, 1)), {"1": 2}),
        (
            (
                *(*ALL_AGAIN, *paid(CENTRE, 5, "R1"), *taken(2, 3, "R1"), *back(2, 1)),
                line(CENTRE, "reversed", "receivable#R2 → paid#R1", 2, "R1"),
                *owed(2, {"2": 1}),
            ),
            {"2": 2, "1": 3},
        ),
    ],
    ids=[
        *("paid", "reclaimed", "owed again", "owed again in part", "of one year alone", "of one in part"),
        *("reclaimed once more", "and reversed"),
    ],
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
        (ALL_AGAIN, 5),
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


def latest_first(held: dict[str, int]) -> list[tuple[str, Decimal]]:
    return [(year, yuan(amount)) for year, amount in reversed(held.items())]


def whole(held: dict[str, Decimal]) -> dict[str, int]:
    return {year: int(amount) for year, amount in held.items()}


AMOUNTS = st.integers(0, 9)
YEARLY = st.lists(st.integers(1, 9), min_size=1, max_size=4).map(
    lambda paid: {str(year): amount for year, amount in enumerate(paid, start=1)}
)


@given(YEARLY, st.integers(0, 40))
def test_the_parts_of_a_sum_come_to_the_sum_and_no_part_gives_more_than_it_has(
    held: dict[str, int], amount: int
) -> None:
    there = {year: yuan(most) for year, most in held.items()}
    taken = shares(there.items(), yuan(amount))
    assert sum(taken.values(), Decimal(0)) == min(yuan(amount), sum(there.values()))
    assert all(Decimal(0) < share <= there[year] for year, share in taken.items())


@given(YEARLY, st.integers(1, 36), st.integers(0, 36), st.lists(AMOUNTS, min_size=4, max_size=4))
def test_a_reversed_recovery_gives_each_year_what_is_due_of_it_and_none_more_than_was_taken(
    yearly: dict[str, int], reclaimed: int, repaid: int, due: list[int]
) -> None:
    lines = [
        each
        for year, amount in yearly.items()
        for each in (
            line(CENTRE, "promised", f"budget → promised#{year}", amount, year),
            *paid(CENTRE, amount, year),
        )
    ]
    reclaimed = min(reclaimed, sum(yearly.values()))
    repaid = min(repaid, reclaimed)
    from_years = whole(shares(latest_first(yearly), yuan(reclaimed)))
    for year, amount in from_years.items():
        lines += taken(1, amount, year)
    lines += back(1, repaid) if repaid else ()
    came_back = whole(Standing(lines).at(Account.RECOVERED, f"{CENTRE}#R1"))
    left_open = whole(shares(latest_first(from_years), yuan(reclaimed - repaid)))
    for year, amount in left_open.items():
        lines.append(line(CENTRE, "reversed", f"receivable#R1 → paid#{year}", amount, year))
    again = {year: min(amount, due[int(year) - 1]) for year, amount in came_back.items()}
    again = {year: amount for year, amount in again.items() if amount}
    standing = Standing([*lines, *owed(1, again)])
    assert whole(standing.at(Account.PROMISED, f"{CENTRE}#R1")) == again
    assert all(amount <= from_years[year] for year, amount in again.items())
    for year, amount in yearly.items():
        kept = amount - from_years.get(year, 0) + left_open.get(year, 0) + again.get(year, 0)
        assert standing.held(HELD).get(year, Decimal(0)) == yuan(kept)
        rest = came_back.get(year, 0) - again.get(year, 0)
        assert standing.at(Account.RECOVERED, f"{CENTRE}#R1").get(year, Decimal(0)) == yuan(rest)
    assert left_open.keys() | came_back.keys() == from_years.keys()
