"""A letter is made with its mail, kept with its case, and read by whoever sees the case."""

import io
import shutil
from email.message import EmailMessage
from typing import Any

from pypdf import PdfReader
from temporalio.testing import ActivityEnvironment

from activities.mail.post_office import OutboxRelay
from adapters.mail.smtp import Postbox
from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from domain.post_office import SendRequest
from tests.adapters.letters.offices import letter_office
from tests.adapters.letters.reading import words_of
from tests.api.asking import UNIT, problem_of
from tests.api.procedure import ON_PAPER, People
from tests.fixtures.mail import CaughtMails

RARE = "廊坊𬭛𫟷䶮𠮷㛃智算有限公司"
REGISTERED = {"name": RARE, "locality": "kfq", "document_number": "登字1号", "document_on": "2026-11-20"}
REFUSAL = {"decision": "refuse", "reason": "申报主体不在本市，不属于支持范围。"}


async def deliver(settings: Settings, smtp: CaughtMails) -> None:
    """What the post office of the worker does."""
    engine = open_engine(settings.database_url)
    postbox = Postbox(settings.model_copy(update={"smtp_port": smtp.port}))
    office = OutboxRelay(engine, postbox, letter_office(engine, settings.files))
    await ActivityEnvironment().run(office.send_mails, SendRequest())
    engine.dispose()


async def letters(people: People, username: str) -> list[dict[str, Any]]:
    answer = await people.get(username, "/letters")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, list)
    return found


def enclosed(mail: EmailMessage) -> list[tuple[str | None, bytes]]:
    return [(part.get_filename(), bytes(part.get_content())) for part in mail.iter_attachments()]


async def test_the_letter_of_an_acceptance_goes_with_its_mail_and_stays_with_its_case(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await people.do("fgw", "/completeness", ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]})
    assert await letters(people, "yunshu") == []
    await deliver(served_settings, smtp)
    (letter,) = await letters(people, "yunshu")
    assert (letter["kind"], letter["title"], letter["event"]) == ("acceptance", "受理通知书", "accepted")
    assert (await people.get("yunshu")).json()["letters"] == [letter]

    first, second = smtp.messages()
    assert enclosed(first) == []
    ((name, content),) = enclosed(second)
    assert name == f"受理通知书-{letter['number']}.pdf"
    assert second.get_body(("plain",)) is not None

    for username in ("yunshu", "fgw", "kfq", "finance", "auditor", "administrator"):
        answer = await people.http.get(letter["href"], headers=await people.known(username))
        assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert people.case.rpartition("/")[2] in text
    assert "廊坊云枢智算科技有限公司" in text


async def test_a_letter_whose_term_is_over_is_told_from_one_that_never_was_where_its_term_stands(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await people.do("fgw", "/completeness", ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]})
    await deliver(served_settings, smtp)
    (letter,) = await letters(people, "yunshu")
    shutil.rmtree(served_settings.files)
    answer = await people.http.get(letter["href"], headers=await people.known("yunshu"))
    assert "保存期限届满" in problem_of(answer, 404, "not-found")["remedy"]


async def test_a_name_of_rare_characters_is_printed_and_found_in_the_letter(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    named = await people.http.put(f"/v1/units/{UNIT}", json=REGISTERED, headers=await people.known("fgw"))
    assert (named.status_code, named.json()["name"]) == (200, RARE)
    await people.do("fgw", "/completeness", REFUSAL)
    await deliver(served_settings, smtp)
    (letter,) = await letters(people, "yunshu")
    answer = await people.http.get(letter["href"], headers=await people.known("yunshu"))
    assert RARE in words_of(answer.content)


async def test_who_does_not_see_the_case_sees_no_letter(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await people.do("fgw", "/completeness", REFUSAL)
    await deliver(served_settings, smtp)
    (letter,) = await letters(people, "yunshu")
    assert letter["title"] == "不予受理决定书"
    for username in ("lingxi", "jyj"):
        problem_of(await people.get(username, "/letters"), 404, "not-found")
        answer = await people.http.get(letter["href"], headers=await people.known(username))
        problem_of(answer, 404, "not-found")
    problem_of(await people.http.get(letter["href"]), 401, "not-authenticated")
    problem_of(await people.get("yunshu", "/letters/nothing"), 404, "not-found")


async def test_a_letter_and_each_reading_of_it_are_in_the_audit_record(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await people.do("fgw", "/completeness", REFUSAL)
    await deliver(served_settings, smtp)
    await deliver(served_settings, smtp)
    (letter,) = await letters(people, "auditor")
    await people.http.get(letter["href"], headers=await people.known("auditor"))
    engine = open_engine(served_settings.database_url)
    chain = entries_of(engine, people.case.rpartition("/")[2], limit=100)
    engine.dispose()
    told = [entry for entry in chain if entry.action.startswith("letter:")]
    assert [entry.action for entry in told] == ["letter:issued", "letter:viewed"]
    assert {entry.subject for entry in told} == {letter["id"]}
    assert letter["sha256"] in str(told[0].after)


async def test_a_letter_that_could_not_be_set_is_told_on_the_health_page(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await people.do("fgw", "/completeness", REFUSAL)
    assert (await people.http.get("/readyz")).json()["notes"] == []
    full = served_settings.model_copy(update={"files": served_settings.files / "full"})
    full.files.parent.mkdir(parents=True, exist_ok=True)
    full.files.write_text("no folder")
    await deliver(full, smtp)
    answer = await people.http.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["notes"] == ["有 1 份公文排版失败，邮件已照常发出；系统会自动重试，原因见日志。"]
    assert (len(smtp.messages()), await letters(people, "yunshu")) == (2, [])
    await deliver(served_settings, smtp)
    assert (await people.http.get("/readyz")).json()["notes"] == []
    assert len(await letters(people, "yunshu")) == 1
