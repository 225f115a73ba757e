"""The whole product on this machine, in its processes, with time that can be skipped; one a module."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings


@pytest_asyncio.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedStack]:
    settings = throw_away_settings(tmp_path_factory.mktemp("e2e") / "var", time_skipping=True)
    async with EmbeddedStack(settings, report=lambda _line: None) as opened:
        yield opened
