"""What deputies did in a case for absent people, by the step that it led to."""

from sqlmodel import col, select

from adapters.store.engine import session
from adapters.store.people.desks import people_by_account
from adapters.store.reach import Engine
from adapters.store.tables.case_file import Act
from domain.frozen import Frozen
from domain.people.person import Person


class ActedFor(Frozen):
    """A deputy and the absent person."""

    deputy: Person
    absent: Person


def acts_of_deputies(engine: Engine, case_number: str) -> dict[int, list[ActedFor]]:
    """Step → who acted in it for whom."""
    asked = select(Act.account, Act.for_account, Act.progress).where(
        Act.case_number == case_number, col(Act.for_account) != ""
    )
    found: dict[int, list[ActedFor]] = {}
    with session(engine) as reading:
        rows = reading.exec(asked.order_by(col(Act.at), col(Act.id))).all()
        people = people_by_account(reading, {account for row in rows for account in row[:2]})
    for deputy, absent, progress in rows:
        pair = ActedFor(deputy=_known(people, deputy), absent=_known(people, absent))
        found.setdefault(int(progress["seq"]), []).append(pair)
    return found


def _known(people: dict[str, Person], account: str) -> Person:
    return people.get(account) or Person(account=account)
