"""What the door of objections without account takes, and how much of it; nobody learns who has objected."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.notices.outside import forget_unconfirmed
from adapters.store.schema import Mail, OutsideEvidenceRow, OutsideObjectorRow
from domain.public_notice.outside import (
    COUNTED_FOR,
    MOST_BYTES,
    MOST_MAILS,
    MOST_OF_ADDRESS,
    MOST_UNCONFIRMED,
)
from tests.activities.casework import Casework
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.objecting import SAID, delivered, own, send, token_in
from tests.api.published import Published
from tests.fixtures.mail import CaughtMails
from tools.demo.paper import pdf_of


def rows_of(settings: Settings, table: Any) -> list[Any]:
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        found = list(session.exec(select(table)))
    engine.dispose()
    return found


def asked(settings: Settings) -> list[str]:
    return [row.recipient for row in rows_of(settings, Mail) if row.event == "objection_confirmation"]


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": None}, "name"),
    ({"name": " "}, "name"),
    ({"name": "赵\u202e敏"}, "name"),
    ({"contact": None}, "contact"),
    ({"contact": "zhao.min"}, "contact"),
    ({"contact": "a@example.com, b@example.com"}, "contact"),
    ({"contact": "a@example.com\r\nBcc: b@example.com"}, "contact"),
    ({"content": ""}, "content"),
    ({"content": "一" * 2001}, "content"),
    ({"evidence": ""}, "evidence"),
    ({"evidence": "一" * 2001}, "evidence"),
)


@pytest.mark.parametrize(("changes", "path"), WRONG, ids=range(len(WRONG)))
async def test_what_does_not_hold_is_refused_by_its_field(
    http: httpx.AsyncClient, published: Published, changes: dict[str, Any], path: str
) -> None:
    problem = problem_of(await send(http, published.number, **changes), 422, "invalid-input")
    assert paths_of(problem) == {path}


async def test_files_are_few_small_and_what_their_content_says(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    number = published.number
    page = pdf_of("证据")
    problem_of(await send(http, number, [("证据.pdf", b"MZ program")]), 415, "unsupported-type")
    problem_of(await send(http, number, [("证据.pdf", b"")]), 415, "unsupported-type")
    four = problem_of(await send(http, number, [("证据.pdf", page)] * 4), 422, "invalid-input")
    assert paths_of(four) == {"files"}
    problem_of(await send(http, number, [("证据.pdf", page + b" " * MOST_BYTES)]), 413, "too-large")
    two = [("证据.pdf", page + b" " * (MOST_BYTES // 2))] * 2
    problem_of(await send(http, number, two), 413, "too-large")
    assert rows_of(api_settings, OutsideObjectorRow) == []
    assert (await send(http, number, [("证据.pdf", page)] * 3, evidence=None)).status_code == 202
    assert not any(api_settings.files.rglob("*") if api_settings.files.exists() else ())
    assert len(rows_of(api_settings, OutsideEvidenceRow)) == 3  # in the vault when it is confirmed


async def test_only_a_notice_that_takes_objections_takes_one(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    for unknown in ("LF2026-0101-99999", "nothing", "LF"):
        problem = problem_of(await send(http, unknown), 404, "not-found")
        page = await as_browser(http, f"/public-notices/{unknown}/objections")
        for words in (problem["remedy"], page.text):
            assert "请从公示页面（/public-notices）中选择。" in words
        assert (page.status_code, "/v1/" in page.text) == (404, False)
    published.end()
    problem_of(await send(http, published.number), 409, "wrong-stage")
    assert asked(api_settings) == []


async def test_the_answer_is_the_same_whether_a_mail_leaves_or_not(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    number, key = published.number, new_key()
    answers = [await send(http, number, key=key), await send(http, number, key=key)]
    assert len(asked(api_settings)) == 1  # the same request once more asks nobody again
    answers += [
        await send(http, number, content=f"第{sent}次", contact="ZHAO.min@example.com")
        for sent in range(MOST_MAILS + 2)
    ]
    assert len(asked(api_settings)) == MOST_MAILS
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    (row,) = rows_of(api_settings, OutsideObjectorRow)
    assert row.content == f"第{MOST_MAILS - 2}次"
    for words in ("以最近一封确认邮件所询问的内容为准", "最多发送3封，此后重新提交的内容不再采用", "书面"):
        assert words in answers[0].json()["detail"]
    assert "以最后一次为准" not in answers[0].text


async def test_nobody_is_written_to_about_many_notices(
    http: httpx.AsyncClient, casework: Casework, api_settings: Settings
) -> None:
    for _ in range(MOST_OF_ADDRESS + 2):
        case = Published(casework, "compute_centre_construction")
        case.publish()
        assert (await send(http, case.number)).status_code == 202
    assert len(asked(api_settings)) == MOST_OF_ADDRESS


def crowd(settings: Settings, published: Published, seq: int, age: timedelta = timedelta()) -> None:
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        for number in range(MOST_UNCONFIRMED):
            texts: dict[str, Any] = dict.fromkeys(
                ("name", "contact", "content", "evidence", "ticket", "request"), "x"
            )
            session.add(
                OutsideObjectorRow(
                    id=f"{number}",
                    case_number=published.number,
                    seq=seq,
                    address=f"{number}@example.com",
                    token=f"{number}",
                    mails=1,
                    created_at=datetime.now(UTC) - age,
                    **texts,
                )
            )
    engine.dispose()


async def test_a_flood_of_two_days_ago_stands_in_nobodys_way(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    crowd(api_settings, published, published.seq, COUNTED_FOR)
    assert (await send(http, published.number)).status_code == 202
    assert asked(api_settings) == [SAID["contact"]]


async def test_a_flood_is_stopped_at_the_notice_and_told_the_other_way(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    crowd(api_settings, published, published.seq)
    problem = problem_of(await send(http, published.number), 429, "case-busy")
    assert "书面向市发改委提出" in problem["remedy"]
    assert asked(api_settings) == []


async def test_what_was_not_confirmed_is_forgotten_when_the_notice_is_over(
    http: httpx.AsyncClient, published: Published, api_settings: Settings, smtp: CaughtMails
) -> None:
    await send(http, published.number, [("证据.pdf", pdf_of("证据"))])
    (mail,) = await delivered(api_settings, smtp)
    token, path = token_in(mail), f"/v1/public-notices/{published.number}/objection"
    assert (await http.get(path, headers=own(token))).json()["state"] == "unconfirmed"
    (row,) = rows_of(api_settings, OutsideObjectorRow)
    assert token not in row.model_dump_json()
    published.end()
    with transaction(published.casework.engine) as session:
        forget_unconfirmed(session)
    assert rows_of(api_settings, OutsideObjectorRow) == rows_of(api_settings, OutsideEvidenceRow) == []
    problem_of(await http.get(path, headers=own(token)), 404, "not-found")


@pytest.mark.parametrize("token", ["0" * 64, "x", "令牌", "a" * 201, ""])
async def test_a_strange_token_opens_nothing(
    http: httpx.AsyncClient, published: Published, token: str
) -> None:
    await send(http, published.number)
    path = f"/public-notices/{published.number}/objection"
    confirmed = await http.post(f"/v1{path}s/confirmation", json={"token": token})
    assert confirmed.status_code in (404, 422), confirmed.text
    shown = [await http.get(path, params={"token": token}), await http.post(path, data={"token": token})]
    assert {answer.status_code for answer in shown} <= {404, 422}
    if token.isascii():
        read = await http.get(f"/v1{path}", headers=own(token))
        assert read.status_code in (404, 422), read.text


async def test_a_token_is_good_for_its_own_notice_and_waits_while_cases_are_away(
    http: httpx.AsyncClient, casework: Casework, api_settings: Settings, smtp: CaughtMails
) -> None:
    cases = [Published(casework, "compute_centre_construction") for _ in range(2)]
    for case in cases:
        case.publish()
    await send(http, cases[0].number)
    (mail,) = await delivered(api_settings, smtp)
    said = {"token": token_in(mail)}
    other = f"/v1/public-notices/{cases[1].number}/objections/confirmation"
    problem_of(await http.post(other, json=said), 404, "not-found")
    away = await http.post(f"/v1/public-notices/{cases[0].number}/objections/confirmation", json=said)
    assert away.status_code == 503
    read = await http.get(f"/v1/public-notices/{cases[0].number}/objection", headers=own(said["token"]))
    assert read.json()["state"] == "unconfirmed"


async def as_browser(http: httpx.AsyncClient, path: str, **changes: str) -> httpx.Response:
    """Send the form as a browser does where no file was chosen: a part without name and content."""
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in (SAID | changes).items()]
    parts.append('name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    body = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return await http.post(path, content=body.encode(), headers=headers)


async def test_the_form_of_the_notice_sends_the_same_and_tells_what_is_wrong_in_words(
    http: httpx.AsyncClient, published: Published, api_settings: Settings
) -> None:
    page = f"/public-notices/{published.number}"
    shown = (await http.get(page)).text
    assert f'action="{page}/objections"' in shown
    assert all(f'name="{name}"' in shown for name in (*SAID, "files"))
    for changes, label in (({"contact": "<b>"}, "联系邮箱：不是"), ({"evidence": ""}, "证据或线索：")):
        wrong = await as_browser(http, f"{page}/objections", **changes)
        assert (wrong.status_code, label in wrong.text, "<b>" in wrong.text) == (422, True, False), wrong.text
    sent = await as_browser(http, f"{page}/objections")
    assert (sent.status_code, "请查收确认邮件" in sent.text) == (202, True), sent.text
    assert asked(api_settings) == [SAID["contact"]]
    published.end()
    assert f"{page}/objections" not in (await http.get(page)).text
    over = await as_browser(http, f"{page}/objections")
    assert (over.status_code, "不在公示期内" in over.text) == (409, True)
