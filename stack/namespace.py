"""A job for installations with a Temporal server of their own: ``python -m stack.namespace``; safe to repeat.

It makes the namespace where it is missing, keeps closed cases for ten years and registers the search attributes.
"""

import asyncio
import time

from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from adapters.settings import Settings, read_settings
from adapters.temporal.connect import RETENTION_DAYS, connect
from stack.temporal_server import prepare_namespace

KNOWN_WITHIN_SECONDS = 60
"""A new namespace is known to the whole server only after its caches have been read again (10 s)."""


async def ensure_namespace(client: Client) -> bool:
    """Make the client's namespace unless it is there.

    Returns:
        Whether it was made now.
    """
    retention = Duration(seconds=RETENTION_DAYS * 24 * 60 * 60)
    request = RegisterNamespaceRequest(
        namespace=client.namespace, workflow_execution_retention_period=retention
    )
    try:
        await client.workflow_service.register_namespace(request, retry=True)
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
        return False
    return True


async def prepare(settings: Settings) -> bool:
    """Bring the namespace of the settings to what we need.

    Returns:
        Whether it was made now.
    """
    client = await connect(settings)
    made = await ensure_namespace(client)
    deadline = time.monotonic() + KNOWN_WITHIN_SECONDS
    while True:
        try:
            await prepare_namespace(client)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND or time.monotonic() > deadline:
                raise
            await asyncio.sleep(1)
        else:
            return made


async def main() -> None:
    """Prepare the namespace that the environment names."""
    settings = read_settings()
    made = await prepare(settings)
    print(
        f"namespace {settings.temporal_namespace} {'made' if made else 'was there'}; retention and search attributes set"
    )
    await asyncio.sleep(0.3)  # the SDK may crash an interpreter that ends right after use (sdk-python#300)


if __name__ == "__main__":
    asyncio.run(main())
