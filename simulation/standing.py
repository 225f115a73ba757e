"""What cases were awarded while they follow one another, and who meets whom under 附则(三)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from domain.calculator.higher_of import compared_beside, ground_between, highest
from domain.catalogue.schema import Policy


class Meeting(NamedTuple):
    """A case that can meet others."""

    at: datetime
    case: str
    row: int
    code: str
    unit: str
    base: str
    matter: Any = None
    """The tests of measure 10, the revenues of 7.2, the year that a type counts once for."""


class SequenceStanding:
    """What a case was awarded so far, all its instalments together; 分."""

    __slots__ = ("amount", "base", "before", "code", "matter")

    def __init__(self, case: Meeting) -> None:
        self.code, self.base, self.matter = case.code, case.base, case.matter
        self.amount = self.before = 0


class Standings:
    """The awards so far, by unit and award base.

    Args:
        policy: whose numbers hold.
        choice: reading → how it stands.
    """

    def __init__(self, policy: Policy, choice: Callable[[str], str]) -> None:
        self._bases: dict[tuple[str, str], dict[str, SequenceStanding]] = defaultdict(dict)
        self._years: dict[tuple[str, str], set[str]] = defaultdict(set)
        types = policy.types.items()
        self._across = {code for code, each in types if each.award_base.is_across_units(choice)}
        self._beside = {code: compared_beside(policy, each, choice) for code, each in types}

        @cache
        def has_ground(code: str, other: str, same_year: bool) -> bool:
            return ground_between(policy, policy.type(code), other, choice, same_year=same_year) is not None

        self._has_ground = has_ground

    def met_by(self, case: Meeting) -> dict[str, SequenceStanding]:
        """Case → what it was awarded on the base, and beside it where a reading compares these as well."""
        on_base = self._bases.get(self._key(case), {})
        codes = self._beside[case.code]
        if not codes:
            return on_base
        bases = self._years[case.unit, case.base.rpartition(":")[0]] - {case.base}
        beside = (item for base in sorted(bases) for item in self._bases[case.unit, base].items())
        return {**on_base, **{number: each for number, each in beside if each.code in codes}}

    def excludes(self, case: Meeting, number: str, other: SequenceStanding) -> bool:
        """Whether the award of another case and one of this exclude each other."""
        if number == case.case:
            return False
        if other.code == case.code and number not in self._bases.get(self._key(case), {}):
            return False  # beside, and under another contract
        same_year = case.matter is not None and case.matter == other.matter
        return self._has_ground(case.code, other.code, same_year)

    def most(self, case: Meeting, there: list[SequenceStanding]) -> int:
        """The most that awards come to which stand together, 分 before 就高."""

        def exclude(one: SequenceStanding, other: SequenceStanding) -> bool:
            if one.code == other.code and not one.base == other.base == case.base:
                return False  # beside, and under another contract
            same_year = one.matter is not None and one.matter == other.matter
            return self._has_ground(one.code, other.code, same_year)

        return highest([(each, each.before) for each in there], exclude)

    def award(self, case: Meeting, amount: int, before: int) -> None:
        """Keep an award, and what it was before 就高."""
        standing = self._bases[self._key(case)]
        self._years[case.unit, case.base.rpartition(":")[0]].add(case.base)
        mine = standing.get(case.case)
        if mine is None:
            mine = standing[case.case] = SequenceStanding(case)
        mine.amount += amount
        mine.before += before

    def _key(self, case: Meeting) -> tuple[str, str]:
        return ("" if case.code in self._across else case.unit, case.base)
