"""The letters of the cases: what a mail's letter is made of, which are made, which could not be set."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.people.successions import bearer_at
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.mail import LetterRow, Mail
from domain.case.record.mail_facts import MailFacts
from domain.frozen import Frozen
from domain.letters import Letter, letter_of

ISSUED = "letter:issued"


class LetterRecord(Frozen):
    """A letter that was made."""

    id: str
    kind: str
    title: str
    number: str
    event: str
    seq: int
    at: datetime
    sha256: str
    size: int


class LetterOrder(Frozen):
    """The letter that goes with a mail, and the digest of its PDF once it was made."""

    message_id: str
    letter: Letter
    sha256: str | None = None


class LetterShelf:
    """The table of letters, as the post office sees it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def order(self, message_id: str) -> LetterOrder | None:
        """What letter goes with a mail; None when it is one without."""
        with open_session(self._engine) as session:
            mail = session.get_one(Mail, message_id)
            if mail.case_number is None:  # to an official, or a unit that is invited
                return None
            lead = session.exec(select(CaseFile.lead).where(CaseFile.number == mail.case_number)).one()
            facts = MailFacts.model_validate(mail.facts)
            letter = letter_of(facts, mail.seq, bearer_at(session, lead, facts.at))
            if letter is None:
                return None
            row = session.get(LetterRow, letter.id)
            return LetterOrder(message_id=message_id, letter=letter, sha256=row.sha256 if row else None)

    def keep(self, order: LetterOrder, sha256: str, size: int, at: datetime) -> None:
        """A letter was made: enter it, and append it to the audit record of the case. Safe to repeat."""
        with transaction(self._engine) as session:
            row = _row(session, order)
            if row.sha256 is not None:
                return
            row.sha256, row.size, row.failure = sha256, size, ""
            append(
                session,
                chain=row.case_number,
                at=at,
                action=ISSUED,
                subject=row.id,
                after={"number": row.number, "kind": row.kind, "sha256": sha256, "size": size},
            )

    def note_failure(self, order: LetterOrder, failure: str) -> None:
        """A letter could not be made now; its mail goes without it, and it is tried again."""
        with transaction(self._engine) as session:
            row = _row(session, order)
            if row.sha256 is None:
                row.attempts, row.failure = row.attempts + 1, failure[:500]

    def failed(self, limit: int) -> list[str]:
        """Message-IDs of mails whose letters could not be made, those with the fewest attempts first."""
        asked = (
            select(LetterRow.message_id)
            .where(col(LetterRow.sha256).is_(None))
            .order_by(col(LetterRow.attempts), col(LetterRow.at), col(LetterRow.id))
            .limit(limit)
        )
        with open_session(self._engine) as session:
            return list(session.exec(asked))


def letters_of(engine: Engine, case_number: str) -> list[LetterRecord]:
    """The letters of a case that were made, in order."""
    asked = (
        select(LetterRow)
        .where(LetterRow.case_number == case_number, col(LetterRow.sha256).is_not(None))
        .order_by(col(LetterRow.at), col(LetterRow.seq), col(LetterRow.id))
    )
    with open_session(engine) as session:
        return [LetterRecord.model_validate(row.model_dump()) for row in session.exec(asked)]


def count_failed_letters(engine: Engine) -> int:
    """How many letters could not be set so far."""
    asked = select(func.count()).select_from(LetterRow).where(col(LetterRow.sha256).is_(None))
    with open_session(engine) as session:
        return int(session.exec(asked).one())


def _row(session: Session, order: LetterOrder) -> LetterRow:
    """The row of a letter; made when it is first heard of."""
    letter = order.letter
    row = session.get(LetterRow, letter.id)
    if row is None:
        row = LetterRow(
            id=letter.id,
            case_number=letter.facts.case_number,
            message_id=order.message_id,
            kind=letter.kind.value,
            title=letter.title,
            event=letter.facts.event.value,
            seq=letter.seq,
            number=letter.number,
            at=letter.facts.at,
        )
        session.add(row)
    return row
