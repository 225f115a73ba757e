"""What a preview shows: the effects of an act that was tried and not done."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from api.cases.answers import waiting
from api.cases.views import WaitingFor
from api.problems import Problem, refused
from commands.dry_run.effects import Effects, MailAhead, Preview, TaskMoved
from commands.people.bodies import DesksView
from domain.case.record.events import TITLES, Event
from domain.case.record.narrative import names_at, status_sentence
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask
from domain.ledger.entries import Entry
from domain.money import Yuan


class StandingView(BaseModel):
    """Where the case stands."""

    stage: str
    sentence: str
    amount: Yuan | None
    final: bool


class MovedTask(BaseModel):
    """A task whose days move: its term is stopped, goes on, is extended. ``stopped``: it stands still from then on."""

    task: WaitingFor
    due_before: date | None
    stopped: bool


class EventAhead(BaseModel):
    """What the timeline would say."""

    event: str
    title: str
    stage: str
    reason: str
    subject: str


class MailView(BaseModel):
    """A mail that would be sent: ``to`` is ``applicant`` or ``office``."""

    event: str
    to: str
    case_number: str
    subject: str
    text: str


class LetterAhead(BaseModel):
    """A letter that would be made."""

    kind: str
    title: str
    number: str
    issuer: str


class MoneyMoved(BaseModel):
    """An entry that the ledger would get."""

    movement: str
    label: str
    source: str
    target: str
    amount: Yuan
    case_number: str
    subject: str
    clause: str


class PreviewView(BaseModel):
    """What an act would do: everything is empty where it would be refused, and ``refusal`` says how."""

    act: str
    allowed: bool
    refusal: Problem | None = None
    before: StandingView | None = None
    after: StandingView | None = None
    began: list[WaitingFor] = []
    ended: list[WaitingFor] = []
    moved: list[MovedTask] = []
    events: list[EventAhead] = []
    mails: list[MailView] = []
    letters: list[LetterAhead] = []
    money: list[MoneyMoved] = []
    desks: DesksView | None = Field(None, description="Who then has which task; of an act at the desks.")
    warnings: list[str] = Field([], description="Numbers of persons in words that others would read.")


def preview_view(preview: Preview) -> PreviewView:
    """The effects as whoever asks may see them."""
    act, effects = preview.act, preview.effects
    if effects.refusal is not None:
        return PreviewView(act=act, allowed=False, refusal=refused(effects.refusal))
    shown = PreviewView(act=act, allowed=True, desks=preview.desks, **_procedure(effects))
    return shown.model_copy(update=_papers(effects)) if preview.is_seen else shown


def _procedure(effects: Effects) -> dict[str, Any]:
    """Where the case stands before and after, and whose tasks change."""
    return {
        "before": _standing(effects.before),
        "after": _standing(effects.after),
        "began": [_task(task, effects) for task in effects.began],
        "ended": [_task(task, effects) for task in effects.ended],
        "moved": [_moved(moved, effects) for moved in effects.moved],
    }


def _papers(effects: Effects) -> dict[str, Any]:
    """What would be written down and sent, and how money would move."""
    return {
        "events": [
            EventAhead(title=TITLES[Event(line.event)], **line.model_dump(exclude={"case_number", "seq"}))
            for line in effects.happened
        ],
        "mails": [_mail(mail) for mail in effects.mails],
        "letters": [
            LetterAhead(kind=letter.kind, title=letter.title, number=letter.number, issuer=letter.issuer)
            for letter in effects.letters
        ],
        "money": [_money(entry) for entry in effects.money],
    }


def _standing(progress: Progress | None) -> StandingView | None:
    if progress is None:
        return None
    return StandingView(
        stage=progress.stage.value,
        sentence=status_sentence(progress),
        amount=progress.amount,
        final=progress.final,
    )


def _task(task: UserTask, effects: Effects) -> WaitingFor:
    assert effects.after is not None  # noqa: S101 - tasks change only where an act is done
    return waiting(task, names_at(effects.after.at))


def _moved(moved: TaskMoved, effects: Effects) -> MovedTask:
    before = moved.before.term
    return MovedTask(
        task=_task(moved.after, effects),
        due_before=before.due_on if before else None,
        stopped=moved.after.stop is not None,
    )


def _mail(mail: MailAhead) -> MailView:
    to = "applicant" if mail.case_number else "office"
    return MailView(to=to, **mail.model_dump())


def _money(entry: Entry) -> MoneyMoved:
    return MoneyMoved(
        movement=entry.movement.value,
        label=entry.movement.label,
        source=entry.source.account.value,
        target=entry.target.account.value,
        amount=entry.amount,
        case_number=entry.case_number,
        subject=entry.subject,
        clause=entry.clause,
    )
