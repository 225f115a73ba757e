"""What the workflow of a pool's year and its activity say to each other."""

from datetime import date, datetime
from typing import Final

from domain.frozen import Frozen
from domain.money import Yuan
from domain.verb import Verb

POOL_YEAR = "pool_year"
"""Workflow type: one for each pool and year, waiting for the year's end."""


class PoolYear(Frozen):
    """A pool and its year, with the policy version and the type under whose numbers it was opened."""

    year: int
    policy_version: str
    code: str

    @property
    def ends_on(self) -> date:
        """The last day of the year in Asia/Shanghai."""
        return date(self.year, 12, 31)


class PoolSettlement(Frozen):
    """Settle a year's pool (``settle_pool``); ``at`` is the workflow's time."""

    pool: PoolYear
    at: datetime


class PoolSettled(Frozen):
    """What had been left, 元."""

    lapsed: Yuan


SETTLE_POOL: Final = Verb("settle_pool", PoolSettlement, PoolSettled, "年终结转")
"""What is left in the pool lapses."""


def pool_year_id(year: int) -> str:
    """The workflow id of the voucher pool of a year."""
    return f"pool/voucher/{year}"
