"""After a change of its address no mail of a unit goes to the old one: what waits in the outbox follows, by whichever door."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.mail.outbox import Outbox
from domain.post_office import MailFault
from tests.adapters.mail.choosy_mails import OURS, THEIRS
from tests.api.asking import UNIT
from tests.api.procedure import People
from tests.api.returned_mails import PostOfficeAt
from tests.api.returned_mails import post as post

NAME = "廊坊云枢智算科技有限公司"
DOCUMENT = {"document_number": "（廊）登字〔2026〕第1108号", "document_on": "2026-11-20"}
OLD, NEW = "yunshu@example.com", "new@example.com"
REFUSED = {"decision": "refuse", "reason": "申报主体不在本市，不属于支持范围。"}

Change = Callable[[People], Awaitable[Any]]


async def _in_the_case(people: People, username: str) -> Any:
    return await people.http.put(
        f"{people.case}/contact", json={"contact_email": NEW}, headers=await people.known(username)
    )


async def by_the_unit(people: People) -> Any:
    return await _in_the_case(people, "yunshu")


async def by_the_office(people: People) -> Any:
    return await _in_the_case(people, "fgw")


async def by_the_registry(people: People) -> Any:
    body = {"name": NAME, "locality": "kfq", "contact_email": NEW, **DOCUMENT}
    return await people.http.put(f"/v1/units/{UNIT}", json=body, headers=await people.known("fgw"))


DOORS = pytest.mark.parametrize("change", [by_the_unit, by_the_office, by_the_registry])


def recipients(post: PostOfficeAt) -> set[str]:
    """To whom of the unit mails went."""
    return {mail["To"] for mail in post.server.messages()} & {OLD, NEW}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@DOORS
@pytest.mark.parametrize("trouble", ["", OURS[0], THEIRS[0]], ids=["just written", "held", "put off"])
async def test_mails_that_wait_follow_the_address(
    people: People, post: PostOfficeAt, change: Change, trouble: str
) -> None:
    await people.do("fgw", "/completeness", REFUSED)
    if trouble:
        post.server.to_all = trouble
        await post.send()
        post.server.to_all = None
    answer = await change(people)
    assert answer.status_code in (200, 201), answer.text
    await post.send()
    assert recipients(post) == {NEW}
    lines = (await people.get("fgw", "/mails")).json()
    assert {line["to"] for line in lines} == {"n***@example.com"}
    assert all(line["sent_at"] for line in lines)


@DOORS
async def test_a_mail_that_a_batch_has_in_hand_follows_too(
    people: People, post: PostOfficeAt, change: Change, served_settings: Settings
) -> None:
    engine = open_engine(served_settings.database_url)
    outbox = Outbox(engine)
    (mail,) = await asyncio.to_thread(outbox.waiting, 10)
    assert mail.recipient == OLD
    await change(people)
    assert await asyncio.to_thread(outbox.recipient_of, mail) == NEW
    told: list[str] = []
    outbox.mark_failed(
        mail, "refused", MailFault.ADDRESS, "", mail.created_at, lambda _: told.append(mail.message_id)
    )
    assert told == [], "the old address was refused, which says nothing of the new one"
    await post.send()
    assert recipients(post) == {NEW}
    engine.dispose()
