"""Somebody who has the record of a test stamped, on whatever day the test says."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.settings import Settings
from commands.audit.stamping import Stamping
from domain.calendar import shanghai_date
from tests.audit.record import Record
from tests.fixtures.authority import Authority

CLOCKS = ("commands.audit.stamping", "adapters.authority.stamps", "audit.verification")


class StampingOffice:
    """Has stamps made."""

    def __init__(self, record: Record, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
        self.record, self._monkeypatch = record, monkeypatch
        self._is_stamped = False
        self._days = [(datetime.min.replace(tzinfo=UTC), timedelta())]
        settings = Settings(tsa_url=authority.url, tsa_roots=authority.roots)
        self.stamping = Stamping(settings, record.engine)
        monkeypatch.setenv("DUIXIAN_DATABASE_URL", record.url)
        monkeypatch.setenv("DUIXIAN_TSA_URL", authority.url)
        monkeypatch.setenv("DUIXIAN_TSA_ROOTS", str(authority.roots))
        for module in CLOCKS:
            monkeypatch.setattr(f"{module}.shanghai_date", self._day_of)

    def unset(self) -> None:
        """Have no authority from now on."""
        self._monkeypatch.delenv("DUIXIAN_TSA_URL")
        self._monkeypatch.delenv("DUIXIAN_TSA_ROOTS")
        self.stamping = replace(self.stamping, settings=Settings())

    def days_later(self, days: int) -> date:
        """From the next second on, the finest that a stamp tells, it is a later day for everybody, the authority's readers too."""
        if self._is_stamped:
            time.sleep(1 - time.time() % 1)
        self._is_stamped = False
        now = datetime.now(UTC).replace(microsecond=0)
        self._days.append((now, self._days[-1][1] + timedelta(days=days)))
        return self._day_of(now)

    def _day_of(self, at: datetime) -> date:
        return shanghai_date(at) + next(moved for since, moved in reversed(self._days) if since <= at)

    async def stamp(self) -> int:
        covered = await self.stamping.stamp_record()
        self._is_stamped = True
        return covered
