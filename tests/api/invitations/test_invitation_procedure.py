"""The whole procedure: a list, its mails, a confirmation, the completeness check; reminder, lapse and withdrawal beside it."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from temporalio.testing import WorkflowEnvironment

from adapters.store.schema import AuditEntryRow
from domain.calendar import WorkingCalendar
from domain.invitation.invited import end_of, reminder_day
from domain.invitation.term import invitations_id
from tests.api.asking import OTHER_UNIT, UNIT, new_key
from tests.api.invited_units import CONFIRM, REPLY_BY, STRANGER, Inviting, item, listed, rows
from tests.api.invited_units import inviting as inviting
from tests.api.invited_units import inviting_app as inviting_app
from tests.api.invited_units import inviting_engine as inviting_engine
from tests.api.invited_units import inviting_settings as inviting_settings
from tests.api.inviting_office import mailing as mailing
from tests.api.inviting_office import threads as threads
from tests.api.listed_payments import as_xlsx
from tests.fixtures.mail import CaughtMails

POINT = {"ai_chain": True}


def text_of(mail: EmailMessage) -> str:
    part: Any = mail.get_body(("plain",))
    return str(part.get_content())


def mails_to(smtp: CaughtMails, address: str) -> list[str]:
    """The subjects of the mails to an address, in order of arrival."""
    return [str(mail["Subject"]) for mail in smtp.messages() if mail["To"] == address]


async def arrived(smtp: CaughtMails, address: str, count: int) -> list[str]:
    async with asyncio.timeout(40):
        while len(found := mails_to(smtp, address)) < count:
            await asyncio.sleep(0.05)
    return found


async def skip_to(temporal: WorkflowEnvironment, list_id: str, moment: datetime) -> None:
    """Let the time of a list run to a moment."""
    handle = temporal.client.get_workflow_handle(invitations_id(list_id))
    now = await temporal.get_current_time(handle)
    await temporal.fast_forward(handle, moment - now + timedelta(seconds=1))


async def test_a_list_becomes_a_mail_a_confirmed_case_and_a_completeness_check_without_papers(
    inviting: Inviting, mailing: CaughtMails
) -> None:
    table = rows()
    table[2][7] = 90000000
    loaded = await inviting.send(as_xlsx(table))
    assert loaded.status_code == 201, loaded.text
    assert await arrived(mailing, "yunshu@example.com", 1) == [
        "[兑现] 免申即享邀请，请确认 · 营收首次突破奖补"
    ]
    assert len(await arrived(mailing, "anxin@example.com", 1)) == 1
    text = text_of(next(mail for mail in mailing.messages() if mail["To"] == "yunshu@example.com"))
    (offered,) = (await inviting.get("yunshu")).json()["invitations"]
    for told in (
        "第7条：“主营业务收入首次达到1亿、5亿、10亿的,分别给予一次性奖补100万、500万、1000万”",
        "【名单依据】《2026年度规上软件企业名单》（廊工信〔2026〕8号）",
        f"- 统一社会信用代码：{UNIT}",
        "- 本年主营业务收入：520,000,000.00 元（52,000 万元）",
        "【预计金额】5,000,000.00 元（500 万元）",
        "确定金额：",
        "【无需您再提交的材料】审计报告(本年及历年)",
        f"{REPLY_BY.year}年{REPLY_BY.month}月{REPLY_BY.day}日（含当日）之前",
        "2029年12月31日之前，您仍可随时自行申报",
        f"http://api/v1/invitations/{offered['id']}",
    ):
        assert told in text, text

    confirmed = await inviting.post("yunshu", f"/{offered['id']}/confirm", CONFIRM)
    assert confirmed.status_code == 201, confirmed.text
    case = confirmed.headers["location"]
    assert confirmed.json()["stage"] == "形式审查中"
    again = await inviting.post("yunshu", f"/{offered['id']}/confirm", CONFIRM)
    assert (again.status_code, again.text) == (201, confirmed.text)
    assert "申请已收到" in (await arrived(mailing, "yunshu@example.com", 2))[1]

    seen = (await inviting.http.get(case, headers=await inviting.known("yunshu"))).json()
    assert seen["timeline"][0]["reason"] == (
        "免申即享：依据《2026年度规上软件企业名单》（廊工信〔2026〕8号）邀请，由单位确认申报。"
    )
    origin = seen["invitation"]
    assert (origin["id"], origin["source_number"]) == (offered["id"], "廊工信〔2026〕8号")
    assert origin["documents_held"] == ["7.2-1"]
    assert seen["declared_facts"]["revenue"] == "520000000"
    officer = await inviting.known("gxj")
    accept = {"decision": "accept"}
    accepted = await inviting.http.post(f"{case}/completeness", json=accept, headers=officer | new_key())
    assert (accepted.status_code, accepted.json()["stage"]) == (200, "牵头审核中")
    approve = {"decision": "approve", "reason": "经核实，符合条件。", "checklist": POINT}
    reviewed = await inviting.http.post(f"{case}/review", json=approve, headers=officer | new_key())
    assert reviewed.json()["amount"] == "5000000.00"

    (made,) = (await inviting.get("gxj")).json()["lists"]
    assert made["standing"] == {"confirmed": 1, "open": 1}
    assert made["rows"][0]["case_number"] == seen["case_number"]
    assert (await inviting.get("yunshu")).json()["invitations"] == []
    acts = [entry.action for entry in inviting.kept(AuditEntryRow) if entry.subject == offered["id"]]
    assert acts == ["invitation:confirmed"]


async def test_who_does_not_answer_is_reminded_once_and_loses_nothing_at_the_end(
    inviting: Inviting, mailing: CaughtMails, temporal: WorkflowEnvironment
) -> None:
    two = listed(
        item(), item(unit=STRANGER, unit_name="大厂安芯科技有限公司", contact_email="anxin@example.com")
    )
    made = (await inviting.load(two)).json()
    await arrived(mailing, "yunshu@example.com", 1)
    declined = await inviting.post(
        "yunshu", f"/{made['rows'][0]['invitation']}/decline", {"reason": "暂不需要"}
    )
    assert (declined.status_code, declined.json()["status_name"]) == (200, "单位不需要")
    reminded_on = reminder_day(WorkingCalendar(), REPLY_BY)
    await skip_to(
        temporal, made["id"], datetime(reminded_on.year, reminded_on.month, reminded_on.day, tzinfo=UTC)
    )
    assert (await arrived(mailing, "anxin@example.com", 2))[
        1
    ] == "[兑现] 免申即享邀请即将到期 · 营收首次突破奖补"
    await skip_to(temporal, made["id"], end_of(REPLY_BY))
    assert (await arrived(mailing, "anxin@example.com", 3))[
        2
    ] == "[兑现] 免申即享邀请已到期 · 营收首次突破奖补"
    report = await temporal.client.get_workflow_handle(invitations_id(made["id"])).result()
    assert (report["invited"], report["open"]) == (2, 0)
    kept = (await inviting.get("gxj", f"/lists/{made['id']}")).json()
    assert kept["standing"] == {"declined": 1, "lapsed": 1}
    assert len(mails_to(mailing, "yunshu@example.com")) == 1
    last = next(mail for mail in reversed(mailing.messages()) if mail["To"] == "anxin@example.com")
    assert "没有为您提交任何申请" in text_of(last)


async def test_a_withdrawn_list_ends_and_its_units_are_told_why(
    inviting: Inviting, mailing: CaughtMails, temporal: WorkflowEnvironment
) -> None:
    made = (await inviting.load(listed(item(), item(unit=OTHER_UNIT, locality="131081")))).json()
    await arrived(mailing, "lingxi@example.com", 1)
    path = f"/lists/{made['id']}/withdraw"
    withdrawn = await inviting.post("gxj", path, {"reason": "名单文件已废止。"})
    assert withdrawn.json()["standing"] == {"withdrawn": 2}
    assert (await inviting.post("gxj", path, {"reason": "名单文件已废止。"})).json() == withdrawn.json()
    assert (await arrived(mailing, "lingxi@example.com", 2))[
        1
    ] == "[兑现] 免申即享邀请已撤回 · 营收首次突破奖补"
    report = await temporal.client.get_workflow_handle(invitations_id(made["id"])).result()
    assert report["open"] == 0
    last = next(mail for mail in reversed(mailing.messages()) if mail["To"] == "lingxi@example.com")
    assert "名单文件已废止。" in text_of(last)
