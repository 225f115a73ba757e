"""The record of a step: whose turn it is, what happened, what was done, and the mail that follows."""

from datetime import datetime

from sqlmodel import col, delete

from adapters.store.tables.case_file import Act, Timeline, Turn
from adapters.store.tables.mail import Mail
from adapters.store.writing import Session
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress, RecordedAct
from domain.case.turns import Turn as OpenTurn
from domain.frozen import Frozen


class WorklistLine(Frozen):
    """One turn as it stands on a worklist."""

    turn: OpenTurn
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


def replace_turns(writing: Session, case_number: str, lines: list[WorklistLine]) -> None:
    """Put these lines in place of all lines of the case."""
    writing.exec(delete(Turn).where(col(Turn.case_number) == case_number))
    for line in lines:
        turn, term = line.turn, line.turn.term
        writing.add(
            Turn(
                case_number=case_number,
                party=turn.party,
                acts=list(turn.acts),
                subject=turn.subject,
                since=line.since,
                label=term.label if term else "",
                due_on=term.due_on if term and not term.stop else None,
                due_at=line.due_at,
                provisional=bool(term and term.provisional),
                overdue=line.overdue,
            )
        )


def add_to_timeline(writing: Session, happening: Happening) -> None:
    """Add a line to the timeline of a case."""
    writing.add(Timeline(**happening.model_dump()))


def add_acts(
    writing: Session, case_number: str, acts: tuple[RecordedAct, ...], at: datetime, answer: Progress
) -> None:
    """Keep acts with the answer that they got; one that is kept already stays as it is."""
    for act in acts:
        if writing.get(Act, act.id) is None:
            content = act.model_dump(mode="json", exclude={"by"})
            row = Act(
                case_number=case_number,
                account=act.by.account,
                party=act.by.party,
                for_account=act.by.for_account,
                at=at,
                **content,
            )
            row.progress = answer.model_dump(mode="json")
            writing.add(row)


def queue_mail(writing: Session, message_id: str, recipient: str, seq: int, facts: MailFacts) -> None:
    """Put a mail into the outbox, once."""
    if writing.get(Mail, message_id) is None:
        writing.add(
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
