"""What the public reads: made once when a notice opens, without free text, masked, and readable after its end."""

import json
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.cases.file import change_case
from adapters.store.engine import transaction
from api.app import create_app
from domain.case.record.events import Event
from tests.activities.casework import Casework
from tests.api.asking import paths_of, problem_of
from tests.api.published import OPENED, Published

BUILT = "compute_centre_construction"


async def read(http: httpx.AsyncClient, path: str = "", **query: str) -> Any:
    """JSON of a list or a single notice, without log-in."""
    answer = await http.get(f"/v1/public-notices{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_notice_tells_clause_figures_amount_and_how_to_object(
    http: httpx.AsyncClient, published: Published
) -> None:
    notice = await read(http, f"/{published.number}")
    assert notice["quote"]
    assert {name: notice[name] for name in ("clause", "unit_name", "lead", "amount", "stage", "until")} == {
        "clause": "第1条",
        "unit_name": "廊坊云枢智算科技有限公司",
        "lead": "市发改委",
        "amount": "8800000.00",
        "stage": "公示中",
        "until": "2026-11-23",
    }
    investment, commissioned = notice["figures"]
    assert (investment["label"], investment["unit"]) == ("经审计的建设投资额", "元")
    assert (investment["declared"], investment["verified"]) == ("123000000.00", "88000000.00")
    assert (commissioned["declared"], commissioned["verified"]) == ("2026-03-01", "")
    assert notice["lines"][-1]["result"] == "8800000.00"
    assert "inputs" not in notice["lines"][0]
    assert "市发改委" in notice["how_to_object"]
    assert notice["objection_href"] == f"/v1/applications/{published.number}/objections"
    assert (notice["objections"], notice["outcome"], notice["provisional"]) == ([], None, False)


async def test_a_notice_stays_what_it_was_published_as(
    http: httpx.AsyncClient, casework: Casework, published: Published
) -> None:
    before = await read(http, f"/{published.number}")
    with transaction(casework.engine) as session:
        change_case(
            session,
            published.number,
            verified_facts={"audited_investment": "1.00"},
            unit_name="改名公司",
            amount=None,
        )
    assert await read(http, f"/{published.number}") == before


async def test_objections_are_counted_with_their_findings_and_nobody_is_named(
    http: httpx.AsyncClient, published: Published
) -> None:
    first = published.object()
    waiting = await read(http, f"/{published.number}")
    assert (waiting["stage"], waiting["objections"][0]["finding"]) == ("异议核查中", "open")
    published.find(first, "dismiss")
    published.object()
    found = await read(http, f"/{published.number}")
    assert [each["finding_label"] for each in found["objections"]] == ["异议不成立", "核查中"]
    page = (await http.get(f"/public-notices/{published.number}")).text
    for words in (json.dumps(found, ensure_ascii=False), page):
        assert not any(word in words for word in ("张三", "13800000000", "someone"))


@pytest.mark.parametrize(
    ("event", "code", "told"),
    [
        (Event.PAYEE_ASKED, "stood", "公示期满，无异议。"),
        (Event.WITHDRAWN, "withdrawn", "申请单位已撤回申请。"),
    ],
)
async def test_an_ended_notice_says_how_it_ended(
    http: httpx.AsyncClient, published: Published, event: Event, code: str, told: str
) -> None:
    published.end(event)
    notice = await read(http, f"/{published.number}")
    assert (notice["stage"], notice["is_current"], notice["takes_objections"]) == ("公示已结束", False, False)
    assert (notice["outcome"]["code"], notice["outcome"]["text"]) == (code, told)
    assert notice["objection_href"] == ""
    assert "不再受理公示异议" in notice["how_to_object"]
    page = (await http.get(f"/public-notices/{published.number}")).text
    assert "公示已结束" in page


async def test_a_case_that_is_published_again_shows_its_earlier_notice(
    http: httpx.AsyncClient, published: Published
) -> None:
    published.find(published.object(), "uphold")
    assert (await read(http, f"/{published.number}"))["outcome"]["code"] == "upheld"
    published.assess(audited_investment="70000000.00")
    published.publish(OPENED + timedelta(days=3))
    again = await read(http, f"/{published.number}")
    assert (again["amount"], again["is_current"], again["objections"]) == ("7000000.00", True, [])
    assert [(each["amount"], each["outcome"]["code"]) for each in again["earlier"]] == [
        ("8800000.00", "upheld")
    ]
    assert len(await read(http)) == 1


