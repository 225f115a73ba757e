"""The register of personal data (``register.toml``): one definition for the route that shows it, the own data of a person, and masking."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from domain.frozen import Frozen

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
        tables: table → columns; ``x.y`` is the key y of the JSON in x.
        own: table → the column with the account whose own data a row is.
    """

    id: str
    what: str
    whose: str
    why: str
    basis: str
    term: str
    tables: dict[str, tuple[str, ...]]
    own: dict[str, str] = {}


class DataRegister(Frozen):
    """Everything that is kept of persons, and the columns of words that hold nothing of them."""

    terms: dict[str, Retention]
    kept: tuple[PersonalData, ...]
    none: dict[str, tuple[str, ...]]

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
