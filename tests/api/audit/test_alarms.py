"""Alarms: listed and written to administrators once, seen again without another mail, closed by themselves or with a reason."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from adapters.settings import Settings
from adapters.store.alarms import close_alarm, note_try, raise_alarm
from adapters.store.audit.forged_acts import MORE, MOST_OF_A_CASE, MOST_OF_NO_CASE, record_forged_act
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import AccountRow, Mail
from adapters.store.writing import transaction
from domain.alarms import AlarmKind
from domain.case.acts.endings import Withdraw
from domain.case.authenticity.acts import AuthenticityAsked, statement_of
from domain.case.roles import Actor, Role
from domain.office_mail import OfficeMailFacts
from tests.api.asking import log_in, problem_of
from tests.api.objecting import all_delivered, words_of
from tests.api.people_at_desks import NUMBER, House
from tests.api.people_at_desks import house as house
from tests.fixtures.mail import CaughtMails

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
ALARMS = "/v1/alarms"
REASON = {"reason": "已更新程序，恢复正常。"}
LETTERHEAD = Letterhead(public_url="http://api", mail_domain="example.com")


def ring(house: House, at: datetime = NOW, kind: AlarmKind = AlarmKind.WORKFLOW_FAILING) -> bool:
    with transaction(house.engine) as session:
        return raise_alarm(session, LETTERHEAD, kind, NUMBER, "流程任务连续失败。", at)


async def listed(house: House, by: str = "administrator", **query: str) -> list[Any]:
    answer = await house.http.get(ALARMS, params=query, headers=await log_in(house.http, by))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_an_alarm_is_listed_and_each_administrator_is_written_to_once(house: House) -> None:
    assert [ring(house, NOW + timedelta(minutes=minute)) for minute in range(3)] == [True, False, False]
    (alarm,) = await listed(house)
    assert (alarm["kind"], alarm["subject"], alarm["closed_at"]) == ("workflow_failing", NUMBER, None)
    assert alarm["last_seen_at"] > alarm["raised_at"]
    assert alarm["label"]
    assert alarm["to_do"]
    (mail,) = [row for row in house.casework.rows(Mail) if row.event == "alarm"]
    assert mail.recipient == "administrator@example.com"
    facts = OfficeMailFacts.model_validate(mail.facts)
    assert all(word in facts.reason for word in (NUMBER, "流程任务连续失败。", alarm["to_do"]))
    assert await listed(house, "auditor") == [alarm]


async def test_two_kinds_of_one_case_are_two_alarms(house: House) -> None:
    assert ring(house)
    assert ring(house, kind=AlarmKind.CASE_INTERRUPTED)
    first, second = await listed(house)
    assert first["id"] > second["id"]
    assert [one["id"] for one in await listed(house, limit="1", after=str(first["id"]))] == [second["id"]]


async def test_without_an_address_of_an_administrator_it_is_listed_and_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(house.engine) as session:
        row = session.get_one(AccountRow, house.account("administrator"))
        row.email = None
        session.add(row)
    assert ring(house)
    assert len(await listed(house)) == 1
    assert not [row for row in house.casework.rows(Mail) if row.event == "alarm"]
    assert f"alarm workflow_failing {NUMBER}" in caplog.text


async def test_closing_needs_a_reason_and_what_is_so_again_is_a_new_alarm(house: House) -> None:
    ring(house)
    (alarm,) = await listed(house)
    closure = f"{ALARMS}/{alarm['id']}/closure"
    for body in ({}, {"reason": " "}):
        problem_of(await house.post("administrator", closure, body), 422, "invalid-input")
    closed = await house.post("administrator", closure, REASON)
    assert closed.json()["closed_by"] == house.account("administrator")
    assert closed.json()["closing_reason"] == REASON["reason"]
    problem_of(await house.post("administrator", closure, REASON), 409, "wrong-stage")
    problem_of(await house.post("administrator", f"{ALARMS}/99/closure", REASON), 404, "not-found")
    assert await listed(house) == []
    assert ring(house, NOW + timedelta(days=1))
    assert [one["closed_at"] is None for one in await listed(house, status="all")] == [True, False]
    links = house.chain("alarm:raised", "alarm:closed")
    assert [link.action for link in links] == ["alarm:raised", "alarm:closed", "alarm:raised"]
    assert REASON["reason"] not in str([link.after for link in links])


async def test_it_closes_by_itself_and_tells_what_was_tried(house: House) -> None:
    ring(house)
    with transaction(house.engine) as session:
        note_try(session, AlarmKind.WORKFLOW_FAILING, NUMBER, "未能恢复：流程引擎没有答复。")
        assert close_alarm(session, AlarmKind.WORKFLOW_FAILING, NUMBER, "已恢复正常。", NOW)
    with transaction(house.engine) as session:
        assert not close_alarm(session, AlarmKind.WORKFLOW_FAILING, NUMBER, "已恢复正常。", NOW)
    (alarm,) = await listed(house, status="all")
    assert (alarm["tries"], alarm["closed_by"], alarm["closing_reason"]) == (1, "system", "已恢复正常。")
    assert alarm["outcome"].startswith("未能恢复")


async def test_an_act_that_did_not_come_from_the_door_is_an_alarm_and_named_by_verification(
    house: House,
) -> None:
    act = Withdraw(
        id="1", by=Actor(account="0" * 32, role=Role.APPLICANT, party="applicant"), reason="计划调整"
    )
    asked = AuthenticityAsked(statement=statement_of(NUMBER, act), authenticator=None, at=NOW)
    with transaction(house.engine) as session:
        assert record_forged_act(session, LETTERHEAD, asked)
    found = await house.get("auditor", "/v1/audit/verification")
    (forged,) = found["forged_acts"]
    assert (found["holds"], found["forged"]) == (True, 1)
    assert (forged["at"][:13], forged["case_number"], forged["kind"]) == ("2026-11-23T03", NUMBER, "withdraw")


@pytest.mark.parametrize(
    ("invent", "bound"),
    [(lambda _: NUMBER, MOST_OF_A_CASE), (lambda turn: f"LF2026-0101-9{turn:04}", MOST_OF_NO_CASE)],
)
async def test_forged_acts_without_end_leave_no_links_without_end(
    house: House, invent: Callable[[int], str], bound: int
) -> None:
    def send(turn: int, at: datetime = NOW) -> None:
        act = Withdraw(id=str(turn), by=Actor(account="0" * 32, role=Role.APPLICANT, party="x"), reason="x")
        asked = AuthenticityAsked(statement=statement_of(invent(turn), act), authenticator=None, at=at)
        with transaction(house.engine) as session:
            record_forged_act(session, LETTERHEAD, asked)

    for turn in range(bound + 3):
        send(turn)
    found = house.chain("act:forged")
    assert len(found) == bound
    assert ["is_last_of_the_day" in link.after for link in found] == [False] * (bound - 1) + [True]
    outcomes = [alarm["outcome"] for alarm in await listed(house) if alarm["outcome"]]
    assert outcomes == [MORE.format(day="2026年11月23日")]
    send(bound + 3, NOW + timedelta(days=1))
    assert len(house.chain("act:forged")) == bound + 1


async def alarm_mails(settings: Settings, smtp: CaughtMails) -> list[EmailMessage]:
    """What the SMTP server has taken, but for the mails of the case."""
    return [mail for mail in await all_delivered(settings, smtp) if "告警" in mail["Subject"]]


async def test_the_one_mail_arrives_at_the_administrator_in_chinese_and_names_nobody(
    house: House, api_settings: Settings, smtp: CaughtMails
) -> None:
    assert [ring(house, NOW + timedelta(minutes=minute)) for minute in range(3)] == [True, False, False]
    (mail,) = await alarm_mails(api_settings, smtp)
    assert (mail["To"], mail["Subject"]) == ("administrator@example.com", "[兑现] 系统告警")
    html = mail.get_body(("html",))
    assert html is not None
    for words in (words_of(mail), html.get_content()):
        assert all(said in words for said in ("流程任务反复失败", NUMBER, "处理办法", "restore"))
        assert not re.search("云枢|同志|yunshu|fgw|@example", words)
        assert len(re.findall("[\u4e00-\u9fff]", words)) > 100
    assert len(await alarm_mails(api_settings, smtp)) == 1


def close_by_itself(house: House, at: datetime) -> None:
    with transaction(house.engine) as session:
        assert close_alarm(session, AlarmKind.WORKFLOW_FAILING, NUMBER, "再次核对，未再发现此情况。", at)


def mails_of_alarms(house: House) -> int:
    return sum(row.event == "alarm" for row in house.casework.rows(Mail))


async def test_what_comes_and_goes_is_written_of_once_a_day_and_listed_each_time(house: House) -> None:
    """One of two workers is broken: the task fails there and succeeds here."""
    for minute in range(0, 60, 10):
        assert ring(house, NOW + timedelta(minutes=minute))
        close_by_itself(house, NOW + timedelta(minutes=minute + 5))
    assert (len(await listed(house, status="all")), mails_of_alarms(house)) == (6, 1)
    told = [json.loads(link.after)["told"] for link in house.chain("alarm:raised")]
    assert told == [[house.account("administrator")], [], [], [], [], []]
    assert ring(house, NOW + timedelta(days=1))
    assert mails_of_alarms(house) == 2


async def test_what_an_administrator_closed_and_is_so_again_is_written_of_again(house: House) -> None:
    ring(house)
    (alarm,) = await listed(house)
    await house.done("administrator", f"{ALARMS}/{alarm['id']}/closure", REASON)
    assert ring(house, NOW + timedelta(minutes=5))
    assert mails_of_alarms(house) == 2


@pytest.mark.parametrize("who", ["yunshu", "li", "head", "finance", "auditor"])
async def test_nobody_but_an_administrator_closes_and_none_but_auditors_read_beside(
    house: House, who: str
) -> None:
    ring(house)
    problem_of(await house.post(who, f"{ALARMS}/1/closure", REASON), 403, "not-allowed")
    if who != "auditor":
        problem_of(await house.http.get(ALARMS, headers=await log_in(house.http, who)), 403, "not-allowed")
