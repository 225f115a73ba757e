"""One project is one project (附则(三)): which cases of a unit look like one, what was found of them, and which are one.

Cases whose award bases are equal are one by the law itself. Others that are alike are suspected (疑似同一项目), and the lead
finds whether they are: from then on 就高 holds between them, whatever the measures.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from rapidfuzz import fuzz

from domain.frozen import Frozen

NEAR_ENOUGH: Final = 80
"""Of a hundred: 云枢智算中心 and 廊坊云枢智算中心 come to more, 智算实训基地 and 智算全国重点实验室 to less."""

_NUMBER: Final = re.compile(r"\d+")
_NUMBERS: Final = re.compile(r"[\d-]+")


class Likeness(StrEnum):
    """In what two cases of a unit are alike."""

    BASE = "base"
    NAME = "name"
    NEAR_NAME = "near_name"
    COST = "cost"
    ACCOUNT = "account"


LIKENESS_NAMES: Final = {
    Likeness.BASE: "奖补对象相同",
    Likeness.NAME: "项目名称、合同编号等相同",
    Likeness.NEAR_NAME: "项目名称、合同编号等相近",
    Likeness.COST: "费用数额相同",
    Likeness.ACCOUNT: "收款账户相同",
}

_SUSPECT: Final = frozenset({Likeness.NAME, Likeness.NEAR_NAME, Likeness.COST})
"""An account alone says nothing: a unit has one for all its projects."""

ProjectDecision = Literal["same", "not_the_same"]
DECISION_NAMES: Final[Mapping[str, str]] = {"same": "同一项目", "not_the_same": "非同一项目"}


class ComparedCase(Frozen):
    """What of a case is compared.

    Attributes:
        base: its award base.
        key: what the applicant calls the project, in normal form; empty where nothing is asked.
        costs: the sums that its award is a share of, 元.
        account: digits of the account that it is paid to; empty before that is known.
    """

    base: str
    key: str = ""
    costs: frozenset[Decimal] = frozenset()
    account: str = ""


class ProjectFinding(Frozen):
    """What an office found of two cases; of several about the same two the last counts."""

    case_number: str
    other_case: str
    decision: ProjectDecision
    reason: str
    party: str
    at: datetime

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((self.case_number, self.other_case))


def likenesses(one: ComparedCase, other: ComparedCase) -> tuple[Likeness, ...]:
    """In what two cases are alike; empty where in nothing."""
    if one.base == other.base:
        return (Likeness.BASE,)
    found: list[Likeness] = []
    if one.key and one.key == other.key:
        found.append(Likeness.NAME)
    elif one.key and other.key and is_near(one.key, other.key):
        found.append(Likeness.NEAR_NAME)
    if one.costs & other.costs:
        found.append(Likeness.COST)
    if one.account and one.account == other.account:
        found.append(Likeness.ACCOUNT)
    return tuple(found)


def is_suspect(found: Collection[Likeness]) -> bool:
    """Whether somebody must find if two cases are one project."""
    return not _SUSPECT.isdisjoint(found)


def is_near(one: str, other: str) -> bool:
    """Whether two names in normal form may mean one thing. What differs in its number (1期, 2期) does not.

    Numbers that are the same but for what parts them may be one that was typed in two ways: V1.1 and V11.
    """
    listed, others_listed = _NUMBER.findall(one), _NUMBER.findall(other)
    numbers, others = Counter(listed), Counter(others_listed)
    is_one_number = "".join(listed) == "".join(others_listed)
    if not (is_one_number or numbers <= others or others <= numbers):
        return False
    words, other_words = _NUMBERS.sub("", one), _NUMBERS.sub("", other)
    if not words or not other_words:
        return bool(numbers) and (is_one_number or numbers == others)
    return max(fuzz.ratio(words, other_words), fuzz.partial_ratio(words, other_words)) >= NEAR_ENOUGH


def latest_findings(findings: Iterable[ProjectFinding]) -> dict[frozenset[str], ProjectFinding]:
    """The finding that counts for each two cases, of all in the order in which they were made."""
    return {finding.pair: finding for finding in findings}


def one_project(
    case_number: str, bases: Mapping[str, str], findings: Iterable[ProjectFinding]
) -> dict[str, str]:
    """The cases that are one project with a case, itself left out, each with the reason of the finding that makes it so.

    Args:
        case_number: the case.
        bases: every case of its unit → its award base.
        findings: all that were made of them, in order.

    Returns:
        Number → reason; empty where the bases are equal. What is one with one of them is one with all.
    """
    joined = [each for each in latest_findings(findings).values() if each.decision == "same"]
    on_base: dict[str, list[str]] = {}
    for number, base in bases.items():
        on_base.setdefault(base, []).append(number)
    reached, ahead = {case_number: ""}, [case_number]
    while ahead:
        here = ahead.pop(0)
        beside = dict.fromkeys(on_base.get(bases.get(here, ""), ()), reached[here])
        found = {
            other: each.reason for each in joined if here in each.pair for other in each.pair if other != here
        }
        for number, reason in (beside | found).items():
            if number not in reached and number in bases:
                reached[number] = reason
                ahead.append(number)
    return {number: reason for number, reason in reached.items() if number != case_number}
