"""A lapse with good cause is undone by the lead, with a record; the mails of a lapse say how to ask."""

from datetime import timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.case.identifiers import workflow_id
from tests.api.asking import new_key, problem_of
from tests.api.procedure import ON_PAPER, People

SUPPLEMENT = {
    "decision": "supplement",
    "defects": [{"item": "1.1-1", "problem": "未盖章"}],
    "reason": "请补正",
}
CAUSE = {"reason": "申报系统停机，申请单位有正当理由。"}


async def lapse(people: People, temporal: WorkflowEnvironment) -> None:
    """A supplement is asked for and does not come."""
    await people.do("fgw", "/completeness", SUPPLEMENT)
    handle = temporal.client.get_workflow_handle(workflow_id(people.case.rpartition("/")[2]))
    await temporal.fast_forward(handle, timedelta(days=40))
    await handle.result()
    assert (await people.get("yunshu")).json()["timeline"][-1]["event"] == "lapsed"


async def test_what_lapsed_is_made_good_and_goes_on(people: People, temporal: WorkflowEnvironment) -> None:
    await lapse(people, temporal)
    offered = (await people.get("fgw", "/acts")).json()
    assert "excuse_lapse" in str(offered)
    again = await people.do("fgw", "/excuse", CAUSE)
    assert again["stage"] == "待补正"
    shown = (await people.get("yunshu")).json()
    assert shown["timeline"][-1]["event"] == "lapse_excused"
    assert shown["timeline"][-1]["reason"] == CAUSE["reason"]
    clock = (await people.get("yunshu", "/clock")).json()
    assert clock["terms"][0]["working_days"] == 10
    assert (await people.do("yunshu", "/supplement", {}))["stage"] == "形式审查中"
    assert (
        await people.do("fgw", "/completeness", ON_PAPER | {"received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]})
    )["stage"] == "牵头审核中"


@pytest.mark.parametrize(
    ("username", "body", "status", "kind"),
    [
        ("gxj", CAUSE, 403, "not-allowed"),  # not the lead
        ("yunshu", CAUSE, 403, "not-allowed"),
        ("fgw", {}, 422, "invalid-input"),  # no reason
        ("fgw", CAUSE | {"instalment": 2}, 409, "wrong-stage"),  # no such year
    ],
)
async def test_a_lapse_is_undone_by_the_lead_alone_with_a_reason(
    people: People,
    temporal: WorkflowEnvironment,
    username: str,
    body: dict[str, object],
    status: int,
    kind: str,
) -> None:
    await lapse(people, temporal)
    problem_of(await people.post(username, "/excuse", body, new_key()), status, kind)


async def test_a_case_that_runs_or_was_refused_has_nothing_to_undo(people: People) -> None:
    running = problem_of(await people.post("fgw", "/excuse", CAUSE, new_key()), 409, "wrong-stage")
    assert "无需准予补办" in running["detail"]
    await people.do("fgw", "/completeness", {"decision": "refuse", "reason": "不属于支持范围"})
    problem_of(await people.post("fgw", "/excuse", CAUSE, new_key()), 409, "wrong-stage")
