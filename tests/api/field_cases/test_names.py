"""F8, F21, G12: names are compared in one form, kept in one spelling, and departments bear the name of the day."""

import json
import random

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import RunningNumber
from domain.case.record.stages import Stage
from domain.case.user_tasks import TermAsked, UserTask
from domain.departments import APPLICANT
from tests.api.asking import UNIT, application, log_in, new_key, official, paths_of, problem_of
from tests.api.people_at_desks import House
from tests.api.people_at_desks import house as house
from tests.api.procedure import PAYEE, People

NAME = "廊坊云枢（北京）智算·装备有限公司"
REGISTERED = {"name": NAME, "locality": "kfq", "document_number": "登字1号", "document_on": "2026-11-20"}
SPELLINGS = {
    "F8-exact": NAME,
    "F8-half-width-brackets": "廊坊云枢(北京)智算·装备有限公司",
    "F8-square-brackets": "廊坊云枢［北京］智算·装备有限公司",
    "F8-blank": "廊坊云枢（北京） 智算·装备有限公司",
    "F8-ideographic-blank": "廊坊云枢（北京）\u3000智算·装备有限公司",
    "F8-invisible": f"{NAME}\u200b",
    "F8-byte-order-mark": f"\ufeff{NAME}",
    "F8-other-dot": "廊坊云枢（北京）智算•装备有限公司",
    "F8-former-name": "廊坊云枢智算科技有限公司",
}
OTHERS = {
    "F8-branch": f"{NAME}北京分公司",
    "F8-person": "张三",
    "F8-torn": NAME[:-1],
    "F8-another-unit": "霸州灵犀装备有限公司",
}


async def test_the_account_of_the_unit_is_known_in_every_spelling(
    http: httpx.AsyncClient, house: House
) -> None:
    answer = await http.put(f"/v1/units/{UNIT}", json=REGISTERED, headers=await log_in(http, "fgw"))
    assert answer.status_code == 200, answer.text
    asked = TermAsked(name="payee", label="确认收款信息", working_days=10)
    house.stand(UserTask(party=APPLICANT, acts=("provide_payee",), asked=asked), stage=Stage.PAYEE_DETAILS)
    for row, name in SPELLINGS.items():
        taken = await house.post("yunshu", "/payee", PAYEE | {"account_name": name})
        assert taken.status_code == 503, (row, taken.text)  # nothing was wrong with it; Temporal is away
    for row, name in OTHERS.items():
        refused = await house.post("yunshu", "/payee", PAYEE | {"account_name": name})
        assert paths_of(problem_of(refused, 422, "invalid-input")) == {"account_name"}, row


INVISIBLE = ("\u200b", "\ufeff", "\u2060", "\u00ad", "\u3164", "\u180e", "\U000e0041")
REFUSED = ("\u202e", "\u2066", "\u200f", "\x1b", "\x00", "\x85", "\ud800")


async def test_a_registered_name_has_nothing_unseen(http: httpx.AsyncClient) -> None:
    headers, path = await log_in(http, "fgw"), f"/v1/units/{UNIT}"
    for sign in INVISIBLE:
        kept = await http.put(
            path, json=REGISTERED | {"name": f"{NAME[:4]}{sign}{NAME[4:]}"}, headers=headers
        )
        assert (kept.status_code, kept.json()["name"]) == (200, NAME), repr(sign)
        alone = await http.put(path, json=REGISTERED | {"name": sign}, headers=headers)
        assert paths_of(problem_of(alone, 422, "invalid-input")) == {"name"}, repr(sign)
    for sign in REFUSED:
        body = json.dumps({**REGISTERED, "name": f"{NAME[:4]}{sign}{NAME[4:]}"})
        asked = headers | {"Content-Type": "application/json"}
        refused = await http.put(path, content=body, headers=asked)
        assert refused.status_code == 422, repr(sign)
    (entry, *_) = (await http.get("/v1/units", headers=headers)).json()["items"]
    assert entry["name"] == NAME


NEW_NAMES = ("中国人民银行廊坊市分行", "国家金融监督管理总局廊坊监管分局")
OLD_NAMES = ("人行廊坊市中心支行", "廊坊银保监分局")


@pytest.mark.parametrize("code", ["demonstration_scenario", "financing_support", "listing_award"])
async def test_departments_bear_the_name_of_the_day_at_every_door(http: httpx.AsyncClient, code: str) -> None:
    shown = await http.get(f"/v1/measures/{code}")
    assert NEW_NAMES[0] in shown.text
    assert not any(f'"{name}"' in shown.text for name in OLD_NAMES)
    listed = (await http.get("/v1/departments", headers=await log_in(http, "fgw"))).json()
    assert set(NEW_NAMES) <= {each["name"] for each in listed}


async def test_a_case_of_a_renamed_department_names_it_as_it_is_called(
    people: People, served_settings: Settings
) -> None:
    engine = open_engine(served_settings.database_url)
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-13.1", last=random.randrange(10**5, 10**9)))
    save_account(engine, official("rh", "peoples_bank"))
    engine.dispose()
    facts = {"need": "credit_loan", "description": "流动资金贷款。"}
    body = application(measure="financing_support", facts=facts)
    del body["award_base_key"]
    headers = await people.known("yunshu") | new_key()
    filed = await people.http.post("/v1/applications", json=body, headers=headers)
    assert NEW_NAMES[0] in filed.json()["sentence"]
    people.case = f"/v1/applications/{filed.json()['case_number']}"
    whole = await people.get("rh")
    assert whole.json()["lead_name"] == NEW_NAMES[0]
    assert not any(name in whole.text for name in OLD_NAMES)
    assert (await people.do("rh", "/completeness", {"decision": "accept"}))["stage"]
