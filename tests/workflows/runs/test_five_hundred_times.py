"""Five hundred times on a real server: no run grows without end, nothing is lost at the seams, and the last act costs what an early one did."""

import statistics
import time

import pytest
from temporalio.client import WorkflowHandle

from domain.case.record.stages import Stage
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase
from workflows.runs import MOST_BYTES, MOST_EVENTS, MOST_UPDATES

TIMES = 500
ROOM = 200
"""Events of what a full run has in hand before it waits."""


async def runs_of(office: Office, case: WalkedCase) -> list[tuple[int, int, int]]:
    """Events, bytes and Updates of every run of a case, the first one first."""
    shown, run = [], ""
    run = str((await case.handle.describe()).raw_description.workflow_execution_info.first_run_id)
    while run:
        handle: WorkflowHandle[object, object] = office.client.get_workflow_handle(case.handle.id, run_id=run)
        events = (await handle.fetch_history()).events
        updates = sum(e.HasField("workflow_execution_update_accepted_event_attributes") for e in events)
        shown.append((len(events), sum(event.ByteSize() for event in events), updates))
        run = events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return shown


@pytest.mark.long
async def test_five_hundred_stops_set_and_lifted_on_a_real_server(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    before, took = await case.progress(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        await case.act("stop_payment", clause="附则(四)")
        await case.act("lift_stop")
        took.append(time.perf_counter() - begun)
    runs = await runs_of(office, case)
    assert len(runs) > 1
    assert all(events <= MOST_EVENTS + ROOM for events, _, _ in runs), runs
    assert all(size <= 1.1 * MOST_BYTES for _, size, _ in runs), runs
    assert all(updates <= MOST_UPDATES for _, _, updates in runs), runs
    assert sum(updates for _, _, updates in runs) >= 2 * TIMES
    assert statistics.median(took[-100:]) < 3 * statistics.median(took[:100]), "an order of size, not a time"
    after = await case.progress()
    assert (after.stage, after.stops, [task.acts for task in after.tasks]) == (
        before.stage,
        (),
        [task.acts for task in before.tasks],
    )
    await case.walk(Stage.SIGN_OFF)


@pytest.mark.long
async def test_five_hundred_words_to_a_case_on_a_real_server(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    for _ in range(TIMES):
        await case.handle.signal("calendar_announced")
        await case.handle.signal("quota_released")
    await case.walk(Stage.LEAD_REVIEW)
    runs = await runs_of(office, case)
    assert all(events <= MOST_EVENTS + ROOM and size <= MOST_BYTES for events, size, _ in runs), runs
