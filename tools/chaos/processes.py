"""The processes behind a child: all of them are killed and paused, as when a machine goes."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def family(process_id: int) -> list[int]:
    """A process and everything below it, parents first."""
    children = _children_by_parent()
    found, ahead = [], [process_id]
    while ahead:
        one = ahead.pop(0)
        found.append(one)
        ahead += children.get(one, [])
    return found


def send(process_ids: list[int], number: signal.Signals) -> None:
    """Send a signal to each that is still there."""
    for process_id in process_ids:
        with suppress(ProcessLookupError):
            os.kill(process_id, number)


def kill(process_id: int) -> None:
    """``kill -9`` of a whole family; it is stopped first, so that nobody is born or cleans up in between."""
    send([process_id], signal.SIGSTOP)
    everyone = family(process_id)
    send(everyone, signal.SIGKILL)


def pause(process_id: int) -> list[int]:
    """Stop a whole family, parents first; gives it, for going on."""
    send([process_id], signal.SIGSTOP)
    everyone = family(process_id)
    send(everyone, signal.SIGSTOP)
    return everyone


def go_on(process_ids: list[int]) -> None:
    """Let a paused family go on."""
    send(process_ids, signal.SIGCONT)


def _children_by_parent() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    return children
