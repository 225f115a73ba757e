"""Column types that keep money exact and instants aware on every database, and columns in normal form."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.types import TypeDecorator

from domain.normal_form import normal_form, number_form


class Fen(TypeDecorator[Decimal]):
    """Yuan in the program, whole 分 in the database: SQLite has no exact decimals."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Yuan → 分; anything finer than 分 is a defect."""
        if value is None:
            return None
        fen = Decimal(value) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"not a whole number of fen: {value}")
        return int(fen)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """分 → yuan with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive instants: they mean nothing."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC, also where the database forgets it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def forms_to_search(*texts: str) -> str:
    """What a search looks into, a line for each text: nobody is asked to type what parts two numbers."""
    return "\n".join(map(number_form, texts))


def in_normal_form(name: str) -> Callable[[DefaultExecutionContext], str]:
    """The default of a column: what a new row says in another, in normal form. Whoever changes that changes it too."""
    return made_of((name,), normal_form)


def to_search(*names: str) -> Callable[[DefaultExecutionContext], str]:
    """The default of a column: what a search looks into of a new row (``forms_to_search``)."""
    return made_of(names, forms_to_search)


def made_of(names: tuple[str, ...], written: Callable[..., str]) -> Callable[[DefaultExecutionContext], str]:
    """The default of a column: what a new row says in others, written by a function. Whoever changes those changes it too."""

    def said(context: DefaultExecutionContext) -> str:
        row: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
        return written(*(row.get(name) for name in names))

    return said
