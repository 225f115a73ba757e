"""The registry of units over HTTP, on the store and in the time of walked cases."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest_asyncio
from sqlmodel import col, select

from adapters.settings import Settings
from adapters.store.engine import open_session, transaction
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import Mail
from api.app import create_app
from tests.api.asking import HASH, enter_accounts, log_in
from tests.workflows.office import Office
from tests.workflows.walked_case import UNITS, WalkedCase

DOCUMENT = {"document_number": "登字1号", "document_on": "2026-10-01"}
HEIR, HEIR_NAME = UNITS[2], "廊坊智算承继有限公司"


class Registry:
    """The registry over HTTP, on the day of a case."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.today = date(2026, 11, 23)
        self.http = httpx.AsyncClient()

    async def send(self, who: str, path: str, **body: Any) -> httpx.Response:
        headers = await log_in(self.http, who)
        return await self.http.put(f"/v1/units/{path}", json=body, headers=headers)

    async def put(self, who: str, path: str, **body: Any) -> Any:
        answer = await self.send(who, path, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(self, who: str, path: str) -> httpx.Response:
        return await self.http.get(f"/v1/{path}", headers=await log_in(self.http, who))

    async def found_heir(self) -> None:
        """Another unit, with somebody who logs in for it."""
        email = "heir@example.com"
        await self.put("fgw", HEIR, name=HEIR_NAME, locality="131081", contact_email=email, **DOCUMENT)
        account = Account(username="heir", password_hash=HASH, roles=("applicant",), unit=HEIR)
        save_account(self.office.engine, account)

    async def merge(self) -> Any:
        """The first unit is merged into the other."""
        return await self.put("fgw", f"{UNITS[1]}/successor", successor=HEIR, on="2026-11-01", **DOCUMENT)

    async def rename(self, name: str) -> None:
        """By a document of the day before."""
        on = date.fromordinal(self.today.toordinal() - 1).isoformat()
        await self.put("kfq", UNITS[1], name=name, locality="kfq", document_number="登字1号", document_on=on)


@pytest_asyncio.fixture
async def registry(office: Office, settings: Settings) -> AsyncIterator[Registry]:
    url = office.engine.url.render_as_string()
    enter_accounts(url)
    found = Registry(office)
    app = create_app(settings.model_copy(update={"database_url": url}), today=lambda: found.today)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        found.http = client
        yield found
    app.state.wiring.engine.dispose()


def leave(case: WalkedCase) -> None:
    """Every mail of a case so far has left: what waits would follow a new address."""
    with transaction(case.office.engine) as session:
        for row in session.exec(select(Mail).where(Mail.case_number == case.plan.case_number)):
            row.sent_at = row.sent_at or row.created_at
            session.add(row)


def written(case: WalkedCase) -> list[tuple[str, str, str]]:
    """Event, name and address of every mail of a case, in order."""
    with open_session(case.office.engine) as session:
        rows = session.exec(select(Mail).order_by(col(Mail.created_at), col(Mail.message_id)))
        return [
            (row.event, row.facts["unit_name"], row.recipient)
            for row in rows
            if row.case_number == case.plan.case_number
        ]
