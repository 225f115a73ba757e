"""Departments and localities: stable ids, dated display names.

A case pins the id for ever. Names change by reorganisation, so they are data (``departments.toml``): each carries the day from
which it holds and the document that says so. Locality codes are GB/T 2260; the two zones have none.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import Field, TypeAdapter

from domain.errors import NotFound
from domain.frozen import Frozen

APPLICANT = "applicant"
PUBLIC = "public"
CALENDAR = "calendar"
FINANCE_BUREAU = "finance_bureau"
TAXATION = "taxation"

NAMES: Final = Path(__file__).with_name("departments.toml")


class DatedName(Frozen):
    """A display name, the first day on which it holds, and the document that says so."""

    name: str = Field(min_length=1)
    since: date
    document: str = Field(min_length=1)


class Party(Frozen):
    """Somebody a case can wait for; the names in the order of their days."""

    id: str
    names: tuple[DatedName, ...]

    def name_on(self, day: date) -> str:
        """The display name that holds on a day; the oldest one for days before it."""
        held = [dated.name for dated in self.names if dated.since <= day]
        return held[-1] if held else self.names[0].name


_NAMES: Final = TypeAdapter(dict[str, dict[str, tuple[DatedName, ...]]]).validate_python(
    tomllib.loads(NAMES.read_text(encoding="utf-8"))
)


def _parties(group: str) -> dict[str, Party]:
    return {identifier: Party(id=identifier, names=names) for identifier, names in _NAMES[group].items()}


DEPARTMENTS: Final = _parties("departments")
LOCALITIES: Final = _parties("localities")

_OTHERS = {APPLICANT: "申请单位", PUBLIC: "社会公众", CALENDAR: "约定日期"}


def party_name(identifier: str, day: date) -> str:
    """The Chinese display name of any party on a day.

    Raises:
        NotFound: when no department, locality or other party has this id.
    """
    if identifier in _OTHERS:
        return _OTHERS[identifier]
    party = DEPARTMENTS.get(identifier) or LOCALITIES.get(identifier)
    if party is None:
        raise NotFound(f"没有代码为“{identifier}”的部门或属地。", remedy="请使用 /v1/measures 中列出的代码。")
    return party.name_on(day)


LOCALITY_NAMES: Final = {dated.name: code for code, party in LOCALITIES.items() for dated in party.names}
"""Every name that a locality bears or bore → its code."""


def locality_of(text: str) -> str | None:
    """The code of a locality, given by code or name; None when there is none such."""
    return text if text in LOCALITIES else LOCALITY_NAMES.get(text)


def name_of(party: str, day: date) -> str:
    """The display name of a party on a day, or its id when it has none."""
    known = party in DEPARTMENTS or party in LOCALITIES or party in _OTHERS
    return party_name(party, day) if known else party
