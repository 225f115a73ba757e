"""Awards from before this system ran, through HTTP: entered, confirmed by another, withdrawn."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import EarlierAwardList
from domain.audit.entry import HOUSE
from tests.api.asking import new_key, paths_of, problem_of
from tests.api.earlier_desk import PATH, VOUCHER, Desk, prior
from tests.api.earlier_desk import desk as desk
from tests.api.earlier_desk import engine as engine


async def test_one_official_enters_and_another_confirms(desk: Desk, engine: Engine) -> None:
    entered = await desk.enter()
    assert entered.status_code == 201, entered.text
    made = entered.json()
    assert entered.headers["location"] == f"{PATH}/{made['id']}"
    assert (made["status_name"], made["made_by"], made["total"]) == ("待另一人确认", "fgw", "500000.00")
    assert [award["counts"] for award in made["awards"]] == [False]
    assert prior(engine, "settlement_voucher", year=2025).same_base == ()
    own = problem_of(await desk.post(f"/{made['id']}/confirm", {}, "fgw"), 403, "conflict-of-roles")
    assert "两人" in own["why"]
    done = await desk.post(f"/{made['id']}/confirm", {}, "fgw_2")
    assert (done.status_code, done.json()["status_name"], done.json()["settled_by"]) == (
        200,
        "已确认",
        "fgw_2",
    )
    assert (await desk.post(f"/{made['id']}/confirm", {}, "fgw_2")).json() == done.json()
    late = {"reason": "有误"}
    problem_of(await desk.post(f"/{made['id']}/decline", late, "fgw_2"), 409, "wrong-stage")
    (found,) = prior(engine, "settlement_voucher", year=2025).same_base
    assert (found.case_number, found.amount, found.paid) == (
        "廊发改〔2025〕12号",
        Decimal(500000),
        Decimal(500000),
    )
    assert found.name == "落户算力券（本系统启用前）"
    record = [entry for entry in entries_of(engine, HOUSE) if entry.action.startswith("earlier-award:")]
    assert [entry.action.partition(":")[2] for entry in record] == ["entered", "confirmed"]
    assert {entry.after["amount"] for entry in record} == {"500000.00"}


async def test_what_is_declined_never_counts_and_may_be_entered_anew(desk: Desk, engine: Engine) -> None:
    made = (await desk.enter()).json()
    bare = problem_of(await desk.post(f"/{made['id']}/decline", {}, "fgw_2"), 422, "invalid-input")
    assert paths_of(bare) == {"reason"}
    done = (await desk.post(f"/{made['id']}/decline", {"reason": "金额与文件不符"}, "fgw_2")).json()
    assert (done["status_name"], done["reason"]) == ("不予登记", "金额与文件不符")
    assert prior(engine, "settlement_voucher", year=2025).same_base == ()
    assert (await desk.enter({"amount": "400000.00"})).status_code == 201


async def test_one_entered_wrongly_is_withdrawn_by_a_document(desk: Desk, engine: Engine) -> None:
    made = await desk.confirmed()
    path = f"/awards/{made['awards'][0]['id']}/withdraw"
    why = {"reason": "原批准已撤销", "document_number": "廊发改〔2026〕20号"}
    assert paths_of(problem_of(await desk.post(path, {"reason": "错"}, "fgw"), 422, "invalid-input")) == {
        "document_number"
    }
    problem_of(await desk.post(path, why, "gxj"), 404, "not-found")
    done = await desk.post(path, why, "fgw")
    assert (done.status_code, done.json()["counts"], done.json()["withdrawn_document"]) == (
        200,
        False,
        "廊发改〔2026〕20号",
    )
    assert (await desk.post(path, why, "fgw_2")).json() == done.json()
    problem_of(await desk.post(path, why | {"reason": "另有原因"}, "fgw"), 409, "wrong-stage")
    assert prior(engine, "settlement_voucher", year=2025).same_base == ()
    with pytest.raises(DatabaseError), transaction(engine) as session:
        session.execute(text("UPDATE earlier_award SET withdrawn_at = NULL"))
    assert (await desk.enter()).status_code == 201


async def test_one_that_was_not_confirmed_is_not_withdrawn(desk: Desk) -> None:
    made = (await desk.enter()).json()
    path = f"/awards/{made['awards'][0]['id']}/withdraw"
    why = {"reason": "原批准已撤销", "document_number": "1号"}
    problem_of(await desk.post(path, why, "fgw_2"), 409, "wrong-stage")


async def test_only_the_lead_enters_and_only_its_people_see(desk: Desk) -> None:
    problem_of(await desk.enter(by="gxj"), 403, "not-allowed")
    problem_of(await desk.enter(by="finance"), 403, "not-allowed")
    problem_of(await desk.enter(measure="free_money"), 404, "not-found")
    problem_of(await desk.enter(measure="product_catalogue", by="gxj"), 409, "wrong-stage")
    made = (await desk.enter()).json()
    for username in ("fgw", "fgw_2", "finance", "auditor", "administrator"):
        assert (await desk.get(f"{PATH}/{made['id']}", username)).json() == made
        assert (await desk.get(PATH, username)).json() == [made]
    assert (await desk.get(PATH, "gxj")).json() == []
    problem_of(await desk.get(f"{PATH}/{made['id']}", "gxj"), 404, "not-found")
    problem_of(await desk.get(PATH, "yunshu"), 403, "not-allowed")
    problem_of(await desk.post(f"/{made['id']}/confirm", {}, "gxj"), 404, "not-found")


async def test_repeated_with_its_key_it_is_one_list(desk: Desk) -> None:
    key, body = new_key(), {"measure": "settlement_voucher", "items": [VOUCHER]}
    answers = await asyncio.gather(*(desk.post("", body, "fgw", key) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    other = body | {"items": [VOUCHER | {"amount": "1.00"}]}
    problem_of(await desk.post("", other, "fgw", key), 409, "repeated-key")


async def test_two_who_enter_the_same_at_once_enter_it_once(desk: Desk, engine: Engine) -> None:
    spelled = {"document_number": "廊发改[2025]12号"}
    answers = await asyncio.gather(desk.enter(by="fgw"), desk.enter(spelled, by="fgw_2"))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    with open_session(engine) as session:
        assert len(session.exec(select(EarlierAwardList)).all()) == 1


async def test_two_who_settle_at_once_settle_once(desk: Desk, engine: Engine) -> None:
    made = (await desk.enter()).json()
    answers = await asyncio.gather(
        desk.post(f"/{made['id']}/confirm", {}, "fgw_2"),
        desk.post(f"/{made['id']}/decline", {"reason": "有误"}, "fgw_2"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
