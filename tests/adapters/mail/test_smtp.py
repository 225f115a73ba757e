"""Mails leave over a real SMTP server, and what goes wrong is told apart."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from adapters.mail.message import compose
from adapters.mail.render import render
from adapters.mail.smtp import MailDeferred, MailRefused, MailServerAway, Postbox
from adapters.settings import Settings
from stack.ports import free_ports
from tests.adapters.mail.choosy_mails import ChoosyMails
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
    return Postbox(Settings.model_validate({"var": tmp_path, "smtp_port": port, **given}))


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


@pytest.mark.parametrize("recipient", ["closing@example.com", "relay@example.com"])
async def test_a_server_that_blames_us_counts_as_away(
    choosy: ChoosyMails, tmp_path: Path, recipient: str
) -> None:
    async with postbox(tmp_path, choosy.port).open() as connection:
        with pytest.raises(MailServerAway) as trouble:
            await connection.deliver(mail_to(recipient), recipient)
    assert recipient not in str(trouble.value)


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
    with pytest.raises(MailServerAway):
        async with box.open():
            pass
