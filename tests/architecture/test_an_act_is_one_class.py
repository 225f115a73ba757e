"""What an act is stands on its class: its name in few other places, and few tables are kept by act."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from domain.case.acts.registry import ACTS

ROOT = Path(__file__).parents[2]
ROOMS = ("activities", "adapters", "api", "audit", "commands", "domain", "simulation", "stack", "workflows")
PACKAGE = ROOT / "domain" / "case" / "acts"
KINDS = {act.kind for act in ACTS}
CLASSES = {act.__name__: act.kind for act in ACTS}
PLAIN_WORDS = {"file"}
"""Names that are a common word of forms and command lines as well."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path.parent != PACKAGE:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def kind_named(node: ast.expr | None) -> str:
    """The kind that an entry of a table stands for: its name, its class, or the ``kind`` of its class."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Attribute) and node.attr == "kind":
        return kind_named(node.value)
    return CLASSES.get(node.id, "") if isinstance(node, ast.Name) else ""


def tables(tree: ast.Module) -> Iterator[set[str]]:
    """What stands in each dictionary, set, list or tuple that is written out."""
    for node in ast.walk(tree):
        entries = getattr(node, "elts", None) or getattr(node, "keys", None)
        if isinstance(node, ast.Dict | ast.Set | ast.List | ast.Tuple) and entries:
            yield {kind for kind in map(kind_named, entries) if kind in KINDS}


def test_the_name_of_an_act_stands_in_three_files_at_most_beside_its_class() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in KINDS - PLAIN_WORDS:
                found[str(node.value)].add(path)
    assert found, "no act is named anywhere, so nothing was looked at"
    assert {kind: sorted(files) for kind, files in found.items() if len(files) > 3} == {}


def test_four_tables_at_most_are_kept_by_act() -> None:
    kept = [path for path, tree in sources() for table in tables(tree) if len(table) > 2]
    assert sorted(kept) == [
        "api/acts/addresses.py",
        "commands/acts/registry.py",
        "workflows/interrupts.py",
        "workflows/stages/terms.py",
    ]


def test_what_is_kept_by_act_is_seen_however_it_is_written() -> None:
    written = ast.parse(
        'A = {"review": 1, SignOff: 2, Urge.kind: 3}; B = frozenset({"review", "urge", "settle"})'
    )
    assert [len(table) for table in tables(written)] == [3, 3]
