"""Anybody objects to a notice without an account: sent, confirmed by mail, found on, and read with the token of the mail."""

import asyncio
import json
import logging
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.async_api import Page, Route
from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.schema import AuditEntryRow
from domain.case.identifiers import workflow_id
from tests.api.acts.test_signed_again import signed
from tests.api.asking import new_key, problem_of
from tests.api.links import links_of
from tests.api.objecting import SAID, delivered, own, send, token_in, words_of
from tests.api.procedure import People, notice_passes
from tests.fixtures.mail import CaughtMails
from tools.demo.paper import pdf_of

CATCHING = {"mail.log", "mail.debug", "mail.error"}
"""Loggers of the SMTP server that catches the mails."""
TYPED = ("赵敏", "zhao.min@example.com", "年报第12页")


def number_of(people: People) -> str:
    return people.case.rpartition("/")[2]


async def stage_of(people: People) -> str:
    return str((await people.get("auditor")).json()["stage"])


async def history_of(temporal: WorkflowEnvironment, number: str) -> str:
    handle = temporal.client.get_workflow_handle(workflow_id(number))
    return (await handle.fetch_history()).to_json()


def chain_of(settings: Settings, number: str) -> list[tuple[str, str]]:
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        rows = session.exec(select(AuditEntryRow).where(AuditEntryRow.chain == number)).all()
        found = [(row.action, row.model_dump_json()) for row in rows]
    engine.dispose()
    return found


async def raised(people: People, settings: Settings, smtp: CaughtMails) -> tuple[str, str]:
    """The token of somebody whose objection is confirmed, and the objection."""
    await signed(people)
    number = number_of(people)
    sent = await send(people.http, number, [("年报.exe", pdf_of("年报"))])
    assert sent.status_code == 202, sent.text
    (asked,) = await delivered(settings, smtp)
    confirmed = await people.http.post(
        f"/v1/public-notices/{number}/objections/confirmation", json={"token": token_in(asked)}
    )
    assert confirmed.status_code == 200, confirmed.text
    (objection,) = (await people.get("fgw")).json()["objections"]
    return token_in(asked), objection["id"]


async def test_the_notice_says_who_may_object_how_and_until_when(people: People) -> None:
    await signed(people)
    notice = (await people.http.get(f"/v1/public-notices/{number_of(people)}")).json()
    until = date.fromisoformat(notice["until"])
    last = f"{until.year}年{until.month}月{until.day}日"
    for words in ("任何单位和个人", "没有账号的", "联系邮箱", "证据", "确认之日", last, notice["lead"]):
        assert words in notice["how_to_object"], words
    assert notice["outside_objection_href"] == f"/v1/public-notices/{number_of(people)}/objections"
    page = (await people.http.get(f"/public-notices/{number_of(people)}")).text
    assert "证据文件（最多3个，合计不超过5 MB，限PDF、OFD、PNG、JPEG、DOCX、XLSX格式）" in page
    assert 'accept=".pdf,.png,.jpg,.jpeg,.ofd,.docx,.xlsx"' in page


