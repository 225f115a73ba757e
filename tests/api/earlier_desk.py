"""A desk that enters awards from before this system ran, as this and that account."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from activities.money.priors import prior_before_filing
from adapters.store.engine import open_session
from adapters.store.people.accounts import save_account
from adapters.store.reach import Engine
from domain.calculator.award import Prior
from domain.catalogue.registry import load_catalogue
from tests.api.asking import OTHER_UNIT, TODAY, UNIT, log_in, official

PATH = "/v1/earlier-awards"
NAME = "廊坊云枢智算科技有限公司"
VOUCHER = {
    "unit": UNIT,
    "unit_name": NAME,
    "year": 2025,
    "amount": "500000.00",
    "granted_on": "2025-06-30",
    "document_number": "廊发改〔2025〕12号",
}
TITLES = ["统一社会信用代码", "单位名称", "所属年度", "奖补金额（元）", "批准日期", "批准文号", "备注"]
ROW = [UNIT, NAME, 2025, 500000, "2025-06-30", "廊发改〔2025〕12号", ""]


@pytest.fixture
def engine(app: FastAPI) -> Engine:
    """The store behind the API, with a second official at two desks."""
    found: Engine = app.state.wiring.engine
    save_account(found, official("fgw_2", "development_and_reform"))
    save_account(found, official("gxj_2", "industry_and_information"))
    return found


class Desk:
    """Acts as this and that account."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def enter(
        self,
        *items: dict[str, Any],
        measure: str = "settlement_voucher",
        by: str = "fgw",
        dry_run: bool = False,
    ) -> httpx.Response:
        body = {"measure": measure, "items": [VOUCHER | item for item in items or ({},)]}
        return await self.post(f"?dry_run={str(dry_run).lower()}", body, by)

    async def merge(self) -> None:
        """The unit ends, and another takes it over."""
        body = {
            "successor": OTHER_UNIT,
            "on": "2026-11-20",
            "document_number": "冀市监〔2026〕1号",
            "document_on": "2026-11-20",
        }
        headers = await log_in(self.http, "administrator")
        passed = await self.http.put(f"/v1/units/{UNIT}/successor", json=body, headers=headers)
        assert passed.status_code == 200, passed.text

    async def load(
        self, content: bytes, *, measure: str = "settlement_voucher", by: str = "fgw", dry_run: bool = False
    ) -> httpx.Response:
        return await self.http.post(
            f"{PATH}/file?dry_run={str(dry_run).lower()}",
            files={"file": ("以往奖补.xlsx", content)},
            data={"measure": measure},
            headers=await log_in(self.http, by),
        )

    async def post(self, path: str, body: Any, by: str, key: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.post(
            f"{PATH}{path}", json=body, headers=await log_in(self.http, by) | (key or {})
        )

    async def get(self, path: str, by: str) -> httpx.Response:
        return await self.http.get(path, headers=await log_in(self.http, by))

    async def confirmed(
        self, *items: dict[str, Any], measure: str = "settlement_voucher", desk: str = "fgw"
    ) -> dict[str, Any]:
        """Entered by one and confirmed by the other."""
        entered = await self.enter(*items, measure=measure, by=desk)
        assert entered.status_code == 201, entered.text
        done = await self.post(f"/{entered.json()['id']}/confirm", {}, f"{desk}_2")
        assert done.status_code == 200, done.text
        found: dict[str, Any] = done.json()
        return found


@pytest_asyncio.fixture
async def desk(http: httpx.AsyncClient, engine: Engine) -> Desk:
    return Desk(http)


def prior(engine: Engine, code: str, unit: str = UNIT, key: str = "", year: int = 2026) -> Prior:
    """What a unit has already when it files for a type on a day of a year."""
    catalogue, today = load_catalogue(), TODAY.replace(year=year)
    policy = catalogue.in_force(TODAY)
    base = policy.type(code).award_base.of_year(unit=unit, year=year, key=key)
    with open_session(engine) as session:
        return prior_before_filing(session, catalogue, policy, code, unit, base, {}, today, {})


def table(*rows: Sequence[Any], titles: Sequence[str] = TITLES) -> list[list[Any]]:
    return [list(titles), *map(list, rows)]
