"""The mail catcher is a real SMTP server, and a mail it has taken is a file."""

import sys
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

from stack.child import Child
from stack.embedded_settings import throw_away_settings
from stack.ports import LOOPBACK, is_listening
from stack.supervisor import Supervisor
from tests.fixtures.mail import CaughtMails


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "duixian@example.com",
        "unit@example.com",
        "兑现：已受理",
    )
    message.set_content("您的申请已受理。")
    message.add_alternative("<p>您的申请已受理。</p>", subtype="html")
    return message


async def test_a_mail_is_kept_as_it_was_sent(smtp: CaughtMails) -> None:
    await aiosmtplib.send(mail(), hostname=smtp.host, port=smtp.port, start_tls=False)
    [caught] = smtp.messages()
    assert caught["Subject"] == "兑现：已受理"
    assert caught["Delivered-To"] == "unit@example.com"
    body = caught.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "您的申请已受理。"


async def test_mails_are_listed_in_the_order_of_arrival(smtp: CaughtMails) -> None:
    for number in range(5):
        message = mail()
        message.replace_header("Subject", f"第 {number} 封")
        await aiosmtplib.send(message, hostname=smtp.host, port=smtp.port, start_tls=False)
    assert [caught["Subject"] for caught in smtp.messages()] == [f"第 {number} 封" for number in range(5)]


async def test_the_catcher_is_a_process_of_its_own_that_ends_when_asked(tmp_path: Path) -> None:
    settings = throw_away_settings(tmp_path)
    reports: list[str] = []
    supervisor = Supervisor(reports.append)
    command = [sys.executable, "-m", "stack.mail_catcher"]
    catcher = Child("mail-catcher", command, tmp_path / "log", settings.environment())
    await supervisor.start(catcher)
    try:
        await supervisor.until_ready(catcher, lambda: is_listening(settings.smtp_port))
        await aiosmtplib.send(mail(), hostname=LOOPBACK, port=settings.smtp_port, start_tls=False)
        assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    finally:
        await supervisor.stop_all()
    assert reports == []
