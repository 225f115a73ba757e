"""Whether the rows of a ledger can stand one after the other: ways, amounts, holders, and nothing overdrawn."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from domain.ledger.accounts import OF_RECOVERIES, WAYS, Account, Movement
from domain.ledger.differences import Difference, DifferenceKind, told
from domain.ledger.recorded import LedgerLine, Recorded
from domain.ledger.subjects import Subject, holder_of, subject_of
from domain.money import ZERO

SHARED = (Account.BUDGET.value, Account.POOL.value)
"""Accounts that no case holds."""


def unsound_entries(recorded: Recorded) -> Iterator[Difference]:
    """Every row that the ledger would not have taken, and what is wrong with it."""
    numbers = {case.number for case in recorded.cases}
    left: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for line in recorded.entries:
        source, target = (line.source, line.source_holder), (line.target, line.target_holder)
        wrong = _way(line) or _holders(line, numbers) or _overdrawn(line, left[source])
        left[source] -= line.amount
        left[target] += line.amount
        if wrong:
            moved = f"{line.movement} {line.source} → {line.target} {told(line.amount)}"
            yield Difference(
                kind=DifferenceKind.ENTRY,
                case_number=line.case_number,
                what=f"分录 {line.key}",
                ledger=moved,
                other=wrong,
            )


def _way(line: LedgerLine) -> str:
    if line.amount <= ZERO:
        return "金额须大于零"
    known = line.movement in set(Movement) and {line.source, line.target} <= set(Account)
    if not known or (Account(line.source), Account(line.target)) not in WAYS[Movement(line.movement)]:
        return "没有这样的去向"
    return ""


def _holders(line: LedgerLine, numbers: set[str]) -> str:
    """Money of a case is at places of that case, for a part that can be, and the case exists."""
    if line.case_number and line.case_number not in numbers:
        return "没有这一案件"
    if str(Subject.read(line.subject)) != line.subject:
        return "没有这样的期次"
    sides = (line.source, line.source_holder), (line.target, line.target_holder)
    if not all(_is_own(line, account, holder) for account, holder in sides):
        return "资金不在本案名下"
    return ""


def _is_own(line: LedgerLine, account: str, holder: str) -> bool:
    """Whether a place is one of the case, or of the part in hand. A recovery is a part of its own, also where it is owed again."""
    is_owed_again = line.movement == Movement.REVERSED and account == Account.PROMISED
    if account in OF_RECOVERIES or is_owed_again:
        part = subject_of(holder)
        return holder == holder_of(line.case_number, part) and Subject.read(part).recovery > 0
    return account in SHARED or holder in {line.case_number, holder_of(line.case_number, line.subject)}


def _overdrawn(line: LedgerLine, left: Decimal) -> str:
    if line.source != Account.BUDGET and left < line.amount:
        return f"转出前只有 {told(left)}"
    return ""
