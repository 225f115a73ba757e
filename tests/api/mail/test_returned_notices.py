"""A notice that cannot arrive: the office is told, its term waits, and it goes to the corrected address or is served otherwise."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from tests.adapters.mail.choosy_mails import OURS, THEIRS
from tests.api.asking import problem_of
from tests.api.procedure import People
from tests.api.returned_mails import PostOfficeAt, number_of, told
from tests.api.returned_mails import post as post

ADDRESS = "yunshu@example.com"
RETURNED = {
    "decision": "supplement",
    "defects": [{"item": "1.1-3", "problem": "报告未盖章"}],
    "reason": "请补交审计报告。",
}
REFUSED = {"decision": "refuse", "reason": "申报主体不在本市，不属于支持范围。"}


async def mails(people: People, username: str = "fgw") -> dict[str, dict[str, Any]]:
    answer = await people.get(username, "/mails")
    assert answer.status_code == 200, answer.text
    return {line["event"]: line for line in answer.json()}


async def put(people: People, username: str, path: str, body: Any) -> Any:
    headers = await people.known(username)
    return await people.http.put(f"{people.case}{path}", json=body, headers=headers)


async def term(people: People) -> dict[str, Any]:
    found: dict[str, Any] = (await people.get("yunshu", "/clock")).json()["terms"][0]
    return found


async def returned(people: People, post: PostOfficeAt, reply: str) -> dict[str, Any]:
    """A notice of defects that cannot arrive, as the case tells it."""
    await post.send()
    await people.do("fgw", "/completeness", RETURNED)
    post.server.answers = {ADDRESS: reply}
    assert await post.send() is not None
    return await told(people, "notice_undelivered")


@pytest.mark.parametrize(
    "reply", ["550 5.1.1 <{0}> no such user", "550 User not found", "550 5.2.1 disabled"]
)
@pytest.mark.parametrize("username", ["yunshu", "fgw"])
async def test_a_term_waits_for_its_notice_which_goes_to_the_corrected_address(
    people: People, post: PostOfficeAt, reply: str, username: str
) -> None:
    case = await returned(people, post, reply)
    assert "发给申请单位的邮件（“请补正材料”）无法送达" in case["sentence"]
    assert (await term(people))["stands_still"]["kind"] == "undelivered"
    line = (await mails(people))["supplement_requested"]
    assert (line["to"], line["is_undelivered"]) == ("y***@example.com", True)
    await post.send()
    (office,) = [mail for mail in post.server.messages() if mail["To"] == "fgw@example.com"]
    assert "通知无法送达申请单位" in office["Subject"]
    assert "云枢" not in office.as_string()

    await post.pass_days(people, 40)
    assert (await people.get("yunshu")).json()["stage"] == "待补正"

    answer = await put(people, username, "/contact", {"contact_email": "new@example.com"})
    assert answer.json() == {"mails": 1}
    await post.send()
    case = await told(people, "notice_delivered")
    assert "无法送达" not in case["sentence"]
    anew = await term(people)
    assert (anew["stands_still"], anew["used_working_days"]) == (None, 0)
    line = (await mails(people))["supplement_requested"]
    assert line["outcome"] == "已发出，对方邮件服务器已接收"
    assert [one["to"] for one in line["returned"]] == ["y***@example.com"]
    await post.send()
    assert [mail["To"] for mail in post.server.messages()[-2:]] == ["new@example.com"] * 2

    await post.pass_days(people, 40)
    assert (await told(people, "lapsed"))["stage"] == "已办结"


@pytest.mark.parametrize("manner", ["in_person", "left", "by_post", "by_announcement"])
async def test_the_lead_may_serve_a_notice_otherwise_and_the_term_runs_from_that_day(
    people: People, post: PostOfficeAt, manner: str
) -> None:
    await returned(people, post, "550 5.1.1 no such user")
    line, since = (await mails(people))["supplement_requested"], (await term(people))["starts_on"]
    path = f"/mails/{line['seq']}/service"
    stood = timedelta(days=30 if manner == "by_announcement" else 0)
    since = str(date.fromisoformat(since) + stood)
    said = {"manner": manner, "served_on": since, "proof": "送达回证 1 号"}
    problem_of(await put(people, "yunshu", path, said), 403, "not-allowed")
    problem_of(await put(people, "jyj", path, said), 404, "not-found")
    problem_of(await put(people, "kfq", path, said), 403, "not-allowed")
    problem_of(await put(people, "fgw", "/mails/999/service", said), 404, "not-found")
    early = {"manner": "by_announcement", "served_on": str(date.fromisoformat(since) - stood + timedelta(29))}
    for wrong in ({"served_on": "2020-01-01"}, {"manner": "fetched"}, {"manner": "deemed"}, early):
        problem_of(await put(people, "fgw", path, said | wrong), 422, "invalid-input")
    served = (await put(people, "fgw", path, said)).json()
    assert (served["manner"], served["on"]) == (manner, since)
    problem_of(await put(people, "fgw", path, said), 409, "wrong-stage")
    await post.send()
    await told(people, "notice_delivered")
    assert (await mails(people))["supplement_requested"]["service"]["proof"] == "送达回证 1 号"
    assert (await term(people))["stands_still"] is None


@pytest.mark.parametrize("reply", [OURS[0], OURS[4], THEIRS[0]])
async def test_a_term_whose_notice_is_held_goes_on_at_its_end(
    people: People, post: PostOfficeAt, reply: str
) -> None:
    await post.send()
    await people.do("fgw", "/completeness", RETURNED)
    post.server.to_all = reply
    await post.send()
    assert (await term(people))["stands_still"] is None
    await post.pass_days(people, 40)
    case = await told(people, "notice_undelivered")
    assert case["stage"] == "待补正"
    notes = (await people.http.get("/readyz")).json()["notes"]
    assert any("邮件服务器拒收本系统发出的邮件" in note for note in notes) == (reply in OURS)
    post.server.to_all = None
    await post.send()
    assert (await told(people, "notice_delivered"))["stage"] == "待补正"
    await post.pass_days(people, 40)
    assert (await told(people, "lapsed"))["stage"] == "已办结"


async def test_a_refusal_that_could_not_arrive_is_sent_again_after_the_case_has_ended(
    people: People, post: PostOfficeAt, served_settings: Settings
) -> None:
    await people.do("fgw", "/completeness", REFUSED)
    post.server.answers = {ADDRESS: "550 5.1.1 no such user"}
    await post.send()
    assert "无法送达" in (await people.get("yunshu")).json()["sentence"]
    problem_of(await put(people, "jyj", "/contact", {"contact_email": "a@example.com"}), 404, "not-found")
    problem_of(await put(people, "kfq", "/contact", {"contact_email": "a@example.com"}), 403, "not-allowed")
    post.server.answers = {}
    assert (await put(people, "yunshu", "/contact", {"contact_email": ADDRESS})).json() == {"mails": 2}
    await post.send()
    assert {mail["To"] for mail in post.server.messages()} >= {ADDRESS}
    assert "无法送达" not in (await people.get("yunshu")).json()["sentence"]
    engine = open_engine(served_settings.database_url)
    chain = await asyncio.to_thread(entries_of, engine, number_of(people), limit=100)
    engine.dispose()
    actions = [entry.action for entry in chain]
    assert actions.count("mail:returned") == 2
    assert "contact:corrected" in actions
    assert ADDRESS not in "".join(entry.line for entry in chain)


@pytest.mark.parametrize(
    "address",
    ["a", "a@b", "a..b@example.com", "a@[10.0.0.1]", "张三@example.com", "a@example.com\nb", "a@b.invalid"],
)
async def test_what_is_no_address_is_refused_by_its_field(people: People, address: str) -> None:
    told = problem_of(
        await put(people, "yunshu", "/contact", {"contact_email": address}), 422, "invalid-input"
    )
    assert told["errors"][0]["path"] == "contact_email"
    assert any(word in told["errors"][0]["message"] for word in ("不是有效的邮箱地址", "须写在一行内"))
