"""How an official is told is the official's own choice."""

import httpx
import pytest

from tests.api.asking import log_in, problem_of

PATH = "/v1/me/notifications"


@pytest.mark.parametrize("pace", ["at_once", "daily", "never"])
async def test_each_kind_is_told_at_once_daily_or_never(http: httpx.AsyncClient, pace: str) -> None:
    mine, other = await log_in(http, "fgw"), await log_in(http, "finance")
    assert (await http.get(PATH, headers=mine)).json() == {"turn": "at_once", "last_day": "at_once"}
    answer = await http.put(PATH, json={"turn": pace, "last_day": "daily"}, headers=mine)
    assert answer.json() == {"turn": pace, "last_day": "daily"}
    assert (await http.get(PATH, headers=mine)).json() == answer.json()
    assert (await http.get(PATH, headers=other)).json() == {"turn": "at_once", "last_day": "at_once"}


@pytest.mark.parametrize("body", [{"turn": "weekly"}, {"turn": "daily", "more": 1}, {"last_day": None}])
async def test_another_choice_is_refused(http: httpx.AsyncClient, body: dict[str, object]) -> None:
    problem_of(await http.put(PATH, json=body, headers=await log_in(http, "fgw")), 422, "invalid-input")


async def test_an_applicant_has_no_desk(http: httpx.AsyncClient) -> None:
    problem_of(await http.get(PATH, headers=await log_in(http, "yunshu")), 403, "not-allowed")
