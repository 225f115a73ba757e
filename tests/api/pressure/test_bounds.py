"""What one unit may have under way is bounded, in plain words, and the office always finds room."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from adapters.store.engine import transaction
from adapters.store.schema import CaseFile, Document
from adapters.store.units.registry import of_unit
from domain import bounds
from domain.bounds import IN_A_CASE, IN_A_DAY, MOST_REPEATED, MOST_RUNNING, Room, check_room, check_running
from domain.errors import LimitReached
from tests.activities.casework import Casework
from tests.api.asking import OTHER_UNIT, TODAY, UNIT, application, log_in, new_key, problem_of
from tests.api.filed_case import filed
from tools.demo.paper import pdf_of


def fill(casework: Casework, case: str, count: int, hours_ago: float = 1) -> None:
    """Let a case have so many documents."""
    at = datetime.now(UTC) - timedelta(hours=hours_ago)
    kept = {
        "code": "1.1-3",
        "name": "报告.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
    }
    with transaction(casework.engine) as session:
        for index in range(count):
            row: dict[str, Any] = {
                **kept,
                "id": f"{case}-{index}",
                "case_number": case,
                "uploaded_by": "yunshu",
                "at": at,
            }
            session.add(Document(**row))


async def upload(http: httpx.AsyncClient, username: str, case: str) -> httpx.Response:
    return await http.post(
        f"/v1/applications/{case}/documents",
        files={"file": ("报告.pdf", pdf_of("report"))},
        data={"code": "1.1-3"},
        headers=await log_in(http, username) | new_key(),
    )


async def test_a_case_is_full_for_the_applicant_before_it_is_for_the_office(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    case = filed(casework, 1)
    fill(casework, case, IN_A_CASE[False].documents - 1)
    assert (await upload(http, "yunshu", case)).status_code == 201
    refused = problem_of(await upload(http, "yunshu", case), 409, "limit-reached")
    assert refused["remedy"]
    assert (await upload(http, "fgw", case)).status_code == 201


async def test_a_unit_uploads_so_much_a_day_over_all_its_cases(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    cases = [filed(casework, number) for number in range(1, 6)]
    maker = filed(casework, 9, unit=f"{UNIT}#赵某")
    share = IN_A_DAY[False].documents // 4
    for case in (*cases[:3], maker):
        fill(casework, case, share)
    refused = problem_of(await upload(http, "yunshu", cases[4]), 409, "limit-reached")
    assert "24 小时内" in refused["detail"]
    assert "满 24 小时后" in refused["remedy"]
    assert (await upload(http, "fgw", cases[4])).status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_came_yesterday_does_not_count(http: httpx.AsyncClient, casework: Casework) -> None:
    cases = [filed(casework, number) for number in range(1, 6)]
    for case in cases[:4]:
        fill(casework, case, IN_A_DAY[False].documents // 4, hours_ago=25)
    assert (await upload(http, "yunshu", cases[4])).status_code == 201


GIB = 1024**3


@pytest.mark.parametrize(
    ("in_case", "in_a_day", "is_office", "has_room"),
    [
        (Room(1, GIB - 1), Room(1, GIB - 1), False, True),
        (Room(1, GIB), Room(1, GIB), False, False),
        (Room(1, GIB), Room(1, GIB), True, True),
        (Room(1, 2 * GIB), Room(1, 2 * GIB), True, False),
        (Room(1, 1), Room(9, 3 * GIB), False, False),
        (Room(1, 1), Room(9, 3 * GIB), True, True),
    ],
)
def test_bytes_count_as_documents_do(in_case: Room, in_a_day: Room, is_office: bool, has_room: bool) -> None:
    if has_room:
        check_room(in_case, in_a_day, 1, is_office=is_office)
    else:
        with pytest.raises(LimitReached):
            check_room(in_case, in_a_day, 1, is_office=is_office)


@pytest.mark.parametrize(("is_repeatable", "most"), [(False, MOST_RUNNING), (True, MOST_REPEATED)])
def test_where_awards_repeat_more_may_run(is_repeatable: bool, most: int) -> None:
    check_running(most - 1, is_repeatable=is_repeatable)
    with pytest.raises(LimitReached, match=f"{most} 件") as refused:
        check_running(most, is_repeatable=is_repeatable)
    assert ("只兑现一次" in str(refused.value.facts.why)) is not is_repeatable


async def apply(http: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    """File once more; 503 where it is numbered, since Temporal is away."""
    known = await log_in(http, "yunshu")
    return await http.post("/v1/applications", json=application(**changes), headers=known | new_key())


BASE = "platform:1号算力中心"


async def test_a_desk_is_not_flooded_with_one_project(http: httpx.AsyncClient, casework: Casework) -> None:
    for number in range(MOST_RUNNING):
        filed(casework, number, award_base=BASE, final=number == 0)
    numbered = await apply(http)
    assert numbered.status_code == 503, numbered.text
    filed(casework, MOST_RUNNING, award_base=BASE)
    refused = problem_of(await apply(http), 409, "limit-reached")
    assert f"{MOST_RUNNING} 件" in refused["detail"]
    other = await apply(http, award_base_key="二号算力中心")
    assert other.status_code == 503, other.text


async def test_drafts_that_nobody_took_up_shut_nobody_out(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    for number in range(MOST_RUNNING):
        filed(casework, number, award_base=BASE, stage="草稿")
    numbered = await apply(http)
    assert numbered.status_code == 503, numbered.text


async def test_who_withdraws_and_applies_again_and_again_is_told_to_come_tomorrow(
    http: httpx.AsyncClient, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_FILED_A_DAY", 3)
    filed(casework, 1, award_base=BASE, final=True, stage="已撤回")  # on another day
    for _ in range(3):
        numbered = await apply(http)
        assert numbered.status_code == 503, numbered.text
        with transaction(casework.engine) as session:
            session.execute(text("UPDATE case_file SET final = true, stage = '已撤回'"))
    refused = problem_of(await apply(http, award_base_key="二号算力中心"), 409, "limit-reached")
    assert "3 件" in refused["detail"]
    assert refused["remedy"]


async def test_a_day_is_that_of_an_incubator_whatever_names_of_makers_are_invented(
    http: httpx.AsyncClient, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_FILED_A_DAY", 2)
    filed(casework, 1, unit=f"{UNIT}#{'0' * 12}", filed_on=TODAY)
    filed(casework, 2, unit=OTHER_UNIT, filed_on=TODAY)
    voucher = {
        "measure": "compute_usage_voucher",
        "facts": {"uses_local_platform": True, "compute_fee": "800000.00"},
    }
    numbered = await apply(http, **voucher, maker="张三")
    assert numbered.status_code == 503, numbered.text
    with transaction(casework.engine) as session:
        session.execute(text("UPDATE case_file SET stage = '已撤回'"))
    problem_of(await apply(http, **voucher, maker="李四"), 409, "limit-reached")


async def test_drafts_of_an_outage_use_up_nothing_of_the_day_and_are_bounded_by_themselves(
    http: httpx.AsyncClient, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_FILED_A_DAY", 2)
    monkeypatch.setattr(bounds, "MOST_DRAFTS_A_DAY", 3)
    filed(casework, 1, filed_on=TODAY)
    for _ in range(3):  # each under a new key
        numbered = await apply(http)
        assert numbered.status_code == 503, numbered.text
    refused = problem_of(await apply(http), 409, "limit-reached")
    assert "尚未送达" in refused["detail"]
    assert "原来的 Idempotency-Key" in refused["remedy"]


def test_an_index_has_what_is_counted_of_a_unit(casework: Casework) -> None:
    numbers = select(CaseFile.number).where(of_unit(UNIT))
    asked = str(numbers.compile(casework.engine, compile_kwargs={"literal_binds": True}))
    with casework.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:  # it would read a table of some rows whole
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {asked}").all()
    assert "ix_case_file_legal_person" in str(plan)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_unit_asks_as_often_as_it_needs_where_awards_repeat(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    for number in range(MOST_RUNNING):
        filed(casework, number, code="financing_support", award_base=f"financing_support:{UNIT}")
    facts = {"need": "credit_loan", "description": "拟申请信用贷款。"}
    numbered = await apply(http, measure="financing_support", award_base_key=None, facts=facts)
    assert numbered.status_code == 503, numbered.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_case_is_told_before_a_content_is_judged(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    case = filed(casework, 1)
    fill(casework, case, IN_A_CASE[False].documents)
    answer = await http.post(
        f"/v1/applications/{case}/documents",
        files={"file": ("报告.pdf", b"no document")},
        data={"code": "1.1-3"},
        headers=await log_in(http, "yunshu") | new_key(),
    )
    problem_of(answer, 409, "limit-reached")