async def test_nothing_is_an_objection_before_it_is_confirmed_by_a_press_of_the_button(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await signed(people)
    number, http = number_of(people), people.http
    sent = await send(http, number, [("年报.pdf", pdf_of("年报"))])
    notice = (await http.get(f"/v1/public-notices/{number}")).json()
    assert (sent.status_code, sent.json()["until"]) == (202, notice["until"])
    (asked,) = await delivered(served_settings, smtp)
    assert asked["To"] == SAID["contact"]
    assert not any(word in asked.as_string() + words_of(asked) for word in ("赵敏", "年报", "不符"))
    said, page = {"token": token_in(asked)}, f"/public-notices/{number}/objection"

    opened = await http.get(page, params=said)
    assert (opened.status_code, "确认提出" in opened.text) == (200, True)
    assert "待确认</span>" in opened.text
    assert opened.headers["cache-control"] == "private, no-store"
    assert opened.headers["referrer-policy"] == "no-referrer"
    read = (await http.get(f"/v1{page}", headers=own(said["token"]))).json()
    assert (read["state"], read["content"]) == ("unconfirmed", SAID["content"])
    assert await stage_of(people) == "公示中"  # opening and reading confirm nothing

    pressed = await http.post(page, data=said)
    assert (pressed.status_code, "确认提出" in pressed.text) == (200, False)
    assert [word in pressed.text for word in ("核查中</span>", "<h2>核查进展</h2>")] == [True, True]
    assert await stage_of(people) == "异议核查中"
    confirmed = await http.post(f"/v1{page}s/confirmation", json=said)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "open")
    assert confirmed.json()["raised_at"] > confirmed.json()["sent_at"]
    assert len((await people.get("fgw")).json()["objections"]) == 1


@pytest.mark.long
async def test_in_a_browser_the_form_sends_and_the_button_confirms(
    people: People, served_settings: Settings, smtp: CaughtMails, page: Page
) -> None:
    async def answer(route: Route) -> None:
        asked = route.request
        headers = await asked.all_headers()
        came = await people.http.request(
            asked.method, asked.url, content=asked.post_data_buffer, headers=headers
        )
        await route.fulfill(status=came.status_code, headers=dict(came.headers), body=came.content)

    await page.route("**/*", answer)
    await signed(people)
    await page.goto(f"http://api/public-notices/{number_of(people)}")
    for name, said in SAID.items():
        await page.locator(f"[name={name}]").fill(said)
    await page.get_by_role("button", name="提交").click()
    (asked,) = await delivered(served_settings, smtp)
    assert await stage_of(people) == "公示中"
    await page.goto(f"http://api/public-notices/{number_of(people)}/objection?token={token_in(asked)}")
    assert SAID["content"] in await page.inner_text("blockquote")
    await page.get_by_role("button", name="确认提出").click()
    assert "异议已受理" in await page.inner_text("body")
    assert await stage_of(people) == "异议核查中"


