"""Says by its exit status whether a part of an installation works: ``python -m stack.health worker|api``."""

import argparse
import asyncio
import os
import sys

import httpx

from adapters.settings import Settings, read_settings
from adapters.temporal.connect import connect
from stack.ports import LOOPBACK
from stack.temporal_server import is_polled


async def is_worker_healthy(settings: Settings) -> bool:
    """Whether a worker asks Temporal for our work."""
    return await is_polled(await connect(settings), settings.task_queue)


async def is_api_healthy(settings: Settings) -> bool:
    """Whether the API of this machine says that it is ready."""
    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            answer = await http.get(f"http://{LOOPBACK}:{settings.api_port}/readyz", timeout=5)
        except httpx.TransportError:
            return False
    return answer.is_success


CHECKS = {"worker": is_worker_healthy, "api": is_api_healthy}


def main() -> None:
    """Check the part that was named."""
    parser = argparse.ArgumentParser(prog="python -m stack.health", description=__doc__)
    parser.add_argument("part", choices=sorted(CHECKS))
    healthy = asyncio.run(CHECKS[parser.parse_args().part](read_settings()))
    sys.stdout.flush()
    os._exit(
        0 if healthy else 1
    )  # the SDK may crash an interpreter that ends right after use (sdk-python#300)


if __name__ == "__main__":
    main()