async def test_current_notices_come_first_and_the_list_is_filtered(
    http: httpx.AsyncClient, casework: Casework, published: Published
) -> None:
    ended = Published(casework, "first_equipment")
    ended.assess()
    ended.publish(OPENED + timedelta(hours=1))
    ended.end()
    numbers = [notice["case_number"] for notice in await read(http)]
    assert numbers == [published.number, ended.number]
    assert [each["case_number"] for each in await read(http, state="current")] == [published.number]
    assert [each["case_number"] for each in await read(http, state="ended")] == [ended.number]
    assert [each["case_number"] for each in await read(http, code="first_equipment")] == [ended.number]
    assert len(await read(http, limit="1")) == 1
    problem = problem_of(await http.get("/v1/public-notices?state=some"), 422, "invalid-input")
    assert paths_of(problem) == {"state"}


async def test_a_code_of_ours_is_not_for_readers_of_pages(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    case = Published(casework, "security_testing", filed_on=date(2026, 11, 2))
    case.assess()
    case.publish()
    assert (await read(http, f"/{case.number}"))["lines"][-1]["reading"] == "m10.cap_scope"
    page = (await http.get(f"/public-notices/{case.number}")).text
    assert "口径：每单位每年合计" in page
    assert "m10." not in page


async def test_a_natural_person_is_masked_and_free_text_is_left_out(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    maker = Published(casework, "compute_usage_voucher", unit_name="某孵化器有限公司", maker="欧阳小芳")
    maker.assess()
    maker.publish()
    stated = Published(
        casework,
        "listing_award",
        {
            "exchange": "王五的交易所",
            "listed_on": "2026-02-01",
            "policy_document": "李四签发的文件",
            "policy_clause": "赵六第三条",
            "wished_amount": "3000000.00",
        },
    )
    stated.assess(amount="2000000.00")
    stated.publish()
    notice = await read(http, f"/{maker.number}")
    assert notice["unit_name"] == "欧***"
    told = await read(http, f"/{stated.number}")
    assert [figure["name"] for figure in told["figures"]] == ["listed_on", "amount"]
    for number in (maker.number, stated.number):
        both = (
            json.dumps(await read(http, f"/{number}"), ensure_ascii=False)
            + (await http.get(f"/public-notices/{number}")).text
        )
        assert [word for word in ("阳小芳", "孵化器", "王五", "李四", "赵六", "期望") if word in both] == []


async def test_pages_escape_what_was_written_and_let_nothing_in(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    case = Published(casework, BUILT, unit_name="甲<script>alert(1)</script>公司")
    case.assess()
    case.publish()
    for path in ("/public-notices", f"/public-notices/{case.number}"):
        page = await http.get(path)
        assert page.status_code == 200
        assert "<script>" not in page.text
        assert "&lt;script&gt;" in page.text
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["x-content-type-options"] == "nosniff"


async def test_a_last_day_in_a_year_that_is_not_announced_is_marked(
    http: httpx.AsyncClient, casework: Casework
) -> None:
    case = Published(casework, BUILT)
    case.assess()
    case.publish(OPENED + timedelta(days=44))
    notice = await read(http, f"/{case.number}")
    assert (notice["until"][:4], notice["provisional"]) == ("2027", True)
    for path in ("/public-notices", f"/public-notices/{case.number}"):
        assert "暂定</span>" in (page := (await http.get(path)).text) or "（暂定）" in page


async def test_an_unknown_notice_is_a_problem_and_a_page(
    http: httpx.AsyncClient, published: Published
) -> None:
    problem_of(await http.get("/v1/public-notices/LF2026-0101-99999"), 404, "not-found")
    page = await http.get("/public-notices/LF2026-0101-99999")
    assert page.status_code == 404
    assert "没有这项公示" in page.text


async def test_an_ended_notice_is_readable_for_a_year(api_settings: Settings, published: Published) -> None:
    published.end()
    for day, status in ((date(2027, 11, 16), 200), (date(2027, 11, 17), 404)):
        app = create_app(api_settings, today=lambda day=day: day)  # type: ignore[misc]
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as http:
            assert (await http.get(f"/v1/public-notices/{published.number}")).status_code == status
            assert len((await http.get("/v1/public-notices")).json()) == (1 if status == 200 else 0)
        app.state.wiring.engine.dispose()


async def test_a_notice_whose_last_day_has_passed_takes_no_objections_though_a_finding_is_open(
    api_settings: Settings, published: Published
) -> None:
    published.object()
    for day, takes in ((date(2026, 11, 23), True), (date(2026, 11, 24), False)):
        app = create_app(api_settings, today=lambda day=day: day)  # type: ignore[misc]
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as http:
            notice = await read(http, f"/{published.number}")
        assert (notice["stage"], notice["takes_objections"], bool(notice["objection_href"])) == (
            "异议核查中",
            takes,
            takes,
        )
        app.state.wiring.engine.dispose()
