"""An empty desk never stops in silence: the head is written to, the worklist shows it, once for task and cause."""

import pytest

from activities.office import open_office
from activities.people.desk_rounds import make_round as make_desk_round
from adapters.store.engine import open_session, transaction
from adapters.store.people.accounts import account_by_username, save_account
from adapters.store.people.desks import empty_desks
from adapters.store.schema import DeskAlarm
from adapters.temporal.announcing import Announcer
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.desk_round import Round
from domain.people.availability import Bar
from tests.api.asking import TODAY, UNIT, problem_of
from tests.api.people_at_desks import AT, LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

REFUSE = {"decision": "refuse", "reason": "不属于本措施支持范围。"}
MONDAY = AT.replace(day=23)


def make_round(house: House) -> None:
    """The round of this morning."""
    make_desk_round(open_office(house.wired.settings, house.engine, Announcer()), Round(at=MONDAY))


async def test_an_absence_that_empties_a_desk_is_told_to_the_head_once(house: House) -> None:
    await house.away("fgw")
    assert house.mails() == []  # li is there
    entered = await house.away("li")
    (mail,) = house.mails()
    assert (mail.event, mail.recipient) == ("empty_desk", "head@example.com")
    assert mail.facts["cases"][0]["case_number"] == NUMBER
    assert "2 人缺勤" in mail.facts["cases"][0]["reason"]
    assert "同志" not in str(mail.facts)  # no person in a mail
    assert house.account("li") not in str(mail.facts)
    (task,) = await house.get("head", "/v1/tasks")
    assert (task["is_desk_empty"], task["desk_is_empty_because"]) == (True, "2 人缺勤")
    assert house.prepared("head", "check_completeness", REFUSE).kind == "check_completeness"
    (link,) = house.chain("desk:empty")
    assert (link.chain, house.account("head") in link.after) == (NUMBER, True)
    await house.done("li", f"/v1/delegations/{entered['id']}/revoke")
    assert (await house.get("head", "/v1/tasks"))[0]["is_desk_empty"] is False
    await house.away("li")  # another absence is another cause
    assert len(house.mails()) == 2


async def test_one_mail_lists_every_task_that_waits_at_the_empty_desk(house: House) -> None:
    other = "LF2026-0101-00002"
    house.file(other)
    house.stand(LEAD, number=other)
    await house.away("fgw")
    await house.away("li")
    (mail,) = house.mails()
    assert [case["case_number"] for case in mail.facts["cases"]] == [NUMBER, other]
    assert len(house.casework.rows(DeskAlarm)) == 2


async def test_a_recusal_that_empties_a_desk_is_told_to_the_head(house: House) -> None:
    await house.away("fgw")
    why = {"reason": "申请单位法定代表人系本人近亲属。"}
    declared = await house.done("li", "/recusal", why)
    assert [person["username"] for person in declared["instead"]] == ["head"]
    (mail,) = house.mails()
    assert mail.facts["cases"][0]["reason"] == "本岗位人员均不能办理：1 人回避、1 人缺勤。"
    assert why["reason"] not in str(mail.facts)


async def test_without_a_head_who_can_act_the_administrators_are_told(house: House) -> None:
    await house.away("head")
    await house.away("fgw")
    await house.away("li")
    (mail,) = house.mails()
    assert mail.recipient == "administrator@example.com"
    problem = problem_of(await house.post("fgw", "/completeness", REFUSE), 403, "not-allowed")
    assert "撤销" in problem["remedy"]
    sick = next(one for one in await house.get("administrator", "/v1/delegations"))
    await house.done("administrator", f"/v1/delegations/{sick['id']}/revoke")


@pytest.mark.parametrize("leaves", ["recused", "absent"])
async def test_when_the_head_who_was_told_leaves_as_well_the_administrators_are_told(
    house: House, leaves: str
) -> None:
    await house.away("fgw")
    await house.away("li")
    if leaves == "recused":
        await house.done("head", "/recusal", {"reason": "申请单位法定代表人系本人近亲属。"})
    else:
        gone = await house.away("head")
    told = [mail.recipient for mail in house.mails()]
    assert sorted(told) == ["administrator@example.com", "head@example.com"]
    if leaves == "absent":  # the head, once back, has it already
        await house.done("head", f"/v1/delegations/{gone['id']}/revoke")
    make_round(house)
    assert len(house.mails()) == 2


