"""Decision 4 names every assumption: what the data mark as one, the readings, and the decisions that speak of one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.catalogue.registry import load_catalogue

HOUSE = Path(__file__).resolve().parents[2]
DECISIONS = HOUSE / "docs" / "decisions"
PAGE = (DECISIONS / "0004-assumptions.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<key>[\w.]+)` \| (?P<number>[\w-]*) ?\|", re.MULTILINE)
UNMARKED = {"filing_until": "follows from the released day, which is marked"}
SPEAKS = re.compile(r"\bassum(ed|es|ption|ptions)\b|\bOurs, since\b", re.IGNORECASE)


def assumed() -> dict[str, Any]:
    """Key → the number that is assumed, as the shipped versions mark them; of a group of settings the first number."""
    found: dict[str, Any] = {}
    for path in (HOUSE / "domain" / "catalogue" / "policies").rglob("*.toml"):
        found |= dict(_marked("", tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


def _marked(place: str, table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        inner = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        for each in filter(lambda one: isinstance(one, dict), inner):
            yield from _marked("" if key in ("policy", "types") else f"{place}{key}.", each)
        if key == "is_assumed" and value:
            numbers = [number for number in table.values() if type(number) is int]
            yield place.rstrip("."), numbers[0] if numbers else ""
        elif key.endswith("_is_assumed") and value:
            name = next(one for one in table if one.startswith(key.removesuffix("_is_assumed")))
            yield f"{place}{name}", table[name]


def test_every_assumption_of_the_data_is_named_with_its_number_and_none_beside() -> None:
    named = {row["key"]: row["number"] for row in ROW.finditer(PAGE)}
    marked = {key: str(number) for key, number in assumed().items()}
    assert marked, "the data mark what is assumed"
    assert {key: number for key, number in named.items() if key not in UNMARKED} == marked, (
        "name it, with its number, in a row of docs/decisions/0004-assumptions.md"
    )
    policy = load_catalogue().policies[-1]
    assert named["filing_until"] == str(policy.filing_until)


def test_every_reading_is_named() -> None:
    readings = {name for policy in load_catalogue().policies for name in policy.readings}
    assert {name for name in readings if f"`{name}`" not in PAGE} == set()


def test_every_decision_that_speaks_of_an_assumption_is_pointed_to() -> None:
    speaking = {
        path.name
        for path in DECISIONS.glob("*.md")
        if path.name != "0004-assumptions.md" and SPEAKS.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in speaking if f"]({name})" not in PAGE} == set()
