"""Who has taken which task: claimed, given to another, released, and handed on to the task that takes its place."""

from datetime import datetime

from sqlmodel import col, delete

from adapters.store.audit.chain import append
from adapters.store.people.case_people import acts_key
from adapters.store.tables.people import AssignmentRow as Row
from adapters.store.writing import Session
from domain.audit.entry import SYSTEM
from domain.case.user_tasks import UserTask
from domain.frozen import Frozen
from domain.people.availability import Assignment


class Handover(Frozen):
    """A task passes from one person, or none, to another, or none.

    Attributes:
        had: who had it; empty for nobody.
        account: who has it from now on; empty for nobody.
        by: who says so.
    """

    case_number: str
    task: UserTask
    had: str = ""
    account: str = ""
    by: str = SYSTEM
    at: datetime
    reason: str = ""

    @property
    def action(self) -> str:
        """What the audit record calls it."""
        if not self.account:
            return "task:released"
        return "task:claimed" if self.account == self.by else "task:assigned"


def hand_over(session: Session, handover: Handover) -> None:
    """Keep who has a task from now on, with a link of the audit chain."""
    task = handover.task
    key = {
        "case_number": handover.case_number,
        "party": task.party,
        "acts": acts_key(task.acts),
        "subject": task.subject,
    }
    if handover.account:
        since = task.since or handover.at
        session.merge(Row(**key, since=since, account=handover.account, given_by=handover.by, at=handover.at))
    else:
        session.exec(delete(Row).where(*(getattr(Row, name) == value for name, value in key.items())))
    append(
        session,
        chain=handover.case_number,
        at=handover.at,
        actor=handover.by,
        party=task.party,
        action=handover.action,
        subject=task.subject,
        before={"acts": list(task.acts), "account": handover.had},
        after={"acts": list(task.acts), "account": handover.account},
        words={"reason": handover.reason},
    )


def drop_all_of(
    session: Session, case_number: str, account: str, assignments: tuple[Assignment, ...], at: datetime
) -> None:
    """Give back every task of a case that somebody has, because the person leaves the case."""
    for taken in assignments:
        if taken.account == account:
            task = UserTask(party=taken.party, acts=taken.acts, subject=taken.subject, since=taken.since)
            hand_over(session, Handover(case_number=case_number, task=task, had=account, by=account, at=at))


def forget_assignments(session: Session, case_number: str) -> None:
    """A case has ended: nobody has any of its tasks."""
    session.exec(delete(Row).where(col(Row.case_number) == case_number))
