"""Letters are made once, go with their mails, and hold up nobody when they cannot be made."""

import io
import logging
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.mail.letters import LetterMaker
from activities.mail.post_office import OutboxRelay
from adapters.files.vault import Vault
from adapters.letters.typesetter import Typesetter
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import transaction
from adapters.store.mail.letters import count_failed_letters, letters_of
from adapters.store.reach import Engine
from domain.post_office import SendReport, SendRequest
from stack.ports import free_ports
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.mails import CASE
from tests.adapters.mail.queued import outbox_row, queue_mail
from tests.fixtures.mail import CaughtMails


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> LetterMaker:
    return letter_office(engine, tmp_path / "files")


@pytest.fixture
def broken(engine: Engine, tmp_path: Path) -> LetterMaker:
    """An office whose templates have a mistake."""
    templates = tmp_path / "templates"
    (templates / "acceptance").mkdir(parents=True)
    (templates / "acceptance" / "letter.typ").write_text("#no-such-thing")
    return LetterMaker(engine, Vault(tmp_path / "files"), Typesetter(templates=templates, system_fonts=False))


async def send(engine: Engine, office: LetterMaker, port: int) -> SendReport:
    posting = OutboxRelay(engine, Postbox(Settings(smtp_port=port)), office)
    return await ActivityEnvironment().run(posting.send_mails, SendRequest())


def enclosed(mails: CaughtMails) -> list[list[bytes]]:
    """The PDFs in each mail."""
    return [[bytes(part.get_content()) for part in mail.iter_attachments()] for mail in mails.messages()]


async def test_a_letter_is_made_once_and_kept_with_its_case(
    engine: Engine, office: LetterMaker, smtp: CaughtMails, tmp_path: Path
) -> None:
    queue_mail(engine, 7)
    assert await send(engine, office, smtp.port) == SendReport(sent=1, failed=0, left=0)
    ((content,),) = enclosed(smtp)
    (letter,) = letters_of(engine, CASE)
    assert (letter.number, letter.kind, letter.size) == (
        "廊兑受〔2026〕0101-00017-7号",
        "acceptance",
        len(content),
    )
    assert Vault(tmp_path / "files").path(letter.sha256).read_bytes() == content
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


async def test_a_letter_that_was_made_goes_out_as_it_was_made(
    engine: Engine, office: LetterMaker, broken: LetterMaker
) -> None:
    message_id = queue_mail(engine, 1)
    first = office.enclosure_of(message_id)
    assert first is not None
    assert broken.enclosure_of(message_id) == first, "another release of the templates changes nothing"
    assert len(letters_of(engine, CASE)) == 1


async def test_while_the_mail_server_is_away_letters_are_made_all_the_same(
    engine: Engine, office: LetterMaker, smtp: CaughtMails
) -> None:
    queue_mail(engine, 1)
    with pytest.raises(ApplicationError):
        await send(engine, office, free_ports(1)[0])
    (letter,) = letters_of(engine, CASE)
    await send(engine, office, smtp.port)
    ((content,),) = enclosed(smtp)
    assert (len(content), letters_of(engine, CASE)) == (letter.size, [letter])


async def test_a_letter_that_cannot_be_set_holds_up_no_mail_and_is_tried_again(
    engine: Engine,
    office: LetterMaker,
    broken: LetterMaker,
    smtp: CaughtMails,
    caplog: pytest.LogCaptureFixture,
) -> None:
    message_id = queue_mail(engine, 1)
    assert await send(engine, broken, smtp.port) == SendReport(sent=1, failed=0, left=0)
    assert outbox_row(engine, message_id).sent_at is not None
    assert enclosed(smtp) == [[]]
    assert (letters_of(engine, CASE), count_failed_letters(engine)) == ([], 1)
    assert any(f"letter {CASE}.1.accepted cannot be made" in record.getMessage() for record in caplog.records)
    assert {record.levelno for record in caplog.records if "letter" in record.getMessage()} == {logging.ERROR}

    assert await send(engine, office, smtp.port) == SendReport(sent=0, failed=0, left=0)
    assert (len(letters_of(engine, CASE)), count_failed_letters(engine)) == (1, 0)
    assert len(smtp.messages()) == 1, "it is not mailed any more"


async def test_a_vault_that_takes_nothing_holds_up_no_mail(
    engine: Engine, smtp: CaughtMails, tmp_path: Path
) -> None:
    queue_mail(engine, 1)
    (tmp_path / "full").write_text("no folder")
    assert await send(engine, letter_office(engine, tmp_path / "full"), smtp.port) == SendReport(
        sent=1, failed=0, left=0
    )
    assert (enclosed(smtp), count_failed_letters(engine)) == ([[]], 1)


def test_a_file_that_is_gone_is_made_again_the_same(
    engine: Engine, office: LetterMaker, tmp_path: Path
) -> None:
    message_id = queue_mail(engine, 1)
    first = office.enclosure_of(message_id)
    (letter,) = letters_of(engine, CASE)
    Vault(tmp_path / "files").path(letter.sha256).unlink()
    assert office.enclosure_of(message_id) == first
    assert Vault(tmp_path / "files").path(letter.sha256).is_file()


@pytest.mark.parametrize("change", ["UPDATE letter SET sha256 = 'x'", "DELETE FROM letter"])
def test_the_store_refuses_to_change_a_letter_that_was_made(
    engine: Engine, office: LetterMaker, change: str
) -> None:
    office.enclosure_of(queue_mail(engine, 1))
    with pytest.raises(DatabaseError, match="letter is append-only"), transaction(engine) as session:
        session.execute(text(change))
    assert len(letters_of(engine, CASE)) == 1
