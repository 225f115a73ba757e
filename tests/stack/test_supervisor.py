"""Children are started again when they die, stopped in reverse order, and never outlive the supervisor."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from stack.child import ROOT, Child
from stack.supervisor import ChildDied, Supervisor

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


def child(folder: Path, name: str, command: list[str] = SLEEP, grace_seconds: float = 5) -> Child:
    return Child(name=name, command=command, log=folder / f"{name}.log", grace_seconds=grace_seconds)


def is_alive(process_id: int) -> bool:
    """Running, and not a zombie that nobody has collected yet."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until(condition: Callable[[], bool], within_seconds: float = 10) -> None:
    deadline = time.monotonic() + within_seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        await asyncio.sleep(0.02)


def says_up(started: Child) -> Callable[[], bool]:
    return lambda: "up" in started.last_words()


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest_asyncio.fixture
async def supervisor(reports: list[str]) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(reports.append)
    yield supervisor
    await supervisor.stop_all()


async def test_a_child_that_dies_is_reported_and_started_again(
    supervisor: Supervisor, reports: list[str], tmp_path: Path
) -> None:
    await supervisor.start(child(tmp_path, "worker"))
    first = supervisor.process_id("worker")
    os.kill(first, signal.SIGKILL)
    await until(lambda: supervisor.process_id("worker") != first)
    assert is_alive(supervisor.process_id("worker"))
    [report] = reports
    assert report.startswith("worker ended with status -9; starting it again in 0.5 s")
    assert str(tmp_path / "worker.log") in report


async def test_pauses_grow_while_a_child_keeps_dying(
    supervisor: Supervisor, reports: list[str], tmp_path: Path
) -> None:
    await supervisor.start(child(tmp_path, "api", [sys.executable, "-c", "raise SystemExit(3)"]))
    await until(lambda: len(reports) >= 3)
    assert ["0.5 s" in reports[0], "1 s" in reports[1], "2 s" in reports[2]] == [True, True, True]


async def test_children_are_stopped_in_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    order = tmp_path / "order"
    tell = (
        "import signal, sys, time, pathlib\n"
        "def end(*_):\n"
        "    open(sys.argv[1], 'a').write(sys.argv[2] + ' ')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end); print('up', flush=True); time.sleep(600)"
    )
    for name in ("temporal", "worker", "api"):
        started = child(tmp_path, name, [sys.executable, "-c", tell, str(order), name])
        await supervisor.start(started)
        await until(says_up(started))
    await supervisor.stop_all()
    assert order.read_text() == "api worker temporal "


async def test_a_child_that_does_not_end_in_its_grace_is_killed(
    supervisor: Supervisor, reports: list[str], tmp_path: Path
) -> None:
    stubborn = child(tmp_path, "stubborn", STUBBORN, grace_seconds=0.3)
    await supervisor.start(stubborn)
    await until(says_up(stubborn))
    process_id = supervisor.process_id("stubborn")
    await supervisor.stop_all()
    assert not is_alive(process_id)
    assert reports == ["stubborn did not end within 0 s and was killed"]


async def test_a_child_that_ends_before_it_is_ready_shows_its_last_words(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    failing = child(tmp_path, "api", [sys.executable, "-c", "print('no such table'); raise SystemExit(4)"])
    await supervisor.start(failing)

    async def never() -> bool:
        return False

    with pytest.raises(ChildDied, match=r"(?s)api ended with status 4.*no such table"):
        await supervisor.until_ready(failing, never)


async def test_kill_9_of_the_supervisor_leaves_no_child(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from stack.child import Child\n"
        "from stack.supervisor import Supervisor\n"
        "async def main():\n"
        "    supervisor = Supervisor()\n"
        "    for name in ('one', 'two'):\n"
        f"        await supervisor.start(Child(name, {STUBBORN!r}, Path(sys.argv[1]) / (name + '.log')))\n"
        "        print(supervisor.process_id(name), flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script, str(tmp_path)), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    children = [int(await process.stdout.readline()) for _ in range(2)]
    await until(lambda: all("up" in (tmp_path / f"{name}.log").read_text() for name in ("one", "two")))
    process.kill()
    await process.wait()
    await until(lambda: not any(is_alive(process_id) for process_id in children))
