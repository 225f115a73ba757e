"""The year's end of the voucher pool."""

from temporalio import activity

from activities.money.bookings import pool_of
from activities.verbs import Verbs
from adapters.store.money.ledger import pool_lapsed, settle_pool
from adapters.store.writing import transaction
from domain.pool_year import SETTLE_POOL, PoolSettled, PoolSettlement


class PoolRecords(Verbs):
    """The verb of a pool."""

    @activity.defn(name=SETTLE_POOL)
    def settle_pool(self, settlement: PoolSettlement) -> PoolSettled:
        """What is left in the year's pool lapses. Safe to repeat: then nothing is left, and the first sum is told."""
        asked = settlement.pool
        pool = pool_of(self.catalogue.policy(asked.policy_version), asked.code, asked.year)
        with transaction(self.engine) as writing:
            settle_pool(writing, pool, "year-end", settlement.at)
            return PoolSettled(lapsed=pool_lapsed(writing, pool))
