"""The whole stack: starts with one call, keeps everything over `kill -9` of all of it, and stops cleanly."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from adapters.settings import Settings
from stack.child import ROOT
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from stack.ports import PORTS, is_free, is_listening
from stack.var_folder import VarInUse
from tests.adapters.store.test_shape import OLDER, WORDS, make_older, shape_of

STARTS_WITHIN_SECONDS = 90
STOPPED = ["stopping …", "stopped; everything is kept"]


async def started(settings: Settings, stderr: int | None = None) -> asyncio.subprocess.Process:
    """What ``make run`` starts."""
    names = ("var", *PORTS)
    given = {f"DUIXIAN_{name.upper()}": str(getattr(settings, name)) for name in names}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "stack"),
        cwd=ROOT,
        env={**os.environ, **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
    )


@asynccontextmanager
async def make_run(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """What ``make run`` starts, until its banner is out; killed at the end unless it ended before."""
    process = await started(settings)
    try:
        await asyncio.wait_for(_banner(process), STARTS_WITHIN_SECONDS)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _banner(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        if b"Ctrl-C" in line:
            return
    pytest.fail("the stack ended before it was up")


async def log_in(settings: Settings, username: str, password: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as http:
        form = {"grant_type": "password", "username": username, "password": password}
        url = f"http://127.0.0.1:{settings.api_port}/v1/auth/token"
        return (await http.post(url, data=form)).status_code


async def everything_is_down(settings: Settings) -> None:
    async with asyncio.timeout(10):
        while any([await is_listening(getattr(settings, name)) for name in PORTS]):
            await asyncio.sleep(0.05)


async def test_accounts_survive_kill_9_of_everything_and_it_stops_when_asked(tmp_path: Path) -> None:
    settings = throw_away_settings(tmp_path / "var")
    accounts_file = settings.var / "accounts.json"
    async with make_run(settings) as process:
        kept = accounts_file.read_text()
        process.kill()
    await everything_is_down(settings)
    async with make_run(settings) as process:
        assert accounts_file.read_text() == kept
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        reports = (await asyncio.wait_for(process.stdout.read(), 60)).decode()
        assert await asyncio.wait_for(process.wait(), 60) == 0
    assert re.findall(r"^\d\d:\d\d:\d\d (.+)$", reports, re.MULTILINE) == STOPPED, "no child had to be killed"
    assert all(is_free(getattr(settings, name)) for name in PORTS)


async def test_the_embedded_stack_lets_in_its_accounts_and_keeps_its_folder(stack: EmbeddedStack) -> None:
    for account in stack.accounts[-2:]:
        assert await log_in(stack.settings, account.username, account.password) == 200
        assert await log_in(stack.settings, account.username, "wrong") in {400, 401}
    with pytest.raises(VarInUse, match="DUIXIAN_VAR"):
        async with EmbeddedStack(throw_away_settings(stack.settings.var)):
            pass


async def test_a_folder_of_another_build_is_left_as_it_is_and_the_way_out_is_told(
    sqlite_template: Path, tmp_path: Path
) -> None:
    settings = throw_away_settings(tmp_path / "var")
    settings.var.mkdir()
    shutil.copy(sqlite_template, settings.var / "duixian.sqlite")
    make_older(settings.database_url)
    process = await started(settings, stderr=asyncio.subprocess.PIPE)
    _, told = await asyncio.wait_for(process.communicate(), STARTS_WITHIN_SECONDS)
    assert process.returncode == 1
    assert all(word in told.decode() for word in (*WORDS, str(settings.var)))
    assert b"Traceback" not in told
    assert shape_of(settings.database_url) == [OLDER]
