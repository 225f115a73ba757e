"""Previews over HTTP: what the act's own route then answers, its refusals word for word, and no trace of having asked."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile
from domain.case.identifiers import workflow_id
from tests.api.asking import problem_of
from tests.api.procedure import ON_PAPER, PAYEE, POINTS, People

SIGNATURE = {"decision": "agree"}


class Previewing:
    """Previews before each act, and compares."""

    def __init__(self, people: People, engine: Engine, temporal: WorkflowEnvironment) -> None:
        self.people, self.engine, self.temporal = people, engine, temporal

    @property
    def number(self) -> str:
        return self.people.case.rpartition("/")[2]

    async def preview(self, username: str, act: str, body: Any, subject: str = "") -> dict[str, Any]:
        """What the act would do; asking leaves no trace."""
        await self.people.known(username)  # a log-in is recorded
        before = await self.everything()
        answer = await self.people.post(username, "/preview", {"act": act, "subject": subject, "body": body})
        assert answer.status_code == 200, answer.text
        assert await self.everything() == before
        found: dict[str, Any] = answer.json()
        return found

    async def everything(self) -> dict[str, Any]:
        """Every row of every table, and how long the history is."""
        handle = self.temporal.client.get_workflow_handle(workflow_id(self.number))
        rows = await asyncio.to_thread(all_rows, self.engine)
        return {"history": (await handle.describe()).history_length, **rows}

    async def do(self, username: str, act: str, path: str, body: Any, subject: str = "") -> dict[str, Any]:
        """Preview, do, compare."""
        foreseen = await self.preview(username, act, body, subject)
        assert foreseen["allowed"], foreseen
        await self.people.do(username, path, body)
        case = (await self.people.get("auditor")).json()
        after = foreseen["after"]
        assert {name: case[name] for name in after} == after
        return foreseen

    async def refused(
        self, username: str, act: str, path: str, body: Any, subject: str = ""
    ) -> dict[str, Any]:
        """The preview tells the refusal that the route gives, word for word."""
        foreseen = await self.preview(username, act, body, subject)
        assert not foreseen["allowed"]
        refused = await self.people.post(username, path, body)
        assert foreseen["refusal"] == refused.json(), foreseen
        assert foreseen["refusal"]["status"] == refused.status_code
        return foreseen


def all_rows(engine: Engine) -> dict[str, list[str]]:
    """Everything that is kept, but for who looked."""
    with open_session(engine) as session:
        return {
            name: sorted(
                row
                for row in map(str, session.execute(text(f'SELECT * FROM "{name}"')))  # noqa: S608 - our own tables
                if "preview:viewed" not in row
            )
            for name in SQLModel.metadata.tables
            if name != "audit_head"
        }


@pytest.fixture
def previewing(
    people: People,
    served_settings: Any,
    temporal: WorkflowEnvironment,
) -> Any:
    engine = open_engine(served_settings.database_url)
    yield Previewing(people, engine, temporal)
    engine.dispose()


async def test_what_is_previewed_is_what_is_done_and_what_is_refused(previewing: Previewing) -> None:
    await previewing.refused("fgw", "check_completeness", "/completeness", {"decision": "accept"})
    await previewing.refused("fgw", "check_completeness", "/completeness", {"decision": 7, "colour": "red"})
    await previewing.refused(
        "gxj", "check_completeness", "/completeness", ON_PAPER | {"received_on_paper": []}
    )
    await previewing.refused("yunshu", "check_completeness", "/completeness", ON_PAPER)
    await previewing.refused(
        "fgw", "claim_instalment", "/instalments/1/claim", {"facts": {}, "other_funding": []}, "1"
    )
    paper = ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    accepted = await previewing.do("fgw", "check_completeness", "/completeness", paper)
    assert [letter["title"] for letter in accepted["letters"]] == ["受理通知书"]
    assert [event["event"] for event in accepted["events"]] == ["accepted"]
    (mail,) = accepted["mails"]
    assert accepted["after"]["sentence"] in mail["text"]
    assert "@" not in str(mail)

    await previewing.refused("fgw", "review", "/review", {"decision": "approve"})
    late = {"decision": "approve", "checklist": POINTS, "verified_facts": {"commissioned_on": "2025-01-01"}}
    await previewing.refused("fgw", "review", "/review", late)
    approved = await previewing.do("fgw", "review", "/review", {"decision": "approve", "checklist": POINTS})
    assert (approved["before"]["amount"], approved["after"]["amount"]) == (None, "10000000.00")
    (entry,) = approved["money"]
    assert (entry["source"], entry["target"], entry["amount"]) == ("budget", "promised", "10000000.00")
    assert {task["party"] for task in approved["began"] if task["acts"]} >= {"kfq"}
    assert all(task["due_on"] for task in approved["began"])
    assert [task["acts"] for task in approved["ended"]] == [["review"]]


async def test_what_an_act_lays_down_for_itself_is_gone_after_its_preview(previewing: Previewing) -> None:
    await on_notice(previewing.people)
    objection = {"content": "该单位投资额与公开年报不符。"}
    raised = await previewing.do("lingxi", "raise_objection", "/objections", objection)
    assert (raised["after"]["stage"], raised["mails"], raised["money"]) == ("异议核查中", [], [])
    withdrawn = await previewing.do("yunshu", "withdraw", "/withdraw", {"reason": "计划调整"})
    assert (withdrawn["after"]["final"], withdrawn["began"]) == (True, [])
    closed = await previewing.refused("yunshu", "provide_payee", "/payee", PAYEE)
    assert closed["refusal"]["type"].endswith("case-closed")


async def on_notice(people: People) -> None:
    """Walk to the public notice."""
    paper = ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    await people.do("fgw", "/completeness", paper)
    await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS})
    for signer in ("gxj", "kfq"):
        await people.do(signer, "/signoffs", SIGNATURE)


async def test_whoever_may_not_know_of_a_case_learns_nothing_and_an_unknown_act_is_refused(
    people: People,
) -> None:
    asked = {"act": "sign_off", "body": SIGNATURE}
    problem_of(await people.post("jyj", "/preview", asked), 404, "not-found")
    unknown = problem_of(await people.post("fgw", "/preview", {"act": "applaud"}), 422, "invalid-input")
    assert unknown["errors"][0]["path"] == "act"
    assert {"sign_off", "claim"} <= set(unknown["errors"][0]["message"].rpartition("：")[2].split("、"))
    problem_of(await people.post("fgw", "/preview", {"act": "review", "colour": 1}), 422, "invalid-input")
    missing = people.http.post("/v1/applications/LF2026-0101-99999/preview", json=asked)
    problem_of(await missing, 401, "not-authenticated")


async def test_when_nobody_can_tell_that_is_what_is_said(
    previewing: Previewing, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(previewing.engine) as session:
        session.get_one(CaseFile, previewing.number).policy_version = "gone"
    foreseen = await previewing.preview("yunshu", "withdraw", {"reason": "计划调整"})
    assert (foreseen["allowed"], foreseen["refusal"]["status"]) == (False, 409)
    assert foreseen["refusal"]["type"] == "urn:duixian:problem:cannot-tell"
    assert previewing.number in caplog.text


async def test_many_look_ahead_at_once_while_others_act(previewing: Previewing) -> None:
    people, body = previewing.people, {"act": "withdraw", "body": {"reason": "计划调整"}}
    looks = [people.post("yunshu", "/preview", body) for _ in range(6)]
    paper = ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    *seen, acted = await asyncio.gather(*looks, people.post("fgw", "/completeness", paper))
    assert acted.status_code == 200
    assert {look.json()["after"]["stage"] for look in seen} == {"已撤回"}
