"""What one unit may have: its yearly caps (第2条, 第10条), and on one project the higher of two (附则(三)).

Cases may have been filed under different readings. A limit counts as exceeded only if it holds under the readings
of every case that it touches: a case was paid under its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from domain.calculator.arithmetic import yuan_of
from domain.calculator.caps import YearlyCap, held_by_year, yearly_cap
from domain.calculator.higher_of import ground_between, highest
from domain.case.identifiers import legal_person
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import NotFound
from domain.ledger.accounts import COMMITTED, HELD, Account
from domain.ledger.differences import Difference, DifferenceKind, told
from domain.ledger.recorded import LedgerLine, Recorded, RecordedAward, RecordedCase
from domain.ledger.shared_limits import FROM_POOL
from domain.ledger.standing import Standing
from domain.ledger.tally import Tally
from domain.money import ZERO
from domain.same_project import ProjectFinding, one_project


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


_Share = tuple[_Judged, Decimal]
"""A case, and what it holds of one year."""


def holders_of(recorded: Recorded) -> dict[str, str]:
    """Case → the unit whose limits it was judged by: what two units had before one took over the other was right."""
    first = {line.case_number: line.unit for line in reversed(recorded.entries)}
    held = {case.number: (first.get(case.number, case.unit), case.unit) for case in recorded.cases}
    return {
        number: was if number in recorded.divided or _passed(was, now, recorded.successors) else now
        for number, (was, now) in held.items()
    }


def _passed(was: str, now: str, successors: dict[str, str]) -> bool:
    """Whether a unit was taken over by another, at one remove or more."""
    code = legal_person(was)
    while code in successors:
        code = successors[code]
        if was.replace(legal_person(was), code) == now:
            return True
    return False


def unit_caps(recorded: Recorded, tally: Tally, catalogue: Catalogue) -> Iterator[Difference]:
    """What a unit has in a year is within the cap on vouchers, and within the one on testing."""
    years = {line.case_number: line.year for line in recorded.entries}
    by_year = {award.case_number: award.by_year for award in recorded.awards if award.by_year}
    holders = holders_of(recorded)
    groups: defaultdict[tuple[str, int, str], list[_Share]] = defaultdict(list)
    for judged in _judged(recorded.cases, catalogue):
        subsidy, number = judged.subsidy, judged.case.number
        if number not in years or not (subsidy.voucher or subsidy.rule.kind == "testing"):
            continue
        held = tally.of_case(number, *_held_in(subsidy))
        shares = held_by_year(held, by_year.get(number, {})) or {years[number]: held}
        for year, share in shares.items():
            groups[holders[number], year, "voucher" if subsidy.voucher else subsidy.code].append(
                (judged, share)
            )
    for (unit, year, _), cases in sorted(groups.items(), key=lambda item: item[0]):
        yield from _over_cap(f"单位 {unit} {year}年", cases)


def _over_cap(whose: str, shares: list[_Share]) -> Iterator[Difference]:
    caps = [each.cap for each, _ in shares]
    is_lenient = any(cap is None or not cap.counts_settlement for cap in caps)
    counted = [share for share in shares if not (is_lenient and _may_be_left_out(share[0].subsidy))]
    limits = [yuan_of(cap.fen) for each, _ in counted if (cap := each.cap)]
    held = sum((amount for _, amount in counted), ZERO)
    if limits and held > max(limits):
        what = f"{whose}（{'、'.join(each.case.number for each, _ in counted)}）"
        yield Difference(
            kind=DifferenceKind.UNIT_CAP, what=what, ledger=told(held), other=f"上限 {told(max(limits))}"
        )


def _may_be_left_out(subsidy: SubsidyType) -> bool:
    """Under some reading a settlement voucher, or all testing, does not count towards the cap."""
    return subsidy.voucher is None or subsidy.voucher.is_settlement


def _held_in(subsidy: SubsidyType) -> tuple[Account, ...]:
    return FROM_POOL if subsidy.voucher else HELD


def higher_of(recorded: Recorded, tally: Tally, catalogue: Catalogue) -> Iterator[Difference]:
    """Cases of one project of a unit together hold no more than the higher of those that exclude each other.

    What nobody can give up any more counts: other promises may still be taken back.
    """
    groups: defaultdict[tuple[str, str], list[RecordedCase]] = defaultdict(list)
    holders = holders_of(recorded)
    found = _found_projects(recorded, holders)
    for case in recorded.cases:
        if tally.of_case(case.number, *HELD) > ZERO:
            groups[holders[case.number], found.get(case.number, case.award_base)].append(case)
    shared = {key: cases for key, cases in groups.items() if len(cases) > 1}
    awards = _awards_by_case(recorded.awards) if shared else {}
    parts = _parts_of(recorded, {case.number for cases in shared.values() for case in cases})
    for (unit, base), cases in sorted(shared.items()):
        judged = list(_judged((case for case in cases if parts[case.number]), catalogue))
        held = sum((sum(parts[each.case.number].values(), ZERO) for each in judged), ZERO)
        worth = [
            (each, _standard(awards.get(each.case.number, ()), parts[each.case.number])) for each in judged
        ]
        most = highest(worth, _exclude_each_other) or ZERO
        if held > most:
            what = f"单位 {unit} 项目 {base}（{'、'.join(each.case.number for each in judged)}）"
            yield Difference(
                kind=DifferenceKind.HIGHER_OF, what=what, ledger=told(held), other=f"就高 {told(most)}"
            )


def _found_projects(recorded: Recorded, holders: Mapping[str, str]) -> dict[str, str]:
    """Each case of a unit of which somebody found something → the first base of its project."""
    findings: defaultdict[str, list[ProjectFinding]] = defaultdict(list)
    for finding in recorded.findings:
        findings[holders.get(finding.case_number, "")].append(finding)
    bases: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for case in recorded.cases:
        if holders[case.number] in findings:
            bases[holders[case.number]][case.number] = case.award_base
    return {
        number: min(own[each] for each in (number, *one_project(number, own, findings[unit])))
        for unit, own in bases.items()
        for number in own
    }


def _awards_by_case(awards: Iterable[RecordedAward]) -> dict[str, list[RecordedAward]]:
    found: defaultdict[str, list[RecordedAward]] = defaultdict(list)
    for award in awards:
        if award.phase != "redemption":
            found[award.case_number].append(award)
    return found


def _parts_of(recorded: Recorded, numbers: Collection[str]) -> dict[str, dict[str, Decimal]]:
    """Case → what it holds for good of which part."""
    lines: dict[str, list[LedgerLine]] = {number: [] for number in numbers}
    for line in recorded.entries:
        if line.case_number in lines:
            lines[line.case_number].append(line)
    return {number: Standing(own).held_for_good(COMMITTED) for number, own in lines.items()}


def _standard(awards: Iterable[RecordedAward], parts: Mapping[str, Decimal]) -> Decimal:
    """What a case would have without 就高: its awards, those of its instalments of which nothing is ordered left out."""
    latest = {award.subject: award for award in awards}
    counting = [award for subject, award in latest.items() if parts.get(subject) or award.phase == "voucher"]
    return sum((award.standard or award.amount or ZERO for award in counting), ZERO)


def _exclude_each_other(one: _Judged, other: _Judged) -> bool:
    """Whether each excludes the other, under its own version and readings."""
    pairs = ((one, other), (other, one))
    return all(ground_between(a.policy, a.subsidy, b.case.code, a.choice) is not None for a, b in pairs)
