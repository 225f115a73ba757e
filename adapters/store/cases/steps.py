"""The record of a step: whose turn it is, what happened, what was done, and the mail that follows."""

from datetime import datetime

from sqlmodel import col, delete

from adapters.store.tables.case_file import ActRow, Timeline, UserTaskRow
from adapters.store.tables.mail import Mail
from adapters.store.writing import Session, add_once
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress, RecordedAct
from domain.case.user_tasks import UserTask as OpenTask
from domain.frozen import Frozen


class WorklistLine(Frozen):
    """One task as it stands on a worklist."""

    task: OpenTask
    since: datetime
    due_at: datetime | None = None
    overdue: bool = False


class Happening(Frozen):
    """One line of a timeline."""

    case_number: str
    seq: int
    at: datetime
    event: str
    stage: str
    reason: str = ""
    defects: list[dict[str, str]] = []
    notice: int = 0
    note: str = ""
    subject: str = ""
    party: str = ""
    acts: list[str] = []


def replace_tasks(session: Session, case_number: str, lines: list[WorklistLine]) -> None:
    """Put these lines in place of all lines of the case."""
    session.exec(delete(UserTaskRow).where(col(UserTaskRow.case_number) == case_number))
    for line in lines:
        task, term = line.task, line.task.term
        session.add(
            UserTaskRow(
                case_number=case_number,
                party=task.party,
                acts=list(task.acts),
                subject=task.subject,
                not_by=list(task.not_by),
                since=line.since,
                label=term.label if term else "",
                due_on=term.due_on if term and not term.stop else None,
                due_at=line.due_at,
                provisional=bool(term and term.provisional),
                overdue=line.overdue,
            )
        )


def add_to_timeline(session: Session, happening: Happening) -> None:
    """Add a line to the timeline of a case."""
    session.add(Timeline(**happening.model_dump()))


def add_acts(
    session: Session, case_number: str, acts: tuple[RecordedAct, ...], at: datetime, answer: Progress
) -> None:
    """Keep acts with the answer that they got; one that is kept already stays as it is."""
    progress = answer.model_dump(mode="json") if acts else {}
    rows = [
        ActRow(
            case_number=case_number,
            account=act.by.account,
            party=act.by.party,
            for_account=act.by.for_account,
            at=at,
            late_after=act.late_after,
            progress=progress,
            **act.model_dump(mode="json", exclude={"by", "late_after"}),
        )
        for act in acts
    ]
    add_once(session, rows)


def queue_mail(session: Session, message_id: str, recipient: str, seq: int, facts: MailFacts) -> None:
    """Put a mail into the outbox, once."""
    if session.get(Mail, message_id) is None:
        session.add(
            Mail(
                message_id=message_id,
                case_number=facts.case_number,
                event=facts.event.value,
                seq=seq,
                recipient=recipient,
                facts=facts.model_dump(mode="json"),
                created_at=facts.at,
            )
        )
