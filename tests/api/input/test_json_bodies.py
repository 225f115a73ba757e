"""A body that no parser should guess at is refused in Chinese, with what to do."""

import json
from typing import Any

import httpx
import pytest

from tests.api.asking import application, log_in, new_key, paths_of, problem_of

QUOTE: dict[str, Any] = {
    "measure": "compute_centre_construction",
    "facts": {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
}
TEXT = json.dumps(QUOTE, ensure_ascii=False)


async def _quote(http: httpx.AsyncClient, body: bytes, kind: str = "application/json") -> httpx.Response:
    return await http.post("/v1/quotes", content=body, headers={"Content-Type": kind})


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        f"\n  {TEXT}\r\n".encode(),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
async def test_json_in_the_encodings_of_its_standard_is_taken(
    http: httpx.AsyncClient, body: bytes, kind: str
) -> None:
    assert (await _quote(http, body, kind)).status_code == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"measure":"算力"}'.encode("gbk"), "不是 UTF-8"),
        ('{"measure":"算力中心"}'.encode("gb18030"), "不是 UTF-8"),
        (b'{"measure":"\xff\xfe\xfa"}', "不是 UTF-8"),
        (b'{"measure":"a","measure":"b"}', "重复"),
        (b'{"facts":{"audited_investment":"1","audited_investment":"2"}}', "重复"),
        (b'{"facts":{"tests":[{"fee":"1","\\u0066ee":"2"}]}}', "重复"),
        (b'{"a":' + b"1" * 5000 + b"}", "过长"),
        (b'{"a":[-' + b"9" * 4000 + b"]}", "过长"),
        (b'{"measure":"a",}', "不是有效的 JSON"),
        ("{“measure”：“a”}".encode(), "不是有效的 JSON"),
        (b"", "1 处需要更正"),
        (b"[" * 100_000, "嵌套过深"),
    ],
)
async def test_what_cannot_be_read_is_told_with_what_to_do(
    http: httpx.AsyncClient, body: bytes, told: str
) -> None:
    problem = problem_of(await _quote(http, body), 422, "invalid-input")
    assert told in problem["detail"]
    assert problem["remedy"]


async def test_a_name_that_stands_twice_is_named(http: httpx.AsyncClient) -> None:
    body = TEXT.replace('{"audited', '{"audited_investment": "1.00", "audited').encode()
    problem = problem_of(await _quote(http, body), 422, "invalid-input")
    assert paths_of(problem) == {"audited_investment"}


async def test_other_doors_read_json_alike(http: httpx.AsyncClient) -> None:
    for path, account in (
        ("/v1/applications", "yunshu"),
        ("/v1/invitations", "fgw"),
        ("/v1/bulk-acts", "fgw"),
    ):
        headers = await log_in(http, account) | new_key() | {"Content-Type": "application/json"}
        for body, told in (('{"a":"算力"}'.encode("gbk"), "UTF-8"), (b'{"a":1,"a":2}', "重复")):
            answer = await http.post(path, content=body, headers=headers)
            assert told in problem_of(answer, 422, "invalid-input")["detail"], path


async def test_a_body_that_is_too_large_is_still_told_so(http: httpx.AsyncClient) -> None:
    async def pieces() -> Any:
        for _ in range(20):
            yield b'"' + b"x" * 100_000

    answer = await http.post("/v1/quotes", content=pieces(), headers={"Content-Type": "application/json"})
    problem_of(answer, 413, "too-large")


@pytest.mark.parametrize("content", ["%PDF-1.7", "", "审计报告.pdf"])
async def test_a_file_without_a_name_is_told_in_chinese(http: httpx.AsyncClient, content: str) -> None:
    headers = await log_in(http, "yunshu") | new_key()
    boundary = "part"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"\r\n\r\n{content}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="code"\r\n\r\n1.1-3\r\n--{boundary}--\r\n'
    )
    headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
    path = "/v1/applications/LF2026-0101-00001/documents"
    problem = problem_of(await http.post(path, content=body.encode(), headers=headers), 422, "invalid-input")
    assert paths_of(problem) == {"file"}
    assert all(told["message"].isprintable() for told in problem["errors"])
    assert not any(
        letter.isascii() and letter.isalpha() for told in problem["errors"] for letter in told["message"]
    )


async def test_an_application_says_each_thing_once(http: httpx.AsyncClient) -> None:
    body = json.dumps(application()).replace('"measure": ', '"measure": "first_software", "measure": ')
    headers = await log_in(http, "yunshu") | new_key() | {"Content-Type": "application/json"}
    answer = await http.post("/v1/applications", content=body, headers=headers)
    assert paths_of(problem_of(answer, 422, "invalid-input")) == {"measure"}
