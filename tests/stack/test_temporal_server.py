"""The embedded Temporal server: starts, is told about us as often as one likes, and remembers."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.temporal.connect import RETENTION_DAYS, connect, register_search_attributes, set_retention
from stack.child import Child
from stack.embedded_settings import throw_away_settings
from stack.namespace import prepare
from stack.ports import is_listening
from stack.supervisor import Supervisor
from stack.temporal_server import find_temporal, is_polled, server_command
from workflows.search_attributes import SEARCH_ATTRIBUTES


@asynccontextmanager
async def running_server(settings: Settings) -> AsyncIterator[tuple[Client, Supervisor]]:
    supervisor = Supervisor()
    server = Child("temporal", server_command(settings), settings.var / "temporal.log")
    settings.var.mkdir(exist_ok=True)
    await supervisor.start(server)
    try:
        await supervisor.until_ready(server, lambda: is_listening(settings.temporal_port))
        yield await connect(settings), supervisor
    finally:
        await supervisor.stop_all()


async def test_what_the_namespace_is_told_twice_it_keeps_over_a_restart(tmp_path: Path) -> None:
    settings = throw_away_settings(tmp_path / "var")
    async with running_server(settings) as (client, _):
        added = await register_search_attributes(client, SEARCH_ATTRIBUTES)
        assert added == [key.name for key in SEARCH_ATTRIBUTES]
        assert await register_search_attributes(client, SEARCH_ATTRIBUTES) == []
        assert await set_retention(client) is True
        assert await set_retention(client) is False
    async with running_server(settings) as (client, _):
        assert await register_search_attributes(client, SEARCH_ATTRIBUTES) == []
        assert await set_retention(client) is False
        namespace = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace), retry=True
        )
        kept_for = namespace.config.workflow_execution_retention_ttl.ToTimedelta()
        assert kept_for == timedelta(days=RETENTION_DAYS)
        assert not await is_polled(client, settings.task_queue)


async def test_the_test_server_knows_every_search_attribute(temporal: WorkflowEnvironment) -> None:
    known = await temporal.client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=temporal.client.namespace), retry=True
    )
    assert {key.name for key in SEARCH_ATTRIBUTES} <= set(known.custom_attributes)


async def test_the_job_makes_a_missing_namespace_once(temporal: WorkflowEnvironment) -> None:
    address = temporal.client.service_client.config.target_host
    settings = Settings(temporal_address=address, temporal_namespace="city")
    assert await prepare(settings) is True
    assert await prepare(settings) is False
    assert await register_search_attributes(await connect(settings), SEARCH_ATTRIBUTES) == []


def test_the_program_of_the_wheel_is_taken_when_path_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert find_temporal().parent == Path(sys.executable).parent


def test_the_server_is_reachable_from_this_machine_only(settings: Settings) -> None:
    command = server_command(settings)
    assert command[command.index("--ip") + 1] == "127.0.0.1"
    assert command[command.index("--db-filename") + 1] == str(settings.var / "temporal.sqlite")
