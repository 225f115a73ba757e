"""Mails to officials wait in the same outbox as all others, once each."""

from pathlib import Path

from adapters.store.audit.proof import office_mail_ids
from adapters.store.engine import transaction
from adapters.store.mail.letters import LetterShelf
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.mail.outbox import Outbox
from adapters.store.reach import Engine
from domain.case.record.mail_facts import MailFacts
from domain.office_mail import OfficeMailFacts, OfficeMailKind
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.office_mails import office_facts
from tests.adapters.mail.queued import queue_mail

MESSAGE_ID = "<office.urged.1@duixian.example.com>"


def queue(
    engine: Engine, facts: OfficeMailFacts, message_id: str = MESSAGE_ID, to: str = "li@example.com"
) -> bool:
    with transaction(engine) as session:
        return queue_office_mail(session, message_id, to, facts, facts.at)


def test_a_mail_to_an_official_is_queued_once_and_waits_with_the_others(engine: Engine) -> None:
    facts = office_facts()
    to_applicant = queue_mail(engine, 1)
    assert queue(engine, facts)
    assert not queue(engine, office_facts(OfficeMailKind.WEEKLY_DIGEST))
    waiting = {mail.message_id: mail for mail in Outbox(engine).waiting(10)}
    assert set(waiting) == {MESSAGE_ID, to_applicant}
    assert waiting[MESSAGE_ID].facts == facts
    assert waiting[MESSAGE_ID].created_at == facts.at
    assert isinstance(waiting[to_applicant].facts, MailFacts)
    assert office_mail_ids(engine) == {MESSAGE_ID}


def test_who_has_no_address_gets_no_mail(engine: Engine) -> None:
    assert not queue(engine, office_facts(), to=" ")
    assert Outbox(engine).count_waiting() == 0


def test_no_letter_goes_with_a_mail_to_an_official(engine: Engine, tmp_path: Path) -> None:
    queue(engine, office_facts())
    assert LetterShelf(engine).order(MESSAGE_ID) is None
    assert letter_office(engine, tmp_path / "files").enclosures_of([MESSAGE_ID]) == {}
