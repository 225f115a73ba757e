"""Pools, batch quotas and yearly caps: the limits are public, who queues and who has what is not."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from api.auth import Public, bearer, caller_of
from api.money.pool_answers import PoolQuestion, limit_of, limits_of, policy_of_year
from api.money.views import PoolView
from api.wiring import Wired
from commands.access.caller import Caller
from commands.wiring import Wiring
from domain.case.roles import Role

router = APIRouter(prefix="/v1", tags=["额度与名额"], dependencies=[Public])
INSIDE = frozenset({Role.OFFICIAL, Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR})
Unit = Annotated[
    str | None,
    Query(max_length=100, pattern=r"^[^\x00-\x1f]+$", description="Share of the yearly caps of this unit."),
]


async def caller_if_any(
    request: Request, token: Annotated[str | None, Depends(bearer)], wired: Wired
) -> Caller | None:
    """Who calls, where somebody has logged in; a token that is not good is refused all the same."""
    return await caller_of(request, token, wired) if token else None


AnyCaller = Annotated[Caller | None, Depends(caller_if_any)]


def _asked(wired: Wiring, caller: Caller | None, year: int, unit: str | None) -> PoolQuestion:
    is_inside = caller is not None and not INSIDE.isdisjoint(caller.roles)
    return PoolQuestion(wired.engine, year, is_inside, unit)


@router.get("/pools", summary="额度与名额")
def show_pools(
    wired: Wired,
    caller: AnyCaller,
    year: Annotated[int | None, Query(ge=2000, le=2199, description="This year unless given.")] = None,
    unit: Unit = None,
) -> list[PoolView]:
    """Everything that is limited in a year: the voucher pool, the batch quota, the yearly caps of a unit.

    Limits, sums and what is left are public; officials, finance, auditor and administrator also see the queue with
    its case numbers and what units have.
    """
    year = year or wired.today().year
    limits = limits_of(policy_of_year(wired.catalogue, year), _asked(wired, caller, year, unit))
    return [describe() for describe in limits.values()]


@router.get("/pools/{code}/{year}", summary="一项额度或名额")
def show_pool(
    code: Annotated[str, Path(max_length=64, examples=["voucher"])],
    year: Annotated[int, Path(ge=2000, le=2199, examples=[2026])],
    wired: Wired,
    caller: AnyCaller,
    unit: Unit = None,
) -> PoolView:
    """One limit of a year; who sees what as in the list. An applicant finds its place in its own case."""
    policy = policy_of_year(wired.catalogue, year)
    return limit_of(policy, code, _asked(wired, caller, year, unit))
