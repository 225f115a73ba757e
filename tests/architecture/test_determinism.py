"""Workflows run without a sandbox: nothing in their room, or in the domain that they call, answers otherwise at a replay."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_layers import ROOT, sources

FORBIDDEN = frozenset(
    [
        "io",
        "multiprocessing",
        "os",
        "random",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
    ]
)
"""Modules that ask the machine, or run beside the run."""

NAMES = frozenset(
    ["getrandbits", "id", "input", "now", "open", "print", "today", "urandom", "utcnow", "uuid1", "uuid4"]
)
"""Calls that tell the time, draw lots or reach out."""

ASK_THE_SERVER = {"workflows/clock.py"}
"""The run's own clock, the one place that asks it (``make check`` refuses any other)."""


def breaches(source: str) -> Iterator[str]:
    """What a module may not do, by line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found = {each.name.partition(".")[0] for each in names} & FORBIDDEN
            case ast.ImportFrom(module=str(module)):
                found = {module.partition(".")[0]} & FORBIDDEN
            case ast.Call(func=ast.Name(id=name)):
                found = {name} & NAMES
            case ast.Call(func=ast.Attribute(attr=name, value=asked)):
                found = set() if ast.unparse(asked).endswith("clock") else {name} & NAMES
            case _:
                continue
        yield from (f"{node.lineno}: {name}" for name in found)


@pytest.mark.parametrize(
    "path", list(sources("workflows", "domain")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_nothing_that_a_run_asks_answers_otherwise_at_a_replay(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in ASK_THE_SERVER:
        assert not list(breaches(path.read_text()))


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "from os import environ",
        "datetime.now(UTC)",
        "date.today()",
        "uuid.uuid4()",
        "open('x')",
    ],
)
def test_what_a_replay_answers_otherwise_is_found(source: str) -> None:
    assert list(breaches(source))
