"""What an act did in a dry run: where the case stands before and after, and what was written in between."""

from adapters.mail.render import render
from adapters.store.dry_run import DryRunStore, Noted
from commands.people.bodies import DesksView
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import UserTask
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.ledger.entries import Entry
from domain.letters import Letter, letter_of
from domain.post_office import WaitingMail


class TaskMoved(Frozen):
    """A task that stays open with other days than before: its clock was stopped, went on, or was extended."""

    before: UserTask
    after: UserTask


class MailAhead(Frozen):
    """A mail that would be sent, without the address.

    Attributes:
        event: the name of its template.
        case_number: of the applicant who gets it; empty when it goes to officials.
    """

    event: str
    case_number: str = ""
    subject: str
    text: str


class Effects(Frozen):
    """What an act would do; with ``refusal`` it would do nothing.

    Attributes:
        began, ended, moved: tasks that open, that close, and that get other days.
        happened: lines of the timeline.
        money: entries of the ledger, those on other cases' accounts included.
    """

    refusal: RefusalFacts | None = None
    before: Progress | None = None
    after: Progress | None = None
    began: tuple[UserTask, ...] = ()
    ended: tuple[UserTask, ...] = ()
    moved: tuple[TaskMoved, ...] = ()
    happened: tuple[Noted, ...] = ()
    mails: tuple[MailAhead, ...] = ()
    letters: tuple[Letter, ...] = ()
    money: tuple[Entry, ...] = ()


class Preview(Frozen):
    """What an act would do, as far as whoever asks may know it.

    Attributes:
        act: its kind.
        is_seen: whether the caller sees the case; whoever does not is told what the act would answer, and no more.
        desks: the open tasks as they would be, where the act is about people at desks.
    """

    act: str
    effects: Effects
    is_seen: bool = True
    desks: DesksView | None = None


def effects_of(dry_store: DryRunStore, lead: str, before: Progress | None, after: Progress) -> Effects:
    """Gather what a tried act has done.

    Args:
        dry_store: the store in which it was done.
        lead: the lead department, which issues the letters.
        before: where the case stood, and
        after: where it stands once it is at rest.
    """
    was = {_key(task): task for task in _running(before)}
    now = {_key(task): task for task in _running(after)}
    return Effects(
        before=before,
        after=after,
        began=tuple(task for key, task in now.items() if key not in was),
        ended=tuple(task for key, task in was.items() if key not in now),
        moved=tuple(
            TaskMoved(before=was[key], after=task)
            for key, task in now.items()
            if key in was and was[key].term != task.term
        ),
        happened=tuple(dry_store.noted),
        mails=tuple(mail_ahead(mail) for _, mail in dry_store.mails),
        letters=tuple(letter for seq, mail in dry_store.mails if (letter := _letter(seq, mail, lead))),
        money=tuple(dry_store.entries),
    )


def _running(progress: Progress | None) -> tuple[UserTask, ...]:
    """The open tasks, and the promise for the case as a whole; nothing runs in a case that has ended."""
    if progress is None or progress.final:
        return ()
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    return (*progress.tasks, *whole)


def _key(task: UserTask) -> tuple[object, ...]:
    """What makes a task the same one before and after."""
    return task.party, task.acts, task.subject, task.since


def mail_ahead(mail: WaitingMail) -> MailAhead:
    """A mail as it would be sent, without the address."""
    facts = mail.facts
    words = render(facts)
    if isinstance(facts, MailFacts):
        return MailAhead(
            event=facts.event.value, case_number=facts.case_number, subject=words.subject, text=words.text
        )
    return MailAhead(event=facts.kind.value, subject=words.subject, text=words.text)


def _letter(seq: int, mail: WaitingMail, lead: str) -> Letter | None:
    return letter_of(mail.facts, seq, lead) if isinstance(mail.facts, MailFacts) else None
