"""The year's end of the voucher pool."""

from activities.money.bookings import pool_of
from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.money import ledger
from adapters.store.writing import transaction
from domain.pool_year import SETTLE_POOL, PoolSettled, PoolSettlement


@house_verb(SETTLE_POOL)
def settle_pool(office: CaseOffice, settlement: PoolSettlement) -> PoolSettled:
    """What is left in the year's pool lapses. Safe to repeat: then nothing is left, and the first sum is told."""
    asked = settlement.pool
    pool = pool_of(office.catalogue.policy(asked.policy_version), asked.code, asked.year)
    with transaction(office.engine) as session:
        ledger.settle_pool(session, pool, "year-end", settlement.at)
        return PoolSettled(lapsed=ledger.pool_lapsed(session, pool))
