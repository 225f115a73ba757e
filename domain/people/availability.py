"""Who can act in a case today: recused, self-interested, absent and excluded people cannot, and a taken task has its keeper.

Deputies are people of the same desk, so they add nobody to it: a desk has somebody exactly when one of its own is there.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.case.acts.four_eyes import exclude_each_other
from domain.case.acts.fresh_eyes import is_closed_to
from domain.case.acts.registry import kinds_where
from domain.case.acts.rules import Group
from domain.case.user_tasks import UserTask
from domain.frozen import Frozen
from domain.people.absence import Absence, absence_on
from domain.people.person import Person

APPLYING: Final = kinds_where(lambda rules: rules.group is Group.APPLYING)
"""What the applicant does."""


class Bar(StrEnum):
    """Why somebody cannot act in a case now; the value is the key, ``BARS`` the words."""

    RECUSED = "recused"
    INTERESTED = "interested"
    ABSENT = "absent"
    EXCLUDED = "excluded"


BARS: dict[Bar, str] = {
    Bar.RECUSED: "回避",
    Bar.INTERESTED: "与申请单位有利害关系",
    Bar.ABSENT: "缺勤",
    Bar.EXCLUDED: "已办理过相互制约的环节",
}


class Assignment(Frozen):
    """A task that a person has taken, or was given. It ends with the task: ``since`` is the task's own."""

    case_number: str
    party: str
    acts: tuple[str, ...]
    subject: str = ""
    since: datetime
    account: str

    def is_of(self, task: UserTask) -> bool:
        """Whether it is this task, and not an earlier one of the same step."""
        return self.is_of_step(task) and self.since == task.since

    def is_of_step(self, task: UserTask) -> bool:
        """Whether it is the same step of the procedure."""
        return (self.party, self.acts, self.subject) == (task.party, task.acts, task.subject)


class CasePeople(Frozen):
    """What is known of people in one case.

    Attributes:
        unit: the applicant's unit.
        applicant: account that filed.
        recused: accounts that declared an interest.
        done: act → accounts that did it.
        done_for: act → absent persons for whom a deputy did it.
        excluded: accounts that decided, or had a deputy decide, in the proceeding that is reconsidered.
        assignments: who has taken which task.
    """

    case_number: str
    unit: str = ""
    applicant: str = ""
    recused: frozenset[str] = frozenset()
    done: dict[str, tuple[str, ...]] = {}
    done_for: dict[str, tuple[str, ...]] = {}
    excluded: frozenset[str] = frozenset()
    assignments: tuple[Assignment, ...] = ()

    def taken(self, task: UserTask) -> Assignment | None:
        """Who has this task, also while that person cannot act."""
        return next((each for each in self.assignments if each.is_of(task)), None)

    def did(self, account: str) -> set[str]:
        """What somebody did here, or had done by a deputy."""
        both = (*self.done.items(), *self.done_for.items())
        return {kind for kind, accounts in both if account in accounts}


class Department(Frozen):
    """The people of one or more offices on a day, and the absences that are not revoked."""

    people: tuple[Person, ...] = ()
    absences: tuple[Absence, ...] = ()
    day: date

    def person(self, account: str) -> Person | None:
        """Who that is; None when nobody known."""
        return next((person for person in self.people if person.account == account), None)

    def absence(self, account: str) -> Absence | None:
        """The absence of somebody on this day."""
        return absence_on(self.absences, account, self.day)

    def with_person(self, person: Person) -> "Department":
        """The same with somebody of whom the store may not know, or not that the account bears a unit as well."""
        known = self.person(person.account)
        if known is not None and person.unit in (None, known.unit):
            return self
        met = known.model_copy(update={"unit": person.unit}) if known else person
        others = (other for other in self.people if other.account != person.account)
        return self.model_copy(update={"people": (*others, met)})


def is_interested(person: Person, case: CasePeople) -> bool:
    """Whether the person stands on the applicant's side of the case: bears its unit, filed it, or acted in it as applicant."""
    unit = person.unit
    bears_it = bool(unit) and (case.unit == unit or case.unit.startswith(f"{unit}#"))
    applied = any(person.account in case.done.get(kind, ()) for kind in APPLYING)
    return bears_it or applied or (bool(case.applicant) and case.applicant == person.account)


def personal_bar(person: Person, case: CasePeople, office: Department) -> Bar | None:
    """Why this person can do nothing at all in the case now."""
    if person.account in case.recused:
        return Bar.RECUSED
    if is_interested(person, case):
        return Bar.INTERESTED
    return Bar.ABSENT if office.absence(person.account) else None


def has_left(person: Person, case: CasePeople) -> bool:
    """Whether the person has no part in the case any more, there or away: recused or self-interested."""
    return personal_bar(person, case, Department(day=date.min)) is not None


def bar_of(
    person: Person,
    case: CasePeople,
    office: Department,
    kinds: Iterable[str],
    task: UserTask | None = None,
) -> Bar | None:
    """Why this person can do none of these acts, of a task where one is named, in the case now; None when one is left.

    Who did what the task checks has no part in it, whatever else might be done there.
    """
    closed = task is not None and person.account in task.not_by
    left = [kind for kind in kinds if not closed and not is_excluded(person.account, case, kind)]
    return personal_bar(person, case, office) or (None if left else Bar.EXCLUDED)


