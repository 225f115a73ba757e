"""Desks as the store knows them: their people, who is away, who left or took what in which case, and which are empty."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from adapters.store.people.absences import standing_absences
from adapters.store.people.case_people import case_people
from adapters.store.tables.account import Account
from adapters.store.tables.case_file import Turn as TurnRow
from adapters.store.writing import Session
from domain.case.roles import Role
from domain.case.turns import NO_OFFICE, Turn
from domain.departments import FINANCE_BUREAU
from domain.people.desk import EmptyDesk, Office, empty_desk
from domain.people.person import Person

AT_ONCE = 500
"""Cases that are looked at together."""


def read_office(reading: Session, parties: Collection[str], day: date) -> Office:
    """The known people of these departments and localities, and their absences that are not over on a day."""
    people = people_of(reading, parties)
    return Office(people=people, absences=standing_absences(reading, parties, day), day=day)


def people_of(reading: Session, parties: Collection[str]) -> tuple[Person, ...]:
    """The known accounts of these departments and localities."""
    belongs: ColumnElement[bool] = col(Account.department).in_(parties)
    if FINANCE_BUREAU in parties:
        belongs = or_(belongs, col(Account.department).is_(None) & col(Account.unit).is_(None))
    rows = reading.exec(select(Account).where(belongs).order_by(col(Account.username)))
    return tuple(person for row in rows if (person := person_of(row)).desk in parties)


def person_of(row: Account) -> Person:
    """An account as a person at a desk."""
    return Person(
        account=row.id,
        username=row.username,
        name=row.display_name,
        roles=tuple(Role(role) for role in row.roles),
        department=row.department,
        unit=row.unit,
        email=row.email or "",
    )


def people_by_account(reading: Session, accounts: Collection[str]) -> dict[str, Person]:
    """Known accounts by their ids."""
    rows = reading.exec(select(Account).where(col(Account.id).in_(accounts))) if accounts else ()
    return {row.id: person_of(row) for row in rows}


def administrators(reading: Session) -> tuple[Person, ...]:
    """The known administrators."""
    belongs = col(Account.unit).is_(None)
    found = (
        person_of(row) for row in reading.exec(select(Account).where(belongs).order_by(Account.username))
    )
    return tuple(person for person in found if Role.ADMINISTRATOR in person.roles)


def empty_desks(reading: Session, day: date, parties: Collection[str] | None = None) -> Iterator[EmptyDesk]:
    """The open turns that wait at an empty desk on a day.

    Args:
        reading: a session.
        day: today.
        parties: the desks looked at; all of them unless given.
    """
    of_desks = col(TurnRow.party).not_in(NO_OFFICE) if parties is None else col(TurnRow.party).in_(parties)
    asked = select(TurnRow).where(of_desks).order_by(col(TurnRow.case_number), col(TurnRow.id))
    rows = reading.exec(asked).all()
    office = read_office(reading, {row.party for row in rows}, day)
    lines = iter(rows)
    while chunk := list(islice(lines, AT_ONCE)):
        known = case_people(reading, {row.case_number for row in chunk})
        for row in chunk:
            found = empty_desk(turn_of(row), known[row.case_number], office)
            if found is not None:
                yield found


def turn_of(row: TurnRow) -> Turn:
    """A line of a worklist as a turn, without its term."""
    return Turn(party=row.party, acts=tuple(row.acts), subject=row.subject, since=row.since)


def open_turns_of(reading: Session, case_number: str) -> tuple[Turn, ...]:
    """The open turns of a case, without their terms."""
    asked = select(TurnRow).where(TurnRow.case_number == case_number).order_by(col(TurnRow.id))
    return tuple(turn_of(row) for row in reading.exec(asked))
