"""The maps show what the code does, and every way on them is walked by a test."""

import ast
from pathlib import Path

import pytest

from tests.maps.witnesses import witnesses
from tools.maps.exploring import Map
from tools.maps.maps import explore_all
from tools.maps.pages import FOLDER, pages

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maps() -> dict[str, Map]:
    """Every procedure, played through."""
    return explore_all()


@pytest.mark.long
def test_every_way_that_the_code_allows_is_walked_and_no_other(maps: dict[str, Map]) -> None:
    allowed = {str(part) for found in maps.values() for part in (*found.transitions, *found.timers)}
    assert sorted(allowed - witnesses().keys()) == [], (
        "allowed by the code, but no test walks it (make walked)"
    )
    assert sorted(witnesses().keys() - allowed) == [], (
        "walked by a test, but nothing that the code was found to allow"
    )


@pytest.mark.long
def test_the_maps_are_drawn_from_what_the_code_does_now(maps: dict[str, Map]) -> None:
    drawn = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    outdated = sorted(name for name, text in pages(maps).items() if drawn.get(name) != text)
    assert (outdated, sorted(drawn)) == ([], sorted(pages(maps))), "run make maps"


def test_every_test_that_is_named_for_a_way_is_there() -> None:
    for test in sorted(set(witnesses().values())):
        file, _, name = test.partition("::")
        defined = ast.parse((HOUSE / file).read_text(encoding="utf-8")).body
        names = {each.name for each in defined if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert name.partition("[")[0] in names, test
