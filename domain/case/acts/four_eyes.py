"""Four eyes (相互制约): one person does not do two acts that exclude each other in the same case.

Some acts exclude each other in one matter of a case alone: who issued the fund document of a payment does not confirm that
payment, and may confirm the next one. There the task itself says who did what it checks (``UserTask.not_by``).
"""

from collections.abc import Iterator, Mapping

from domain.case.acts.acceptance import RecordAcceptance
from domain.case.acts.instalments import ReviewInstalment
from domain.case.acts.payment import CheckPayee, IssueFundDocument
from domain.case.acts.recovery import DecideTopUp
from domain.case.acts.registry import label_of, rules_of
from domain.case.acts.review import ApproveAsHead, ConfirmAmount, Review
from domain.case.acts.rules import Group
from domain.case.acts.signing import Settle, SignOff
from domain.case.acts.vouchers import ReviewRedemption
from domain.errors import ConflictOfRoles

WITHIN = (
    frozenset({Review.kind, SignOff.kind}),
    frozenset({Review.kind, ConfirmAmount.kind}),
    frozenset({CheckPayee.kind, IssueFundDocument.kind}),
)
"""Pairs of acts of one group that exclude each other all the same."""

DECIDE_AMOUNTS = frozenset(
    {
        *(Review.kind, ConfirmAmount.kind, Settle.kind, RecordAcceptance.kind, ReviewInstalment.kind),
        *(ReviewRedemption.kind, ApproveAsHead.kind, DecideTopUp.kind),
    }
)
"""Who did one of these leaves it to others to look at the amount: a head, who checks a sample, who answers when it is contested."""


def exclude_each_other(one: str, other: str) -> bool:
    """Whether one person may not do both acts in the same case."""
    groups = {rules_of(one).group, rules_of(other).group}
    if one == other or Group.NEUTRAL in groups:
        return False
    return len(groups) > 1 or {one, other} in WITHIN


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


def other_eyes(kind: str) -> ConflictOfRoles:
    """Why somebody may not do an act who did what it checks."""
    return ConflictOfRoles(
        "同一人不得在同一案件中办理相互制约的环节。",
        why=f"{rules_of(kind).checks}的是您本人、您的代理人或您所代理的人员，“{label_of(kind)}”须由另一人办理。",
        remedy="请由本部门其他人员办理。",
    )
