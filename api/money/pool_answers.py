"""What is limited in a year, under the policy of that year: from law and store to what a reader sees."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from adapters.store.money.earlier_awards import earlier_by_units
from adapters.store.money.ledger_queries import (
    QueuedCase,
    held_by_units,
    read_batch,
    read_pool,
    tested_of_year,
)
from adapters.store.reach import Engine
from api.money.views import PoolView, QueueView, UnitView
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import NotFound
from domain.ledger.shared_limits import FROM_POOL, VOUCHER_POOL
from domain.money import ZERO, wire_text

VOUCHER_UNIT = "voucher_unit"
YUAN, PLACES = "元", "个"


class PoolQuestion(NamedTuple):
    """Whose limits are asked for, and by whom.

    Attributes:
        is_inside: the reader may see cases and units, not sums alone.
        unit: whose share of the yearly caps is told; all that have something when None.
    """

    engine: Engine
    year: int
    is_inside: bool = False
    unit: str | None = None


Describe = Callable[[], PoolView]


def policy_of_year(catalogue: Catalogue, year: int) -> Policy:
    """The latest policy that was in force in a year.

    Raises:
        NotFound: none was.
    """
    held = [
        policy
        for policy in catalogue.policies
        if policy.effective_from.year <= year <= policy.filing_until.year
    ]
    if not held:
        raise NotFound(f"{year}年没有施行的政策。", clause="附则(一)", remedy="请使用政策有效期内的年度。")
    return held[-1]


def limits_of(policy: Policy, asked: PoolQuestion) -> dict[str, Describe]:
    """Code → how its limit is told: the pool, the batches, and the yearly caps of a unit."""
    types = policy.types.values()
    vouchers = [each for each in types if each.voucher]
    found: dict[str, Describe] = {}
    if vouchers:
        found[VOUCHER_POOL] = partial(_pool, vouchers[0], asked)
        found[VOUCHER_UNIT] = partial(_voucher_cap, vouchers, asked)
    found |= {each.code: partial(_batch, each, asked) for each in types if each.batch}
    found |= {each.code: partial(_testing_cap, each, asked) for each in types if each.rule.kind == "testing"}
    return found


def limit_of(policy: Policy, code: str, asked: PoolQuestion) -> PoolView:
    """One limit.

    Raises:
        NotFound: nothing of that code is limited.
    """
    found = limits_of(policy, asked)
    if code not in found:
        raise NotFound(f"没有代码为“{code[:40]}”的额度或名额。", remedy=f"可用的代码：{'、'.join(found)}。")
    return found[code]()


def _pool(subsidy: SubsidyType, asked: PoolQuestion) -> PoolView:
    law = subsidy.voucher
    assert law is not None  # noqa: S101 - chosen for it
    state = read_pool(asked.engine, VOUCHER_POOL, asked.year)
    sums: dict[str, Any] = {
        name: wire_text(getattr(state, name))
        for name in ("issued", "redeemed", "paid", "released", "settled")
    }
    return PoolView(
        code=VOUCHER_POOL,
        name="算力券年度总额",
        kind="pool",
        measured_in=YUAN,
        **_cited(asked.year, subsidy, law.pool_quote),
        limit=wire_text(law.pool_per_year),
        left=wire_text(state.left if state.opened else law.pool_per_year),
        reserved=wire_text(state.issued - state.released),
        **sums,
        waiting=len(state.queue),
        queue=_queue(state.queue) if asked.is_inside else None,
    )


def _queue(queue: tuple[QueuedCase, ...]) -> list[QueueView]:
    return [
        QueueView(
            place=place,
            case_number=each.case_number,
            asked=None if each.asked is None else wire_text(each.asked),
            complete_at=each.complete_at,
        )
        for place, each in enumerate(queue, start=1)
    ]


def _batch(subsidy: SubsidyType, asked: PoolQuestion) -> PoolView:
    law = subsidy.batch
    assert law is not None  # noqa: S101 - chosen for it
    state = read_batch(asked.engine, subsidy.code, asked.year)
    return PoolView(
        code=subsidy.code,
        name=f"{subsidy.name}年度名额",
        kind="batch",
        measured_in=PLACES,
        **_cited(asked.year, subsidy, law.quote),
        limit=str(law.quota),
        left=str(max(0, law.quota - len(state.selected))),
        selected=len(state.selected),
        waiting=state.waiting,
        cases=list(state.selected) if asked.is_inside else None,
    )


def _voucher_cap(vouchers: list[SubsidyType], asked: PoolQuestion) -> PoolView:
    law = vouchers[0].voucher
    assert law is not None  # noqa: S101 - chosen for it
    codes, limit = [each.code for each in vouchers], law.unit_cap_per_year
    return PoolView(
        code=VOUCHER_UNIT,
        name="算力券单位年度上限",
        **_cited(asked.year, vouchers[0], law.unit_cap_quote),
        **_cap(
            limit, codes, asked, lambda: held_by_units(asked.engine, codes, asked.year, FROM_POOL, asked.unit)
        ),
    )


def _testing_cap(subsidy: SubsidyType, asked: PoolQuestion) -> PoolView:
    assert subsidy.rule.kind == "testing"  # noqa: S101 - chosen for it
    cap = subsidy.rule.cap
    return PoolView(
        code=subsidy.code,
        name=f"{subsidy.name}单位年度上限",
        **_cited(asked.year, subsidy, cap.quote),
        **_cap(
            cap.amount,
            [subsidy.code],
            asked,
            lambda: tested_of_year(asked.engine, subsidy.code, asked.year, asked.unit),
        ),
    )


def _cap(
    limit: Decimal, codes: list[str], asked: PoolQuestion, of_units: Callable[[], dict[str, Decimal]]
) -> dict[str, Any]:
    """A cap of each unit, and what units have of it; what one unit has left, when one is asked for."""
    said = {"kind": "unit_cap", "measured_in": YUAN, "limit": wire_text(limit), "left": None}
    if not asked.is_inside:
        return said
    held, earlier = of_units(), earlier_by_units(asked.engine, codes, asked.year, asked.unit)
    taken = {unit: held.get(unit, ZERO) + earlier.get(unit, ZERO) for unit in sorted({*held, *earlier})}
    units = [
        UnitView(
            unit=unit,
            held=wire_text(held.get(unit, ZERO)),
            earlier=wire_text(earlier.get(unit, ZERO)),
            left=wire_text(max(ZERO, limit - amount)),
        )
        for unit, amount in taken.items()
    ]
    return said | {"units": units, "left": _left_of(limit, taken, asked.unit)}


def _left_of(limit: Decimal, held: dict[str, Decimal], unit: str | None) -> str | None:
    return None if unit is None else wire_text(max(ZERO, limit - held.get(unit, ZERO)))


def _cited(year: int, subsidy: SubsidyType, quote: str) -> dict[str, Any]:
    return {"year": year, "clause": subsidy.clause, "quote": quote}
