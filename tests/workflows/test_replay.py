"""Recorded histories replay on today's workflows, so that a change never breaks a case under way."""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.workflows.record import HISTORIES, ROADS
from workflows.registry import WORKFLOWS, sandbox

RELEASED = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((HISTORIES / "released").glob("*.json"))
}
"""Cases of earlier releases, with supplements, returns, late offices, lapses and several runs; nobody can record them again."""


@pytest.fixture(scope="session")
def replayer() -> Replayer:
    return Replayer(workflows=WORKFLOWS, workflow_runner=sandbox(), data_converter=pydantic_data_converter)


@pytest.mark.parametrize("road", ROADS)
async def test_the_recorded_history_of_a_road_replays(replayer: Replayer, road: str) -> None:
    text = (HISTORIES / f"{road}.json").read_text(encoding="utf-8")
    await replayer.replay_workflow(WorkflowHistory.from_json(f"recorded-{road}", text))


@pytest.mark.parametrize("name", RELEASED)
async def test_a_case_that_an_earlier_release_began_replays(replayer: Replayer, name: str) -> None:
    await replayer.replay_workflow(WorkflowHistory.from_json(f"released-{name}", RELEASED[name]))


def test_every_road_has_a_history() -> None:
    assert {path.stem for path in HISTORIES.glob("*.json")} == set(ROADS)
