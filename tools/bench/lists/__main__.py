"""``make bench-lists``: how long lists, worklists, search, notices and case pages take among very many cases, over HTTP."""

import argparse
import asyncio
import re
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.migrate import migrate
from stack.account_keeping import QUICK, keep_in_store
from stack.accounts import UNITS, kept_accounts
from stack.child import Child
from stack.embedded_settings import throw_away_settings
from stack.ports import LOOPBACK, is_listening
from stack.postgresql_server import thrown_away
from tools.bench.lists.asking import Asker, case_pages, questions
from tools.bench.lists.filling import fill
from tools.bench.lists.templates import make_templates
from tools.bench.lists.units import Unit, made_units, register

LOOKS = 300
"""At what is to start, a tenth of a second apart."""


def prepare(settings: Settings, templates: Path, count: int, *, narrow: bool) -> None:
    """Fill a store, unless it was filled before."""
    if not templates.exists():
        make_templates(templates)
    migrate(settings.database_url)
    keep_in_store(kept_accounts(settings.var), settings.database_url, QUICK)
    engine = open_engine(settings.database_url)
    units = list(made_units(max(400, count // 5)))
    with engine.begin() as writing:
        register(writing, units)
    known = [Unit(unit.uscc, unit.name, unit.locality, ("云枢", "灵犀")) for unit in UNITS.values()]
    fill(engine, templates, known + units, count, datetime.now(UTC).date(), narrow=narrow)
    engine.dispose()


async def measure(settings: Settings, rounds: int) -> None:
    """Start an API on the store, ask, and print."""
    environment = {
        f"DUIXIAN_{name.upper()}": str(value)
        for name, value in settings.model_dump(
            include={"database_url", "api_port", "var", "stranger_calls_a_minute"}
        ).items()
    } | {"DUIXIAN_TEMPORAL_ADDRESS": f"{LOOPBACK}:9"}
    api = Child(
        name="api",
        command=(sys.executable, "-m", "api"),
        log=settings.var / "api.log",
        environment=environment,
    )
    process = await api.start()
    try:
        for _ in range(LOOKS):
            if process.returncode is not None:
                raise RuntimeError(api.last_words())
            if await is_listening(settings.api_port):
                break
            await asyncio.sleep(0.1)
        await asyncio.to_thread(_ask, settings, rounds)
        print(f"\nmemory of the API at its highest: {_highest(process.pid):.0f} MiB")
    finally:
        await api.stop(process)


def _highest(process: int) -> float:
    """The memory of a process at its highest, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _ask(settings: Settings, rounds: int) -> None:
    engine = open_engine(settings.database_url)
    asker = Asker(f"http://{LOOPBACK}:{settings.api_port}", kept_accounts(settings.var))
    print(f"{'p50 ms':>9}{'p99 ms':>9}  who                       what")
    for question in questions():
        half, most = asker.measure(question.who, [question.target] * rounds)
        print(f"{half:9.1f}{most:9.1f}  {question.who:<26}{question.words}", flush=True)
    half, most = asker.measure("auditor", case_pages(engine, 5 * rounds))
    print(f"{half:9.1f}{most:9.1f}  {'auditor':<26}/v1/applications/{{number}}", flush=True)
    engine.dispose()


@asynccontextmanager
async def postgresql_in(folder: Path) -> AsyncIterator[str]:
    """A server of our own, thrown away with its store; its address."""
    with thrown_away() as server:
        child = Child(
            name="postgresql",
            command=server.command(),
            log=folder / "postgresql.log",
            folder=server.folder,
            account=(server.account.pw_uid, server.account.pw_gid) if server.account else None,
            stop_signal=signal.SIGINT,  # end now, clients or not
        )
        process = await child.start()
        try:
            for _ in range(LOOKS):
                if await asyncio.to_thread(server.is_ready):
                    break
                await asyncio.sleep(0.1)
            await asyncio.to_thread(server.make_database)
            yield server.url
        finally:
            await child.stop(process)


async def run(arguments: argparse.Namespace, var: Path) -> None:
    """Fill a store, unless it was filled before, and measure."""
    async with AsyncExitStack() as opened:
        url = f"sqlite:///{var}/duixian.sqlite"
        if arguments.postgresql:
            url = await opened.enter_async_context(postgresql_in(var))
        settings = throw_away_settings(var, database_url=url)
        filled = var / "filled"
        if arguments.postgresql or not await asyncio.to_thread(filled.exists):
            begun, templates = time.perf_counter(), arguments.templates or var / "templates.sqlite"
            await asyncio.to_thread(prepare, settings, templates, arguments.count, narrow=arguments.narrow)
            await asyncio.to_thread(filled.touch)
            print(f"{arguments.count:,} cases in {time.perf_counter() - begun:.0f} s")
        await measure(settings, arguments.rounds)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.lists", description=__doc__)
    parser.add_argument("-n", "--count", type=int, default=100_000, help="cases in the store (100000)")
    parser.add_argument(
        "--postgresql", action="store_true", help="on a server of its own; on SQLite unless given"
    )
    parser.add_argument(
        "--var",
        type=Path,
        help="a folder to keep, whose SQLite store is asked again without being filled anew",
    )
    parser.add_argument("--templates", type=Path, help="where the cases that are copied are kept")
    parser.add_argument(
        "--narrow", action="store_true", help="only what lists read: a million cases are a tenth as large so"
    )
    parser.add_argument("-r", "--rounds", type=int, default=60, help="how often each is asked (60)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duixian-bench-") as folder:
        asyncio.run(run(arguments, arguments.var or Path(folder)))


if __name__ == "__main__":
    main()
