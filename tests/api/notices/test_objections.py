"""Objections through HTTP: each is answered, and whoever raised it reads what was found, though the case is another's."""

import re
from typing import Any

from sqlmodel import col, select

from adapters.mail.render import render
from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.mail.outbox import waiting_mail
from adapters.store.schema import Mail
from domain.public_notice.objector_mail import OBJECTOR_KINDS, ObjectorMailKind
from tests.api.acts.test_signed_again import signed
from tests.api.asking import problem_of
from tests.api.procedure import People


def told(settings: Settings) -> list[tuple[str, str, str]]:
    """To whom objectors' mails go, their kinds and words, in order."""
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        asked = (
            select(Mail)
            .where(col(Mail.event).in_(OBJECTOR_KINDS - {ObjectorMailKind.SUMMARISED.value}))
            .order_by(col(Mail.created_at))
        )
        found = [
            (row.recipient, row.event, render(waiting_mail(row).facts).text) for row in session.exec(asked)
        ]
    engine.dispose()
    return found


async def objected(people: People, username: str, content: str) -> str:
    """The id of an objection."""
    raised: dict[str, str] = await people.do(username, "/objections", {"content": content})
    return raised["reference"]


async def own(people: People, username: str) -> list[tuple[str, str]]:
    """What somebody objected and what was found, as that person reads it."""
    answer = await people.get(username, "/objections")
    assert answer.status_code == 200, answer.text
    return [(entry["content"], entry["finding"]) for entry in answer.json()]


async def notice(people: People) -> Any:
    return (await people.http.get(people.case.replace("applications", "public-notices"))).json()


async def test_every_objector_gets_a_finding_before_the_case_goes_back(
    people: People, served_settings: Settings
) -> None:
    await signed(people)
    first = await objected(people, "lingxi", "投资额与年报不符")
    second = await objected(people, "jyj", "设备重复申报")
    found = await people.uphold(first, "投资额须重核")
    assert [task["acts"] for task in found["waiting_for"]] == [["find_on_objection"]]
    assert (await own(people, "jyj"), await own(people, "lingxi")) == (
        [("设备重复申报", "open")],
        [("投资额与年报不符", "uphold")],
    )
    on_notice = await notice(people)
    assert (on_notice["is_current"], on_notice["takes_objections"]) == (True, False)
    problem_of(await people.post("lingxi", "/objections", {"content": "还有"}), 409, "wrong-stage")
    back = await people.uphold(second, "设备确有重复")
    assert back["stage"] == "牵头审核中"
    seen = (await people.get("yunshu")).json()["objections"]
    assert [(entry["finding"], entry["reason"]) for entry in seen] == [
        ("uphold", "投资额须重核"),
        ("uphold", "设备确有重复"),
    ]
    assert "raised_by" not in seen[0]
    mails = told(served_settings)
    assert [(recipient, kind) for recipient, kind, _ in mails] == [
        ("lingxi@example.com", "objection_received"),
        ("jyj@example.com", "objection_received"),
        ("lingxi@example.com", "objection_answered"),
        ("jyj@example.com", "objection_answered"),
    ]
    assert "投资额须重核" in mails[2][2]
    assert "设备确有重复" in mails[3][2]


async def test_whoever_objects_again_adds_to_the_objection_until_there_is_a_finding(people: People) -> None:
    await signed(people)
    objection = await objected(people, "lingxi", "投资额与年报不符")
    await objected(people, "lingxi", "另附设备清单。")
    ((content, found),) = await own(people, "lingxi")
    assert re.fullmatch("投资额与年报不符\n\n[0-9年月日]+补充：另附设备清单。", content)
    assert (found, len((await notice(people))["objections"])) == ("open", 1)
    (asked,) = [
        task
        for task in (await people.get("fgw")).json()["waiting_for"]
        if task["acts"] == ["find_on_objection"]
    ]
    assert asked["subject"] == objection
    await people.do("fgw", f"/objections/{objection}/finding", {"decision": "dismiss", "reason": "不属实"})
    await objected(people, "lingxi", "还有一处")
    assert [found for _, found in await own(people, "lingxi")] == ["dismiss", "open"]
    for number in range(3):
        await objected(people, "lingxi", f"补充{number}")
    refused = await people.post("lingxi", "/objections", {"content": "第七次"})
    assert "书面" in problem_of(refused, 409, "limit-reached")["remedy"]
    assert len(await own(people, "lingxi")) == 2


async def test_an_objector_is_told_when_the_case_ends_before_a_finding(
    people: People, served_settings: Settings
) -> None:
    await signed(people)
    await objected(people, "lingxi", "投资额与年报不符")
    await people.do("yunshu", "/withdraw", {"reason": "计划调整"})
    assert await own(people, "lingxi") == [("投资额与年报不符", "dropped")]
    assert [each["finding_label"] for each in (await notice(people))["objections"]] == [
        "公示已终止，不再核查"
    ]
    recipient, kind, words = told(served_settings)[-1]
    assert (recipient, kind) == ("lingxi@example.com", "objection_answered")
    assert "申请单位已撤回申请。" in words
    assert "计划调整" not in words


async def test_only_who_objected_reads_objections_to_a_case_of_another(people: People) -> None:
    await signed(people)
    await objected(people, "jyj", "设备重复申报")
    for username in ("lingxi", "yunshu", "gxj"):
        problem_of(await people.get(username, "/objections"), 404, "not-found")
    problem_of(await people.get("auditor", "/objections"), 403, "not-allowed")
