"""The house itself: what the import linter (part of ``make check``) cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    *(
        "activities",
        "adapters",
        "api",
        "audit",
        "commands",
        "domain",
        "simulation",
        "stack",
        "tools",
        "workflows",
    ),
]
LONGEST_FILE = 300


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_belongs_in_it(room: str) -> None:
    assert (ROOT / room / "__init__.py").is_file()


def test_the_door_of_a_room_holds_one_docstring_and_nothing_else() -> None:
    doors = [path for path in sources(*ROOMS) if path.name == "__init__.py"]
    furnished = [
        str(path.relative_to(ROOT))
        for path in doors
        if len(ast.parse(path.read_text()).body) != 1
        or ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert furnished == []


def test_no_file_is_longer_than_a_reader_bears() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in [*sources(*ROOMS, "tests"), ROOT / "worker.py"]
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert too_long == {}


def test_nobody_imports_the_worker() -> None:
    importing = re.compile(r"^\s*(?:import worker\b|from worker import)", re.MULTILINE)
    assert [path for path in sources(*ROOMS, "tests") if importing.search(path.read_text())] == []


def test_the_image_copies_every_room_that_the_worker_and_the_api_need() -> None:
    copied = re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    let_in = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    assert set(copied) == {*ROOMS, "templates"} - {"tools"}
    assert set(copied) <= let_in


def test_every_call_of_a_raw_service_is_tried_again() -> None:
    """Temporal renews each connection after minutes; a request that meets that moment is cancelled, not done."""
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in [*sources(*ROOMS, "tests"), ROOT / "worker.py"]
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr in ("workflow_service", "operator_service", "test_service")
        and not any(keyword.arg == "retry" for keyword in call.keywords)
    ]
    assert bare == []


def test_the_worker_needs_no_door() -> None:
    assert not re.search(r"^\s*(?:import api\b|from api\b)", (ROOT / "worker.py").read_text(), re.MULTILINE)
