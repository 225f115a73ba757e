"""Urging through HTTP: who may, what is refused, and what the mailboxes get."""

from typing import Any

import pytest
from sqlmodel import select

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.schema import Mail
from tests.api.asking import paths_of, problem_of
from tests.api.procedure import People


def mails(settings: Settings) -> list[dict[str, Any]]:
    """Every mail to officials: to whom, and its facts."""
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        rows = session.exec(select(Mail)).all()
        found = [row.facts | {"to": row.recipient} for row in rows if row.case_number is None]
    engine.dispose()
    return found


async def test_the_lead_urges_and_the_mail_shows_the_sentence_of_the_api(
    people: People, served_settings: Settings
) -> None:
    done = await people.do("fgw", "/urge", {"reason": "请今日完成形式审查。"})
    (mail,) = mails(served_settings)
    assert (mail["to"], mail["kind"], mail["reason"]) == ("fgw@example.com", "urged", "请今日完成形式审查。")
    assert mail["cases"][0]["sentence"] == (await people.get("fgw")).json()["sentence"] == done["sentence"]
    assert mail["cases"][0]["stage"] == done["stage"] == "形式审查中"
    again = problem_of(await people.post("fgw", "/urge", {}), 409, "wrong-stage")
    assert "已催办过" in again["detail"]
    events = [entry["event"] for entry in (await people.get("auditor")).json()["timeline"]]
    assert events.count("office_urged") == 1


async def test_who_may_not_urge_is_refused_with_the_way_out(
    people: People, served_settings: Settings
) -> None:
    for username in ("yunshu", "finance", "auditor", "administrator"):
        problem_of(await people.post(username, "/urge", {}), 403, "not-allowed")
    refused = problem_of(await people.post("kfq", "/urge", {}), 403, "not-allowed")
    assert "牵头部门" in refused["detail"]
    problem_of(await people.post("jyj", "/urge", {}), 404, "not-found")
    assert mails(served_settings) == []


@pytest.mark.parametrize(
    "body", [{"reason": 7}, {"reason": "x" * 10_001}, {"reason": "\x00"}, {"colour": "red"}]
)
async def test_wrong_words_are_refused_by_field(people: People, body: dict[str, Any]) -> None:
    assert paths_of(problem_of(await people.post("fgw", "/urge", body), 422, "invalid-input"))
