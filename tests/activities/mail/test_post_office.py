"""Sending: at least once, in order, and no mail in the way of another."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlmodel import select
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.mail.post_office import OutboxRelay
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import open_session, transaction
from adapters.store.mail.outbox import Outbox, held_mails
from adapters.store.mail.suppressed import trust_again
from adapters.store.people.accounts import Account, save_account
from adapters.store.reach import Engine
from adapters.store.tables.mail import Mail
from domain.case.roles import Role
from domain.office_mail import OfficeMailKind
from domain.post_office import MailFault, SendReport, SendRequest
from stack.ports import free_ports
from tests.adapters.letters.offices import letter_office
from tests.adapters.mail.choosy_mails import DOUBTFUL, OF_THE_ADDRESS, OURS, ChoosyMails
from tests.adapters.mail.queued import outbox_row, queue_mail


@pytest_asyncio.fixture
async def choosy(tmp_path: Path) -> AsyncIterator[ChoosyMails]:
    async with ChoosyMails(tmp_path / "choosy", port=0) as catcher:
        yield catcher


async def send(engine: Engine, port: int, limit: int = 50) -> SendReport:
    with TemporaryDirectory() as folder:
        letters = letter_office(engine, Path(folder))
        office = OutboxRelay(engine, Postbox(Settings(smtp_port=port)), letters)
        return await ActivityEnvironment().run(office.send_mails, SendRequest(limit=limit))


async def test_waiting_mails_go_out_in_order_of_creation_and_once(
    engine: Engine, choosy: ChoosyMails
) -> None:
    ids = {number: queue_mail(engine, number) for number in (3, 1, 2)}
    assert await send(engine, choosy.port) == SendReport(sent=3, failed=0, left=0)
    assert await send(engine, choosy.port) == SendReport(sent=0, failed=0, left=0)
    assert [mail["Message-ID"] for mail in choosy.messages()] == [ids[1], ids[2], ids[3]]
    assert outbox_row(engine, ids[1]).sent_at is not None


async def test_a_batch_tells_how_many_are_left(engine: Engine, choosy: ChoosyMails) -> None:
    for number in range(3):
        queue_mail(engine, number)
    assert await send(engine, choosy.port, limit=2) == SendReport(sent=2, failed=0, left=1)


async def test_a_recipient_refused_for_good_blocks_nobody(
    engine: Engine, choosy: ChoosyMails, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    refused = queue_mail(engine, 1, "gone@example.com")
    wrong = queue_mail(engine, 2, "nobody")
    queue_mail(engine, 3)
    assert await send(engine, choosy.port) == SendReport(sent=1, failed=2, left=0)
    row = outbox_row(engine, refused)
    assert (row.failed, row.sent_at, row.attempts) == (True, None, 1)
    assert "550" in row.last_error
    assert outbox_row(engine, wrong).failed
    ours = [record.getMessage() for record in caplog.records if record.name == "temporalio.activity"]
    assert any(refused in line for line in ours)
    assert not any("@example.com" in line for line in ours)


async def test_a_mail_that_is_put_off_waits_behind_the_others(engine: Engine, choosy: ChoosyMails) -> None:
    late = queue_mail(engine, 1, "later@example.com")
    queue_mail(engine, 2)
    assert await send(engine, choosy.port) == SendReport(sent=1, failed=0, left=1)
    with pytest.raises(ApplicationError) as delay:
        await send(engine, choosy.port)
    assert delay.value.type == "MailDeferred"
    assert not delay.value.non_retryable
    row = outbox_row(engine, late)
    assert (row.failed, row.attempts) == (False, 2)
    queue_mail(engine, 3)
    assert await send(engine, choosy.port, limit=1) == SendReport(sent=1, failed=0, left=1)


async def test_a_mail_that_is_put_off_for_five_days_is_given_up(engine: Engine, choosy: ChoosyMails) -> None:
    old = queue_mail(engine, 1, "later@example.com", at=datetime.now(UTC) - timedelta(days=5, minutes=1))
    assert await send(engine, choosy.port) == SendReport(sent=0, failed=1, left=0)
    assert outbox_row(engine, old).last_error.startswith("given up")


async def test_while_the_server_is_away_every_mail_waits(engine: Engine, tmp_path: Path) -> None:
    mail = queue_mail(engine, 1)
    with pytest.raises(ApplicationError) as trouble:
        await send(engine, free_ports(1)[0])
    assert trouble.value.type == "MailServerAway"
    assert not trouble.value.non_retryable
    row = outbox_row(engine, mail)
    assert (row.failed, row.sent_at, row.attempts) == (False, None, 0)


async def test_what_was_sent_before_the_server_went_away_stays_sent(
    engine: Engine, choosy: ChoosyMails
) -> None:
    first = queue_mail(engine, 1)
    queue_mail(engine, 2, "closing@example.com")
    third = queue_mail(engine, 3)
    with pytest.raises(ApplicationError, match="421"):
        await send(engine, choosy.port)
    assert outbox_row(engine, first).sent_at is not None
    assert Outbox(engine).count_waiting() == 2
    with pytest.raises(ApplicationError, match="421"):  # the one for which it hangs up goes last
        await send(engine, choosy.port)
    assert outbox_row(engine, third).sent_at is not None


async def test_an_empty_outbox_needs_no_server(engine: Engine) -> None:
    assert await send(engine, free_ports(1)[0]) == SendReport(sent=0, failed=0, left=0)


def administrator(engine: Engine) -> None:
    save_account(
        engine,
        Account(
            username="admin", password_hash="", email="admin@example.com", roles=(Role.ADMINISTRATOR.value,)
        ),
    )


def alarms(engine: Engine) -> list[Mail]:
    with open_session(engine) as session:
        return list(session.exec(select(Mail).where(Mail.event == OfficeMailKind.MAILS_HELD.value)))


@pytest.mark.parametrize(
    ("database_url", "reply"),
    [
        *(("sqlite", reply) for reply in OURS[::3]),
        *(pytest.param("sqlite", reply, marks=pytest.mark.long) for reply in OURS if reply not in OURS[::3]),
        ("postgresql", OURS[0]),
    ],
    indirect=["database_url"],
)
async def test_what_blames_us_makes_mails_wait_and_all_go_when_it_is_put_right(
    engine: Engine, choosy: ChoosyMails, caplog: pytest.LogCaptureFixture, reply: str
) -> None:
    administrator(engine)
    choosy.to_all = reply
    ids = [queue_mail(engine, number, f"unit-{number}@example.com") for number in range(20)]
    for _ in range(3):
        with pytest.raises(ApplicationError) as trouble:
            await send(engine, choosy.port)
        assert trouble.value.type == "MailHeld"
    assert not any(outbox_row(engine, one).failed for one in ids)
    assert held_mails(engine)[MailFault.OURS] >= 15
    assert len(alarms(engine)) == 1
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors
    assert not any(f"unit-{number}@" in line for line in errors for number in range(20))
    choosy.to_all = None
    assert await send(engine, choosy.port) == SendReport(sent=21, failed=0, left=0)
    assert held_mails(engine) == {}
    assert {mail["Message-ID"] for mail in choosy.messages()} >= set(ids)


async def test_a_log_in_that_was_forgotten_is_told_at_once(engine: Engine, choosy: ChoosyMails) -> None:
    administrator(engine)
    queue_mail(engine, 1)
    forgotten = {"smtp_username": "duixian", "smtp_password": SecretStr("old")}
    office = OutboxRelay(
        engine,
        Postbox(Settings(smtp_port=choosy.port).model_copy(update=forgotten)),
        letter_office(engine, choosy.folder),
    )
    with pytest.raises(ApplicationError) as trouble:
        await ActivityEnvironment().run(office.send_mails, SendRequest())
    assert trouble.value.type == "MailHeld"
    assert held_mails(engine) == {MailFault.OURS: 1}
    assert len(alarms(engine)) == 1


@pytest.mark.parametrize("reply", OURS[:3])
async def test_one_mail_that_is_held_blocks_no_other(engine: Engine, choosy: ChoosyMails, reply: str) -> None:
    choosy.answers = {f"blocked-{number}@example.com": reply for number in range(7)}
    for number in range(7):
        queue_mail(engine, number, f"blocked-{number}@example.com")
    others = [queue_mail(engine, 10 + number) for number in range(3)]
    with pytest.raises(ApplicationError):
        await send(engine, choosy.port)
    await send(engine, choosy.port)
    assert all(outbox_row(engine, one).sent_at is not None for one in others)


@pytest.mark.parametrize("reply", DOUBTFUL)
async def test_the_same_reply_to_several_recipients_is_about_us(
    engine: Engine, choosy: ChoosyMails, reply: str
) -> None:
    choosy.to_all = reply
    first = queue_mail(engine, 1, "one@example.com")
    assert await send(engine, choosy.port) == SendReport(sent=0, failed=1, left=0)
    second = queue_mail(engine, 2, "two@example.com")
    with pytest.raises(ApplicationError) as trouble:
        await send(engine, choosy.port)
    assert trouble.value.type == "MailHeld"
    choosy.to_all = None
    assert await send(engine, choosy.port) == SendReport(sent=2, failed=0, left=0)
    assert all(outbox_row(engine, one).sent_at is not None for one in (first, second))


@pytest.mark.parametrize("reply", [*OF_THE_ADDRESS, *DOUBTFUL])
async def test_an_address_that_was_refused_for_good_is_not_tried_again(
    engine: Engine, choosy: ChoosyMails, reply: str
) -> None:
    choosy.answers = {"gone@example.com": reply}
    queue_mail(engine, 1, "gone@example.com")
    queue_mail(engine, 2)
    assert await send(engine, choosy.port) == SendReport(sent=1, failed=1, left=0)
    choosy.answers = {}
    again = queue_mail(engine, 3, "Gone@Example.com")
    assert await send(engine, choosy.port) == SendReport(sent=0, failed=1, left=0)
    assert outbox_row(engine, again).trouble == MailFault.ADDRESS
    with transaction(engine) as session:
        trust_again(session, "gone@example.com")
    queue_mail(engine, 4, "gone@example.com")
    assert await send(engine, choosy.port) == SendReport(sent=1, failed=0, left=0)
