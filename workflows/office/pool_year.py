"""The year of the voucher pool (算力券年度额度): waits for the year's end, then has what is left settled (第2条: 每年总额).

Cases reserve and release without it; it is there so that the end of the year needs no human either.
"""

from datetime import timedelta

from temporalio import workflow

from domain.calendar import shanghai_midnight
from domain.money import yuan_text
from domain.pool_year import POOL_YEAR, SETTLE_POOL, PoolSettled, PoolSettlement, PoolYear
from workflows.clock import RunClock
from workflows.options import ask


@workflow.defn(name=POOL_YEAR)
class VoucherPoolYear:
    """One year's pool."""

    @workflow.run
    async def run(self, pool: PoolYear) -> PoolSettled:
        """Wait for the new year, settle."""
        workflow.set_current_details(f"## {pool.year}年度算力券额度\n\n使用中；年终结转尚未使用的额度。\n")
        new_year = shanghai_midnight(pool.ends_on + timedelta(days=1))
        clock = RunClock()
        await clock.reaches(new_year, "等待年终")
        settled = await ask(SETTLE_POOL, PoolSettlement(pool=pool, at=clock.now()), timedelta(seconds=30))
        workflow.set_current_details(
            f"## {pool.year}年度算力券额度\n\n已结转，未使用 {yuan_text(settled.lapsed)}。\n"
        )
        return settled
