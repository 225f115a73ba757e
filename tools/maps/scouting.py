"""Which way is gone at a fork: each once, or always the first."""

from collections.abc import Hashable
from heapq import heappop, heappush


class Known(Exception):
    """The way has come to a fork from which every way is gone already, or kept for later."""


class Scout:
    """Remembers which forks were met, and which ways are still to be gone: short ones first, so that forks are met soon."""

    def __init__(self, before: "Scout | None" = None) -> None:
        """Set out for the first time, or from another beginning of the same procedure: forks met before end a way."""
        self._ahead: list[tuple[int, tuple[int, ...]]] = [(0, ())]
        self._forks: set[Hashable] = before._forks if before else set()
        self._places: set[Hashable] = before._places if before else set()
        self._script: tuple[int, ...] = ()
        self._gone: list[int] = []

    def sets_out(self) -> bool:
        """Whether there is another way; then it is gone next."""
        if self._ahead:
            (_, self._script), self._gone = heappop(self._ahead), []
            return True
        return False

    def choose(self, fork: Hashable, ways: int) -> int:
        """Which of several ways is gone now.

        Raises:
            Known: the fork was met before, or leads nowhere.
        """
        at = len(self._gone)
        if at == len(self._script):
            if fork in self._forks or not ways:
                raise Known
            self._forks.add(fork)
            for way in range(1, ways):
                heappush(self._ahead, (at, (*self._gone, way)))
            self._script += (0,)
        self._gone.append(self._script[at])
        return self._script[at]

    def is_new(self, place: Hashable) -> bool:
        """Whether nobody was at a place before."""
        is_new = place not in self._places
        self._places.add(place)
        return is_new


class Straight(Scout):
    """Goes the first way at every fork: whatever is asked is granted."""

    def choose(self, fork: Hashable, ways: int) -> int:  # noqa: ARG002
        """The first way.

        Raises:
            Known: there is none.
        """
        if not ways:
            raise Known
        return 0
