"""What deputies did in a case for absent people, by the step that it led to."""

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.people.desks import people_by_account
from adapters.store.reach import Engine
from adapters.store.tables.case_file import ActRow
from domain.frozen import Frozen
from domain.people.person import Person


class ActedFor(Frozen):
    """A deputy and the absent person."""

    deputy: Person
    absent: Person


def acts_of_deputies(engine: Engine, case_number: str) -> dict[int, list[ActedFor]]:
    """Step → who acted in it for whom."""
    asked = select(ActRow.account, ActRow.for_account, ActRow.progress).where(
        ActRow.case_number == case_number, col(ActRow.for_account) != ""
    )
    found: dict[int, list[ActedFor]] = {}
    with open_session(engine) as session:
        rows = session.exec(asked.order_by(col(ActRow.at), col(ActRow.id))).all()
        people = people_by_account(session, {account for row in rows for account in row[:2]})
    for deputy, absent, progress in rows:
        pair = ActedFor(deputy=_known(people, deputy), absent=_known(people, absent))
        found.setdefault(int(progress["seq"]), []).append(pair)
    return found


def _known(people: dict[str, Person], account: str) -> Person:
    return people.get(account) or Person(account=account)
