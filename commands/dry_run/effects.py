"""What an act did in a rehearsal: where the case stands before and after, and what was written in between."""

from adapters.mail.render import render
from adapters.store.dry_run import Noted, Trial
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress
from domain.case.time.terms import WHOLE_CASE
from domain.case.turns import Turn
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.ledger.entries import Entry
from domain.letters import Letter, letter_of
from domain.post_office import WaitingMail


class Moved(Frozen):
    """A turn that stays open with other days than before: its clock was stopped, went on, or was extended."""

    before: Turn
    after: Turn


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
        began, ended, moved: turns that open, that close, and that get other days.
        happened: lines of the timeline.
        money: entries of the ledger, those on other cases' accounts included.
    """

    refusal: RefusalFacts | None = None
    before: Progress | None = None
    after: Progress | None = None
    began: tuple[Turn, ...] = ()
    ended: tuple[Turn, ...] = ()
    moved: tuple[Moved, ...] = ()
    happened: tuple[Noted, ...] = ()
    mails: tuple[MailAhead, ...] = ()
    letters: tuple[Letter, ...] = ()
    money: tuple[Entry, ...] = ()


def effects_of(trial: Trial, lead: str, before: Progress | None, after: Progress) -> Effects:
    """Gather what a rehearsed act has done.

    Args:
        trial: the store in which it was done.
        lead: the lead department, which issues the letters.
        before: where the case stood, and
        after: where it stands once it is at rest.
    """
    was = {_key(turn): turn for turn in _running(before)}
    now = {_key(turn): turn for turn in _running(after)}
    return Effects(
        before=before,
        after=after,
        began=tuple(turn for key, turn in now.items() if key not in was),
        ended=tuple(turn for key, turn in was.items() if key not in now),
        moved=tuple(
            Moved(before=was[key], after=turn)
            for key, turn in now.items()
            if key in was and was[key].term != turn.term
        ),
        happened=tuple(trial.noted),
        mails=tuple(mail_ahead(mail) for _, mail in trial.mails),
        letters=tuple(letter for seq, mail in trial.mails if (letter := _letter(seq, mail, lead))),
        money=tuple(trial.entries),
    )


def _running(progress: Progress | None) -> tuple[Turn, ...]:
    """The open turns, and the promise for the case as a whole; nothing runs in a case that has ended."""
    if progress is None or progress.final:
        return ()
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    return (*progress.turns, *whole)


def _key(turn: Turn) -> tuple[object, ...]:
    """What makes a turn the same one before and after."""
    return turn.party, turn.acts, turn.subject, turn.since


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
