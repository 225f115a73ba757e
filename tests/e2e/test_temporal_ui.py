"""What an administrator sees in the Temporal Web UI is what clerks and applicants are told."""

import asyncio
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

from playwright.async_api import Page, expect

from domain.case.identifiers import workflow_id
from stack.embedded import EmbeddedStack
from tools.demo.people import People
from tools.demo.scenarios import SCENARIOS
from tools.demo.walker import Walk

ONE_OFF = next(each for each in SCENARIOS if each.code == "compute_centre_construction")
PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine."""


def texts(folder: Path) -> list[str]:
    """The plain text of every mail that has come."""
    mails = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.rglob("*.eml"))
    return [part.get_content() for mail in mails if (part := mail.get_body(("plain",)))]


async def mail_about(folder: Path, number: str) -> str:
    """The first mail about a case, once it has come."""
    async with asyncio.timeout(60):
        while not (found := [text for text in texts(folder) if number in text]):
            await asyncio.sleep(0.1)
    return found[0]


async def test_the_web_ui_shows_the_sentence_of_api_and_mail(
    stack: EmbeddedStack, page: Page, tmp_path: Path
) -> None:
    people = People(stack.url, stack.accounts)
    walk = Walk(ONE_OFF, people, stack.client)
    await walk.file()
    view = await people.get("auditor", walk.path)
    await people.http.aclose()
    sentence = view["sentence"]
    assert "等待：市发改委形式审查" in sentence
    case = quote(workflow_id(walk.number), safe="")
    address = (
        f"http://127.0.0.1:{stack.settings.temporal_ui_port}/namespaces/{stack.settings.temporal_namespace}"
    )
    await page.goto(f"{address}/workflows/{case}", timeout=PATIENCE)
    await page.get_by_role("tab", name="User Metadata").click(timeout=PATIENCE)
    details = page.frame_locator("iframe").last  # Markdown is shown in a frame of its own
    await expect(details.get_by_text(sentence, exact=True)).to_be_visible(timeout=PATIENCE)
    await page.screenshot(path=tmp_path / "temporal-ui.png", full_page=True)
    assert sentence in await mail_about(stack.settings.var / "mail", walk.number)
