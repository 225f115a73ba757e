"""Who may act: roles, the actor of an act, and the acts that exclude one another."""

from enum import StrEnum

from domain.frozen import Frozen


class Role(StrEnum):
    """The roles of an account."""

    APPLICANT = "applicant"
    OFFICIAL = "official"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SUPERVISOR = "supervisor"


class Actor(Frozen):
    """Who does an act: an opaque account id, and the party it acts for (a department, a locality, the applicant).

    ``for_account`` is the absent person whose deputy acts (代…办理); empty for an act in the own name.
    """

    account: str
    role: Role
    party: str
    for_account: str = ""


APPLYING = frozenset(
    {
        "file",
        "supplement",
        "claim_instalment",
        "redeem",
        "provide_payee",
        "withdraw",
        "request_reconsideration",
    }
)
DECIDING = frozenset(
    {"check_completeness", "review", "sign_off", "settle", "find_on_objection", "record_acceptance"}
    | {"review_instalment", "review_redemption", "terminate"}
    | {"stop_payment", "lift_stop", "decide_recovery", "reverse_recovery"}
)
PAYING = frozenset({"issue_fund_document", "confirm_payment", "return_payment", "record_repayment"})
OBJECTING = frozenset({"raise_objection"})

GROUPS = (APPLYING, DECIDING, PAYING, OBJECTING)
"""One person acts in one of these groups of acts in one case."""

OF_TIME = frozenset({"extend_term", "pause_clock", "resume_clock", "urge"})
"""Acts that decide nothing about the case; they exclude nobody."""

WITHIN = frozenset({"review", "sign_off"})
"""Two acts of one group that exclude each other all the same."""


def exclude_each_other(one: str, other: str) -> bool:
    """Whether one person may not do both acts in the same case."""
    if one == other or {one, other} & OF_TIME:
        return False
    return {one, other} == WITHIN or not any({one, other} <= group for group in GROUPS)
