"""Readings that were switched, and the law as it is read on a day."""

from datetime import date, datetime

from sqlmodel import col, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.tables.law.readings import ReadingSwitchRow
from adapters.store.writing import Session, hold
from domain.audit.entry import HOUSE
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy
from domain.frozen import Frozen


class ReadingSwitch(Frozen):
    """How a passage is read from a day on, by which document, and who said so.

    Attributes:
        document_on: on which the document was made.
        from_on: the first day of filing for which it holds.
    """

    name: str
    value: str
    document_number: str
    document_on: date
    from_on: date
    reason: str
    entered_by: str
    entered_at: datetime

    def says_the_same(self, other: "ReadingSwitch") -> bool:
        """Whether both are one switch that was entered twice."""
        entered = {"reason", "entered_by", "entered_at"}
        return self.model_dump(exclude=entered) == other.model_dump(exclude=entered)


def keep_switch(engine: Engine, switch: ReadingSwitch, party: str) -> None:
    """Enter a switch, and leave it in the audit record; the same again changes nothing."""
    with transaction(engine) as session:
        hold(session, "readings")
        before = {each.name: each for each in _in_force(session, switch.from_on)}.get(switch.name)
        if before is not None and before.says_the_same(switch):
            return
        session.add(ReadingSwitchRow(**switch.model_dump()))
        append(
            session,
            chain=HOUSE,
            at=switch.entered_at,
            action="reading:switched",
            actor=switch.entered_by,
            party=party,
            subject=switch.name,
            before=before.model_dump(mode="json", include=_AUDITED) if before else {},
            after=switch.model_dump(mode="json", include=_AUDITED),
        )


_AUDITED = {"value", "document_number", "document_on", "from_on", "reason"}


def read_switches(engine: Engine) -> list[ReadingSwitch]:
    """Every switch of every reading, the latest first."""
    with open_session(engine) as session:
        return _switches(session)[::-1]


def law_on(engine: Engine, catalogue: Catalogue, day: date) -> Policy:
    """The version under which one files on a day, read as that day reads it.

    A switch stands until another replaces it, also where a later version of the measures takes effect meanwhile; a value
    that a version does not know is left out.

    Raises:
        NotFound: no version is open for filing on that day.
    """
    with open_session(engine) as session:
        return read_on(session, catalogue.in_force(day), day)


def read_on(session: Session, policy: Policy, day: date) -> Policy:
    """A version read as a day reads it."""
    known = [
        each
        for each in _in_force(session, day)
        if each.name in policy.readings and each.value in policy.readings[each.name].labels
    ]
    if not known:
        return policy
    return policy.read_as(
        {each.name: each.value for each in known}, {each.name: each.document_number for each in known}
    )


def _in_force(session: Session, day: date) -> list[ReadingSwitch]:
    """The last switch of each reading until a day."""
    last = {each.name: each for each in _switches(session) if each.from_on <= day}
    return list(last.values())


def _switches(session: Session) -> list[ReadingSwitch]:
    rows = select(ReadingSwitchRow).order_by(col(ReadingSwitchRow.from_on), col(ReadingSwitchRow.id))
    return [ReadingSwitch.model_validate(row.model_dump()) for row in session.exec(rows)]
