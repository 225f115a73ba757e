"""What comes between a payment list and the bank is seen on the list, in its file, and by the finance bureau at once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import col, select

from adapters.mail.render import render
from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.schema import CaseFile, Mail, PaymentStop
from audit.reconciliation import reconcile_store
from domain.catalogue.registry import load_catalogue
from domain.office_mail import OfficeMailFacts
from tests.api.asking import OTHER_UNIT, UNIT, log_in
from tests.api.listed_payments import (
    HEAD,
    Rows,
    Treasury,
    arrived,
    as_xlsx,
    at,
    case_number,
    payment,
    returned,
)
from tests.api.payments.test_late_returns import enter_treasury
from tests.api.procedure import People
from tests.api.remedies.test_recovery import SPLIT
from tests.api.remedies.test_recovery import awarded as awarded

WHY = "正在核查投资额。"
REGISTER = {"document_number": "廊市监合并〔2026〕1号", "document_on": "2026-11-20", "on": "2026-11-20"}


@pytest_asyncio.fixture
async def treasury(awarded: People, served_settings: Settings) -> AsyncIterator[Treasury]:
    """A case of this house and a payment of another unit under one document, and those who list and pay."""
    engine = open_engine(served_settings.database_url)
    enter_treasury(engine, "treasury")
    found = Treasury(awarded.http, engine)
    found.order(1, "霸州灵犀装备有限公司", "885000.00")
    with transaction(engine) as session:
        other = session.get_one(CaseFile, case_number(1))
        other.unit = other.legal_person = OTHER_UNIT
    await awarded.do("finance", "/fund-document", SPLIT)
    yield found
    engine.dispose()


@pytest_asyncio.fixture
async def made(treasury: Treasury) -> dict[str, Any]:
    """The list, as it went to the bank."""
    answer = await treasury.make()
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def own_payment(people: People) -> str:
    return people.case.rpartition("/")[2] + "-P1"


def stop(scope: str) -> dict[str, str]:
    return {"scope": scope, "reason": WHY, "clause": "附则(四)"}


async def shown(treasury: Treasury, listed: dict[str, Any]) -> dict[str, Any]:
    answer = await treasury.get(f"/{listed['id']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def mails(treasury: Treasury) -> list[dict[str, Any]]:
    """What the bureau was told of changed lists."""
    with open_session(treasury.engine) as session:
        asked = select(Mail).where(Mail.event == "list_changed", Mail.recipient == "finance@example.com")
        return [mail.facts for mail in session.exec(asked.order_by(col(Mail.created_at)))]


def states(view: dict[str, Any]) -> dict[str, str]:
    return {line["payment"]: line["state"] for line in view["lines"]}


def total_of(rows: Rows) -> tuple[Any, Any]:
    """Count and total as the file has them."""
    (row,) = [row for row in rows if row[0] == "合计"]
    head = next(row for row in rows if "支付编号" in row)
    return row[head.index("支付编号")], row[head.index("拨付金额（元）")]


@pytest.mark.long
@pytest.mark.parametrize("scope", ["case", "unit"])
async def test_a_stop_after_the_list_was_made_leaves_the_payment_out_of_its_next_version(
    awarded: People, treasury: Treasury, made: dict[str, Any], scope: str
) -> None:
    own = own_payment(awarded)
    assert (made["version"], made["total"], made["count"]) == (1, "10885000.00", 2)
    await awarded.do("fgw", "/stop", stop(scope))
    view = await shown(treasury, made)
    assert states(view) == {own: "停拨", payment(1): "待拨付"}
    (line,) = [line for line in view["lines"] if line["payment"] == own]
    assert line["withheld"] == f"停拨：{WHY}"
    assert (view["version"], view["total"], view["count"]) == (2, "885000.00", 1)
    assert [(each["version"], each["total"]) for each in view["versions"]] == [
        (1, "10885000.00"),
        (2, "885000.00"),
    ]
    heads = (await treasury.get("")).json()["items"]
    assert [(each["version"], each["total"]) for each in heads] == [(2, "885000.00")]
    for kind in ("xlsx", "csv"):
        rows = await treasury.file(made["id"], kind)
        assert "第2版" in str(rows[1])
        assert own in str(rows[2])
        assert "请勿拨付" in str(rows[2])
        assert [str(value) for value in total_of(rows)] == [
            "共 1 笔",
            "885000" if kind == "xlsx" else "885000.00",
        ]
        assert own not in str(rows[HEAD + 1 :])
    (mail,) = mails(treasury)
    assert "第1版已由第2版替代" in mail["reason"]
    assert own in mail["cases"][0]["reason"]
    stopped = render(OfficeMailFacts.model_validate(mail))
    for body in (stopped.text, stopped.html):
        assert "请立即联系停止拨付被剔除的款项。请重新下载清单，按第2版办理。" in body

    await awarded.do("fgw", "/stop/lift", {"scope": scope, "reason": "未发现问题。"})
    again = await shown(treasury, made)
    assert (again["version"], again["total"], states(again)[own]) == (3, "10885000.00", "待拨付")
    lifted = mails(treasury)[1]
    assert "已恢复" in lifted["cases"][0]["reason"]
    assert "按第3版办理" in (words := render(OfficeMailFacts.model_validate(lifted)).text)
    assert "请立即联系停止拨付" not in words
    assert "列有清单全部支付" in str((await treasury.file(made["id"]))[2])


@pytest.mark.long
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("result", "stage", "state"), [("paid", "已办结", "已到账"), ("returned", "退票", "已退票")]
)
async def test_the_banks_word_on_a_stopped_payment_is_recorded_all_the_same(
    awarded: People,
    treasury: Treasury,
    made: dict[str, Any],
    version: int,
    result: str,
    stage: str,
    state: str,
) -> None:
    """By the file that had gone out, or by hand where the file has the payment no more."""
    own = own_payment(awarded)
    rows = await treasury.file(made["id"])
    place = [row[at("支付编号", rows)] for row in rows[HEAD + 1 :]].index(own) + 1
    await awarded.do("fgw", "/stop", stop("case"))
    if version == 1:
        (arrived(place, "2026-12-20") if result == "paid" else returned(place))(rows)
        told = (await treasury.send(made["id"], as_xlsx(rows))).json()
        assert [row["status"] for row in told["rows"] if row["payment"] == own] == ["done"]
    elif result == "paid":
        await awarded.do("treasury", f"/payments/{own}/confirm", {"paid_on": "2026-12-20"})
    else:
        await awarded.do("treasury", f"/payments/{own}/return", {"reason": "账户已销户"})
    view = await shown(treasury, made)
    assert (states(view)[own], view["version"]) == (state, 2)
    assert (await awarded.get("auditor")).json()["stage"] == stage


async def test_a_successor_of_the_unit_is_told_on_the_list(
    awarded: People, treasury: Treasury, made: dict[str, Any]
) -> None:
    own = own_payment(awarded)
    headers = await log_in(awarded.http, "fgw")
    body = REGISTER | {"successor": OTHER_UNIT}
    passed = await awarded.http.put(f"/v1/units/{UNIT}/successor", json=body, headers=headers)
    assert passed.status_code == 200, passed.text
    view = await shown(treasury, made)
    (line,) = [line for line in view["lines"] if line["payment"] == own]
    assert (line["state"], line["note"]) == (
        "待拨付",
        "廊坊云枢智算科技有限公司已由霸州灵犀装备有限公司承继",
    )
    assert (view["version"], view["total"]) == (1, "10885000.00")
    rows = await treasury.file(made["id"])
    assert line["note"] in str([row[at("状态说明", rows)] for row in rows[HEAD + 1 :]])
    (mail,) = mails(treasury)
    assert own in mail["cases"][0]["reason"]
    words = render(OfficeMailFacts.model_validate(mail)).text
    assert "清单版本未变" in words
    assert "请核实该账户是否可以收款" in words
    assert not any(word in words for word in ("停止拨付", "剔除", "重新下载"))


@pytest.mark.parametrize("how", ["successor", "division"])
@pytest.mark.parametrize("stopped", [OTHER_UNIT, UNIT])
async def test_a_stop_that_stands_against_the_successor_reaches_the_list(
    awarded: People, treasury: Treasury, made: dict[str, Any], how: str, stopped: str
) -> None:
    """What the unit itself was stopped for is out of the list already, and stays out."""
    own = own_payment(awarded)
    if stopped == UNIT:
        await awarded.do("fgw", "/stop", stop("unit"))
    else:
        with transaction(treasury.engine) as session:
            said: dict[str, Any] = {
                "reason": WHY,
                "clause": "附则(四)",
                "party": "finance_bureau",
                "at": datetime.now(UTC),
            }
            content: dict[str, Any] = {
                "case_number": case_number(1),
                "unit": OTHER_UNIT,
                "scope": "unit",
                "is_set": True,
            }
            session.add(PaymentStop(**content, **said))
    body: dict[str, Any] = REGISTER | {"successor": OTHER_UNIT}
    body |= {"cases": [own[:-3]]} if how == "division" else {}
    headers = await log_in(awarded.http, "fgw")
    passed = await awarded.http.put(f"/v1/units/{UNIT}/{how}", json=body, headers=headers)
    assert passed.status_code == 200, passed.text
    view = await shown(treasury, made)
    assert (view["version"], states(view)[own]) == (2, "停拨")
    told = mails(treasury)
    assert any("第1版已由第2版替代" in mail["reason"] for mail in told)
    assert any("承继" in str(mail) for mail in told)


async def test_a_new_name_is_told_on_the_list(
    awarded: People, treasury: Treasury, made: dict[str, Any]
) -> None:
    renamed = {"name": "廊坊云枢智算（集团）有限公司", "locality": "kfq"}
    papers = {"document_number": "登字1号", "document_on": "2026-11-20"}
    headers = await log_in(awarded.http, "fgw")
    answer = await awarded.http.put(f"/v1/units/{UNIT}", json=renamed | papers, headers=headers)
    assert answer.status_code == 200, answer.text
    notes = [line["note"] for line in (await shown(treasury, made))["lines"]]
    assert "廊坊云枢智算科技有限公司已更名为廊坊云枢智算（集团）有限公司" in notes


@pytest.mark.long
async def test_a_payment_that_was_stopped_and_lifted_is_paid_and_the_books_agree(
    awarded: People, treasury: Treasury, made: dict[str, Any]
) -> None:
    own = own_payment(awarded)
    await awarded.do("fgw", "/stop", stop("case"))
    await awarded.do("fgw", "/stop", stop("unit"))
    assert (await shown(treasury, made))["version"] == 2
    await awarded.do("fgw", "/stop/lift", {"scope": "case", "reason": "已核实。"})
    assert (await shown(treasury, made))["version"] == 2
    await awarded.do("fgw", "/stop/lift", {"scope": "unit", "reason": "已核实。"})
    assert (await shown(treasury, made))["version"] == 3
    ended = await awarded.do("treasury", f"/payments/{own}/confirm", {"paid_on": "2026-12-20"})
    assert ended["final"]
    found = reconcile_store(treasury.engine, load_catalogue()).differences
    assert [each for each in found if own[:-3] in str(each)] == []
