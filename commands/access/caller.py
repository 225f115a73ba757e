"""Whoever calls: the account, what it may do, and for whom it acts."""

from collections.abc import Collection

from domain.case.roles import Actor, Role
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.errors import NotAllowed
from domain.frozen import Frozen

READS_ALL = frozenset({Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that see every case."""

ACTS_OF: dict[Role, frozenset[str]] = {
    Role.APPLICANT: frozenset(
        {"supplement", "claim_instalment", "redeem", "provide_payee", "withdraw", "raise_objection"}
        | {"request_reconsideration", "extend_term"}
    ),
    Role.OFFICIAL: frozenset(
        {"check_completeness", "review", "sign_off", "settle", "find_on_objection", "record_acceptance"}
        | {"review_instalment", "review_redemption", "terminate", "raise_objection"}
        | {"stop_payment", "lift_stop", "decide_recovery", "reverse_recovery", "urge"}
        | {"extend_term", "pause_clock", "resume_clock"}
    ),
    Role.FINANCE: frozenset(
        {"issue_fund_document", "confirm_payment", "return_payment", "record_repayment"}
        | {"extend_term", "pause_clock", "resume_clock"}
    ),
    Role.ADMINISTRATOR: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.SUPERVISOR: frozenset(),
}
"""What each role can do in a case, when it is its turn."""


class Caller(Frozen):
    """An authenticated account.

    Attributes:
        account: opaque id; the same person always has the same.
        department: department or locality that an official acts for.
        unit: the unit that an applicant acts for.
    """

    account: str
    name: str = ""
    roles: tuple[Role, ...]
    department: str | None = None
    unit: str | None = None

    @property
    def reads_all(self) -> bool:
        """Does this account see every case?"""
        return not READS_ALL.isdisjoint(self.roles)

    def actor(self, roles: Collection[Role]) -> Actor:
        """Who acts, in the first of these roles that the account has.

        Raises:
            NotAllowed: the account belongs to no department or unit that could act.
        """
        role = next(role for role in roles if role in self.roles)
        party = party_of(role, self)
        if party is None:
            raise NotAllowed("您的账号没有所属部门或单位，不能办理。", remedy="请联系管理员。")
        return Actor(account=self.account, role=role, party=party)

    def parties(self) -> dict[str, frozenset[str]]:
        """Party → acts that this account can do for it."""
        found: dict[str, frozenset[str]] = {}
        for role in self.roles:
            party = party_of(role, self)
            if party is not None:
                found[party] = found.get(party, frozenset()) | ACTS_OF[role]
        return found


def party_of(role: Role, caller: Caller) -> str | None:
    """The party that an account acts for in a role."""
    if role is Role.APPLICANT:
        return APPLICANT if caller.unit else None
    if role is Role.FINANCE:
        return FINANCE_BUREAU
    return caller.department if role is Role.OFFICIAL else None
