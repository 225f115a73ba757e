"""The wire to Temporal: a connected client, and the two things that its namespace must know about us."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from adapters.settings import Settings

# Time stands still until someone asks for it to be skipped; children of a case keep their own clock.
SKIP_ON_DEMAND = TimeSkippingConfig(enabled=False, disable_propagation=True, max_session_skip_count=10_000)

RETENTION_DAYS = 3650
"""Ten years. The dev server would forget a closed case after one day."""


CONNECT_SECONDS = 5.0
LEAVING_SECONDS = 0.3
"""The SDK's threads need a moment before the interpreter may end."""


async def connect(settings: Settings) -> Client:
    """Connect to Temporal, with domain messages (pydantic, exact ``Decimal``) as payloads.

    With ``settings.time_skipping`` every workflow started through the client can be fast-forwarded.

    Raises:
        RuntimeError: The server cannot be reached.
    """
    client = await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=pydantic_data_converter,
    )
    return TimeSkipper(client, config=SKIP_ON_DEMAND).client if settings.time_skipping else client


@asynccontextmanager
async def brief_connection(settings: Settings) -> AsyncIterator[Client | None]:
    """A client for a command that soon ends; None where Temporal cannot be reached in time."""
    try:
        client = await asyncio.wait_for(connect(settings), CONNECT_SECONDS)
    except (RuntimeError, TimeoutError):
        yield None
        return
    try:
        yield client
    finally:
        await asyncio.sleep(LEAVING_SECONDS)


async def time_of(client: Client, handle: WorkflowHandle[Any, Any], *, is_skipped: bool) -> datetime:
    """The time of a workflow: the clock's, unless its time can be skipped and so run ahead."""
    if not is_skipped:
        return datetime.now(UTC)
    return await TimeSkipper(client, config=SKIP_ON_DEMAND).get_current_time(handle)


async def register_search_attributes(client: Client, keys: Sequence[SearchAttributeKey[Any]]) -> list[str]:
    """Register the keys that the namespace does not know yet; safe to repeat.

    Returns:
        The names that were added.
    """
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace), retry=True
    )
    missing = {key.name: _indexed_as(key) for key in keys if key.name not in known.custom_attributes}
    if missing:
        try:
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing),
                retry=True,
            )
        except RPCError as error:  # another process of ours was first
            if error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
    return list(missing)


async def set_retention(client: Client, days: int = RETENTION_DAYS) -> bool:
    """Keep closed cases for ``days``; safe to repeat.

    Returns:
        Whether anything had to be changed.
    """
    wanted = Duration()
    wanted.FromTimedelta(timedelta(days=days))
    namespace = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace), retry=True
    )
    if namespace.config.workflow_execution_retention_ttl == wanted:
        return False
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace,
            config=NamespaceConfig(workflow_execution_retention_ttl=wanted),
        ),
        retry=True,
    )
    return True


def _indexed_as(key: SearchAttributeKey[Any]) -> IndexedValueType.ValueType:
    """The server's number for the type of a key; the SDK's enumeration carries the same numbers."""
    return cast("IndexedValueType.ValueType", int(key.indexed_value_type))
