"""A disk that is full is told with what to do, nothing half is left, and everything goes on once there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from adapters.files.vault import Vault
from adapters.settings import Settings
from tests.activities.casework import Casework
from tests.adapters.files.packed import JPEG_IMAGE
from tests.api.asking import log_in, new_key, problem_of
from tests.api.filed_case import filed

KIB = 1024


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The machine lets this process write no larger file: what it answers then is of the kind of a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("database_url", "room", "size"),
    [
        pytest.param("postgresql", 400 * KIB, 800 * KIB, id="the vault is full"),
        pytest.param("sqlite", 2048 * KIB, 3072 * KIB, id="the folder of forms is full"),
    ],
    indirect=["database_url"],
)
async def test_an_upload_to_a_full_disk_is_told_so_and_done_once_there_is_room(
    http: httpx.AsyncClient, casework: Casework, api_settings: Settings, room: int, size: int
) -> None:
    case, known = filed(casework, 1), await log_in(http, "yunshu") | new_key()
    content = JPEG_IMAGE + bytes(size)

    async def upload() -> httpx.Response:
        files, form = {"file": ("现场.jpg", content)}, {"code": "1.1-3"}
        return await http.post(f"/v1/applications/{case}/documents", files=files, data=form, headers=known)

    with no_file_larger_than(room):
        refused = await upload()
    assert problem_of(refused, 507, "storage-full")["remedy"]
    assert refused.headers["Retry-After"]
    assert not [path for path in api_settings.files.rglob("*") if path.is_file()]
    assert (await upload()).status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_readiness_says_that_nothing_can_be_kept(
    http: httpx.AsyncClient, api_settings: Settings
) -> None:
    with no_file_larger_than(4 * KIB):
        answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["storage"]) == (503, False)
    assert (await http.get("/readyz")).json()["parts"]["storage"]
    assert not list(api_settings.files.iterdir())


def test_the_vault_keeps_a_content_whole_or_not_at_all(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    with no_file_larger_than(KIB), pytest.raises(OSError, match="too large"):
        vault.keep(bytes(8 * KIB))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert vault.path(vault.keep(bytes(8 * KIB))).stat().st_size == 8 * KIB