def is_excluded(account: str, case: CasePeople, kind: str) -> bool:
    """Four eyes and fresh eyes, with what deputies did for this person counted as well."""
    if is_closed_to(kind, account, case.excluded):
        return True
    return any(exclude_each_other(kind, earlier) for earlier in case.did(account))


def able_people(task: UserTask, case: CasePeople, office: Department) -> tuple[Person, ...]:
    """Who of the task's office could act in it now, heads included; taken or not."""
    return tuple(
        person
        for person in office.people
        if (kinds := person.can_do(task.party, task.acts))
        and bar_of(person, case, office, kinds, task) is None
    )


def keepers(task: UserTask, case: CasePeople, office: Department) -> tuple[Person, ...]:
    """Who alone acts in a taken task, the head apart: the one who has it, or the deputy while that one is away.

    Empty when nobody has it, or when whoever has it cannot act and no deputy can: such a task holds nobody up.
    """
    taken = case.taken(task)
    person = office.person(taken.account) if taken else None
    if person is None:
        return ()
    able = able_people(task, case, office)
    if person in able:
        return (person,)
    absence = office.absence(person.account)
    if absence is None or not absence.deputy or not can_be_acted_for(person, case, task.acts, task):
        return ()
    return tuple(other for other in able if other.account == absence.deputy)


def can_be_acted_for(
    person: Person, case: CasePeople, kinds: Iterable[str], task: UserTask | None = None
) -> bool:
    """Whether a deputy may act in this person's name: only where the person itself might, were it there."""
    here = Department(day=date.min)
    return bar_of(person, case, here, kinds, task) is None


def acts_for(
    deputy: Person, task: UserTask | None, kind: str, party: str, case: CasePeople, office: Department
) -> str:
    """The absent person for whom somebody acts; empty for an act in the own name.

    A task that was taken tells it. One that nobody has taken is done for the person who has been away longest among
    those whose deputy acts; who wants to do it in the own name claims it first. A person who left the case, or may not
    do this act in it, is never acted for: the deputy then acts as an official of the department alone.
    """
    taken = case.taken(task) if task else None
    if taken and taken.account == deputy.account:
        return ""
    away = sorted(
        (each for each in office.absences if each.covers(office.day) and each.deputy == deputy.account),
        key=lambda each: (each.from_on, each.id),
    )
    found = [
        person.account
        for each in away
        if (person := office.person(each.person)) is not None
        and person.can_do(party, (kind,))
        and can_be_acted_for(person, case, (kind,), task)
    ]
    if taken and taken.account in found:
        return taken.account
    return found[0] if found else ""


class EmptyDesk(Frozen):
    """A task at which nobody of the office can act.

    Attributes:
        task: whose turn it is.
        causes: what keeps each person off, by account: the same people away for the same reasons is the same cause.
        counts: how many are kept off by what.
        heads: the department's heads who can act in the case, or at least give the task to somebody.
    """

    case_number: str
    task: UserTask
    causes: tuple[str, ...]
    counts: dict[Bar, int]
    heads: tuple[Person, ...] = ()

    @property
    def words(self) -> str:
        """Why it is empty, without a name: 2 人缺勤、1 人回避."""
        return "、".join(f"{count} 人{BARS[bar]}" for bar, count in self.counts.items())


def empty_desk(task: UserTask, case: CasePeople, office: Department) -> EmptyDesk | None:
    """Whether a task waits at an empty desk: its office has known people who could act, and none of them can now.

    Heads are not counted among the desk's people unless there are no others: to them the task goes. A task that
    somebody has and can act in, such as a head, is not empty.
    """
    staff = [person for person in office.people if person.can_do(task.party, task.acts)]
    workers = [person for person in staff if not person.heads(task.party)] or staff
    if not task.is_of_an_office or not workers or keepers(task, case, office):
        return None
    bars = [(who, bar_of(who, case, office, who.can_do(task.party, task.acts), task)) for who in workers]
    held = [(who, bar) for who, bar in bars if bar is not None]
    if len(held) < len(workers):
        return None
    return EmptyDesk(
        case_number=case.case_number,
        task=task,
        causes=tuple(sorted(_cause(who, bar, office) for who, bar in held)),
        counts={bar: count for bar in Bar if (count := sum(other is bar for _, other in held))},
        heads=able_heads(task, case, office),
    )


def _cause(person: Person, bar: Bar, office: Department) -> str:
    absence = office.absence(person.account) if bar is Bar.ABSENT else None
    return f"{bar.value}:{person.account}:{absence.id if absence else ''}"


def able_heads(task: UserTask, case: CasePeople, office: Department) -> tuple[Person, ...]:
    """The heads to whom an empty desk goes: those who can act; else those who can at least reassign."""
    there = tuple(
        person
        for person in office.people
        if person.heads(task.party) and personal_bar(person, case, office) is None
    )
    able = able_people(task, case, office)
    return tuple(person for person in there if person in able) or there
