"""The ledger: nothing is lost, nothing overdrawn, and a pool never gives more than its limit, whatever the order."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.accounts import WAYS, Account, Movement
from domain.ledger.entries import Posting, WrongEntry, budget_of
from domain.ledger.pool import Pool
from domain.money import ZERO
from tests.domain.ledger.book import Book

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LIMIT = Decimal("10000000.00")
POOL = Pool(code="voucher", year=2026, limit=LIMIT, clause="第2条")

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("3000000.00"), places=2)
acts = st.lists(
    st.tuples(
        st.sampled_from(["issue", "redeem", "pay", "return", "release", "settle"]), st.integers(0, 9), amounts
    ),
    max_size=60,
)


def matter(number: int) -> Posting:
    return Posting(
        case_number=f"LF2026-0203-{number:05}",
        code="compute_usage_voucher",
        unit=f"unit-{number}",
        year=2026,
        clause="第2条",
        policy_version="1",
    )


class Office:
    """Does to a book what the verbs do to the store."""

    def __init__(self) -> None:
        self.book = Book([POOL.opened(AT)])
        self.steps = 0

    def do(self, kind: str, number: int, amount: Decimal) -> None:
        self.steps += 1
        case, key = matter(number), f"k{self.steps}"
        if kind == "issue":
            face = min(amount, self.book.balance(POOL.place))
            for entry in POOL.issued(case, face, key, AT) if face else ():
                self.book.post(entry)
        elif kind == "release":
            left = self.book.balance(case.place(Account.ISSUED))
            if left:
                self.book.post(POOL.released(case, left, key, AT, ""))
        elif kind == "settle":
            left = self.book.balance(POOL.place)
            if left:
                self.book.post(POOL.settled(left, key, AT))
        else:
            self.move(kind, case, key, amount)

    def move(self, kind: str, case: Posting, key: str, amount: Decimal) -> None:
        """Part of what is there goes on."""
        ways = {
            "redeem": (Movement.REDEEMED, [Account.ISSUED, Account.PROMISED]),
            "pay": (Movement.ORDERED, [Account.PROMISED, Account.ORDERED]),
            "return": (Movement.RETURNED, [Account.ORDERED, Account.RETURNED]),
        }
        movement, (source, target) = ways[kind]
        moved = min(amount, self.book.balance(case.place(source)))
        if moved:
            entry = case.moved(movement, case.place(source), case.place(target), moved, key=key, at=AT)
            self.book.post(entry)


@given(acts)
def test_a_pool_never_gives_more_than_its_limit_and_nothing_is_lost(
    done: list[tuple[str, int, Decimal]],
) -> None:
    office = Office()
    for kind, number, amount in done:
        office.do(kind, number, amount)
        book = office.book
        assert ZERO <= book.balance(POOL.place) <= LIMIT
        outside = sum(
            (book.total(account) for account in Account if account not in (Account.BUDGET, Account.POOL)),
            ZERO,
        )
        assert ZERO <= outside <= LIMIT
        assert sum((book.total(account) for account in Account), ZERO) == ZERO


@given(acts)
def test_a_book_written_again_from_its_entries_is_the_same(done: list[tuple[str, int, Decimal]]) -> None:
    office = Office()
    for kind, number, amount in done:
        office.do(kind, number, amount)
    entries = list(office.book.entries.values())
    again = Book([*entries, *entries])
    assert {account: again.total(account) for account in Account} == {
        account: office.book.total(account) for account in Account
    }


def test_an_entry_that_overdraws_its_source_is_refused() -> None:
    book = Book([POOL.opened(AT)])
    reserved, _ = POOL.issued(matter(1), LIMIT + Decimal("0.01"), "k", AT)
    with pytest.raises(WrongEntry, match=r"has 10000000\.00, not 10000000\.01"):
        book.post(reserved)


def test_a_key_stands_for_one_entry() -> None:
    book = Book([POOL.opened(AT)])
    first, _ = POOL.issued(matter(1), Decimal("5.00"), "k", AT)
    other, _ = POOL.issued(matter(1), Decimal("6.00"), "k", AT)
    book.post(first)
    book.post(first)
    with pytest.raises(WrongEntry, match="another entry"):
        book.post(other)
    assert book.balance(POOL.place) == LIMIT - Decimal("5.00")


@pytest.mark.parametrize("movement", Movement)
@pytest.mark.parametrize("target", Account)
def test_money_goes_only_the_ways_that_there_are(movement: Movement, target: Account) -> None:
    case = matter(1)
    ways = {way for way in WAYS[movement] if way[0] is Account.BUDGET}
    entry = case.moved(movement, budget_of(2026), case.place(target), Decimal("1.00"), key="k", at=AT)
    if (Account.BUDGET, target) in ways:
        Book().post(entry)
    else:
        with pytest.raises(WrongEntry, match="does not go"):
            Book().post(entry)
