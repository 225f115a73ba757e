"""Four eyes (相互制约): one person does not do two acts that exclude each other in the same case."""

from collections.abc import Mapping

from domain.case.acts import ACTS
from domain.case.roles import exclude_each_other
from domain.errors import ConflictOfRoles


def check_four_eyes(kind: str, account: str, done: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse an act whose person already did an excluding one in this case.

    Args:
        kind: the act now asked for.
        account: who asks.
        done: act → accounts that did it in this case.

    Raises:
        ConflictOfRoles: naming both acts.
    """
    for earlier, accounts in done.items():
        if account in accounts and exclude_each_other(kind, earlier):
            raise ConflictOfRoles(
                "同一人不得在同一案件中办理相互制约的环节。",
                why=f"您已办理过本案的“{ACTS[earlier].label}”，不能再办理“{ACTS[kind].label}”。",
                remedy="请由本部门其他人员办理。",
            )
