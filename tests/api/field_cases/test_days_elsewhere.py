"""F12: no day before what it follows, or after today, at the doors that are no acts of a case."""

from typing import Any, NamedTuple

import httpx
import pytest

from tests.api.asking import OTHER_UNIT, UNIT, log_in, new_key, paths_of, problem_of

DOCUMENT = {"document_number": "登字1号", "document_on": "2026-11-20"}
OUTAGE = {"document": "停机公告〔2026〕1号", "reason": "机房断电"}
AWARD = {
    "unit": UNIT,
    "unit_name": "廊坊云枢智算科技有限公司",
    "year": 2025,
    "amount": "500000.00",
    "granted_on": "2025-06-30",
    "document_number": "廊发改〔2025〕12号",
}


class Door(NamedTuple):
    """Who tells a day, how, in which field; and days that cannot be, each with words of the answer."""

    username: str
    method: str
    path: str
    body: dict[str, Any]
    field: str
    wrong: dict[str, str]


DOORS = {
    "name": Door(
        "fgw",
        "PUT",
        f"/v1/units/{UNIT}",
        {"name": "廊坊云枢智能科技有限公司", "locality": "kfq", **DOCUMENT},
        "since",
        {"0001-01-01": "不得早于", "2023-12-31": "不得早于", "2026-11-24": "不得晚于今天"},
    ),
    "name-document": Door(
        "fgw",
        "PUT",
        f"/v1/units/{UNIT}",
        {"name": "廊坊云枢智能科技有限公司", "locality": "kfq", "document_number": "登字1号"},
        "document_on",
        {"0001-01-01": "不得早于", "2026-11-24": "不得晚于今天", "9999-12-31": "不得晚于"},
    ),
    "successor": Door(
        "fgw",
        "PUT",
        f"/v1/units/{UNIT}/successor",
        {"successor": OTHER_UNIT, **DOCUMENT},
        "on",
        {"1990-01-01": "不得早于", "2023-12-31": "不得早于", "2026-11-24": "不得晚于今天"},
    ),
    "department": Door(
        "administrator",
        "PUT",
        "/v1/departments/commerce/successor",
        {"successor": "education", **DOCUMENT},
        "since",
        {"0001-01-01": "不得早于", "2026-11-24": "不得晚于今天", "9999-12-31": "不得晚于"},
    ),
    "reading": Door(
        "administrator",
        "POST",
        "/v1/readings/m10.cap_scope",
        {"value": "each_product", "reason": "实施细则明确。", **DOCUMENT},
        "from_on",
        {"0001-01-01": "不得早于", "2025-01-01": "不得早于今天", "2026-11-22": "不得早于今天"},
    ),
    "outage-end": Door(
        "administrator",
        "POST",
        "/v1/outages",
        {"began_at": "2026-11-19T10:00:00+08:00", **OUTAGE},
        "ended_at",
        {
            "2026-11-19T09:00:00+08:00": "须晚于",
            "2026-11-24T09:00:00+08:00": "不得晚于今天",
            "2026-11-19T10:00:00+08:00": "须晚于",
        },
    ),
    "outage-beginning": Door(
        "administrator",
        "POST",
        "/v1/outages",
        {"ended_at": "2026-11-21T09:00:00+08:00", **OUTAGE},
        "began_at",
        {
            "0001-01-02T00:00:00+08:00": "不得早于",
            "1990-01-01T00:00:00+08:00": "不得超过",
            "2026-08-01T00:00:00+08:00": "不得超过",
        },
    ),
    "absence": Door(
        "fgw",
        "POST",
        "/v1/delegations",
        {"from_on": "2026-11-23", "reason": "外出培训"},
        "until_on",
        {"2026-11-22": "不得早于", "2028-01-01": "至多登记一年", "9999-12-31": "不得晚于"},
    ),
}


@pytest.mark.parametrize("name", DOORS)
async def test_a_day_that_cannot_be_is_refused_by_its_field(http: httpx.AsyncClient, name: str) -> None:
    door = DOORS[name]
    headers = await log_in(http, door.username)
    for day, words in door.wrong.items():
        body = {**door.body, door.field: day}
        answer = await http.request(door.method, door.path, json=body, headers=headers | new_key())
        problem = problem_of(answer, 422, "invalid-input")
        told = {each["path"]: each["message"] for each in problem["errors"]}
        assert door.field in told, (day, told)
        assert words in told[door.field], (day, told)


@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-01", "9999-12-31", "0001-01-01"])
async def test_an_award_from_before_was_granted_before_today(http: httpx.AsyncClient, day: str) -> None:
    body = {"measure": "settlement_voucher", "items": [AWARD | {"granted_on": day}]}
    headers = await log_in(http, "fgw") | new_key()
    answer = await http.post("/v1/earlier-awards", json=body, headers=headers)
    assert "items[0].granted_on" in paths_of(problem_of(answer, 422, "invalid-input"))
