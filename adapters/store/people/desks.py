"""Desks as the store knows them: their people, who is away, who left or took what in which case, and which are empty."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from adapters.store.people.absences import standing_absences
from adapters.store.people.case_people import case_people
from adapters.store.people.successions import successions, with_successors
from adapters.store.tables.account import AccountRow
from adapters.store.tables.case_file import UserTaskRow as UserTaskRow
from adapters.store.writing import Session
from domain.case.roles import Role
from domain.case.user_tasks import NO_OFFICE, UserTask
from domain.departments import FINANCE_BUREAU
from domain.people.availability import Department, EmptyDesk, empty_desk
from domain.people.person import Person

NO_HEIRS: Mapping[str, str] = {}

AT_ONCE = 500
"""Cases that are looked at together."""


def read_office(session: Session, parties: Collection[str], day: date) -> Department:
    """The known people of these departments and localities, and their absences that are not over on a day."""
    people = people_of(session, parties)
    offices = with_successors(session, parties)
    return Department(people=people, absences=standing_absences(session, offices, day), day=day)


def people_of(session: Session, parties: Collection[str]) -> tuple[Person, ...]:
    """The known accounts of these departments and localities; a dissolved one has those of its successor as well."""
    heirs = successions(session)
    belongs: ColumnElement[bool] = col(AccountRow.department).in_(with_successors(session, parties))
    if FINANCE_BUREAU in parties:
        belongs = or_(belongs, col(AccountRow.department).is_(None) & col(AccountRow.unit).is_(None))
    rows = session.exec(select(AccountRow).where(belongs).order_by(col(AccountRow.username)))
    known = (person_of(row, heirs) for row in rows)
    return tuple(person for person in known if not person.desks.isdisjoint(parties))


def person_of(row: AccountRow, heirs: Mapping[str, str] = NO_HEIRS) -> Person:
    """An account as a person at a desk, one that is disabled without any role; ``heirs``: dissolved department → who has its desk."""
    return Person(
        account=row.id,
        username=row.username,
        name=row.display_name,
        roles=() if row.is_disabled else tuple(Role(role) for role in row.roles),
        department=row.department,
        also=frozenset(gone for gone, heir in heirs.items() if heir == row.department),
        unit=row.unit,
        email=row.email or "",
    )


def people_by_account(session: Session, accounts: Collection[str]) -> dict[str, Person]:
    """Known accounts by their ids."""
    rows = session.exec(select(AccountRow).where(col(AccountRow.id).in_(accounts))) if accounts else ()
    return {row.id: person_of(row) for row in rows}


def administrators(session: Session) -> tuple[Person, ...]:
    """The known administrators."""
    belongs = col(AccountRow.unit).is_(None)
    found = (
        person_of(row)
        for row in session.exec(select(AccountRow).where(belongs).order_by(AccountRow.username))
    )
    return tuple(person for person in found if Role.ADMINISTRATOR in person.roles)


def empty_desks(session: Session, day: date, parties: Collection[str] | None = None) -> Iterator[EmptyDesk]:
    """The open tasks that wait at an empty desk on a day.

    Args:
        session: a session.
        day: today.
        parties: the desks looked at; all of them unless given.
    """
    of_desks = (
        col(UserTaskRow.party).not_in(NO_OFFICE) if parties is None else col(UserTaskRow.party).in_(parties)
    )
    asked = select(UserTaskRow).where(of_desks).order_by(col(UserTaskRow.case_number), col(UserTaskRow.id))
    rows = session.exec(asked).all()
    office = read_office(session, {row.party for row in rows}, day)
    lines = iter(rows)
    while chunk := list(islice(lines, AT_ONCE)):
        known = case_people(session, {row.case_number for row in chunk})
        for row in chunk:
            found = empty_desk(task_of(row), known[row.case_number], office)
            if found is not None:
                yield found


def task_of(row: UserTaskRow) -> UserTask:
    """A line of a worklist as a task, without its term."""
    return UserTask(
        party=row.party,
        acts=tuple(row.acts),
        subject=row.subject,
        since=row.since,
        not_by=tuple(row.not_by),
    )


def open_tasks_of(session: Session, case_number: str) -> tuple[UserTask, ...]:
    """The open tasks of a case, without their terms."""
    asked = select(UserTaskRow).where(UserTaskRow.case_number == case_number).order_by(col(UserTaskRow.id))
    return tuple(task_of(row) for row in session.exec(asked))
