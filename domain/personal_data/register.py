"""The register of personal data (``register.toml``): one definition for the route that shows it, the own data of a person, and masking."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from domain.calendar import anniversary, shanghai_date, shanghai_midnight
from domain.frozen import Frozen

FREE: Final = ".*"
"""Behind a column of JSON: what somebody wrote freely within it (``numbers.READ_BY_OTHERS``), and nothing else of it."""

REGISTER: Final = Path(__file__).with_name("register.toml")


class Retention(Frozen):
    """How long something is kept.

    Attributes:
        years: after the day ``of``; None where nothing is erased by time.
        of: what the years count from, as people read it.
        why: the law, or the reason.
    """

    years: int | None = None
    of: str
    why: str

    @property
    def words(self) -> str:
        """As people read it."""
        return f"{self.of}起{self.years}年" if self.years else self.of


class PersonalData(Frozen):
    """What is kept of somebody.

    Attributes:
        id: how it is referred to.
        what: in words, and
        whose: and
        why: and
        basis: the law.
        term: key of ``DataRegister.terms``.
        tables: table → columns; of ``x.*`` what is written freely within the JSON in x.
        own: table → the column with the account whose own data a row is.
        files: table → the column with the digest of a file in the vault, whose bytes go.
        named: table → the column that begins with ``<number.``, of rows that name their case there alone.
        dated: table → the column with the instant from which the years count, of rows of no case; the first of its columns is never empty.
    """

    id: str
    what: str
    whose: str
    why: str
    basis: str
    term: str
    tables: dict[str, tuple[str, ...]]
    own: dict[str, str] = {}
    files: dict[str, str] = {}
    named: dict[str, str] = {}
    dated: dict[str, str] = {}


class DataRegister(Frozen):
    """Everything that is kept of persons, and the columns of words that hold nothing of them."""

    terms: dict[str, Retention]
    kept: tuple[PersonalData, ...]
    none: dict[str, tuple[str, ...]]

    def over(self, at: datetime) -> dict[str, datetime]:
        """Term of years → it is over for what ended before this instant."""
        today = shanghai_date(at)
        return {
            name: shanghai_midnight(anniversary(today, years=-term.years))
            for name, term in self.terms.items()
            if term.years is not None
        }

    def of_term(self, term: str) -> tuple[PersonalData, ...]:
        """The entries that have a term."""
        return tuple(each for each in self.kept if each.term == term)

    def columns(self) -> Mapping[str, frozenset[str]]:
        """Table → the columns that hold something of persons."""
        found: dict[str, set[str]] = {}
        for kept in self.kept:
            for table, columns in kept.tables.items():
                found.setdefault(table, set()).update(column.partition(".")[0] for column in columns)
        return {table: frozenset(columns) for table, columns in found.items()}


@cache
def register() -> DataRegister:
    """The register, checked as it is read."""
    return DataRegister.model_validate(tomllib.loads(REGISTER.read_text(encoding="utf-8")))
