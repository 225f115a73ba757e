"""Four eyes (相互制约): one person does not do two acts that exclude each other in the same case."""

from collections.abc import Iterator, Mapping

from domain.case.acts.registry import label_of, rules_of
from domain.case.acts.review import Review
from domain.case.acts.rules import Group
from domain.case.acts.signing import SignOff
from domain.errors import ConflictOfRoles

WITHIN = frozenset({Review.kind, SignOff.kind})
"""Two acts of one group that exclude each other all the same."""


def exclude_each_other(one: str, other: str) -> bool:
    """Whether one person may not do both acts in the same case."""
    groups = {rules_of(one).group, rules_of(other).group}
    if one == other or Group.NEUTRAL in groups:
        return False
    return len(groups) > 1 or {one, other} == WITHIN


def four_eyes(kind: str, account: str, done: Mapping[str, tuple[str, ...]]) -> Iterator[ConflictOfRoles]:
    """Why somebody may not do an act: each excluding one that the same person did in this case.

    Args:
        kind: the act now asked for.
        account: who asks.
        done: act → accounts that did it in this case.
    """
    for earlier, accounts in done.items():
        if account in accounts and exclude_each_other(kind, earlier):
            yield ConflictOfRoles(
                "同一人不得在同一案件中办理相互制约的环节。",
                why=f"您已办理过本案的“{label_of(earlier)}”，不能再办理“{label_of(kind)}”。",
                remedy="请由本部门其他人员办理。",
            )
