"""Rooms that a reader finds the way in: no crowded folder, no circle, no tower of classes, one name for one thing."""

import ast
import importlib
import pkgutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

from tests.architecture.test_layers import ROOMS, ROOT, sources

WRITTEN = frozenset((".py", ".md", ".toml", ".html", ".txt", ".yml", ".json", ".css"))
MOST_FILES = 20
MOST_LEVELS = 3
NAMES_TWICE = 10
MANNERS = {"domain.frozen.Frozen", "commands.bodies.Body"}
"""What every value and every body stands on; they add nothing but how all of them behave."""

UNCOUNTED = ("versions",)
"""Migrations grow by one a release."""


def test_no_folder_is_crowded() -> None:
    folders = Counter(path.parent for path in sources(*ROOMS) if path.parent.name not in UNCOUNTED)
    crowded = {
        str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > MOST_FILES
    }
    assert crowded == {}


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()  # raises CycleError with the circle


def test_one_name_is_one_thing() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sources(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert len(twice) < NAMES_TWICE, twice


def test_no_class_stands_on_a_tower() -> None:
    towers = {
        f"{cls.__module__}.{cls.__qualname__}": levels(cls) for cls in classes() if levels(cls) > MOST_LEVELS
    }
    assert towers == {}


def classes() -> Iterator[type]:
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if found.name.endswith("__main__") or ".migrations" in found.name:
                continue
            module = importlib.import_module(found.name)
            for value in vars(module).values():
                if isinstance(value, type) and value.__module__ == module.__name__:
                    yield value


def levels(cls: type) -> int:
    """Classes of ours that stand on one another, this one included."""
    if f"{cls.__module__}.{cls.__qualname__}" in MANNERS:
        return 0
    below = [levels(base) for base in cls.__bases__ if base.__module__.partition(".")[0] in ROOMS]
    return 1 + max(below, default=0)


def test_every_room_is_looked_at() -> None:
    assert {path.parent.name for path in Path(ROOT).glob("*/__init__.py")} - {"tests"} == set(ROOMS)


def test_nothing_is_half_merged() -> None:
    """What a merge leaves to people is gone: from pages too, which no tool reads."""
    marks = ("<<<<<<" + "< ", ">>>>>>" + "> ")
    rooms = [ROOT / name for name in (*ROOMS, "deploy", "docs", "templates", "tests")]
    paths = [path for room in rooms for path in room.rglob("*") if path.suffix in WRITTEN]
    pages = [path for path in ROOT.iterdir() if path.is_file()]
    assert not [path for path in (*paths, *pages) if any(map(path.read_text().__contains__, marks))]
