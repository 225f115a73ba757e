"""A unit is registered, not typed: who enters it, what is refused, and what follows a change."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from adapters.store.cases.filing import filed_with
from adapters.store.engine import open_session
from adapters.store.schema import AuditEntryRow, CaseFile, Mail
from domain.case.identifiers import act_id
from tests.api.asking import OTHER_UNIT, TODAY, UNIT, application, log_in, new_key, paths_of, problem_of
from tests.api.people_at_desks import LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

NAME, RENAMED = "廊坊云枢智算科技有限公司", "廊坊云枢智算（集团）有限公司"
NEW = "91131028MAFAKE1073"
DOCUMENT = {"document_number": "（廊）登字〔2026〕第1108号", "document_on": "2026-11-20"}
ANXIN = {
    "name": "大厂安芯科技有限公司",
    "locality": "131028",
    "address": "大厂潮白河工业区1号",
    "contact_name": "赵某",
    "contact_email": "anxin@example.com",
    **DOCUMENT,
}


async def put(http: httpx.AsyncClient, who: str, code: str, body: Any) -> httpx.Response:
    return await http.put(f"/v1/units/{code}", json=body, headers=await log_in(http, who))


async def get(http: httpx.AsyncClient, who: str, path: str = "") -> httpx.Response:
    return await http.get(f"/v1/units{path}", headers=await log_in(http, who))


def renamed(**changes: Any) -> dict[str, Any]:
    return {"name": RENAMED, "locality": "kfq", **DOCUMENT, **changes}


async def test_the_office_registers_a_unit_once(http: httpx.AsyncClient, app: FastAPI) -> None:
    problem_of(await get(http, "fgw", f"/{NEW}"), 404, "not-found")
    made = await put(http, "fgw", NEW.lower(), ANXIN)
    assert made.status_code == 200, made.text
    assert (made.json()["code"], made.json()["former_names"]) == (NEW, [])
    assert (await put(http, "administrator", NEW, ANXIN)).json() == made.json()
    assert (await get(http, "fgw", f"/{NEW}")).json() == made.json()
    history = {entry["field"]: entry for entry in made.json()["history"]}
    assert (history["name"]["since"], history["name"]["until"]) == ("2026-11-20", None)
    assert history["address"]["document_number"] == DOCUMENT["document_number"]
    assert history["contact_email"]["since"] == TODAY.isoformat()
    with open_session(app.state.wiring.engine) as session:
        links = session.exec(select(AuditEntryRow).where(AuditEntryRow.subject == NEW)).all()
    assert [link.action for link in links] == ["unit:registered", "unit:viewed"]
    assert "@" not in links[0].after
    assert "赵某" not in links[0].after


@pytest.mark.parametrize(
    ("code", "changes", "paths"),
    [
        ("91131028MAFAKE1074", {}, {"code"}),
        (NEW, {"name": "——"}, {"name"}),
        (NEW, {"name": " "}, {"name"}),
        (NEW, {"locality": "131000"}, {"locality"}),
        (NEW, {"document_on": "2026-11-24"}, {"document_on", "since"}),
        (NEW, {"since": "2026-12-01"}, {"since"}),
        (NEW, {"document_number": ""}, {"document_number"}),
        (NEW, {"contact_email": "nobody"}, {"contact_email"}),
        (UNIT, {"name": RENAMED, "locality": "kfq", "since": "2023-12-31"}, {"since"}),
    ],
)
async def test_what_no_register_says_is_refused_by_field(
    http: httpx.AsyncClient, code: str, changes: dict[str, str], paths: set[str]
) -> None:
    assert paths_of(problem_of(await put(http, "fgw", code, ANXIN | changes), 422, "invalid-input")) == paths


async def test_who_may_enter_and_see_what(http: httpx.AsyncClient, house: House) -> None:
    for who in ("yunshu", "auditor", "finance"):
        problem_of(await put(http, who, NEW, ANXIN), 403, "not-allowed")
    problem_of(await put(http, "double", UNIT, renamed()), 403, "conflict-of-roles")
    problem_of(await get(http, "yunshu", f"/{OTHER_UNIT}"), 404, "not-found")
    problem_of(await get(http, "yunshu"), 403, "not-allowed")
    assert (await get(http, "yunshu", f"/{UNIT}")).json()["name"] == NAME
    for who in ("fgw", "kfq", "finance", "auditor", "administrator"):
        assert (await get(http, who, f"/{UNIT}")).json()["contact_email"] == "yunshu@example.com"
    assert (await http.get("/v1/units")).status_code == 401


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("云枢", [UNIT]),
        ("（集团）", [UNIT]),
        ("云枢智算科技", [UNIT]),
        ("廊坊云枢 智算(集团)", [UNIT]),
        ("灵犀", [OTHER_UNIT]),
        ("mafake019w", [UNIT]),
        ("有限公司", [UNIT, OTHER_UNIT]),
        ("", [UNIT, OTHER_UNIT]),
        ("没有这家", []),
        ("%_", [UNIT, OTHER_UNIT]),
    ],
)
async def test_units_are_found_by_any_name_that_they_bore(
    http: httpx.AsyncClient, text: str, codes: list[str]
) -> None:
    assert (await put(http, "fgw", UNIT, renamed())).status_code == 200
    answer = await http.get("/v1/units", params={"q": text}, headers=await log_in(http, "finance"))
    assert [line["code"] for line in answer.json()["items"]] == codes
    assert "@" not in answer.text


async def test_a_list_of_units_goes_on_where_it_stopped(http: httpx.AsyncClient) -> None:
    first = (await get(http, "fgw", "?limit=1")).json()
    second = (await get(http, "fgw", f"?limit=1&after={first['next']}")).json()
    assert [page["items"][0]["code"] for page in (first, second)] == [UNIT, OTHER_UNIT]
    assert second["next"] is None


async def numbered(http: httpx.AsyncClient, app: FastAPI, **changes: Any) -> CaseFile:
    """File while Temporal is away: the file is there."""
    key, headers = new_key(), await log_in(http, "yunshu")
    problem_of(
        await http.post("/v1/applications", json=application(**changes), headers=headers | key),
        503,
        "unavailable",
    )
    account = app.state.wiring.tokens.read(headers["Authorization"].removeprefix("Bearer ")).account
    filed = filed_with(app.state.wiring.engine, act_id(account, "file", key["Idempotency-Key"]))
    assert filed is not None
    with open_session(app.state.wiring.engine) as session:
        return session.get_one(CaseFile, filed.plan.case_number)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"unit_name": NAME, "locality": "kfq", "contact_email": "yunshu@example.com"},
        {"unit_name": f" {NAME[:2]} {NAME[2:]}"},
        {"unit_name": "廊坊云枢智算科技（有限）公司"},
        {"contact_email": "YunShu@example.com"},
    ],
)
async def test_an_application_bears_what_is_registered(
    http: httpx.AsyncClient, app: FastAPI, typed: dict[str, str]
) -> None:
    case = await numbered(http, app, **typed)
    assert (case.unit_name, case.locality, case.contact_email) == (NAME, "kfq", "yunshu@example.com")
    assert case.plan["locality"] == "kfq"


@pytest.mark.parametrize(
    ("typed", "path", "told"),
    [
        ({"unit_name": "霸州灵犀装备有限公司"}, "unit_name", NAME),
        ({"unit_name": "廊坊云枢智算科技有限公司\n请登录 http://example.com"}, "unit_name", ""),
        ({"unit_name": "\u202e廊坊云枢智算科技有限公司司"}, "unit_name", ""),
        ({"unit_name": "\u200b"}, "unit_name", ""),
        ({"locality": "131002"}, "locality", "廊坊开发区"),
        ({"contact_email": "somebody@example.org"}, "contact_email", "登记的联系邮箱"),
        ({"contact_email": "yunshu@example.com.cn"}, "contact_email", "登记的联系邮箱"),
    ],
)
async def test_what_is_typed_otherwise_is_refused_with_what_is_registered(
    http: httpx.AsyncClient, typed: dict[str, str], path: str, told: str
) -> None:
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post("/v1/applications", json=application(**typed), headers=headers)
    problem = problem_of(answer, 422, "invalid-input")
    assert paths_of(problem) == {path}
    assert told in problem["errors"][0]["message"]


async def test_a_former_name_is_told_apart_from_a_wrong_one(http: httpx.AsyncClient) -> None:
    await put(http, "fgw", UNIT, renamed())
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post("/v1/applications", json=application(unit_name=NAME), headers=headers)
    (error,) = problem_of(answer, 422, "invalid-input")["errors"]
    assert ("该名称已变更" in error["message"], RENAMED in error["message"]) == (True, True)


async def test_a_case_goes_on_under_the_name_and_to_the_address_of_the_day(
    http: httpx.AsyncClient, house: House
) -> None:
    assert (await house.get("fgw"))["former_names"] == []
    changed = await put(http, "kfq", UNIT, renamed(since="2026-11-15"))
    assert changed.json()["former_names"] == [NAME]
    told = {"contact_email": "office@yunshu.example.com", "contact_name": "钱某"}
    contact = await http.put(f"/v1/units/{UNIT}/contact", json=told, headers=await log_in(http, "yunshu"))
    assert contact.json()["contact_email"] == "office@yunshu.example.com"
    shown = await house.get("fgw")
    assert (shown["unit_name"], shown["former_names"]) == (RENAMED, [NAME])
    for query in ("云枢智算科技", "集团"):
        assert (await house.get("fgw", f"/v1/applications?q={query}"))["items"][0]["case_number"] == NUMBER
    house.stand(LEAD)
    with open_session(house.engine) as session:
        mails = session.exec(select(Mail).where(Mail.case_number == NUMBER)).all()
        chain = session.exec(select(AuditEntryRow).where(AuditEntryRow.chain == NUMBER)).all()
    assert {(mail.recipient, mail.facts["unit_name"]) for mail in mails} == {
        ("office@yunshu.example.com", NAME),  # it had not left yet, and says what it said
        ("office@yunshu.example.com", RENAMED),
    }
    assert [link.action for link in chain].count("unit:followed") == 2
    assert "office@" not in "".join(link.after for link in chain)


async def test_only_the_unit_itself_changes_its_contact(http: httpx.AsyncClient) -> None:
    told = {"contact_email": "office@yunshu.example.com"}
    for who, status, kind in (("lingxi", 404, "not-found"), ("fgw", 403, "not-allowed")):
        answer = await http.put(f"/v1/units/{UNIT}/contact", json=told, headers=await log_in(http, who))
        problem_of(answer, status, kind)
    wrong = {"contact_email": "a@b.cn\r\nBcc: c@d.cn"}
    answer = await http.put(f"/v1/units/{UNIT}/contact", json=wrong, headers=await log_in(http, "yunshu"))
    problem_of(answer, 422, "invalid-input")


async def test_a_name_entered_wrongly_is_put_right_on_its_day_and_was_never_borne(
    http: httpx.AsyncClient,
) -> None:
    await put(http, "fgw", UNIT, renamed(name="廊坊云枢智算集体有限公司"))
    right = (await put(http, "fgw", UNIT, renamed())).json()
    assert (right["name"], right["former_names"]) == (RENAMED, [NAME])
    back = await put(http, "fgw", UNIT, renamed(name=NAME, since="2026-11-19"))
    assert paths_of(problem_of(back, 422, "invalid-input")) == {"since"}


async def test_a_moved_unit_files_where_it_belongs_now_and_its_cases_stay(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    before = await numbered(http, app)
    assert (await put(http, "fgw", UNIT, renamed(name=NAME, locality="lkq"))).status_code == 200
    after = await numbered(http, app, award_base_key="二号算力中心")
    assert (after.locality, after.plan["locality"]) == ("lkq", "lkq")
    with open_session(app.state.wiring.engine) as session:
        assert session.get_one(CaseFile, before.number).locality == "kfq"


async def test_of_another_unit_nothing_is_told_whatever_became_of_it(http: httpx.AsyncClient) -> None:
    headers = await log_in(http, "yunshu")
    body = {"contact_email": "new@example.com"}
    for code in ("91131081MAFAKE086A", "91131082MAFAKE027M"):
        problem_of(await http.put(f"/v1/units/{code}/contact", json=body, headers=headers), 404, "not-found")
