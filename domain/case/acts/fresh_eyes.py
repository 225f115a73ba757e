"""Other people than the first (复核回避): who decided in the first proceeding takes no part in judging it again."""

from collections.abc import Collection, Iterator, Mapping

from domain.case.acts.registry import kinds_where, label_of, rules_of
from domain.case.acts.rules import Judges
from domain.errors import ConflictOfRoles

DECIDED = kinds_where(lambda rules: rules.judges is Judges.DECISION)
"""Acts that decide about a case. A signature is a department's opinion: its signer may sign again."""


def who_decided(done: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The accounts that decided so far, each once, in a fixed order.

    Args:
        done: act → accounts that did it.
    """
    return tuple(sorted({account for kind in DECIDED for account in done.get(kind, ())}))


def is_closed_to(kind: str, account: str, excluded: Collection[str]) -> bool:
    """Whether an act is closed to somebody who decided in the proceeding that is reconsidered."""
    return account in excluded and rules_of(kind).judges is not Judges.NOT


def fresh_eyes(kind: str, account: str, excluded: Collection[str]) -> Iterator[ConflictOfRoles]:
    """Why somebody may not judge again, with the way out."""
    if is_closed_to(kind, account, excluded):
        yield ConflictOfRoles(
            f"您参与过本案原决定，复核期间不能{label_of(kind)}。",
            why="复核由原经办人员以外的人员办理。",
            remedy="请由本部门未参与原决定的人员办理；没有其他人员的，请部门负责人指定或由管理员增设人员。",
        )
