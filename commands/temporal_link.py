"""The API's link to Temporal: made when first needed, made again when it was away."""

import asyncio

from temporalio.client import Client
from temporalio.service import RPCError

from adapters.settings import Settings
from adapters.temporal import connect

CONNECT_SECONDS = 5.0


class TemporalAway(Exception):
    """Temporal cannot be reached now; nothing was sent."""


class TemporalLink:
    """Gives the connected client. The API starts and serves its pages while Temporal is away."""

    def __init__(self, settings: Settings, client: Client | None = None) -> None:
        self._settings = settings
        self._client = client
        self._connecting = asyncio.Lock()

    async def client(self) -> Client:
        """The client, connected.

        Raises:
            TemporalAway: the server cannot be reached.
        """
        async with self._connecting:
            if self._client is None:
                try:
                    self._client = await asyncio.wait_for(connect(self._settings), CONNECT_SECONDS)
                except (RuntimeError, TimeoutError) as away:
                    raise TemporalAway(str(away)) from away
            return self._client

    async def is_reachable(self) -> bool:
        """Whether the server answers now."""
        try:
            client = await self.client()
            return await asyncio.wait_for(client.service_client.check_health(), CONNECT_SECONDS)
        except (TemporalAway, RPCError, TimeoutError, RuntimeError):
            return False
