"""Every promise of decision 0045 names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/decisions/0045-what-we-promise-and-what-we-do-not.md"


def rows() -> list[list[str]]:
    """The rows of its table: who, what, held by."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def existing() -> set[str]:
    """The name of every test there is."""
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_every_promise_is_held_by_tests_that_exist() -> None:
    held = {what: re.findall(r"`(test_\w+)`", by) for _, what, by in rows()}
    assert [what for what, names in held.items() if not names] == []
    named = {name for names in held.values() for name in names}
    assert sorted(named - existing()) == []
