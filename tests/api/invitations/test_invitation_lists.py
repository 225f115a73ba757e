"""Lists of units to invite: each row is answered, whoever can be invited is, and nobody twice."""

import asyncio
import json
from typing import Any

import pytest

from adapters.store.people.accounts import account_by_username, save_account
from adapters.store.schema import AuditEntryRow, Invitation, InvitationList
from tests.api.asking import OTHER_UNIT, UNIT, new_key, paths_of, problem_of
from tests.api.invited_units import FACTS, STRANGER, TITLES, TODAY, YEAR, Inviting, item, listed, rows
from tests.api.invited_units import inviting as inviting
from tests.api.invited_units import inviting_app as inviting_app
from tests.api.invited_units import inviting_engine as inviting_engine
from tests.api.invited_units import inviting_settings as inviting_settings
from tests.api.listed_payments import as_csv, as_xlsx, opened


def results(answer: Any) -> list[str]:
    return [row["result"] for row in answer.json()["rows"]]


async def test_a_dry_run_answers_every_row_and_stores_nothing(inviting: Inviting) -> None:
    table = rows(
        [OTHER_UNIT, "霸州灵犀装备有限公司", "霸州市", None, "软件", YEAR, 90000000, 1],
        [STRANGER[:-1] + "X", "校验位错", "霸州市", "a@example.com", "软件", YEAR, 520000000, 1],
        [UNIT, "廊坊云枢智算科技有限公司", "kfq", None, "软件", YEAR, 520000000, 96000000],
        [OTHER_UNIT, "霸州灵犀装备有限公司", "北京", "nobody", "硬件", "去年", "=1+1", -1],
        ["91131082MAFAKE027M", "三河智语科技有限公司", "三河市", None, "软件", YEAR, 120000000, 1],
    )
    table[2][7] = 90000000
    answer = await inviting.send(as_xlsx(table), dry_run=True)
    assert answer.status_code == 200, answer.text
    assert results(answer) == [
        *("invited", "invited", "not_eligible", "wrong", "duplicate", "wrong", "unknown_unit")
    ]
    found = answer.json()["rows"]
    assert [row["row"] for row in found] == [2, 3, 4, 5, 6, 7, 8]
    assert [row["amount"] for row in found[:2]] == ["5000000.00", "1000000.00"]
    assert found[2]["reasons"][0]["quote"]
    assert [fault["path"] for fault in found[3]["faults"]] == ["rows[5].统一社会信用代码"]
    assert {fault["path"] for fault in found[5]["faults"]} == {
        f"rows[7].{title}" for title in ("属地", "联系邮箱", *TITLES[4:])
    }
    assert "不得为公式" in str(found[5]["faults"])
    assert "@example.com" not in answer.text
    assert inviting.kept(InvitationList) == []


async def test_an_absent_official_neither_loads_a_list_nor_withdraws_it(inviting: Inviting) -> None:
    made = (await inviting.load()).json()
    absence = {"from_on": TODAY.isoformat(), "until_on": TODAY.isoformat(), "reason": "外出培训"}
    away = await inviting.http.post("/v1/delegations", json=absence, headers=await inviting.known("gxj"))
    withdrawn = await inviting.post("gxj", f"/lists/{made['id']}/withdraw", {"reason": "名单有误"})
    for refused in (await inviting.load(), await inviting.load(dry_run=True), withdrawn):
        assert away.json()["id"] in problem_of(refused, 403, "not-allowed")["remedy"]
    assert len(inviting.kept(InvitationList)) == 1


async def test_nobody_invites_the_unit_that_the_own_account_bears(inviting: Inviting) -> None:
    known = account_by_username(inviting.engine, "gxj")
    assert known is not None
    both = {"username": "both", "unit": UNIT, "roles": ("official", "applicant")}
    save_account(inviting.engine, known.model_copy(update={"id": "", **both}))
    for refused in (await inviting.load(username="both"), await inviting.load(username="both", dry_run=True)):
        problem = problem_of(refused, 403, "conflict-of-roles")
        assert (UNIT in problem["why"], "gxj" in problem["remedy"]) == (True, True)
    assert inviting.kept(InvitationList) == []
    others = item(unit=STRANGER, unit_name="大厂安芯科技有限公司", contact_email="anxin@example.com")
    assert (await inviting.load(listed(others), username="both")).status_code == 201
    mine = (await inviting.load()).json()["id"]
    withdrawn = await inviting.post("both", f"/lists/{mine}/withdraw", {"reason": "名单有误"})
    problem_of(withdrawn, 403, "conflict-of-roles")


