"""Who may act: roles, the actor of an act, and the acts that exclude one another (four eyes)."""

from enum import StrEnum

from domain.errors import ConflictOfRoles
from domain.frozen import Frozen


class Role(StrEnum):
    """The roles of an account."""

    APPLICANT = "applicant"
    OFFICIAL = "official"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Actor(Frozen):
    """Who does an act: an opaque account id, and the party it acts for (a department, a locality, the applicant)."""

    account: str
    role: Role
    party: str


CONFLICTS: dict[str, frozenset[str]] = {
    "review": frozenset({"sign_off", "issue_fund_document", "confirm_payment", "return_payment"}),
    "sign_off": frozenset({"review", "issue_fund_document", "confirm_payment", "return_payment"}),
    "raise_objection": frozenset({"find_on_objection", "review", "settle"}),
    "file": frozenset(
        {"check_completeness", "review", "sign_off", "settle", "find_on_objection", "record_acceptance"}
        | {"review_instalment", "review_redemption", "issue_fund_document", "confirm_payment"}
    ),
    "review_instalment": frozenset({"issue_fund_document", "confirm_payment", "return_payment"}),
    "review_redemption": frozenset({"issue_fund_document", "confirm_payment", "return_payment"}),
}
"""Act → acts that the same person may not also do in the same case, read in both directions."""


def check_four_eyes(kind: str, account: str, done: dict[str, tuple[str, ...]]) -> None:
    """Refuse an act whose person already did an excluding one in this case.

    Args:
        kind: the act now asked for.
        account: who asks.
        done: act → accounts that did it in this case.

    Raises:
        ConflictOfRoles: naming both acts.
    """
    for earlier, accounts in done.items():
        excluded = kind in CONFLICTS.get(earlier, ()) or earlier in CONFLICTS.get(kind, ())
        if excluded and account in accounts:
            raise ConflictOfRoles(
                "同一人不得在同一案件中办理相互制约的环节。",
                why=f"您已办理过本案的“{earlier}”,不能再办理“{kind}”。",
                remedy="请由本部门其他人员办理。",
            )
