"""The ledger of the store does what the one in memory does, reads back what was posted, and is never changed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from adapters.store.engine import open_session, transaction
from adapters.store.money.ledger import balance, entry_of, post, total
from adapters.store.money.ledger_queries import LedgerFilter, read_ledger
from adapters.store.reach import Engine
from adapters.store.schema import LedgerEntry
from domain.ledger.accounts import WAYS, Account, Movement
from domain.ledger.entries import Entry, Place, Posting, WrongEntry, budget_of
from domain.ledger.pool import Pool
from tests.domain.ledger.book import Book

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
POOL = Pool(code="voucher", year=2026, limit=Decimal("500.00"), clause="第2条")
CASES = [
    Posting(
        case_number=f"LF2026-0203-{number:05}",
        code="compute_usage_voucher",
        unit="u",
        year=2026,
        clause="第2条",
        policy_version="v",
    )
    for number in (1, 2)
]
EVERY_WAY = sorted((movement, *way) for movement, ways in WAYS.items() for way in ways)
ways = st.sampled_from(EVERY_WAY)
"""Ways that there are; ``wrong`` makes some of them ways that there are not."""

operations = st.lists(
    st.tuples(
        *(ways, st.sampled_from(CASES), st.sampled_from(["", "1"])),
        *(st.integers(0, 30_000), st.integers(0, 20), st.integers(0, 9)),
    ),
    max_size=30,
)
"""Way, case, part, 分, number of the key, and 0 where source and target are the wrong way round."""


def place_of(account: Account, case: Posting, part: str) -> Place:
    if account is Account.BUDGET:
        return budget_of(case.year)
    return POOL.place if account is Account.POOL else case.place(account, part)


def entry(
    way: tuple[Movement, Account, Account], case: Posting, part: str, fen: int, key: int, task: int, run: str
) -> Entry:
    movement, source, target = way if task else (way[0], way[2], way[1])
    return Entry.model_construct(
        movement=movement,
        source=place_of(source, case, part),
        target=place_of(target, case, part),
        amount=Decimal(fen).scaleb(-2),
        key=f"{run}/{key}",
        subject=part,
        reason="",
        at=AT,
        **case.model_dump(),
    )


def taken(book: Book, entry: Entry) -> bool:
    """Whether the book in memory takes an entry."""
    try:
        book.post(entry)
    except WrongEntry:
        return False
    return True


def posted(engine: Engine, entry: Entry) -> bool:
    """Whether the store takes it."""
    try:
        with transaction(engine) as session:
            post(session, entry)
    except WrongEntry:
        return False
    return True


def places_of(book: Book) -> set[Place]:
    return {place for entry in book.entries.values() for place in (entry.source, entry.target)}


def test_the_store_takes_and_refuses_what_the_book_takes_and_refuses(engine: Engine) -> None:
    book = Book()
    counted: dict[bool, int] = {True: 0, False: 0}
    runs = iter(range(10_000))

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(operations)
    def check(asked: list[tuple[tuple[Movement, Account, Account], Posting, str, int, int, int]]) -> None:
        run = str(next(runs))
        for each in asked:
            made = entry(*each, run)
            is_taken = taken(book, made)
            assert posted(engine, made) == is_taken
            counted[is_taken] += 1
        with open_session(engine) as session:
            found = {place: balance(session, place) for place in places_of(book)}
            sums = {account: total(session, [account]) for account in Account}
        assert found == {place: book.balance(place) for place in found}
        assert sums == {account: book.total(account) for account in Account}

    check()
    assert min(counted.values()) > 20


def test_entries_are_read_back_as_they_were_posted(engine: Engine) -> None:
    entries = [POOL.opened(AT), *POOL.issued(CASES[0], Decimal("12.34"), "k", AT)]
    with transaction(engine) as session:
        post(session, *entries)
        post(session, *entries)
    with open_session(engine) as session:
        assert [entry_of(row) for row in session.exec(select(LedgerEntry)).all()] == entries
    page = read_ledger(engine, LedgerFilter(account=Account.ISSUED), 0, 10)
    assert [each.entry for each in page.entries] == [entries[-1]]
    assert page.balances[Account.ISSUED] == Decimal("12.34")


@pytest.mark.parametrize("verb", ["UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry"])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(engine: Engine, verb: str) -> None:
    with transaction(engine) as session:
        post(session, POOL.opened(AT))
    with (
        pytest.raises(DBAPIError, match="ledger_entry is append-only"),
        engine.begin() as connection,
    ):
        connection.execute(text(verb))
    with open_session(engine) as session:
        assert balance(session, POOL.place) == POOL.limit
