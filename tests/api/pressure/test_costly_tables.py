"""Tables that cost a lot to read are read apart, few at once: nobody else waits for them."""

import asyncio
import time

import httpx
import pytest

from adapters.files.table_apart import AT_ONCE, WAITING
from tests.adapters.files.packed import bloated
from tests.api.asking import log_in, new_key, problem_of
from tests.api.invited_units import HEAD

ROWS = bloated('<row r="1"/>', 300_000)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_eight_costly_tables_at_once_hold_nobody_up(http: httpx.AsyncClient) -> None:
    headers = await log_in(http, "gxj")

    async def send() -> httpx.Response:
        return await http.post(
            "/v1/invitations",
            params={"dry_run": "true"},
            data=HEAD,
            files={"file": ("名单.xlsx", ROWS)},
            headers=headers | new_key(),
        )

    sent = [asyncio.create_task(send()) for _ in range(8)]
    slowest = 0.0
    while not all(task.done() for task in sent):
        began = time.monotonic()
        assert (await http.get("/healthz")).status_code == 200
        slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.02)
    answers = [await task for task in sent]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert slowest < 2, slowest
    assert 8 - len(refused) >= AT_ONCE + WAITING
    for answer in answers:
        if answer in refused:
            assert "稍候" in problem_of(answer, 503, "office-busy")["remedy"]
            assert answer.headers["retry-after"]
        else:
            assert "超过 10000 行" in problem_of(answer, 413, "too-large")["detail"]
