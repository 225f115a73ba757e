"""Other people than the first (复核回避): who decided in the first proceeding takes no part in judging it again."""

from collections.abc import Mapping

from domain.errors import ConflictOfRoles

DECIDED = frozenset(
    {"check_completeness", "review", "settle", "find_on_objection", "record_acceptance", "terminate"}
)
"""Acts that decide about a case. A signature is a department's opinion: its signer may sign again."""

CLOSED_TO_THEM = DECIDED | {"sign_off", "review_instalment", "review_redemption"}
"""What the excluded may not do in the reconsideration."""


def who_decided(done: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The accounts that decided so far, each once, in a fixed order.

    Args:
        done: act → accounts that did it.
    """
    return tuple(sorted({account for kind in DECIDED for account in done.get(kind, ())}))


def check_fresh_eyes(kind: str, label: str, account: str, excluded: tuple[str, ...]) -> None:
    """Refuse a deciding act of somebody who decided in the proceeding that is reconsidered.

    Raises:
        ConflictOfRoles: with the way out.
    """
    if account in excluded and kind in CLOSED_TO_THEM:
        raise ConflictOfRoles(
            f"您参与过本案原决定，复核期间不能{label}。",
            why="复核由原经办人员以外的人员办理。",
            remedy="请由本部门未参与原决定的人员办理；没有其他人员的，请部门负责人指定或由管理员增设人员。",
        )
