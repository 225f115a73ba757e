"""What the README says of answers without log-in is so: which routes, and that nothing of persons is in them."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import SQLModel, func, select

from adapters.store.cases.submissions import Objection, add_objection
from adapters.store.engine import open_session
from api.app import PLAIN_ROUTERS, ROUTERS
from api.openapi import roles_of, routes_of
from tests.activities.casework import Casework
from tests.api.asking import UNIT
from tests.api.notices.test_public_routes import PUBLIC
from tests.api.published import Published

README = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Without logging in")[2].partition("\n## ")[0]
VALUES = {"code": "compute_centre_construction", "year": "2026", "name": "m4.base"}
SECRETS = (
    "王小明",
    "13800000000",
    "张三",
    "举报",
    "objector-9",
    "example.com",
    "yunshu",
    "lingxi",
    "fgw",
    "gxj",
)
"""A maker, words of an objection, who raised it, and who has an account."""


def test_the_routes_without_log_in_are_those_that_the_readme_names() -> None:
    named = set(re.findall(r"`(/[^`]*)`", SECTION))
    assert named == PUBLIC


@pytest.fixture
def told(casework: Casework) -> Published:
    """A maker's case on notice, with an objection."""
    case = Published(casework, "compute_usage_voucher", maker="王小明", unit=f"{UNIT}#王小明")
    case.publish()
    said = {"raised_by": "objector-9", "party": "public", "content": "张三举报，电话 13800000000"}
    add_objection(casework.engine, Objection(id=case.object(), case_number=case.number, **said))
    return case


def addresses(number: str) -> list[str]:
    """Every route that anybody may read, as an address."""
    read = [
        route.path
        for route in routes_of((*ROUTERS, *PLAIN_ROUTERS))
        if "GET" in (route.methods or ()) and roles_of(route.dependant) == {"无需登录"}
    ]
    own = [path for path in read if path.endswith("/objection") or path.startswith(("/mails", "/docs"))]
    found = []
    for path in sorted(set(read) - set(own)):
        values = {**VALUES, "number": number, **({"code": "voucher"} if "pools" in path else {})}
        found.append(path.format(**values))
    return found


async def test_nothing_of_persons_is_in_any_public_answer(http: httpx.AsyncClient, told: Published) -> None:
    for address in addresses(told.number):
        answer = await http.get(address)
        assert answer.status_code in (200, 503), f"{address}: {answer.text}"
        if address == "/openapi.json":  # whose examples are nobody
            continue
        assert not [word for word in SECRETS if word in answer.text], address


async def test_a_notice_masks_the_person_and_tells_of_objections_when_and_what_was_found(
    http: httpx.AsyncClient, told: Published
) -> None:
    notice = (await http.get(f"/v1/public-notices/{told.number}")).json()
    assert notice["unit_name"] == "王**"
    assert [set(each) for each in notice["objections"]] == [
        {"raised_at", "finding", "finding_label", "found_at"}
    ]


async def test_a_pool_tells_sums_and_counts_and_no_case(http: httpx.AsyncClient) -> None:
    for pool in (await http.get("/v1/pools")).json():
        assert (pool["queue"], pool["cases"], pool["units"]) == (None, None, None)
        assert pool["limit"]


async def test_of_a_quote_nothing_is_stored(http: httpx.AsyncClient, app: FastAPI) -> None:
    before = counted(app)
    facts = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
    answer = await http.post("/v1/quotes", json={"measure": "compute_centre_construction", "facts": facts})
    assert answer.json()["amount"] == "10000000.00"
    assert counted(app) == before


def counted(app: FastAPI) -> dict[str, int]:
    """The rows of every table."""
    with open_session(app.state.wiring.engine) as session:
        return {
            name: session.exec(select(func.count()).select_from(table)).one()
            for name, table in SQLModel.metadata.tables.items()
        }
