"""Dissolved departments: who has their desks now, by a document that an administrator entered."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from adapters.store.audit.chain import append
from adapters.store.tables.people import DepartmentSuccession
from domain.audit.entry import HOUSE
from domain.calendar import shanghai_date
from domain.case.roles import Role
from domain.departments import name_of


def successions(session: Session) -> dict[str, str]:
    """Dissolved department → the one that has its desk now, at however many removes."""
    direct = {row.department: row.successor for row in session.exec(select(DepartmentSuccession))}
    return {department: _last(direct, department) for department in direct}


def _last(direct: dict[str, str], department: str) -> str:
    while department in direct:
        department = direct[department]
    return department


def names_today(session: Session, day: date) -> Callable[[str], str]:
    """The name of a party on a day; of a dissolved department with who has its desk now."""
    heirs = successions(session)

    def named(party: str) -> str:
        heir = heirs.get(party)
        return name_of(party, day) + (f"（职责由{name_of(heir, day)}承接）" if heir else "")

    return named


def bearer_at(session: Session, department: str, at: datetime) -> str:
    """Who had a department's desk at an instant, as was entered by then: so a letter of that day is set the same ever after."""
    while (row := session.get(DepartmentSuccession, department)) and row.entered_at <= at:
        if row.since > shanghai_date(at):
            break
        department = row.successor
    return department


def desks_taken_over(session: Session, department: str | None) -> frozenset[str]:
    """The dissolved departments whose desks a department has."""
    return frozenset(gone for gone, heir in successions(session).items() if heir == department)


def with_successors(session: Session, parties: Collection[str]) -> set[str]:
    """These offices, and those that have the desks of dissolved ones among them."""
    heirs = successions(session)
    return {*parties, *(heirs[party] for party in parties if party in heirs)}


def succession_of(session: Session, department: str) -> dict[str, Any] | None:
    """What was entered of a dissolved department: its successor, the day and the document."""
    row = session.get(DepartmentSuccession, department)
    return row.model_dump(include={"successor", "since", "document_number", "document_on"}) if row else None


def add_succession(
    session: Session,
    department: str,
    successor: str,
    *,
    since: date,
    document_number: str,
    document_on: date,
    by: str,
    at: datetime,
) -> None:
    """Enter, once and for good, who has the desk of a dissolved department, with a link of the audit chain."""
    said: dict[str, Any] = {
        "successor": successor,
        "since": since,
        "document_number": document_number,
        "document_on": document_on,
    }
    session.add(DepartmentSuccession(department=department, **said, entered_by=by, entered_at=at))
    session.flush()
    append(
        session,
        chain=HOUSE,
        at=at,
        actor=by,
        party=Role.ADMINISTRATOR.value,
        action="department:succeeded",
        subject=department,
        after=said,
    )
