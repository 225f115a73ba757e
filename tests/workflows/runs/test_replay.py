"""Recorded histories replay on today's workflows, so that no sequence of commands changes unseen; whatever the time was."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.workflows.record import HISTORIES, RECORDINGS
from workflows.registry import SUBSIDY_WORKFLOWS, WORKFLOWS, runner


@pytest.fixture(scope="session")
def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter)


def recorded_as(kind: type[Any]) -> str:
    """The procedure that a type of subsidy follows; any other workflow is recorded under its own name."""
    if kind in SUBSIDY_WORKFLOWS:
        return kind.__base__.__module__.rpartition(".")[2]
    name = workflow._Definition.must_from_class(kind).name
    assert name is not None
    return name


def recorded(name: str) -> WorkflowHistory:
    text = (HISTORIES / f"{name}.json").read_text(encoding="utf-8")
    return WorkflowHistory.from_json(f"recorded-{name}", text)


@pytest.mark.parametrize("name", RECORDINGS)
async def test_a_recorded_history_replays(replayer: Replayer, name: str) -> None:
    await replayer.replay_workflow(recorded(name))


def tasks(history: WorkflowHistory) -> Iterator[tuple[HistoryEvent, bool]]:
    """The events that set the clock of a run, and whether a timer fired before each."""
    has_fired = False
    for event in history.events:
        has_fired |= event.HasField("timer_fired_event_attributes")
        if event.HasField("workflow_task_started_event_attributes"):
            yield event, has_fired
            has_fired = False


def behind_timers(history: WorkflowHistory) -> None:
    """As a worker remembers a run that it was asked about: each task that a timer woke has the time of the task before."""
    before: datetime | None = None
    for event, has_fired in tasks(history):
        if has_fired and before is not None:
            event.event_time.FromDatetime(before)
        before = event.event_time.ToDatetime()


def still(history: WorkflowHistory) -> None:
    """The clock stands still from the beginning."""
    (first, _), *others = tasks(history)
    for event, _ in others:
        event.event_time.CopyFrom(first.event_time)


def late(history: WorkflowHistory) -> None:
    """Nobody looked at a timer for five days."""
    for event, has_fired in tasks(history):
        if has_fired:
            event.event_time.FromDatetime(event.event_time.ToDatetime() + timedelta(days=5))


@pytest.mark.parametrize("clock", [behind_timers, still, late])
@pytest.mark.parametrize("name", RECORDINGS)
async def test_what_a_run_does_does_not_depend_on_the_time(
    replayer: Replayer, name: str, clock: Callable[[WorkflowHistory], None]
) -> None:
    history = recorded(name)
    clock(history)
    await replayer.replay_workflow(history)


def test_each_procedure_and_workflow_of_the_office_has_exactly_one_history() -> None:
    assert set(RECORDINGS) == {recorded_as(kind) for kind in WORKFLOWS}
    assert sorted(path.relative_to(HISTORIES).as_posix() for path in HISTORIES.rglob("*.*")) == sorted(
        f"{name}.json" for name in RECORDINGS
    )
