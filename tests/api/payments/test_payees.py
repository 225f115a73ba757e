"""Whom a case pays: the unit under any name that it bears or bore, and somebody else with a reason and two finance officers."""

from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import CaseFile
from domain.case.acts.payment import ProvidePayee
from domain.case.roles import Role
from domain.errors import InvalidInput
from tests.api.asking import UNIT, log_in, official, problem_of
from tests.api.people_at_desks import NUMBER, House
from tests.api.people_at_desks import house as house
from tests.api.procedure import PAYEE, People, approve, notice_passes

FORMER, NAME = "廊坊云枢智算科技有限公司", "廊坊云枢（北京）智算·装备有限公司"
RENAMED = {"name": NAME, "locality": "kfq", "document_number": "登字1号", "document_on": "2026-11-20"}
OTHER = PAYEE | {"account_name": "廊坊建工集团有限公司"}
ENTRUSTED = OTHER | {"reason": "受托支付：设备款由总包单位统一收取。"}


@pytest.mark.parametrize(
    "name",
    [
        *(NAME, "廊坊云枢(北京)智算·装备有限公司", "廊坊云枢（北京） 智算·装备有限公司", f"{NAME}\u200b"),
        *(
            "廊坊云枢（北京）智算•装备有限公司",
            "廊坊云枢［北京］智算装备有限公司",
            "廊坊云枢(北京)智算．装备有限公司",
        ),
        *(FORMER, "廊坊云枢智算科技 有限公司"),
    ],
)
async def test_the_unit_is_paid_under_any_spelling_of_a_name_that_it_bears_or_bore(
    http: httpx.AsyncClient, house: House, name: str
) -> None:
    answer = await http.put(f"/v1/units/{UNIT}", json=RENAMED, headers=await log_in(http, "fgw"))
    assert answer.status_code == 200, answer.text
    act = house.prepared("yunshu", "provide_payee", PAYEE | {"account_name": name})
    assert isinstance(act, ProvidePayee)
    assert not act.is_other


@pytest.mark.parametrize(
    "name",
    ["张三", "霸州灵犀装备有限公司", "廊坊云枢智算科技有限公司北京分公司", "廊坊云枢智算科技有限公", "（）"],
)
async def test_somebody_else_is_paid_for_a_reason_alone(house: House, name: str) -> None:
    said = PAYEE | {"account_name": name}
    with pytest.raises(InvalidInput) as refused:
        house.prepared("yunshu", "provide_payee", said)
    (field,) = refused.value.facts.fields
    assert (field.path, FORMER in field.message) == ("account_name", True)
    act = house.prepared("yunshu", "provide_payee", said | {"reason": "受托支付"})
    assert isinstance(act, ProvidePayee)
    assert act.is_other


async def test_a_maker_is_paid_in_person(house: House) -> None:
    with transaction(house.engine) as session:
        session.get_one(CaseFile, NUMBER).maker = "欧阳·小芳"
    own = house.prepared("yunshu", "provide_payee", PAYEE | {"account_name": "欧阳•小芳"})
    assert isinstance(own, ProvidePayee)
    assert not own.is_other
    with pytest.raises(InvalidInput):
        house.prepared("yunshu", "provide_payee", PAYEE)


def employ(settings: Settings, username: str) -> None:
    """Another officer of the finance bureau."""
    engine = open_engine(settings.database_url)
    save_account(engine, official(username, "finance_bureau", Role.FINANCE))
    engine.dispose()


@pytest.mark.long
async def test_another_payee_waits_for_one_finance_officer_and_is_ordered_by_another(
    people: People, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    problem_of(await people.post("yunshu", "/payee", OTHER), 422, "invalid-input")
    waits = await people.do("yunshu", "/payee", ENTRUSTED)
    assert (waits["stage"], waits["waiting_for"][0]["acts"]) == ("待确认收款信息", ["check_payee"])
    split = {
        "document_number": "廊财建〔2026〕12号",
        "city_amount": "6000000.00",
        "locality_amount": "4000000.00",
    }
    problem_of(await people.post("finance", "/fund-document", split), 409, "wrong-stage")
    seen = (await people.get("finance", "/payee")).json()
    assert (seen["unit_name"], seen["accounts"][0]["account_name"]) == (FORMER, OTHER["account_name"])
    assert (seen["accounts"][0]["account_ending"], PAYEE["account_number"] in str(seen)) == ("2345", False)
    problem_of(await people.get("fgw", "/payee"), 403, "not-allowed")
    problem_of(await people.get("lingxi", "/payee"), 404, "not-found")

    problem_of(await people.post("finance", "/payee-check", {"decision": "return"}), 422, "invalid-input")
    back = await people.do("finance", "/payee-check", {"decision": "return", "reason": "缺少受托支付协议。"})
    assert (back["stage"], back["waiting_for"][0]["acts"]) == ("待确认收款信息", ["provide_payee"])
    last: dict[str, Any] = (await people.get("yunshu")).json()["timeline"][-1]
    assert (last["title"], last["reason"]) == ("收款信息未通过核对，请更正", "缺少受托支付协议。")
    await people.do("yunshu", "/payee", ENTRUSTED)
    accepted = await people.do("finance", "/payee-check", {"decision": "accept", "reason": "协议已核对。"})
    assert accepted["stage"] == "待资金安排"
    problem_of(await people.post("finance", "/fund-document", split), 403, "conflict-of-roles")
    assert (await people.do("finance_2", "/fund-document", split))["stage"] == "拨付中"

    payment = (await people.get("auditor")).json()["payments"][0]["id"]
    await people.do("finance", f"/payments/{payment}/return", {"reason": "账户已销户"})
    again = await people.do("yunshu", "/payee", ENTRUSTED | {"account_number": "6217000100054321"})
    assert (again["stage"], again["waiting_for"][0]["acts"]) == ("退票", ["check_payee"])
    issuer = await people.post("finance_2", "/payee-check", {"decision": "accept"})
    problem_of(issuer, 403, "conflict-of-roles")
    assert (await people.do("finance", "/payee-check", {"decision": "accept"}))["stage"] == "拨付中"
