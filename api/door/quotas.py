"""How much strangers may call: one budget a minute for each network address, which dear calls use up sooner.

Every process counts for itself. Whoever has logged in is known by account, and bounded by what an account may do.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network

from fastapi import Request
from starlette.exceptions import HTTPException

MINUTE = 60.0
MANY_ADDRESSES = 50_000
"""After which those that have their whole budget again are forgotten."""
HOME = 64
"""Bits of an IPv6 address that one subscriber has for itself (RFC 6177)."""


DEAR, DEAREST = 4, 29
"""What a call costs beside itself that computes, or writes and sends a mail: of 600 a minute 120, or 20."""


class Budget:
    """Calls of each address, spread evenly (generic cell rate algorithm): one number an address is kept.

    Args:
        calls: that one address may make at once, and again within each period.
        now: seconds of a clock that never goes back.
        within_seconds: the period.
    """

    def __init__(
        self, calls: int, now: Callable[[], float] = time.monotonic, within_seconds: float = MINUTE
    ) -> None:
        self._each, self._within, self._now = within_seconds / calls, within_seconds, now
        self._used_until: dict[str, float] = {}

    def waits(self, address: str, cost: int = 1) -> float:
        """The seconds to wait before so much can be used; nothing is used."""
        now = self._now()
        over = max(self._used_until.get(address, now), now) + cost * self._each - now - self._within
        return max(over, 0.0)

    def spend(self, address: str, cost: int) -> float:
        """Use some of the budget up; the seconds to wait where too little is left, and then nothing is used."""
        if waits := self.waits(address, cost):
            return waits
        now = self._now()
        until = max(self._used_until.get(address, now), now) + cost * self._each
        if len(self._used_until) > MANY_ADDRESSES:
            self._used_until = {key: used for key, used in self._used_until.items() if used > now}
        self._used_until[address] = until
        return 0.0


class Stranger:
    """A dependency of a public route: no log-in is asked for, and a call has its price."""

    def __init__(self, cost: int = 1) -> None:
        self._cost = cost

    async def __call__(self, request: Request) -> None:
        """Let in whoever has not called too often.

        Raises:
            HTTPException: 429, with when to come back.
        """
        budget: Budget = request.app.state.budget
        if waits := budget.spend(address_of(request), self._cost):
            told = "来自您所在网络地址的访问过于频繁，请稍后再试。"
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, told, {"Retry-After": f"{int(waits) + 1}"})


def address_of(request: Request) -> str:
    """Where a call comes from: an IPv4 address, or the network of an IPv6 one."""
    told = request.client.host if request.client else ""
    try:
        found = ip_address(told)
    except ValueError:
        return told[:64]
    return told if isinstance(found, IPv4Address) else str(ip_network((found, HOME), strict=False))
