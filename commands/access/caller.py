"""Whoever calls: the account, what it may do, and for whom it acts."""

from collections.abc import Collection, Iterable

from domain.case.acts.act import Act
from domain.case.acts.registry import kinds_by
from domain.case.roles import Actor, Role
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.errors import NotAllowed
from domain.frozen import Frozen

READS_ALL = frozenset({Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that see every case."""

FOR_DEPARTMENT = frozenset({Role.OFFICIAL, Role.SUPERVISOR})
"""Roles in which an account acts for its own department."""


class Caller(Frozen):
    """An authenticated account.

    Attributes:
        account: opaque id; the same person always has the same.
        department: department or locality that an official acts for.
        also: dissolved departments whose desks the department has taken over.
        unit: the unit that an applicant acts for.
    """

    account: str
    name: str = ""
    roles: tuple[Role, ...]
    department: str | None = None
    also: frozenset[str] = frozenset()
    unit: str | None = None

    @property
    def reads_all(self) -> bool:
        """Does this account see every case?"""
        return not READS_ALL.isdisjoint(self.roles)

    @property
    def desks(self) -> frozenset[str]:
        """The own department or locality, and the dissolved ones whose desks it has."""
        return self.also | ({self.department} if self.department else set())

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
                found[party] = found.get(party, frozenset()) | kinds_by(role)
            for gone in self.also if role in FOR_DEPARTMENT else ():
                found[gone] = found.get(gone, frozenset()) | kinds_by(role)
        return found


def desk_for(actor: Actor, caller: Caller, act: type[Act], lead: str, tasks: Iterable[UserTask]) -> Actor:
    """Who acts in a case: for a dissolved department whose desk the caller's own has, where it is that one's turn.

    The own turn comes first; an act of the lead's alone is done for the lead.
    """
    if actor.role not in FOR_DEPARTMENT or not caller.also:
        return actor
    everybody = [(task.party, act.kind in task.acts) for task in tasks]
    asked = [lead] if act.rules.only_lead else [party for party, is_asked in everybody if is_asked]
    for awaited in (asked, [party for party, _ in everybody]):
        held = [party for party in awaited if party in caller.desks]
        if held:
            return actor if actor.party in held else actor.model_copy(update={"party": held[0]})
    return actor


def party_of(role: Role, caller: Caller) -> str | None:
    """The party that an account acts for in a role."""
    if role is Role.APPLICANT:
        return APPLICANT if caller.unit else None
    if role is Role.FINANCE:
        return FINANCE_BUREAU
    return caller.department if role in FOR_DEPARTMENT else None