async def test_a_list_is_kept_with_whom_it_invites_and_repeated_it_is_the_same(inviting: Inviting) -> None:
    table, key = rows(), new_key()
    table[2][7] = 90000000
    answers = await asyncio.gather(*(inviting.send(as_xlsx(table), key=key) for _ in range(2)))
    first = answers[0]
    assert first.status_code == 201, first.text
    assert answers[1].text == first.text == (await inviting.send(as_xlsx(table), key=key)).text
    made = first.json()
    assert (made["counts"], made["standing"]) == ({"invited": 2}, {"open": 2})
    assert first.headers["location"] == f"/v1/invitations/lists/{made['id']}"
    assert made["source"] == "《2026年度规上软件企业名单》（廊工信〔2026〕8号）"
    kept = {row.unit: row for row in inviting.kept(Invitation)}
    assert kept[UNIT].contact_email == "yunshu@example.com"
    assert (kept[STRANGER].contact_email, kept[STRANGER].locality) == ("anxin@example.com", "131028")
    assert kept[STRANGER].facts == {
        "sector": "integrated_circuits",
        "revenue_year": YEAR,
        "revenue": "180000000.00",
        "highest_prior_revenue": "90000000",
    }
    assert (await inviting.send(as_csv(table), key=key)).text == first.text
    problem_of(await inviting.send(as_csv(table[:2]), key=key), 409, "repeated-key")
    record = [entry for entry in inviting.kept(AuditEntryRow) if entry.action == "invitation-list:made"]
    assert [entry.subject for entry in record] == [made["id"]]
    assert "@" not in record[0].after


async def test_who_is_invited_already_is_told_and_with_nobody_left_nothing_is_kept(
    inviting: Inviting,
) -> None:
    invitation = await inviting.invited()
    again = await inviting.load(listed(item(), item(unit=OTHER_UNIT, locality="131081")))
    assert (again.status_code, results(again)) == (201, ["already_invited", "invited"])
    assert again.json()["rows"][0]["reference"] == invitation
    nobody = problem_of(await inviting.load(), 422, "invalid-input")
    assert [row["result"] for row in nobody["rows"]] == ["already_invited"]
    assert len(inviting.kept(InvitationList)) == 2


async def test_two_officials_who_load_the_same_list_at_once_invite_each_unit_once(inviting: Inviting) -> None:
    answers = await asyncio.gather(*(inviting.load() for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert len(inviting.kept(Invitation)) == 1


WRONG_LISTS: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"source_number": ""}, {"source_number"}),
    ({"source_title": " "}, {"source_title"}),
    ({"reply_by": "tomorrow"}, {"reply_by"}),
    ({"reply_by": "0001-01-01"}, {"reply_by"}),
    ({"reply_by": "9999-12-31"}, {"reply_by"}),
    ({"documents_held": ["9-9"]}, {"documents_held[0]"}),
    ({"documents_held": ["C1"]}, {"documents_held[0]"}),
    ({"items": []}, {"items"}),
    ({"items": [item()] * 501}, {"items"}),
    ({"items": [item(colour="red")]}, {"items[0].colour"}),
    ({"items": [{"unit": UNIT}]}, {f"items[0].{name}" for name in ("unit_name", "locality", "facts")}),
    ({"stray": 1}, {"stray"}),
)


async def test_a_list_that_is_wrong_as_a_whole_is_refused_by_field(inviting: Inviting) -> None:
    for changes, paths in WRONG_LISTS:
        problem = problem_of(await inviting.load(listed(**changes)), 422, "invalid-input")
        assert paths_of(problem) == paths, changes


