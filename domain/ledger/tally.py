"""Sums over the rows of a ledger: what is where, and how much went which way."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from domain.ledger.accounts import Account, Movement
from domain.ledger.recorded import LedgerLine
from domain.ledger.subjects import holder_of
from domain.money import ZERO

Part = tuple[str, str]
"""A case and its instalment or redemption; empty for the whole case."""

RIGHTS = (
    *(Account.PROMISED, Account.ORDERED, Account.RETURNED, Account.PAID),
    *(Account.RECEIVABLE, Account.RECOVERED),
)
"""Where the money of an award can be once it was promised."""


class Tally:
    """Balances and flows. Rows with unknown words are summed up all the same."""

    def __init__(self, lines: Iterable[LedgerLine]) -> None:
        self._places: defaultdict[Part, Decimal] = defaultdict(lambda: ZERO)
        self._cases: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        self._flows: defaultdict[tuple[Part, str, str], Decimal] = defaultdict(lambda: ZERO)
        self._ways: Counter[tuple[Part, str, str, str]] = Counter()
        self._came: defaultdict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
        self.parts: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            self._add(line)

    def _add(self, line: LedgerLine) -> None:
        part = line.case_number, line.subject
        self._places[line.source, line.source_holder] -= line.amount
        self._places[line.target, line.target_holder] += line.amount
        self._cases[line.case_number, line.source] -= line.amount
        self._cases[line.case_number, line.target] += line.amount
        self._flows[part, line.source, line.target] += line.amount
        self._ways[part, line.movement, line.source, line.target] += 1
        self._came[line.movement, line.target, line.target_holder] += line.amount
        self.parts[line.case_number].add(line.subject)

    def at(self, account: Account, holder: str) -> Decimal:
        """What is at a place, 元."""
        return self._places.get((account.value, holder), ZERO)

    def of_case(self, case_number: str, *accounts: Account) -> Decimal:
        """What a case has in some accounts, all parts together, 元."""
        return sum((self._cases.get((case_number, account.value), ZERO) for account in accounts), ZERO)

    def went(self, part: Part, source: Account, target: Account) -> Decimal:
        """How much of a part went this way altogether, 元."""
        return self._flows.get((part, source.value, target.value), ZERO)

    def net(self, part: Part, source: Account, target: Account) -> Decimal:
        """How much went this way and did not come back, 元."""
        return self.went(part, source, target) - self.went(part, target, source)

    def times(self, part: Part, movement: Movement, source: Account, target: Account) -> int:
        """How often it went."""
        return self._ways[part, movement.value, source.value, target.value]

    def reclaimed(self, part: Part) -> Decimal:
        """How much was to come back under a decision, whatever it was paid for, 元."""
        return self._came.get((Movement.RECLAIMED, Account.RECEIVABLE, holder_of(*part)), ZERO)

    def owed_again(self, part: Part) -> Decimal:
        """How much of what came back under a decision is owed again, whatever it was paid for, 元."""
        return self._came.get((Movement.REVERSED, Account.PROMISED, holder_of(*part)), ZERO)

    def places_of(self, account: Account) -> list[tuple[str, Decimal]]:
        """Every holder in an account with its balance."""
        return sorted((holder, left) for (name, holder), left in self._places.items() if name == account)
