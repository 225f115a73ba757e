"""Lists of units that an office invites, as files and as JSON, and whoever loads and answers them."""

import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import RunningNumber
from api.app import create_app
from domain.calendar import WorkingCalendar, shanghai_date
from domain.catalogue.registry import Catalogue, load_catalogue
from tests.api.asking import OTHER_UNIT, UNIT, log_in, new_key

TODAY = shanghai_date(datetime.now(UTC))
"""The day on which workflows run: lists have a term in their time."""

REPLY_BY = WorkingCalendar().add_working_days(TODAY, 12).on
STRANGER = "91131028MAFAKE1073"
SOURCE = {"source_title": "2026年度规上软件企业名单", "source_number": "廊工信〔2026〕8号"}
HEAD = {
    "measure": "revenue_milestone",
    **SOURCE,
    "reply_by": REPLY_BY.isoformat(),
    "documents_held": ["7.2-1"],
}
YEAR = TODAY.year - 1
FACTS = {
    "sector": "software",
    "revenue_year": YEAR,
    "revenue": "520000000.00",
    "highest_prior_revenue": "96000000.00",
}
CONFIRM = {"credit_commitment": True, "other_funding": []}

NAMES = {OTHER_UNIT: "霸州灵犀装备有限公司", STRANGER: "大厂安芯科技有限公司"}

Rows = list[list[Any]]

_SHIPPED = load_catalogue().policies[-1]
_BY_FILING = _SHIPPED.readings["m7.year_in_force"].model_copy(update={"default": "filing_day"})
POLICY = _SHIPPED.model_copy(update={"readings": {**_SHIPPED.readings, "m7.year_in_force": _BY_FILING}})
"""Under it last year's revenue earns money whenever these tests run."""


def item(**changes: Any) -> dict[str, Any]:
    """One unit of a list as JSON."""
    whole = {"unit": UNIT, "locality": "kfq", "facts": dict(FACTS)} | changes
    return {"unit_name": NAMES.get(whole["unit"], "廊坊云枢智算科技有限公司")} | whole


def listed(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A list as JSON."""
    return {**HEAD, "items": list(items) or [item()], **changes}


TITLES = [
    *("统一社会信用代码", "单位名称", "属地", "联系邮箱"),
    *("所属行业", "营收所属年度（年）", "本年主营业务收入（元）", "以往年度最高主营业务收入（元）"),
]


def rows(*more: list[Any]) -> Rows:
    """A list as somebody's spreadsheet: a known unit, one that is known only by its address, and what a test adds."""
    return [
        TITLES,
        [UNIT, "廊坊云枢智算科技有限公司", "廊坊开发区", None, "软件", YEAR, 520000000, 96000000],
        [
            STRANGER,
            "大厂安芯科技有限公司",
            "131028",
            "anxin@example.com",
            "集成电路",
            f"{YEAR}",
            "180,000,000.00",
            "9e7",
        ],
        *more,
    ]


@dataclass
class Inviting:
    """Loads lists and answers them, over HTTP."""

    http: httpx.AsyncClient
    engine: Engine
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    async def known(self, username: str) -> dict[str, str]:
        """The header of an account; it logs in once."""
        if username not in self.headers:
            self.headers[username] = await log_in(self.http, username)
        return self.headers[username]

    async def load(
        self,
        body: dict[str, Any] | None = None,
        *,
        username: str = "gxj",
        key: dict[str, str] | None = None,
        dry_run: bool = False,
    ) -> httpx.Response:
        """Load a list as JSON."""
        path = f"/v1/invitations?dry_run={str(dry_run).lower()}"
        headers = await self.known(username) | (key or new_key())
        return await self.http.post(path, json=listed() if body is None else body, headers=headers)

    async def send(
        self,
        content: bytes,
        *,
        dry_run: bool = False,
        username: str = "gxj",
        key: dict[str, str] | None = None,
        **changes: Any,
    ) -> httpx.Response:
        """Load a list as a file."""
        return await self.http.post(
            f"/v1/invitations?dry_run={str(dry_run).lower()}",
            data={**HEAD, **changes},
            files={"file": ("名单.xlsx", content)},
            headers=await self.known(username) | (key or new_key()),
        )

    async def get(self, username: str, path: str = "") -> httpx.Response:
        return await self.http.get(f"/v1/invitations{path}", headers=await self.known(username))

    async def post(self, username: str, path: str, body: Any) -> httpx.Response:
        return await self.http.post(
            f"/v1/invitations{path}", json=body, headers=await self.known(username) | new_key()
        )

    async def invited(self, body: dict[str, Any] | None = None) -> str:
        """Load a list of one unit; the id of its invitation."""
        answer = await self.load(body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["rows"][0]["invitation"])

    def kept(self, table: type[Any]) -> list[Any]:
        with open_session(self.engine) as session:
            return list(session.exec(select(table)))


def number_apart(url: str, *measures: str) -> None:
    """Case numbers of its own: all tests share one Temporal server."""
    engine = open_engine(url)
    with transaction(engine) as session:
        for measure in measures:
            key = f"{TODAY.year}-{measure}"
            session.add(RunningNumber(key=key, last=random.randrange(10**5, 10**9)))
    engine.dispose()


@pytest.fixture
def inviting_settings(api_settings: Settings, task_queue: str) -> Settings:
    """Settings with a queue of the test's own."""
    number_apart(api_settings.database_url, "7.2")
    changes = {"task_queue": task_queue, "time_skipping": True, "act_timeout_seconds": 5.0}
    same_as_the_worker = {"mail_from": "office@example.com", "public_url": "http://api"}
    return api_settings.model_copy(update=changes | same_as_the_worker)


@pytest.fixture
def inviting_engine(inviting_settings: Settings) -> Iterator[Engine]:
    engine = open_engine(inviting_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def inviting_app(temporal: WorkflowEnvironment, inviting_settings: Settings) -> Iterator[FastAPI]:
    """The API with Temporal behind it; no worker, unless the test brings one."""
    app = create_app(inviting_settings, client=temporal.client, today=lambda: TODAY)
    app.state.wiring = replace(app.state.wiring, catalogue=Catalogue([POLICY]))
    yield app
    app.state.wiring.engine.dispose()


@pytest_asyncio.fixture
async def inviting(inviting_app: FastAPI, inviting_engine: Engine) -> AsyncIterator[Inviting]:
    """Whoever loads and answers."""
    transport = httpx.ASGITransport(inviting_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield Inviting(client, inviting_engine)
