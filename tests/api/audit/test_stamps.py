"""Verifying stamps over HTTP, with the roots that the API read when it started."""

import shutil
from pathlib import Path

import httpx

from adapters.settings import Settings
from api.app import create_app
from commands.audit.stamping import Stamping
from tests.api.asking import log_in
from tests.fixtures.authority import Authority


async def test_stamps_are_verified_though_the_file_of_the_roots_is_gone(
    api_settings: Settings, authority: Authority, tmp_path: Path
) -> None:
    folder = tmp_path / "stamps"
    folder.mkdir()
    roots = Path(shutil.copy(authority.roots, folder))
    settings = api_settings.model_copy(update={"tsa_url": authority.url, "tsa_roots": roots})
    app = create_app(settings)
    assert await Stamping(settings, app.state.wiring.engine).stamp_record() > 0
    shutil.rmtree(folder)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as http:
        answer = await http.get("/v1/audit/verification", headers=await log_in(http, "auditor"))
    app.state.wiring.engine.dispose()
    assert answer.status_code == 200, answer.text
    assert (answer.json()["holds"], answer.json()["stamps"]["is_set"]) == (True, True)
    assert answer.json()["stamps"]["stamps"] == 1
