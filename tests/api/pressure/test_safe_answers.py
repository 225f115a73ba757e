"""What every answer says to a browser, and under which names anything is answered at all."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, Route

from adapters.settings import Settings
from api.door.answers import SAFE
from api.door.hosts import name_of
from stack.embedded_settings import embedded_settings
from tests.api.asking import log_in, problem_of

PUBLIC_PAGES = {"/public-notices", "/docs/start.js"}
ANSWERS = [
    *(
        "/v1/measures",
        "/v1/measures/none",
        "/v1/people",
        "/v1/me/notifications",
        "/nothing",
        "/docs",
        "/mails",
    ),
    *("/healthz", "/readyz", "/openapi.json", "/v1/applications?limt=1", *PUBLIC_PAGES),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_answer_is_safe_and_what_is_not_public_is_kept_nowhere(http: httpx.AsyncClient) -> None:
    known = await log_in(http, "administrator")
    for path in ANSWERS:
        for headers in ({}, known):
            answer = await http.get(path, headers=headers)
            assert SAFE.keys() <= {name.title() for name in answer.headers}, path
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            assert ("public" in answer.headers["cache-control"]) == (path in PUBLIC_PAGES), path


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_token_a_refusal_and_a_defect_are_safe_too(http: httpx.AsyncClient, app: FastAPI) -> None:
    answers = [
        await http.post("/v1/auth/token", data={"username": "yunshu", "password": "wrong"}),
        await http.post("/v1/bulk-acts", json={}),
        await http.post("/v1/quotes", content=b" " * 2_000_000),
    ]
    app.state.budget = None  # a defect of ours
    answers.append(await http.get("/v1/measures"))
    assert [answer.status_code for answer in answers] == [401, 401, 413, 500]
    for answer in answers:
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("host", ["evil.example", "api.evil.example", "", "api@evil.example", "api:80:80"])
async def test_under_another_name_nothing_is_answered(http: httpx.AsyncClient, host: str) -> None:
    for path in ("/mails", "/v1/measures", "/healthz"):
        problem_of(await http.get(path, headers={"Host": host}), 421, "not-here")
    for own in ("api", "API:8000", "api.", "127.0.0.1:8000", "localhost", "[::1]:8000"):
        assert (await http.get("/healthz", headers={"Host": own})).status_code == 200


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.example", "a.example"),
        ("A.example:8000", "a.example"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
    ],
)
def test_a_name_is_one_with_any_port(host: str, name: str) -> None:
    assert name_of(host) == name


def test_an_installation_answers_under_its_public_name_and_the_embedded_one_under_loopback(
    tmp_path: Path,
) -> None:
    settings = Settings(var=tmp_path, public_url="https://Duixian.example.com/x")
    assert settings.hosts == {"duixian.example.com", "127.0.0.1", "localhost", "[::1]"}
    assert embedded_settings(settings).hosts == {"127.0.0.1", "localhost", "[::1]"}
    named = Settings(var=tmp_path, allowed_hosts="Apply.example.cn")
    assert named.hosts == {"apply.example.cn", "127.0.0.1", "localhost", "[::1]"}


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_documentation_is_shown_without_any_other_site(http: httpx.AsyncClient, page: Page) -> None:
    asked, complaints = [], list[str]()

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        came = await http.get(route.request.url)
        await route.fulfill(status=came.status_code, headers=dict(came.headers), body=came.content)

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.route("**/*", answer)
    await page.goto("http://api/docs")
    await page.locator(".opblock-tag", has_text="政策").first.wait_for()
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {"api"}
    assert complaints == []
