"""Recorded histories replay on today's workflows, so that no sequence of commands changes unseen."""

from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.workflows.record import HISTORIES, RECORDINGS
from workflows.registry import SUBSIDY_WORKFLOWS, WORKFLOWS, sandbox


@pytest.fixture(scope="session")
def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=sandbox(), data_converter=pydantic_data_converter)


def recorded_as(kind: type[Any]) -> str:
    """The procedure that a type of subsidy follows; any other workflow is recorded under its own name."""
    if kind in SUBSIDY_WORKFLOWS:
        return kind.__base__.__module__.rpartition(".")[2]
    name = workflow._Definition.must_from_class(kind).name
    assert name is not None
    return name


@pytest.mark.parametrize("name", RECORDINGS)
async def test_a_recorded_history_replays(replayer: Replayer, name: str) -> None:
    text = (HISTORIES / f"{name}.json").read_text(encoding="utf-8")
    await replayer.replay_workflow(WorkflowHistory.from_json(f"recorded-{name}", text))


def test_each_procedure_and_workflow_of_the_office_has_exactly_one_history() -> None:
    assert set(RECORDINGS) == {recorded_as(kind) for kind in WORKFLOWS}
    assert sorted(path.relative_to(HISTORIES).as_posix() for path in HISTORIES.rglob("*.*")) == sorted(
        f"{name}.json" for name in RECORDINGS
    )
