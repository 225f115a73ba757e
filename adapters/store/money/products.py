"""The public catalogue of innovative products (8.3)."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ProductRow
from domain.frozen import Frozen


class ProductRecord(Frozen):
    """An entry of the catalogue."""

    case_number: str
    name: str
    category: str
    summary: str
    unit_name: str
    listed_at: datetime


def listed_products(engine: Engine) -> list[ProductRecord]:
    """Every entry, newest first."""
    asked = select(ProductRow).order_by(col(ProductRow.listed_at).desc(), col(ProductRow.case_number))
    with open_session(engine) as session:
        return [ProductRecord.model_validate(row.model_dump()) for row in session.exec(asked)]
