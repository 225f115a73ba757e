"""Who has taken which turn: claimed, given to another, released, and handed on to the turn that takes its place."""

from datetime import datetime

from sqlmodel import col, delete

from adapters.store.audit.chain import append
from adapters.store.people.case_people import acts_key
from adapters.store.tables.people import Assignment as Row
from adapters.store.writing import Session
from domain.audit.entry import SYSTEM
from domain.case.turns import Turn
from domain.frozen import Frozen
from domain.people.desk import Assignment


class Handover(Frozen):
    """A turn passes from one person, or none, to another, or none.

    Attributes:
        had: who had it; empty for nobody.
        account: who has it from now on; empty for nobody.
        by: who says so.
    """

    case_number: str
    turn: Turn
    had: str = ""
    account: str = ""
    by: str = SYSTEM
    at: datetime
    reason: str = ""

    @property
    def action(self) -> str:
        """What the audit record calls it."""
        if not self.account:
            return "turn:released"
        return "turn:claimed" if self.account == self.by else "turn:assigned"


def hand_over(writing: Session, handover: Handover) -> None:
    """Keep who has a turn from now on, with a link of the audit chain."""
    turn = handover.turn
    key = {
        "case_number": handover.case_number,
        "party": turn.party,
        "acts": acts_key(turn.acts),
        "subject": turn.subject,
    }
    if handover.account:
        since = turn.since or handover.at
        writing.merge(Row(**key, since=since, account=handover.account, given_by=handover.by, at=handover.at))
    else:
        writing.exec(delete(Row).where(*(getattr(Row, name) == value for name, value in key.items())))
    append(
        writing,
        chain=handover.case_number,
        at=handover.at,
        actor=handover.by,
        party=turn.party,
        action=handover.action,
        subject=turn.subject,
        before={"acts": list(turn.acts), "account": handover.had},
        after={"acts": list(turn.acts), "account": handover.account, "reason": handover.reason},
    )


def drop_all_of(
    writing: Session, case_number: str, account: str, assignments: tuple[Assignment, ...], at: datetime
) -> None:
    """Give back every turn of a case that somebody has, because the person leaves the case."""
    for taken in assignments:
        if taken.account == account:
            turn = Turn(party=taken.party, acts=taken.acts, subject=taken.subject, since=taken.since)
            hand_over(writing, Handover(case_number=case_number, turn=turn, had=account, by=account, at=at))


def forget_assignments(writing: Session, case_number: str) -> None:
    """A case has ended: nobody has any of its turns."""
    writing.exec(delete(Row).where(col(Row.case_number) == case_number))
