"""Mails leave over a real SMTP server, and what goes wrong is told apart."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.mail.message import compose
from adapters.mail.render import render
from adapters.mail.smtp import (
    LogInRefused,
    MailDeferred,
    MailHeld,
    MailRefused,
    MailServerAway,
    MailTrouble,
    Postbox,
)
from adapters.settings import Settings
from stack.ports import free_ports
from tests.adapters.mail.choosy_mails import DOUBTFUL, OF_THE_ADDRESS, OURS, THEIRS, ChoosyMails
from tests.adapters.mail.mails import facts
from tests.fixtures.mail import CaughtMails


@pytest_asyncio.fixture
async def choosy(tmp_path: Path) -> AsyncIterator[ChoosyMails]:
    async with ChoosyMails(tmp_path / "choosy", port=0) as catcher:
        yield catcher


def mail_to(recipient: str, number: int = 1) -> EmailMessage:
    return compose(
        render(facts()),
        message_id=f"<{number}@example.com>",
        sender="兑现 <duixian@example.com>",
        recipient=recipient,
        at=facts().at,
    )


def postbox(tmp_path: Path, port: int, **given: object) -> Postbox:
    return Postbox(Settings(var=tmp_path, smtp_port=port).model_copy(update=given))


async def test_a_batch_goes_over_one_connection(smtp: CaughtMails, tmp_path: Path) -> None:
    async with postbox(tmp_path, smtp.port).open() as connection:
        for number in range(3):
            await connection.deliver(mail_to("unit@example.com", number), "unit@example.com")
    caught = smtp.messages()
    assert [mail["Message-ID"] for mail in caught] == [f"<{number}@example.com>" for number in range(3)]
    assert {mail["Return-Path"] for mail in caught} == {"<duixian@langfang.example.com>"}
    assert {mail["Delivered-To"] for mail in caught} == {"unit@example.com"}


async def test_trouble_with_one_mail_leaves_the_connection_open_for_the_next(
    choosy: ChoosyMails, tmp_path: Path
) -> None:
    async with postbox(tmp_path, choosy.port).open() as connection:
        with pytest.raises(MailRefused) as refusal:
            await connection.deliver(mail_to("gone@example.com"), "gone@example.com")
        with pytest.raises(MailDeferred):
            await connection.deliver(mail_to("later@example.com"), "later@example.com")
        await connection.deliver(mail_to("unit@example.com"), "unit@example.com")
    assert [mail["To"] for mail in choosy.messages()] == ["unit@example.com"]
    assert "no such user" in refusal.value.words
    assert "gone@example.com" not in str(refusal.value)


async def refusal_of(choosy: ChoosyMails, tmp_path: Path) -> MailTrouble:
    async with postbox(tmp_path, choosy.port).open() as connection:
        with pytest.raises(MailTrouble) as trouble:
            await connection.deliver(mail_to("unit@example.com"), "unit@example.com")
    assert "unit@example.com" not in str(trouble.value)
    assert "unit@example.com" not in trouble.value.reply
    return trouble.value


@pytest.mark.parametrize(
    ("reply", "kind", "is_doubtful"),
    [
        *((reply, MailHeld, False) for reply in OURS),
        *((reply, MailRefused, False) for reply in OF_THE_ADDRESS),
        *((reply, MailDeferred, False) for reply in THEIRS),
        *((reply, MailRefused, True) for reply in DOUBTFUL),
        ("421 4.3.2 closing", MailServerAway, False),
    ],
)
async def test_whose_fault_a_refusal_is_follows_from_its_code(
    choosy: ChoosyMails, tmp_path: Path, reply: str, kind: type[MailTrouble], *, is_doubtful: bool
) -> None:
    choosy.to_all = reply
    trouble = await refusal_of(choosy, tmp_path)
    assert type(trouble) is kind
    assert getattr(trouble, "is_doubtful", False) is is_doubtful


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("550 5.1.1 no such sender", MailHeld),
        ("553 sender rejected", MailHeld),
        ("552 5.3.4 too big", MailHeld),
        ("451 4.7.1 try again", MailDeferred),
    ],
)
async def test_a_refusal_of_our_own_address_is_never_the_recipients(
    choosy: ChoosyMails, tmp_path: Path, reply: str, kind: type[MailTrouble]
) -> None:
    choosy.to_sender = reply
    assert type(await refusal_of(choosy, tmp_path)) is kind


async def test_a_server_that_does_not_listen_is_away(tmp_path: Path) -> None:
    with pytest.raises(MailServerAway):
        async with postbox(tmp_path, free_ports(1)[0]).open():
            pass


async def test_a_server_without_the_security_that_we_ask_for_gets_no_mail(
    smtp: CaughtMails, tmp_path: Path
) -> None:
    for security in ("starttls", "tls"):
        with pytest.raises(MailServerAway):
            async with postbox(tmp_path, smtp.port, smtp_tls=security).open():
                pass


async def test_a_password_is_not_given_to_a_server_that_does_not_ask(
    smtp: CaughtMails, tmp_path: Path
) -> None:
    box = postbox(tmp_path, smtp.port, smtp_username="duixian", smtp_password=SecretStr("secret"))
    with pytest.raises(LogInRefused):
        async with box.open():
            pass