async def test_it_is_found_on_as_any_other_and_whoever_raised_it_reads_what_was_found(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    token, objection = await raised(people, served_settings, smtp)
    finding = {"decision": "dismiss", "reason": "经核查，投资额属实。"}
    await people.do("fgw", f"/objections/{objection}/finding", finding)
    path = f"/v1/public-notices/{number_of(people)}/objection"
    read = (await people.http.get(path, headers=own(token))).json()
    assert (read["state"], read["reason"]) == ("dismiss", finding["reason"])
    page = await people.http.get(path.removeprefix("/v1"), params={"token": token})
    assert "<h2>核查结论：异议不成立</h2>" in page.text
    mails = await delivered(served_settings, smtp)
    assert "同一邮箱不再受理异议" in words_of(mails[-1])
    assert [mail["To"] for mail in mails] == [SAID["contact"]] * 3
    assert finding["reason"] in words_of(mails[-1])
    assert {token_in(mail) for mail in mails} == {token}


async def test_who_it_was_is_shown_to_the_lead_and_to_auditors_and_each_look_is_a_link(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    _, objection = await raised(people, served_settings, smtp)
    who = f"/objections/{objection}/objector"
    problem_of(await people.get("gxj", who), 403, "not-allowed")
    problem_of(await people.get("yunshu", who), 403, "not-allowed")
    problem_of(await people.get("jyj", who), 404, "not-found")
    problem_of(await people.get("fgw", "/objections/strange/objector"), 404, "not-found")
    assert (await people.get("auditor", who)).status_code == 200
    told = (await people.get("fgw", who)).json()
    assert (told["name"], told["contact"], told["evidence"]) == (*TYPED[:2], SAID["evidence"])
    (file,) = told["files"]
    assert file["name"] == "年报.exe.pdf"
    assert (await people.get("fgw", f"{who}/files/{file['id']}")).content == pdf_of("年报")
    problem_of(await people.get("fgw", f"{who}/files/strange"), 404, "not-found")
    actions = [action for action, _ in links_of(served_settings, number_of(people))]
    assert actions.count("objector:viewed") == 2
    assert actions.count("objector:evidence-viewed") == 1


async def test_who_it_was_is_nowhere_else(
    people: People,
    temporal: WorkflowEnvironment,
    served_settings: Settings,
    smtp: CaughtMails,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    token, _ = await raised(people, served_settings, smtp)
    number = number_of(people)
    for username in ("yunshu", "gxj", "auditor", "fgw"):
        seen = (await people.get(username)).json()
        may_read = username in ("fgw", "auditor")
        assert [each["content"] for each in seen["objections"]] == [SAID["content"] if may_read else ""]
        assert [bool(each["objector_href"]) for each in seen["objections"]] == [may_read]
        assert not any(word in json.dumps(seen, ensure_ascii=False) for word in TYPED)
    told = (await people.http.get(f"/v1/public-notices/{number}")).text
    told += (await people.http.get(f"/public-notices/{number}")).text
    told += await history_of(temporal, number)
    told += json.dumps(chain_of(served_settings, number), ensure_ascii=False)
    told += "\n".join(record.getMessage() for record in caplog.records if record.name not in CATCHING)
    assert not [word for word in (*TYPED, token) if word in told]
    pack = await people.get("auditor", "/evidence")
    assert pack.status_code == 200
    with ZipFile(BytesIO(pack.content)) as files:
        packed = "".join(files.read(name).decode("utf-8", "ignore") for name in files.namelist())
    assert not [word for word in (*TYPED, token) if word in packed]


async def test_what_is_confirmed_when_the_notice_is_over_is_no_objection(
    people: People, temporal: WorkflowEnvironment, served_settings: Settings, smtp: CaughtMails
) -> None:
    await signed(people)
    number = number_of(people)
    assert (await send(people.http, number)).status_code == 202
    (asked,) = await delivered(served_settings, smtp)
    await notice_passes(people, temporal)
    late = await people.http.post(
        f"/v1/public-notices/{number}/objections/confirmation", json={"token": token_in(asked)}
    )
    assert "公示已经结束" in problem_of(late, 409, "wrong-stage")["detail"]
    page = await people.http.post(f"/public-notices/{number}/objection", data={"token": token_in(asked)})
    assert (page.status_code, "公示已经结束" in page.text) == (409, True)
    opened = await people.http.get(f"/public-notices/{number}/objection", params={"token": token_in(asked)})
    assert [word in opened.text for word in ("未确认</span>", "<h2>未受理</h2>", "<form")] == [
        True,
        True,
        False,
    ]
    problem_of(await send(people.http, number, contact="other@example.com"), 409, "wrong-stage")


async def test_two_confirmations_at_once_are_one_objection_and_the_last_one_sent_counts(
    people: People, served_settings: Settings, smtp: CaughtMails
) -> None:
    await signed(people)
    number, http = number_of(people), people.http
    await send(http, number, content="第一次所写。")
    (first,) = await delivered(served_settings, smtp)
    await send(http, number, content="第二次所写。", contact="Zhao.Min@example.com")
    _, second = await delivered(served_settings, smtp)
    path = f"/v1/public-notices/{number}/objections/confirmation"
    problem_of(await http.post(path, json={"token": token_in(first)}), 404, "not-found")
    answers = await asyncio.gather(*(http.post(path, json={"token": token_in(second)}) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    seen = (await people.get("fgw")).json()["objections"]
    assert [each["content"] for each in seen] == ["第二次所写。"]
    await send(http, number, content="第三次所写。", key=new_key())  # the address has objected
    assert len([mail for mail in await delivered(served_settings, smtp) if "确认" in mail["Subject"]]) == 2
