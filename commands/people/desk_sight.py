"""What people matters let a caller see and do: no act is offered that would be refused at the door."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.store.engine import open_session
from adapters.store.people.case_people import case_people
from commands.access.caller import Caller, party_of
from commands.people.office import is_head_of, office_of
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT, PUBLIC
from domain.people.availability import (
    CasePeople,
    Department,
    empty_desk,
    has_left,
    is_excluded,
    keepers,
    personal_bar,
)
from domain.people.person import ACTING, Person


@dataclass(frozen=True)
class DeskSight:
    """The desks of one caller in some cases; of an applicant it knows nothing and holds nothing back."""

    person: Person | None = None
    office: Department | None = None
    cases: Mapping[str, CasePeople] = field(default_factory=dict)

    def offers(self, case_number: str, task: UserTask | None, party: str, kind: str) -> bool:
        """Whether an act may be offered: nothing about people stands against it."""
        people = self.cases.get(case_number)
        if self.person is None or self.office is None or people is None or self._applies(party):
            return True
        account = self.person.account
        is_closed = task is not None and task.is_closed_to(kind, account)
        barred = (
            personal_bar(self.person, people, self.office) or is_closed or is_excluded(account, people, kind)
        )
        if barred or task is None or task.party == PUBLIC:
            return not barred
        keeping = keepers(task, people, self.office)
        return not keeping or self.person in keeping or is_head_of(self.person, task.party)

    def _applies(self, party: str) -> bool:
        """Whether the caller would act for the own unit, where no desk is concerned."""
        applies = self.person is not None and Role.APPLICANT in self.person.roles
        return party == APPLICANT or (party == PUBLIC and applies)

    def has_left(self, case_number: str, task: UserTask) -> bool:
        """Whether the caller has no part in the task any more: recused, self-interested or excluded, absence apart."""
        people = self.cases.get(case_number)
        if self.person is None or self.office is None or people is None:
            return False
        kinds = self.person.can_do(task.party, task.acts)
        account = self.person.account
        excluded = bool(kinds) and all(is_excluded(account, people, kind) for kind in kinds)
        return account in task.not_by or excluded or has_left(self.person, people)

    def marks(self, case_number: str, task: UserTask) -> dict[str, Any]:
        """What a line of the worklist says of people: who has the task, and whether its desk is empty."""
        people = self.cases.get(case_number)
        if people is None or self.office is None or self.person is None:
            return {}
        taken = people.taken(task)
        holder = self.office.person(taken.account) if taken else None
        empty = empty_desk(task, people, self.office)
        return {
            "taken_by": holder.username if holder else "",
            "taken_by_name": holder.name if holder else "",
            "is_mine": taken is not None and taken.account in self.own_accounts,
            "is_desk_empty": empty is not None,
            "desk_is_empty_because": empty.words if empty else "",
        }

    @property
    def own_accounts(self) -> tuple[str, ...]:
        """The caller, and the absent people whose deputy the caller is today."""
        if self.person is None or self.office is None:
            return ()
        return own_accounts(self.person, self.office)


def own_accounts(person: Person, office: Department) -> tuple[str, ...]:
    """Somebody, and the absent people whose deputy that is today."""
    away = (each for each in office.absences if each.covers(office.day))
    return (person.account, *(each.person for each in away if each.deputy == person.account))


def offices_of(caller: Caller) -> set[str]:
    """The offices for which the caller acts."""
    own = {party for role in caller.roles if role in ACTING and (party := party_of(role, caller))}
    return own | (caller.also if Role.OFFICIAL in caller.roles else set())


def takers_for(wired: Wiring, caller: Caller) -> tuple[str, ...]:
    """Whose tasks are the caller's: the own ones, and those of absent people whose deputy it is today."""
    with open_session(wired.engine) as session:
        office = office_of(session, wired, caller, offices_of(caller))
    person = office.person(caller.account)
    return own_accounts(person, office) if person else (caller.account,)


def desk_sight(wired: Wiring, caller: Caller, numbers: Collection[str]) -> DeskSight:
    """The desks of a caller in some cases."""
    parties = offices_of(caller)
    if not parties or not numbers:
        return DeskSight()
    with open_session(wired.engine) as session:
        office = office_of(session, wired, caller, parties)
        cases = case_people(session, numbers)
    return DeskSight(person=office.person(caller.account), office=office, cases=cases)
