"""The applicant's report and the department's record in one moment: one of them counts, and the case goes on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.departments import APPLICANT
from tests.workflows.office import Office


@pytest.mark.parametrize("reports_first", [True, False])
async def test_a_report_and_a_record_at_once_are_one_of_them(office: Office, *, reports_first: bool) -> None:
    case = await office.file("core_technology")
    lead = (await case.walk(Stage.AWAITING_ACCEPTANCE)).tasks[0].party
    acts = [
        case.make("report_acceptance", APPLICANT, **await case.content("report_acceptance", "")),
        case.make("record_acceptance", lead, **await case.content("record_acceptance", "")),
    ]
    both = acts if reports_first else acts[::-1]
    answers: list[Any] = await asyncio.gather(*(case.send(act) for act in both), return_exceptions=True)
    done = [answer for answer in answers if isinstance(answer, Progress)]
    refused = [answer for answer in answers if isinstance(answer, WorkflowUpdateFailedError)]
    assert len(done) >= 1
    assert len(done) + len(refused) == len(acts)
    await case.walk(Stage.PUBLIC_NOTICE)
    assert case.timeline().count("acceptance_recorded") == 1


async def test_the_office_s_promise_goes_on_with_the_report_and_its_term_reminds(office: Office) -> None:
    case = await office.file("core_technology")
    waiting = await case.walk(Stage.AWAITING_ACCEPTANCE)
    assert all(clock.stop for clock in waiting.clocks)
    said = await case.content("report_acceptance", "")
    reported = await case.act("report_acceptance", APPLICANT, **said)
    assert not any(clock.stop for clock in reported.clocks)
    (task,) = reported.tasks
    assert task.term
    assert task.term.due_on > (await case.now()).date() + timedelta(days=15)
    while "office_reminded" not in case.timeline():
        await case.ring()
    returned = await case.act("return_acceptance_report", task.party, reason="尚未验收。")
    assert [each.acts[0] for each in returned.tasks] == ["record_acceptance", "report_acceptance"]
    assert all(clock.stop for clock in returned.clocks)
