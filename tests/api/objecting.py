"""Objecting without an account, as a test does it: what is sent, and the token that the mail brings."""

import re
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

import httpx
from temporalio.testing import ActivityEnvironment

from activities.mail.post_office import OutboxRelay
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.engine import open_engine
from domain.post_office import SendRequest
from domain.public_notice.objector_mail import OBJECTOR_TITLES
from tests.adapters.letters.offices import letter_office
from tests.fixtures.mail import CaughtMails

SAID = {
    "name": "赵敏",
    "contact": "zhao.min@example.com",
    "content": "该单位投资额与公开年报不符。",
    "evidence": "年报第12页，线索来自本人。",
}


async def send(
    http: httpx.AsyncClient,
    number: str,
    files: Sequence[tuple[str, bytes]] = (),
    key: dict[str, str] | None = None,
    **changes: Any,
) -> httpx.Response:
    """Send an objection; what is changed to None is left out."""
    said = {name: value for name, value in (SAID | changes).items() if value is not None}
    return await http.post(
        f"/v1/public-notices/{number}/objections",
        data=said,
        files=[("files", file) for file in files] or None,
        headers=key or {},
    )


async def delivered(settings: Settings, smtp: CaughtMails) -> list[EmailMessage]:
    """Every mail to objectors so far, after what waits was sent."""
    return [
        mail
        for mail in await all_delivered(settings, smtp)
        if any(title in mail["Subject"] for title in OBJECTOR_TITLES.values())
    ]


async def all_delivered(settings: Settings, smtp: CaughtMails) -> list[EmailMessage]:
    """Every mail that the server has taken so far, after what waits was sent."""
    engine = open_engine(settings.database_url)
    postbox = Postbox(settings.model_copy(update={"smtp_port": smtp.port}))
    relay = OutboxRelay(engine, postbox, letter_office(engine, settings.files))
    await ActivityEnvironment().run(relay.send_mails, SendRequest(limit=200))
    engine.dispose()
    return smtp.messages()


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def token_in(mail: EmailMessage) -> str:
    """The token that a mail brings."""
    found = re.search(r"/objection\?token=([0-9a-f]{64})", words_of(mail))
    assert found is not None, words_of(mail)
    return found.group(1)


def own(token: str) -> dict[str, str]:
    """The header with which somebody reads the own objection."""
    return {"Objection-Token": token}
