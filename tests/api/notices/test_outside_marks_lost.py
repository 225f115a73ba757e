"""An objection that its case took keeps its person and evidence, though the answer was late or the mark of it was lost."""

from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.notices.outside import forget_unconfirmed
from commands.acts.acting import Acting
from commands.notices import confirming
from commands.temporal_link import OutcomeUnknown
from domain.case.acts.act import Act
from domain.case.record.steps import Progress
from tests.api.acts.test_signed_again import signed
from tests.api.asking import new_key
from tests.api.notices.test_outside_objections import number_of, stage_of
from tests.api.objecting import SAID, delivered, own, send, token_in
from tests.api.procedure import People, notice_passes
from tests.fixtures.mail import CaughtMails
from tools.demo.paper import pdf_of


def lose(patched: pytest.MonkeyPatch, what: str) -> None:
    """Let the case take what is confirmed, and lose what comes after."""
    deliver = Acting.deliver

    async def late(acting: Acting, case_number: str, act: Act) -> Progress:
        await deliver(acting, case_number, act)
        raise OutcomeUnknown("“提出异议”已提交，结果尚未返回。")

    if what == "answer":
        patched.setattr(Acting, "deliver", late)
    else:
        patched.setattr(confirming, "_mark", lambda *_: None)


@pytest.mark.parametrize(
    ("what", "decision"), [("mark", "uphold"), ("answer", "uphold"), ("answer", "dismiss")]
)
async def test_what_the_case_took_is_confirmed_though_its_mark_was_lost(
    people: People,
    temporal: WorkflowEnvironment,
    served_settings: Settings,
    smtp: CaughtMails,
    what: str,
    decision: str,
) -> None:
    await signed(people)
    number, http = number_of(people), people.http
    await send(http, number, [("年报.pdf", pdf_of("年报"))])
    (asked,) = await delivered(served_settings, smtp)
    said, path = {"token": token_in(asked)}, f"/v1/public-notices/{number}/objections/confirmation"
    with pytest.MonkeyPatch.context() as patched:
        lose(patched, what)
        lost = await http.post(path, json=said)
    assert lost.status_code == (200 if what == "mark" else 504), lost.text
    assert await stage_of(people) == "异议核查中"
    again = await send(http, number, [("别的.pdf", pdf_of("别的"))], new_key(), evidence="改称另有线索。")
    assert again.status_code == 202
    (objection,) = (await people.get("fgw")).json()["objections"]
    who = f"/objections/{objection['id']}/objector"

    async def is_whole() -> None:
        told: dict[str, Any] = (await people.get("fgw", who)).json()
        assert (told["name"], told["evidence"]) == (SAID["name"], SAID["evidence"])
        (file,) = told["files"]
        assert (await people.get("fgw", f"{who}/files/{file['id']}")).content == pdf_of("年报")

    await is_whole()
    await people.told(objection["id"])
    finding = {"decision": decision, "reason": "经核查，投资额与年报不符。"}
    await people.do("fgw", f"/objections/{objection['id']}/finding", finding)
    if decision == "dismiss":
        await notice_passes(people, temporal)
    assert "公示" not in await stage_of(people)
    engine = open_engine(served_settings.database_url)
    with transaction(engine) as session:
        forget_unconfirmed(session)
    engine.dispose()
    await is_whole()
    read = await http.get(f"/v1/public-notices/{number}/objection", headers=own(said["token"]))
    assert (read.status_code, read.json()["state"]) == (200, decision)
    confirmed = await http.post(path, json=said)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, decision), confirmed.text
    kept = (await people.get("fgw")).json()["objections"]
    assert [each["content"] for each in kept].count(SAID["content"]) == 1
