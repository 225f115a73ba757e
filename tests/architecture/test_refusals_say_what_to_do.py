"""Every refusal says what to do about it."""

import ast
from collections.abc import Iterator

import pytest

from domain import errors
from tests.architecture.test_layers import ROOT, sources

ROOMS = ("domain", "commands", "api", "workflows", "activities")
REFUSALS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}


def without_remedy(tree: ast.AST) -> Iterator[int]:
    """The lines on which a refusal is made that says nothing of the kind."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        says = any(keyword.arg in ("remedy", None) for keyword in node.keywords)
        if node.func.id in REFUSALS and not says:
            yield node.lineno


@pytest.mark.parametrize("room", ROOMS)
def test_a_refusal_has_its_way_out(room: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(room)
        for line in without_remedy(ast.parse(path.read_text()))
    }
    assert found == set()
