"""P7, U3: what is no good JSON is refused at every door in Chinese, with what to do, and nothing counts silently."""

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.asking import application, log_in, new_key, problem_of
from tests.api.places_in_bodies import addresses

JSON = {"Content-Type": "application/json"}
BODIES: dict[str, tuple[bytes, str]] = {
    "P7-gbk": ('{"reason": "算力中心"}'.encode("gbk"), "UTF-8"),
    "P7-gb18030": ('{"reason": "𬭛㛃"}'.encode("gb18030"), "UTF-8"),
    "P7-torn-utf-8": (b'{"reason": "\xe7\xae"}', "UTF-8"),
    "P7-long-number": (b'{"reason": ' + b"9" * 5000 + b"}", "过长"),
    "P7-long-negative-number": (b'{"reason": [-' + b"1" * 5000 + b"]}", "过长"),
    "P7-full-width-signs": ("｛“reason”：“算力”｝".encode(), "JSON"),
    "P7-torn": (b'{"reason": "x"', "JSON"),
    "U3-twice": (b'{"reason": "x", "reason": "y"}', "重复"),
    "U3-twice-inside": (b'{"facts": {"audited_investment": "1", "audited_investment": "2"}}', "重复"),
    "U3-twice-escaped": (b'{"reason": "x", "\\u0072eason": "x"}', "重复"),
}


@pytest.mark.parametrize("row", BODIES)
async def test_what_is_no_good_json_is_told_at_every_door(
    http: httpx.AsyncClient, app: FastAPI, everybody: str, row: str
) -> None:
    body, words = BODIES[row]
    headers = await log_in(http, everybody) | JSON
    asked = 0
    for method, path in addresses(app.openapi()):
        answer = await http.request(method, path, content=body, headers=headers | new_key())
        problem = problem_of(answer, 422, "invalid-input")
        assert words in problem["detail"], path
        assert problem["remedy"], path
        asked += 1
    assert asked > 40


NUMBERS: dict[str, Any] = {
    "P7-full-width": "１２３００００００",
    "P7-e-notation": "1.23e8",
    "P7-minus-zero": "-0",
    "P7-plus": "+1",
    "P7-currency": "¥123",
    "P7-ten-thousands": "12300万",
    "P7-nan": "NaN",
    "P7-infinity": "Infinity",
    "P7-grouped": "123,000,000",
    "P7-finer-than-fen": "0.001",
    "P7-long": "9" * 5000,
    "P7-float": 1.5,
    "P7-truth": True,
    "P7-nothing": None,
    "P7-list": ["1"],
}


async def test_an_amount_that_is_none_is_told_by_its_field(http: httpx.AsyncClient) -> None:
    for row, number in NUMBERS.items():
        facts = {"audited_investment": number, "commissioned_on": "2026-03-01"}
        body = {"measure": "compute_centre_construction", "facts": facts}
        problem = problem_of(await http.post("/v1/quotes", json=body), 422, "invalid-input")
        (told,) = problem["errors"]
        assert told["path"] == "facts.audited_investment", row
        assert re.search("[一-鿿]", told["message"]), row


ASKED_WRONGLY: dict[str, tuple[dict[str, str], str, str]] = {
    "no-content-type": ({}, "body", "application/json"),
    "text": ({"Content-Type": "text/plain"}, "body", "application/json"),
    "form": ({"Content-Type": "application/x-www-form-urlencoded"}, "body", "application/json"),
    "key-with-blank": (JSON | {"Idempotency-Key": "a b"}, "Idempotency-Key", "1 至 200 位"),
    "key-too-long": (JSON | {"Idempotency-Key": "a" * 201}, "Idempotency-Key", "1 至 200 位"),
    "key-empty": (JSON | {"Idempotency-Key": ""}, "Idempotency-Key", "1 至 200 位"),
}


async def test_how_to_ask_is_told(http: httpx.AsyncClient) -> None:
    for row, (headers, path, words) in ASKED_WRONGLY.items():
        body = httpx.Request("POST", "http://x", json=application()).content
        asked = await log_in(http, "yunshu") | new_key() | headers
        problem = problem_of(
            await http.post("/v1/applications", content=body, headers=asked), 422, "invalid-input"
        )
        (told,) = problem["errors"]
        assert (told["path"], words in told["message"]) == (path, True), (row, told)


async def test_a_letter_is_signed_by_a_truth_alone(http: httpx.AsyncClient) -> None:
    """P7: what is no truth value signs nothing."""
    values: tuple[Any, ...] = ("true", "yes", "是", 1, "1", [], None)
    for signed in values:
        body = application(credit_commitment=signed)
        answer = await http.post(
            "/v1/applications", json=body, headers=await log_in(http, "yunshu") | new_key()
        )
        (told,) = problem_of(answer, 422, "invalid-input")["errors"]
        assert told == {"path": "credit_commitment", "message": "须为 true 或 false"}, signed


async def test_a_locality_is_known_by_code_and_name(http: httpx.AsyncClient) -> None:
    headers = await log_in(http, "yunshu")
    for typed, status in (("kfq", 503), ("廊坊开发区", 503), ("霸州市", 422), ("131081", 422), ("北京", 422)):
        answer = await http.post(
            "/v1/applications", json=application(locality=typed), headers=headers | new_key()
        )
        assert answer.status_code == status, (typed, answer.text)  # 503: nothing was wrong; Temporal is away
