"""What one unit may have: its yearly caps (第2条, 第10条), and on one project the higher of two (附则(三)).

Cases may have been filed under different readings. A limit counts as exceeded only if it holds under the readings
of every case that it touches: a case was paid under its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from domain.calculator.arithmetic import yuan_of
from domain.calculator.caps import YearlyCap, yearly_cap
from domain.calculator.higher_of import ground_between
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import NotFound
from domain.ledger.accounts import HELD, Account
from domain.ledger.differences import Difference, DifferenceKind, told
from domain.ledger.recorded import Recorded, RecordedAward, RecordedCase
from domain.ledger.shared_limits import FROM_POOL
from domain.ledger.tally import Tally
from domain.money import ZERO

COMMITTED = (Account.RESERVED, Account.ISSUED, Account.ORDERED, Account.RETURNED, Account.PAID)
"""What nobody can give up any more; a promise is worked out once more before it is ordered."""


class _Judged(NamedTuple):
    """A case under its law."""

    case: RecordedCase
    policy: Policy
    subsidy: SubsidyType

    def choice(self, reading: str) -> str:
        """How a switch stands for the case."""
        return self.case.readings.get(reading, self.policy.readings[reading].default)

    @property
    def cap(self) -> YearlyCap | None:
        """The yearly cap of its unit under its readings."""
        return yearly_cap(self.subsidy, self.choice)


def _judged(cases: Iterable[RecordedCase], catalogue: Catalogue) -> Iterator[_Judged]:
    """The cases whose law is still shipped."""
    for case in cases:
        try:
            policy = catalogue.policy(case.policy_version)
            yield _Judged(case, policy, policy.type(case.code))
        except NotFound:
            continue


def unit_caps(recorded: Recorded, tally: Tally, catalogue: Catalogue) -> Iterator[Difference]:
    """What a unit has in a year is within the cap on vouchers, and within the one on testing."""
    years = {line.case_number: line.year for line in recorded.entries}
    groups: defaultdict[tuple[str, int, str], list[_Judged]] = defaultdict(list)
    for judged in _judged(recorded.cases, catalogue):
        subsidy, number = judged.subsidy, judged.case.number
        if number in years and (subsidy.voucher or subsidy.rule.kind == "testing"):
            groups[judged.case.unit, years[number], "voucher" if subsidy.voucher else subsidy.code].append(
                judged
            )
    for (unit, year, _), cases in sorted(groups.items()):
        yield from _over_cap(f"单位 {unit} {year}年", cases, tally)


def _over_cap(whose: str, cases: list[_Judged], tally: Tally) -> Iterator[Difference]:
    caps = [each.cap for each in cases]
    is_lenient = any(cap is None or not cap.counts_settlement for cap in caps)
    counted = [each for each in cases if not (is_lenient and _may_be_left_out(each.subsidy))]
    limits = [yuan_of(cap.fen) for each in counted if (cap := each.cap)]
    held = sum((tally.of_case(each.case.number, *_held_in(each.subsidy)) for each in counted), ZERO)
    if limits and held > max(limits):
        what = f"{whose}（{'、'.join(each.case.number for each in counted)}）"
        yield Difference(
            kind=DifferenceKind.UNIT_CAP, what=what, ledger=told(held), other=f"上限 {told(max(limits))}"
        )


def _may_be_left_out(subsidy: SubsidyType) -> bool:
    """Under some reading a settlement voucher, or all testing, does not count towards the cap."""
    return subsidy.voucher is None or subsidy.voucher.is_settlement


def _held_in(subsidy: SubsidyType) -> tuple[Account, ...]:
    return FROM_POOL if subsidy.voucher else HELD


def higher_of(recorded: Recorded, tally: Tally, catalogue: Catalogue) -> Iterator[Difference]:
    """Cases of one unit and award base together hold no more than the higher of those that exclude each other."""
    groups: defaultdict[tuple[str, str], list[RecordedCase]] = defaultdict(list)
    for case in recorded.cases:
        if tally.of_case(case.number, *COMMITTED) > ZERO:
            groups[case.unit, case.award_base].append(case)
    shared = {key: cases for key, cases in groups.items() if len(cases) > 1}
    awards = _awards_by_case(recorded.awards) if shared else {}
    for (unit, base), cases in sorted(shared.items()):
        judged = list(_judged(cases, catalogue))
        held = sum((tally.of_case(each.case.number, *COMMITTED) for each in judged), ZERO)
        worth = {each.case.number: _standard(each.case, awards, tally) for each in judged}
        highest = _highest(judged, worth.__getitem__)
        if held > highest:
            what = f"单位 {unit} 项目 {base}（{'、'.join(each.case.number for each in judged)}）"
            yield Difference(
                kind=DifferenceKind.HIGHER_OF, what=what, ledger=told(held), other=f"就高 {told(highest)}"
            )


def _awards_by_case(awards: Iterable[RecordedAward]) -> dict[str, list[RecordedAward]]:
    found: defaultdict[str, list[RecordedAward]] = defaultdict(list)
    for award in awards:
        if award.phase != "redemption":
            found[award.case_number].append(award)
    return found


def _standard(case: RecordedCase, awards: dict[str, list[RecordedAward]], tally: Tally) -> Decimal:
    """What a case would have without 就高: its awards, those of its instalments of which nothing is ordered left out."""
    latest = {award.subject: award for award in awards.get(case.number, ())}
    counting = [
        award
        for subject, award in latest.items()
        if tally.of_part((case.number, subject), *COMMITTED) > ZERO or award.phase == "voucher"
    ]
    return sum((award.standard or award.amount or ZERO for award in counting), ZERO)


def _highest(cases: Sequence[_Judged], worth: Callable[[str], Decimal]) -> Decimal:
    """The most that cases which stand together come to. Take the first or leave it, and so on."""
    if not cases:
        return ZERO
    first, rest = cases[0], cases[1:]
    beside = [each for each in rest if not _exclude_each_other(first, each)]
    with_first = worth(first.case.number) + _highest(beside, worth)
    return with_first if len(beside) == len(rest) else max(with_first, _highest(rest, worth))


def _exclude_each_other(one: _Judged, other: _Judged) -> bool:
    """Whether each excludes the other, under its own version and readings."""
    pairs = ((one, other), (other, one))
    return all(ground_between(a.policy, a.subsidy, b.case.code, a.choice) is not None for a, b in pairs)
