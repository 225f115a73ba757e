"""The bank returns money that was confirmed: the case opens again, the account is corrected, and the money is paid."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.people.accounts import Account as NewAccount
from adapters.store.people.accounts import save_account
from adapters.store.reach import Engine
from audit.reconciliation import reconcile_store
from domain.calendar import shanghai_date
from domain.case.roles import Role
from domain.catalogue.registry import load_catalogue
from tests.api.asking import HASH, problem_of
from tests.api.listed_payments import Rows, Treasury, arrived, as_csv, as_xlsx, opened, returned
from tests.api.payments.test_refused_accounts import SAME
from tests.api.procedure import PAYEE, People
from tests.api.remedies.test_recovery import DECISION, SPLIT
from tests.api.remedies.test_recovery import awarded as awarded
from tests.api.remedies.test_recovery import paid as paid

WHY = {"reason": "收款账户已销户，款项退回"}
NEW_ACCOUNT = PAYEE | {"account_number": "6217000100067890"}


def enter_treasury(engine: Engine, *usernames: str) -> None:
    """More members of the finance bureau."""
    for name in usernames:
        roles = (Role.FINANCE.value,)
        save_account(
            engine, NewAccount(username=name, password_hash=HASH, roles=roles, department="finance_bureau")
        )


@pytest_asyncio.fixture
async def treasury(paid: People, served_settings: Settings) -> AsyncIterator[Treasury]:
    """Two members of the bureau beside the one who paid, and the books."""
    engine = open_engine(served_settings.database_url)
    enter_treasury(engine, "treasury", "cashier")
    yield Treasury(paid.http, engine)
    assert reconcile_store(engine, load_catalogue()).differences == ()
    engine.dispose()


async def payments(people: People) -> list[dict[str, Any]]:
    """In the order of their numbers: a case that is taken up again is not ahead of the clock any more."""
    found: list[dict[str, Any]] = (await people.get("auditor")).json()["payments"]
    return sorted(found, key=lambda each: str(each["id"]))


def day_of(payment: dict[str, Any]) -> str:
    """The day on which it was ordered."""
    return shanghai_date(datetime.fromisoformat(payment["ordered_at"])).isoformat()


async def arrives(people: People, username: str = "treasury") -> dict[str, Any]:
    """The payment that is under way is confirmed on the day on which it was ordered."""
    (last,) = [each for each in await payments(people) if each["status"] == "ordered"]
    return await people.do(username, f"/payments/{last['id']}/confirm", {"paid_on": day_of(last)})


@pytest.mark.long
async def test_a_return_after_the_end_is_paid_in_the_end(paid: People, treasury: Treasury) -> None:
    (first,) = await payments(paid)
    back = await paid.do("treasury", f"/payments/{first['id']}/return", WHY)
    assert (back["stage"], back["final"]) == ("退票", False)
    assert reconcile_store(treasury.engine, load_catalogue()).differences == ()
    shown = (await paid.get("yunshu")).json()
    assert shown["timeline"][-1]["reason"] == WHY["reason"]
    assert [task["acts"] for task in shown["waiting_for"]] == [["provide_payee"]]
    problem_of(await paid.post("treasury", f"/payments/{first['id']}/return", WHY), 409, "wrong-stage")
    problem_of(await paid.post("fgw", "/recovery", DECISION), 409, "wrong-stage")
    problem_of(await paid.post("yunshu", "/withdraw", {"reason": "x"}), 409, "wrong-stage")
    assert (await paid.do("yunshu", "/payee", NEW_ACCOUNT))["stage"] == "拨付中"
    ended = await arrives(paid)
    assert (ended["stage"], ended["final"], ended["amount"]) == ("已办结", True, "10000000.00")
    assert [(each["status"], each["amount"]) for each in await payments(paid)] == [
        ("returned", "10000000.00"),
        ("paid", "10000000.00"),
    ]
    events = [entry["event"] for entry in (await paid.get("yunshu")).json()["timeline"]]
    assert events[-4:] == ["paid", "payment_returned", "payment_ordered", "paid"]


@pytest.mark.long
async def test_it_may_come_back_again_and_again(paid: People, treasury: Treasury) -> None:
    for number in (1, 2):
        last = (await payments(paid))[-1]["id"]
        await paid.do("treasury", f"/payments/{last}/return", WHY)
        await paid.do("yunshu", "/payee", PAYEE | {"account_number": f"621700010006789{number}"})
        assert (await arrives(paid))["final"]
    assert [each["status"] for each in await payments(paid)] == ["returned", "returned", "paid"]


@pytest.mark.long
async def test_the_treasurys_file_tells_it_too(awarded: People, served_settings: Settings) -> None:
    engine = open_engine(served_settings.database_url)
    enter_treasury(engine, "treasury")
    treasury = Treasury(awarded.http, engine)
    await awarded.do("finance", "/fund-document", SPLIT)
    (ordered,) = await payments(awarded)
    made = (await treasury.make("treasury")).json()
    blank = await treasury.file(made["id"])
    arrived_rows = _copy(blank)
    arrived(1, day_of(ordered))(arrived_rows)
    done = await treasury.send(made["id"], as_xlsx(arrived_rows))
    assert [row["status"] for row in done.json()["rows"]] == ["done"]
    assert (await awarded.get("auditor")).json()["final"]
    sent_back = _copy(blank)
    returned(1, "收款账户已销户")(sent_back)
    told = await asyncio.gather(
        *(treasury.send(made["id"], content) for content in (as_xlsx(sent_back), as_csv(sent_back)))
    )
    for answer in told:
        assert [(row["result"], row["status"]) for row in answer.json()["rows"]] == [("退票", "done")]
    assert (await awarded.get("auditor")).json()["stage"] == "退票"
    for same in (PAYEE, PAYEE | {"account_number": "6217 0001 0001 2345"}):
        problem_of(await awarded.post("yunshu", "/payee", same), 422, "invalid-input")
    await awarded.do("yunshu", "/payee", NEW_ACCOUNT)
    second = (await treasury.make("treasury")).json()
    assert second["lines"][0]["account"].endswith("7890")
    again = await treasury.send(made["id"], as_xlsx(arrived_rows))
    assert again.json() == done.json()
    rows = await treasury.file(second["id"])
    arrived(1, day_of((await payments(awarded))[-1]))(rows)
    assert (await treasury.send(second["id"], as_xlsx(rows))).json()["rows"][0]["status"] == "done"
    assert (await awarded.get("auditor")).json()["stage"] == "已办结"
    refused = problem_of(await treasury.send(made["id"], as_xlsx(_late(blank))), 422, "invalid-input")
    assert "已退票" in refused["rows"][0]["faults"][0]
    assert reconcile_store(engine, load_catalogue()).differences == ()
    engine.dispose()


def _copy(rows: Rows) -> Rows:
    return opened(as_xlsx(rows))


def _late(blank: Rows) -> Rows:
    """The same payment, said to have arrived on a day nobody told yet."""
    rows = _copy(blank)
    arrived(1, "2026-12-31")(rows)
    return rows


@pytest.mark.long
@pytest.mark.parametrize("decided", ["4000000.00", "10000000.00"])
async def test_what_is_to_come_back_otherwise_cannot_have_been_returned(
    paid: People, treasury: Treasury, decided: str
) -> None:
    (first,) = await payments(paid)
    await paid.do("fgw", "/recovery", DECISION | {"amount": decided})
    refused = await paid.post("treasury", f"/payments/{first['id']}/return", WHY)
    assert "追回" in problem_of(refused, 409, "wrong-stage")["detail"]
    await paid.do("fgw", "/recovery/reversal", {"reason": "决定有误。"})
    await paid.do("treasury", f"/payments/{first['id']}/return", WHY)
    await paid.do("yunshu", "/payee", NEW_ACCOUNT)
    assert (await arrives(paid))["final"]


async def test_a_case_is_not_taken_up_for_a_payment_that_never_stood_as_paid(
    paid: People, treasury: Treasury
) -> None:
    for payment in ("LF2026-0101-99999-P1", f"{(await payments(paid))[0]['id']}0"):
        problem_of(await paid.post("treasury", f"/payments/{payment}/return", WHY), 409, "case-closed")
    problem_of(await paid.post("yunshu", f"/payments/{payment}/return", WHY), 403, "not-allowed")
    assert (await paid.get("auditor")).json()["final"]


async def test_of_two_who_record_it_at_once_one_does(paid: People, treasury: Treasury) -> None:
    (first,) = await payments(paid)
    answers = await asyncio.gather(
        *(paid.post(name, f"/payments/{first['id']}/return", WHY) for name in ("treasury", "cashier"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    events = [entry["event"] for entry in (await paid.get("auditor")).json()["timeline"]]
    assert events.count("payment_returned") == 1


@pytest.mark.long
@pytest.mark.parametrize("was_confirmed", [False, True], ids=["while_it_was_paid", "after_it_had_arrived"])
async def test_an_account_that_the_treasurys_file_refused_needs_a_reason_to_be_given_again(
    awarded: People, served_settings: Settings, *, was_confirmed: bool
) -> None:
    engine = open_engine(served_settings.database_url)
    enter_treasury(engine, "treasury")
    treasury = Treasury(awarded.http, engine)
    await awarded.do("finance", "/fund-document", SPLIT)
    made = (await treasury.make("treasury")).json()
    rows = await treasury.file(made["id"])
    if was_confirmed:
        told = _copy(rows)
        arrived(1, day_of((await payments(awarded))[0]))(told)
        assert (await treasury.send(made["id"], as_xlsx(told))).json()["rows"][0]["status"] == "done"
    returned(1, "账号与户名不符")(rows)
    assert (await treasury.send(made["id"], as_csv(rows))).json()["rows"][0]["status"] == "done"
    for changes in SAME:
        problem = problem_of(await awarded.post("yunshu", "/payee", PAYEE | changes), 422, "invalid-input")
        assert {error["path"] for error in problem["errors"]} == {"account_number"}
    again = PAYEE | {"reason": "银行已更正系统中的户名，账户无误。"}
    assert (await awarded.do("yunshu", "/payee", again))["stage"] == "拨付中"
    assert (await arrives(awarded))["final"]
    assert reconcile_store(engine, load_catalogue()).differences == ()
    engine.dispose()
