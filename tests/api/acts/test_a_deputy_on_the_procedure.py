"""A deputy acts over a real Temporal server: recorded for the absent person, who is not named in the history."""

import json

from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.people.accounts import Account, account_by_username, save_account
from adapters.store.schema import ActRow, AuditEntryRow
from domain.case.identifiers import workflow_id
from tests.api.asking import new_key, problem_of
from tests.api.procedure import ON_PAPER, People
from tools.demo.paper import pdf_of

AWAY = {"from_on": "2026-11-20", "until_on": "2026-11-30", "deputy": "li", "reason": "病假"}


async def test_an_act_of_a_deputy_is_recorded_as_done_for_the_absent_person(
    people: People, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    engine = open_engine(served_settings.database_url)
    absent = account_by_username(engine, "fgw")
    assert absent is not None
    li = absent.model_copy(update={"id": "", "username": "li", "display_name": "李同志"})
    save_account(engine, Account.model_validate(li.model_dump()))
    await people.upload("yunshu", pdf_of("report"), "1.1-3", new_key())
    entered = await people.http.post("/v1/delegations", json=AWAY, headers=await people.known("fgw"))
    assert entered.status_code == 201, entered.text

    refused = problem_of(await people.post("fgw", "/completeness", ON_PAPER), 403, "not-allowed")
    assert f"/v1/delegations/{entered.json()['id']}/revoke" in refused["remedy"]
    assert (await people.do("li", "/completeness", ON_PAPER))["stage"] == "牵头审核中"

    timeline = (await people.get("yunshu")).json()["timeline"]
    assert [entry["on_behalf"] for entry in timeline] == ["", "李同志代fgw办理"]
    number = people.case.rpartition("/")[2]
    with open_session(engine) as session:
        act = session.exec(
            select(ActRow).where(ActRow.case_number == number, ActRow.kind == "check_completeness")
        ).one()
        link = session.exec(select(AuditEntryRow).where(AuditEntryRow.subject == act.id)).one()
        deputy = account_by_username(engine, "li")
    assert deputy is not None
    assert (act.account, act.for_account) == (deputy.id, absent.id)
    assert (link.account, json.loads(link.after)["for"]) == (deputy.id, absent.id)

    history = await temporal.client.get_workflow_handle(workflow_id(number)).fetch_history()
    told = b"".join(event.SerializeToString() for event in history.events)
    assert f'"for_account":"{absent.id}"'.encode() in told
    assert not [word for word in ("李同志", "病假", "fgw@example.com") if word.encode() in told]
    back = await people.http.post(
        f"/v1/delegations/{entered.json()['id']}/revoke", headers=await people.known("fgw")
    )
    assert back.status_code == 200
    sent_back = {"decision": "reject", "reason": "不符合条件。"}
    assert (await people.do("fgw", "/review", sent_back))["stage"] == "不予支持"
    assert (await people.get("auditor")).json()["timeline"][-1]["on_behalf"] == ""
    engine.dispose()
