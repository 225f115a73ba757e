"""What many cases share and together may not exceed: the pool of a year, and the places of a batch."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from domain.catalogue.registry import Catalogue
from domain.errors import NotFound
from domain.ledger.accounts import Account, Movement
from domain.ledger.differences import Difference, DifferenceKind, told
from domain.ledger.recorded import LedgerLine, Recorded
from domain.ledger.tally import RIGHTS, Tally
from domain.money import ZERO

VOUCHER_POOL = "voucher"

FROM_POOL = (Account.RESERVED, Account.ISSUED, *RIGHTS)
"""Where money out of a pool can be."""


def pools(recorded: Recorded, tally: Tally, catalogue: Catalogue) -> Iterator[Difference]:
    """A pool was opened once with the law's limit, stays between zero and it, and its money is with its cases."""
    for holder, left in tally.places_of(Account.POOL):
        lines = [line for line in recorded.entries if holder in (line.source_holder, line.target_holder)]
        limit = _limit(lines, holder, catalogue)
        given = _net_out_of_budget(lines)
        of_year = Tally(line for line in recorded.entries if holder == f"{VOUCHER_POOL}/{line.year}")
        held = sum((of_year.of_case(number, *FROM_POOL) for number in _cases_of(lines)), ZERO)
        opened = [line.amount for line in lines if line.movement == Movement.OPENED]
        if opened != [limit] or not ZERO <= left <= limit or given != left + held:
            ledger = f"净设立 {told(given)}、余额 {told(left)}、在案 {told(held)}"
            yield Difference(
                kind=DifferenceKind.POOL, what=f"额度 {holder}", ledger=ledger, other=f"上限 {told(limit)}"
            )


def _cases_of(lines: Iterable[LedgerLine]) -> set[str]:
    return {line.case_number for line in lines if line.case_number}


def _limit(lines: list[LedgerLine], holder: str, catalogue: Catalogue) -> Decimal:
    """What the law gives for a year under the version by which the pool was opened; nothing for a strange pool."""
    opened = [line for line in lines if line.movement == Movement.OPENED]
    if not opened or not holder.startswith(f"{VOUCHER_POOL}/"):
        return ZERO
    try:
        types = catalogue.policy(opened[0].policy_version).types.values()
    except NotFound:  # an old version that is no longer shipped: what was opened is believed
        return opened[0].amount
    return next((each.voucher.pool_per_year for each in types if each.voucher), ZERO)


def _net_out_of_budget(lines: Iterable[LedgerLine]) -> Decimal:
    """What was put into a pool, less what lapsed."""
    signed = (
        line.amount * ((line.source == Account.BUDGET) - (line.target == Account.BUDGET)) for line in lines
    )
    return sum(signed, ZERO)


def quotas(recorded: Recorded, catalogue: Catalogue) -> Iterator[Difference]:
    """No more cases are selected in a year's batch than the law has places (第3条)."""
    versions = {case.number: case.policy_version for case in recorded.cases}
    selected = [rank for rank in recorded.ranks if rank.selected and not rank.is_void]
    taken = Counter((rank.code, rank.year) for rank in selected)
    for (code, year), count in sorted(taken.items()):
        ranked = [rank for rank in selected if (rank.code, rank.year) == (code, year)]
        places = max(_places(catalogue, versions.get(rank.case_number, ""), code) for rank in ranked)
        if count > places:
            what = f"{code} {year}年批次（{'、'.join(rank.case_number for rank in ranked)}）"
            yield Difference(
                kind=DifferenceKind.QUOTA, what=what, ledger=f"入选 {count} 项", other=f"名额 {places} 项"
            )


def _places(catalogue: Catalogue, version: str, code: str) -> int:
    try:
        batch = catalogue.policy(version).type(code).batch
    except NotFound:
        return 0
    return batch.quota if batch else 0
