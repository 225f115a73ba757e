"""A store with ordered payments under one fund document, and the treasury's files about them; no case runs behind them."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest_asyncio
from fastapi import FastAPI
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.people.accounts import save_account
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, CaseFile, Payee, Payment
from adapters.store.tables.account import AccountRow
from domain.case.roles import Role
from domain.catalogue.registry import load_catalogue
from tests.api.asking import UNIT, log_in, new_key, official

DOCUMENT = "廊财建〔2026〕12号"
ORDERED_AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
NAMES = ("廊坊云枢智算科技有限公司", '=HYPERLINK("http://evil.example","点我")', "大厂,“安芯”\n科技")
AMOUNTS = ("1000000.00", "885000.50", "0.01")

Rows = list[list[Any]]
Change = Callable[[Rows], None]


def case_number(index: int) -> str:
    return f"LF2026-0502-{index:05}"


def payment(index: int, order: int = 1) -> str:
    return f"{case_number(index)}-P{order}"


def _filed(number: str) -> dict[str, Any]:
    """A case of 5.2 as its file stands in the store."""
    return {
        "number": number,
        "code": "national_research_platform",
        "measure_number": "5.2",
        "policy_version": load_catalogue().in_force(ORDERED_AT.date()).version,
        "unit": UNIT,
        "unit_name": NAMES[0],
        "locality": "kfq",
        "lead": "industry_and_information",
        "award_base": f"platform:{number}",
        "applicant_account": "a1",
        "contact_email": "yunshu@example.com",
        "declared_facts": {},
        "other_funding": [],
        "readings": {},
        "plan": {},
        "fiscal_year": 2026,
        "filed_on": ORDERED_AT.date(),
        "stage": "拨付中",
        "since": ORDERED_AT,
        "filing_key": number,
        "filing_digest": "",
    }


def _ordered(index: int, name: str, amount: str, document: str, **changes: Any) -> tuple[Payee, Payment]:
    """An account and an ordered payment to it."""
    number, payee = case_number(index), f"payee-{index}"
    account = Payee(
        id=payee,
        case_number=number,
        account_name=name,
        bank="中国银行廊坊分行",
        account_number="6217000100012345678",
        given_by="a1",
        at=ORDERED_AT,
    )
    content: dict[str, Any] = {
        "id": payment(index),
        "case_number": number,
        "amount": Decimal(amount),
        "transfer": Decimal(amount),
        "city_amount": Decimal(amount),
        "locality_amount": Decimal("0.00"),
        "document_number": document,
        "payee": payee,
        "status": "ordered",
        "ordered_at": ORDERED_AT,
    }
    return account, Payment(**{**content, **changes})


@dataclass
class Treasury:
    """Three ordered payments, and whoever deals with them."""

    http: httpx.AsyncClient
    engine: Engine
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    async def known(self, username: str) -> dict[str, str]:
        """The header of an account; it logs in once."""
        if username not in self.headers:
            self.headers[username] = await log_in(self.http, username)
        return self.headers[username]

    def order(self, index: int, name: str, amount: str, document: str = DOCUMENT, **changes: Any) -> None:
        """Put a case with an ordered payment into the store."""
        with transaction(self.engine) as session:
            session.add(CaseFile(**_filed(case_number(index))))
            session.flush()
            session.add_all(_ordered(index, name, amount, document, **changes))

    def order_many(self, indices: range) -> None:
        """The same for many at once."""
        with transaction(self.engine) as session:
            session.add_all(CaseFile(**_filed(case_number(index))) for index in indices)
            session.flush()
            for index in indices:
                session.add_all(_ordered(index, "某单位", "1.00", DOCUMENT))

    def settle(self, identifier: str, **changes: Any) -> None:
        """The bank spoke otherwise than by a file."""
        with transaction(self.engine) as session:
            row = session.get_one(Payment, identifier)
            for name, value in changes.items():
                setattr(row, name, value)
            session.add(row)

    def did(self, username: str, number: str, kind: str, **content: Any) -> None:
        """Somebody did an act in a case."""
        with transaction(self.engine) as session:
            account = session.exec(select(AccountRow.id).where(AccountRow.username == username)).one()
            parts: dict[str, Any] = {
                "digest": "",
                "outcome": "",
                "reason": "",
                "at": ORDERED_AT,
                "progress": {},
                "party": "",
            }
            session.add(
                ActRow(
                    id=f"{username}{number}{kind}",
                    case_number=number,
                    kind=kind,
                    account=account,
                    content=content,
                    **parts,
                )
            )

    def rows(self, table: type[Any]) -> list[Any]:
        with open_session(self.engine) as session:
            return list(session.exec(select(table).order_by(*table.__table__.primary_key)))

    async def make(self, username: str = "finance", key: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.post(
            "/v1/payment-lists",
            json={"document_number": DOCUMENT},
            headers=await self.known(username) | (key or new_key()),
        )

    async def get(self, path: str, username: str = "finance") -> httpx.Response:
        return await self.http.get(f"/v1/payment-lists{path}", headers=await self.known(username))

    async def file(self, list_id: str, kind: str = "xlsx") -> Rows:
        """The rows of a downloaded file, as a spreadsheet program sees them."""
        answer = await self.get(f"/{list_id}/file?format={kind}")
        assert answer.status_code == 200, answer.text
        return opened(answer.content)

    async def send(self, list_id: str, content: bytes, username: str = "treasury") -> httpx.Response:
        return await self.http.post(
            f"/v1/payment-lists/{list_id}/confirmations",
            files={"file": ("回执.xlsx", content)},
            headers=await self.known(username),
        )


def opened(content: bytes) -> Rows:
    """The cells of a file."""
    if content.startswith(b"PK"):
        sheet: Any = load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return [
        list[Any](row)
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    ]


def as_xlsx(rows: Rows) -> bytes:
    """A workbook as somebody else's program writes it."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_csv(rows: Rows, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


HEAD = 2
"""Where the titles stand; the payments follow."""


def at(title: str, rows: Rows) -> int:
    return int(rows[HEAD].index(title))


def put(row: int, title: str, value: Any) -> Change:
    """Write into the n-th payment's column."""

    def change(rows: Rows) -> None:
        rows[HEAD + row][at(title, rows)] = value

    return change


def arrived(row: int, on: Any = "2026-11-20") -> Change:
    def change(rows: Rows) -> None:
        put(row, "结果", "已到账")(rows)
        put(row, "到账日期", on)(rows)

    return change


def returned(row: int, reason: str = "账号与户名不符") -> Change:
    def change(rows: Rows) -> None:
        put(row, "结果", "退票")(rows)
        put(row, "退票原因", reason)(rows)

    return change


def filled(rows: Rows, *changes: Change) -> Rows:
    """The file with results: the first arrived, the second came back, the third is not told; then the changes."""
    for change in (arrived(1), returned(2), *changes):
        change(rows)
    return rows


@pytest_asyncio.fixture
async def treasury(app: FastAPI, http: httpx.AsyncClient) -> AsyncIterator[Treasury]:
    """Three ordered payments, and a second member of the finance bureau."""
    engine = open_engine(app.state.wiring.settings.database_url)
    save_account(engine, official("treasury", "finance_bureau", Role.FINANCE))
    found = Treasury(http, engine)
    for index, (name, amount) in enumerate(zip(NAMES, AMOUNTS, strict=True), start=1):
        found.order(index, name, amount)
    yield found
    engine.dispose()
