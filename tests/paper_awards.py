"""An award of before this system ran, as a confirmed list has it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import col, update

from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile
from adapters.store.tables.earlier_award import EarlierAwardList, EarlierAwardRow


def award_on_paper(engine: Engine, case_number: str, amount: str, year: int, unit: str) -> None:
    """One of the type and the project of a case."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    with transaction(engine) as session:
        case = session.get_one(CaseFile, case_number)
        made: dict[str, Any] = {
            "department": "d",
            "digest": "",
            "status": "confirmed",
            "made_by": "a",
            "made_at": at,
        }
        session.add(EarlierAwardList(id="l", code=case.code, **made))
        session.flush()
        session.add(
            EarlierAwardRow(
                id="e",
                list_id="l",
                row=1,
                code=case.code,
                unit=unit,
                unit_name="廊坊云枢智算科技有限公司",
                award_base=case.award_base,
                award_base_key="云枢智算中心",
                year=year,
                amount=Decimal(amount),
                granted_on=date(2026, 6, 1),
                document_number="廊发改〔2026〕3号",
                document="廊发改2026-3号",
                note="",
            )
        )


def withdraw_paper(engine: Engine) -> None:
    """It was entered wrongly."""
    with transaction(engine) as session:
        session.exec(update(EarlierAwardRow).values({col(EarlierAwardRow.withdrawn_by): "a"}))