async def test_a_head_who_comes_back_to_a_desk_that_fell_empty_meanwhile_is_told(house: House) -> None:
    gone = await house.away("head")
    await house.away("fgw")
    await house.away("li")
    await house.done("administrator", f"/v1/delegations/{gone['id']}/revoke")
    make_round(house)
    make_round(house)
    told = [mail.recipient for mail in house.mails()]
    assert sorted(told) == ["administrator@example.com", "head@example.com"]


async def test_a_task_that_is_given_back_to_an_empty_desk_is_told(house: House) -> None:
    await house.done("head", "/claim", {})
    await house.away("fgw")
    await house.away("li")
    assert house.mails() == []  # the head has it
    await house.done("head", "/release", {})
    (mail,) = house.mails()
    assert mail.recipient == "head@example.com"


async def test_the_round_finds_what_recusals_emptied_and_tells_nobody_twice(house: House) -> None:
    why = {"reason": "申请单位法定代表人系本人近亲属。"}
    await house.done("fgw", "/recusal", why)
    await house.done("li", "/recusal", why)
    assert len(house.mails()) == 1
    with open_session(house.engine) as session:
        assert [found.counts for found in empty_desks(session, TODAY)] == [{Bar.RECUSED: 2}]
    make_round(house)
    assert len(house.mails()) == 1


async def test_an_administrator_gives_a_task_away_where_no_head_can(house: House) -> None:
    to_li = {"to": "li", "reason": "负责人缺勤"}
    problem_of(await house.post("administrator", "/reassign", to_li), 403, "not-allowed")
    await house.away("head")
    given = await house.done("administrator", "/reassign", to_li)
    assert given["tasks"][0]["taken_by"]["username"] == "li"


async def test_an_administrator_who_bears_the_unit_gives_no_task_of_its_case_away(house: House) -> None:
    known = account_by_username(house.engine, "administrator")
    assert known is not None
    both = {"username": "both", "unit": UNIT, "roles": ("administrator", "applicant")}
    save_account(house.engine, known.model_copy(update={"id": "", **both}))
    await house.away("head")
    refused = await house.post("both", "/reassign", {"to": "li", "reason": "负责人缺勤"})
    assert "li" in problem_of(refused, 403, "conflict-of-roles")["remedy"]


async def test_a_task_that_opens_at_an_empty_desk_is_told_at_once(house: House) -> None:
    pay = UserTask(party="finance_bureau", acts=("issue_fund_document",), asked=LEAD.asked)
    for username in ("finance", "finance_2", "cashier"):
        await house.away(username)
    assert house.mails() == []  # nothing waits there yet
    announced = len(house.casework.announced.mails)
    house.stand(pay, stage=Stage.FUND_DOCUMENT, event=Event.SIGNED_OFF, at=MONDAY)
    (mail,) = house.mails()
    assert (mail.recipient, mail.facts["department"]) == ("finance_head@example.com", "市财政局")
    assert len(house.casework.announced.mails) == announced + 1  # the post office was told, after the commit
    house.stand(pay.model_copy(update={"since": MONDAY}), event=Event.SIGNED_OFF, at=MONDAY)
    assert len(house.mails()) == 1


async def test_an_absence_that_begins_later_is_found_when_it_has_begun(house: House) -> None:
    await house.away("fgw", from_on="2026-11-25")
    await house.away("li", from_on="2026-11-24")
    assert house.mails() == []
    with open_session(house.engine) as session:
        assert list(empty_desks(session, TODAY)) == []
        (found,) = empty_desks(session, TODAY.replace(day=25))
    assert (found.case_number, [head.username for head in found.heads]) == (NUMBER, ["head"])


async def test_an_alarm_is_never_changed(house: House) -> None:
    await house.away("fgw")
    await house.away("li")
    for change in ("UPDATE desk_alarm SET words = ''", "DELETE FROM desk_alarm"):
        try:
            with transaction(house.engine) as session:
                session.connection().exec_driver_sql(change)
        except Exception as refused:  # noqa: BLE001 - each database has an error of its own
            assert "append-only" in str(refused)  # noqa: PT017
        else:
            raise AssertionError(change)
