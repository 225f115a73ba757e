"""Turns that opened and of which somebody at the desk is still to be told, and how each person wants to hear of them."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import col, delete, select

from adapters.store.people.desks import task_of
from adapters.store.tables.case_file import UserTaskRow
from adapters.store.tables.people import NotificationRow, TurnRow
from adapters.store.writing import Session
from domain.case.user_tasks import NO_OFFICE, UserTask
from domain.frozen import Frozen
from domain.people.notifications import NotificationChoice, Pace

AT_ONCE = 500
"""Turns of which people are told together."""


class Turn(Frozen):
    """A task of a case, of which one person is to be told."""

    account: str
    case_number: str
    task: UserTask


def choices_of(session: Session, accounts: Collection[str]) -> dict[str, NotificationChoice]:
    """How these people want to be told; who has not chosen hears at once."""
    if not accounts:
        return {}
    rows = session.exec(select(NotificationRow).where(col(NotificationRow.account).in_(accounts)))
    chosen = {
        row.account: NotificationChoice(turn=Pace(row.turn), last_day=Pace(row.last_day)) for row in rows
    }
    return {account: chosen.get(account, NotificationChoice()) for account in accounts}


def choose(session: Session, account: str, choice: NotificationChoice) -> None:
    """Keep how somebody wants to be told; turns that opened before are told as it was then."""
    session.merge(NotificationRow(account=account, turn=choice.turn.value, last_day=choice.last_day.value))


def add_turn(session: Session, turn: Turn, pace: Pace) -> None:
    """Keep that somebody is to be told of a turn."""
    task = turn.task
    assert task.since is not None  # noqa: S101 - it has begun
    session.add(
        TurnRow(
            account=turn.account,
            pace=pace.value,
            case_number=turn.case_number,
            party=task.party,
            acts=list(task.acts),
            subject=task.subject,
            since=task.since,
        )
    )


def take_turns(session: Session, pace: Pace) -> tuple[list[Turn], bool]:
    """Take out the turns of which people are to be told now; whether there are more. Those that are over are left out."""
    asked = select(TurnRow).where(TurnRow.pace == pace.value).order_by(col(TurnRow.id)).limit(AT_ONCE)
    rows = session.exec(asked).all()
    session.exec(delete(TurnRow).where(col(TurnRow.id).in_([row.id for row in rows])))
    open_now = _open_tasks(session, {row.case_number for row in rows})
    turns = (_turn_of(row) for row in rows)
    return [turn for turn in turns if (turn.case_number, turn.task) in open_now], len(rows) == AT_ONCE


def tasks_due_on(session: Session, day: date) -> list[tuple[str, UserTask]]:
    """Every open task of an office whose last day this is, by its case."""
    asked = select(UserTaskRow).where(UserTaskRow.due_on == day, col(UserTaskRow.party).not_in(NO_OFFICE))
    rows = session.exec(asked.order_by(col(UserTaskRow.case_number), col(UserTaskRow.id)))
    return [(row.case_number, task_of(row)) for row in rows]


def _turn_of(row: TurnRow) -> Turn:
    task = UserTask(party=row.party, acts=tuple(row.acts), subject=row.subject, since=row.since)
    return Turn(account=row.account, case_number=row.case_number, task=task)


def _open_tasks(session: Session, case_numbers: Iterable[str]) -> set[tuple[str, UserTask]]:
    rows = session.exec(select(UserTaskRow).where(col(UserTaskRow.case_number).in_(list(case_numbers))))
    return {(row.case_number, task_of(row).model_copy(update={"not_by": ()})) for row in rows}
