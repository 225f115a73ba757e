"""How often a password may be tried, and how many are verified at once. Every process counts for itself."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Final, TypeVar

from starlette.exceptions import HTTPException

from api.door.quotas import Budget
from api.problems import RETRY_SECONDS

TRIES: Final[tuple[tuple[Callable[[str, str], str], int], ...]] = (
    (lambda address, _username: address, 60),
    (lambda address, username: f"{address} {username}", 10),
    (lambda _address, username: username, 100),
)
"""Wrong passwords of an address, of an address for one account, and for one account from anywhere: who tries them from
elsewhere keeps the rightful one from logging in only after very many."""
TRIES_SECONDS: Final = 600.0

TOLD, TOLD_SECONDS = 5, 3600.0
"""Wrong passwords for one account that are written down in the house's chain; the others are only more of the same."""

AT_ONCE: Final = 2
"""Each costs 64 MiB and all of a core for a moment; more at once would only wait for each other."""
MOST_WAITING: Final = 32

Answer = TypeVar("Answer")


class LogInLimits:
    """Tries that failed, by address and account; whether there is such an account makes no difference.

    Args:
        now: seconds of a clock that never goes back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._tries = [(key_of, Budget(most, now, TRIES_SECONDS)) for key_of, most in TRIES]
        self._told = Budget(TOLD, now, TOLD_SECONDS)

    def check(self, address: str, username: str) -> None:
        """Refuse a try after too many that failed, the right password as well.

        Raises:
            HTTPException: 429, with when to come back.
        """
        waits = max(budget.waits(key_of(address, username)) for key_of, budget in self._tries)
        if waits:
            told = "登录失败次数过多，为保护账号安全，暂时不能登录，请稍后再试。"
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, told, {"Retry-After": f"{int(waits) + 1}"})

    def failed(self, address: str, username: str) -> bool:
        """Count a try that failed; whether it is one of those that are written down."""
        for key_of, budget in self._tries:
            budget.spend(key_of(address, username), 1)
        return not self._told.spend(username, 1)


class Verifying:
    """The threads that verify passwords, with a queue that ends."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="log-in")
        self._places = BoundedSemaphore(AT_ONCE + MOST_WAITING)

    async def run(self, verify: Callable[[], Answer]) -> Answer:
        """Do it when its turn comes.

        Raises:
            HTTPException: 503, with when to come back, while too many wait.
        """
        if not self._places.acquire(blocking=False):
            told = "同时登录的人数过多，请稍后再试。"
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, told, {"Retry-After": str(RETRY_SECONDS)})
        turn = self._threads.submit(verify)
        turn.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(turn)
