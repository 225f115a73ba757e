"""One child process: how it is started, asked to end, and what its log says."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TETHERED = Path(__file__).with_name("tethered.py")
LARGEST_LOG_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Child:
    """One program of the stack."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    grace_seconds: float = 10.0
    """How long it may take to end by itself after the stop signal."""
    folder: Path = ROOT
    """Where it works."""
    account: tuple[int, int] | None = None
    """User and group that it runs as; ours unless given."""
    stop_signal: signal.Signals = signal.SIGTERM

    async def start(self) -> asyncio.subprocess.Process:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor, tied to our life."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        lent = ["--as", "{}:{}".format(*self.account)] if self.account else []
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(TETHERED), str(os.getpid()), *lent, *self.command),
                cwd=self.folder,
                env={**_outer_environment(), **self.environment, "PYTHONUNBUFFERED": "1"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def stop(self, process: asyncio.subprocess.Process) -> bool:
        """End it: its stop signal, then SIGKILL when its grace is over.

        Returns:
            Whether it ended by itself in time.
        """
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(process.wait(), self.grace_seconds)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            return False
        return True

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _outer_environment() -> dict[str, str]:
    """What a child inherits: everything but our settings, which it is given complete."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DUIXIAN_")}
