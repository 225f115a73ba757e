"""The public catalogue of innovative products (8.3)."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.schema import Product
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
    asked = select(Product).order_by(col(Product.listed_at).desc(), col(Product.case_number))
    with session(engine) as reading:
        return [ProductRecord.model_validate(row.model_dump()) for row in reading.exec(asked)]
