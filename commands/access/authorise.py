"""The check of people at the door: nobody acts who is absent, recused, self-interested, or where another has the task.

The one place for it: acts, previews and acts in bulk all pass here. A case cannot know of people; what it checks
itself, tasks and four eyes, it checks again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.store.cases.records import CaseRecord
from adapters.store.engine import open_session
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import open_tasks_of
from adapters.store.writing import Session
from commands.access.caller import Caller
from commands.access.sight import is_own
from commands.people.desk_sight import offices_of
from commands.people.office import is_head_of, office_of, refusal_for, refusal_of_taken, who_else
from commands.wiring import Wiring
from domain.case.acts.registry import rules_of
from domain.case.acts.rules import Group
from domain.case.roles import Actor, Role
from domain.case.user_tasks import UserTask
from domain.errors import ConflictOfRoles, Refusal
from domain.people.availability import (
    Bar,
    CasePeople,
    Department,
    acts_for,
    is_excluded,
    is_interested,
    keepers,
    personal_bar,
)
from domain.people.person import Person


@dataclass(frozen=True)
class Attendance:
    """The caller as a person in one case today: who else there is, what they did, and which tasks are open."""

    person: Person
    office: Department
    people: CasePeople
    tasks: tuple[UserTask, ...]

    def against(self, actor: Actor, kind: str, subject: str = "") -> Iterator[Refusal]:
        """Why this person may not do such an act here now, with who can instead; of the applicant it knows nothing."""
        if actor.role is Role.APPLICANT:
            return
        task = self._task_of(actor.party, kind, subject)
        bar = personal_bar(self.person, self.people, self.office)
        is_closed = task is not None and task.is_closed_to(kind, self.person.account)
        if bar is None and (is_closed or is_excluded(self.person.account, self.people, kind)):
            bar = Bar.EXCLUDED
        if bar is not None:
            yield refusal_for(self.person, bar, task, actor.party, self.people, self.office)
        keeping = keepers(task, self.people, self.office) if task else ()
        if task and keeping and self.person not in keeping and not is_head_of(self.person, task.party):
            yield refusal_of_taken(keeping, self.people, task, self.office)

    def acting(self, actor: Actor, kind: str, subject: str) -> Actor:
        """Who acts, in the own name or for the absent person whose deputy it is."""
        if actor.role is Role.APPLICANT or rules_of(kind).group is Group.OBJECTING:
            return actor
        task = self._task_of(actor.party, kind, subject)
        absent = acts_for(self.person, task, kind, actor.party, self.people, self.office)
        return actor.model_copy(update={"for_account": absent})

    def _task_of(self, party: str, kind: str, subject: str) -> UserTask | None:
        """The open task that such an act would use; None for an act that needs none, or has none now."""
        fits = (task for task in self.tasks if task.party == party and kind in task.acts)
        return next((task for task in fits if task.subject in ("", subject)), None)


def attend(
    session: Session, wired: Wiring, caller: Caller, case_number: str, parties: Iterable[str]
) -> Attendance:
    """The caller as a person in one case today, among the people of these offices."""
    office = office_of(session, wired, caller, parties)
    people = people_in(session, case_number)
    tasks = open_tasks_of(session, case_number)
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    return Attendance(person, office, people, tuple(tasks))


def authorise(
    session: Session,
    wired: Wiring,
    caller: Caller,
    actor: Actor,
    case_number: str,
    kind: str,
    subject: str = "",
) -> Actor:
    """Who acts, in the own name or for the absent person whose deputy it is.

    Args:
        session: on the store.
        wired: the adapters and the law.
        caller: who asks.
        actor: in which role, and for which party.
        case_number: the case.
        kind: of act.
        subject: which payment, instalment, …; empty where the act has none.

    Raises:
        Refusal: this person may not act here now; with who can instead.
    """
    if actor.role is Role.APPLICANT:
        return actor
    attendance = attend(session, wired, caller, case_number, {actor.party})
    for refusal in attendance.against(actor, kind, subject):
        raise refusal
    return attendance.acting(actor, kind, subject)


def check_office(wired: Wiring, caller: Caller, case: CaseRecord) -> None:
    """Refuse somebody of an office who may do nothing in a case now; the applicant's own side passes.

    Raises:
        Refusal: recused, self-interested or absent; with who can act instead.
    """
    parties = offices_of(caller)
    if is_own(caller, case) or not parties:
        return
    with open_session(wired.engine) as session:
        check_free(session, wired, caller, case.case_number, min(parties))


def check_free(session: Session, wired: Wiring, caller: Caller, case_number: str, party: str) -> None:
    """Refuse somebody who may do nothing in a case now, whatever it is.

    Raises:
        Refusal: recused, self-interested or absent; with who can act instead.
    """
    office, people = office_of(session, wired, caller, {party}), people_in(session, case_number)
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    bar = personal_bar(person, people, office)
    if bar is not None:
        raise refusal_for(person, bar, None, party, people, office)


def check_inviter(wired: Wiring, caller: Caller, party: str, units: Iterable[str]) -> None:
    """Refuse somebody who is absent, or stands on the side of one of these units, whose list that is.

    Raises:
        Refusal: with who can do it instead.
    """
    with open_session(wired.engine) as session:
        office = office_of(session, wired, caller, {party})
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    sides = [CasePeople(case_number="", unit=unit) for unit in sorted(units)]
    own = next((side for side in sides if is_interested(person, side)), None)
    if own is not None:
        raise ConflictOfRoles(
            "名单中有您的账号所代表的单位，不能由您办理。",
            why=f"您的账号代表单位 {own.unit}，与其申报有利害关系。",
            remedy=who_else(person, None, party, own, office),
        )
    here = CasePeople(case_number="")
    if personal_bar(person, here, office) is not None:
        raise refusal_for(person, Bar.ABSENT, None, party, here, office)


def kept_off(wired: Wiring, caller: Caller, case_numbers: Iterable[str], party: str) -> dict[str, str]:
    """The cases among these in which somebody may do nothing now, each with why."""
    found: dict[str, str] = {}
    with open_session(wired.engine) as session:
        for number in case_numbers:
            try:
                check_free(session, wired, caller, number, party)
            except Refusal as refusal:
                found[number] = f"{refusal.facts.why}{refusal.facts.remedy}"
    return found