async def test_a_type_that_another_department_leads_is_refused_as_a_whole(inviting: Inviting) -> None:
    problem_of(await inviting.load(username="fgw"), 403, "not-allowed")
    problem_of(await inviting.load(username="yunshu"), 403, "not-allowed")
    problem_of(await inviting.load(username="auditor"), 403, "not-allowed")
    problem_of(await inviting.load(listed(measure="free_money")), 404, "not-found")
    problem_of(await inviting.get("fgw", "/template?measure=revenue_milestone"), 403, "not-allowed")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"a,b\r\n1,2\r\n", 422),
        (as_csv([TITLES]), 422),
        (as_csv([TITLES, *([[UNIT, "x"]] * 501)]), 422),
        (b"%PDF-1.7", 415),
        (b"PK\x03\x04", 415),
        (b"x\r\n" * 20_000, 413),
        (b"x" * (1010 * 1024), 413),
        (b"x" * (5 << 20), 413),
    ],
    ids=["empty", "foreign", "titles alone", "501 rows", "pdf", "torn zip", "rows", "bytes", "many bytes"],
)
async def test_what_is_no_list_is_refused_clearly(inviting: Inviting, content: bytes, status: int) -> None:
    answer = await inviting.send(content)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


async def test_a_figure_that_is_none_is_a_wrong_row(inviting: Inviting) -> None:
    headers = await inviting.known("gxj") | {"Content-Type": "application/json"}
    for value in (*("1e999", "NaN", "1" * 40, "-1", "true", "null", '{"a": {"b": []}}'), f'"{"9" * 5000}"'):
        text = json.dumps(listed()).replace('"520000000.00"', value)
        answer = await inviting.http.post("/v1/invitations", content=text, headers=headers)
        (row,) = problem_of(answer, 422, "invalid-input")["rows"]
        assert [fault["path"] for fault in row["faults"]] == ["items[0].facts.revenue"], value


async def test_what_is_no_json_is_refused_clearly(inviting: Inviting) -> None:
    headers = await inviting.known("gxj")
    for body in (b"", b"{", b"[" * 100_000, b"\xff", b"[]", b'"x"', b"9" * 5000):
        answer = await inviting.http.post("/v1/invitations", content=body, headers=headers)
        problem_of(answer, 422, "invalid-input")


async def test_a_form_without_a_file_or_head_is_refused_by_field(inviting: Inviting) -> None:
    headers = await inviting.known("gxj")
    bare = await inviting.http.post("/v1/invitations", files={"other": b"x"}, headers=headers)
    assert {"measure", "source_title", "source_number", "reply_by"} <= paths_of(
        problem_of(bare, 422, "invalid-input")
    )
    broken = {**headers, "Content-Type": "multipart/form-data"}
    assert (await inviting.http.post("/v1/invitations", content=b"x", headers=broken)).status_code in (
        400,
        422,
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_the_template_filled_in_is_a_list(inviting: Inviting, kind: str) -> None:
    answer = await inviting.get("gxj", f"/template?measure=revenue_milestone&format={kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    table = opened(answer.content)
    assert table[2] == TITLES
    table.append(
        [UNIT, "廊坊云枢智算科技有限公司", "廊坊开发区", "", "软件", f"{YEAR}", "520000000", "96000000.00"]
    )
    sent = await inviting.send(as_xlsx(table) if kind == "xlsx" else as_csv(table), dry_run=True)
    assert results(sent) == ["invited"]


async def test_what_a_unit_holds_already_is_counted_and_its_own_case_stands_in_the_way(
    inviting: Inviting,
) -> None:
    growth = {
        "sector": "software",
        "revenue_year": YEAR,
        "revenue": "520000000.00",
        "prior_revenue": "96000000.00",
    }
    both = listed(
        item(), item(unit=OTHER_UNIT, locality="131081"), item(unit=STRANGER, contact_email="a@b.cn")
    )
    assert results(await inviting.load(both, dry_run=True)) == ["invited"] * 3
    growing = listed(item(facts=growth), measure="revenue_growth", documents_held=[])
    assert (await inviting.load(growing, dry_run=True)).json()["rows"][0]["amount"] == "5000000.00"
    assert FACTS["revenue"] == growth["revenue"]
