"""Puts the API together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from copy import copy
from datetime import UTC, date, datetime
from functools import cache

from fastapi import Depends, FastAPI
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from temporalio.client import Client

from adapters.authority.stamps import read_roots
from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.engine import open_engine
from api import documentation, health, problems
from api.acts import choices, objections, preview, recovery
from api.acts import routes as acts
from api.audit import alarms, audit, evidence
from api.bulk import routes as bulk_acts
from api.calendar import outages
from api.calendar import routes as calendar
from api.cases import clock, documents, restoration
from api.cases import routes as applications
from api.door.answers import SafeAnswers
from api.door.body_limit import BodyLimit
from api.door.forms import only_once
from api.door.hosts import OwnHosts
from api.door.identity import IdentityFirst
from api.door.json_bodies import JsonBodies
from api.door.methods import on_other_method
from api.door.query_parameters import only_declared
from api.door.quotas import Budget
from api.experts import routes as experts
from api.invitations import routes as invitations
from api.law import defect_reasons, readings
from api.law import routes as catalogue
from api.mail import letters, mails, notices
from api.money import earlier_awards, ledger, pools
from api.notices import objection_pages
from api.notices import outside as outside_objections
from api.notices import routes as public_notices
from api.openapi import PROBLEMS, describe, routes_of
from api.payments import payees
from api.payments import routes as payment_lists
from api.people import accounts, delegations, departments, desks, notifications, people, session
from api.people.log_in_limits import LogInLimits
from api.personal_data import routes as personal_data
from api.simulation import routes as simulations
from api.units import routes as units
from commands.access.tokens import Tokens
from commands.temporal_link import TemporalAway, TemporalLink
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.catalogue.registry import load_catalogue

ROUTERS = (
    session.router,
    accounts.router,
    accounts.own,
    personal_data.router,
    personal_data.own,
    catalogue.router,
    defect_reasons.router,
    readings.router,
    calendar.router,
    outages.router,
    applications.router,
    documents.router,
    desks.router,
    delegations.router,
    notifications.router,
    people.router,
    departments.router,
    letters.router,
    notices.router,
    acts.router,
    choices.router,
    public_notices.router,
    outside_objections.router,
    outside_objections.lead_side,
    objections.router,
    bulk_acts.router,
    payment_lists.router,
    earlier_awards.router,
    payees.router,
    ledger.router,
    pools.router,
    preview.router,
    clock.router,
    restoration.router,
    recovery.router,
    audit.router,
    alarms.router,
    evidence.router,
    simulations.router,
    invitations.router,
    units.router,
    experts.lead_side,
    experts.expert_side,
)
PLAIN_ROUTERS = (
    health.router,
    documentation.router,
    mails.router,
    public_notices.pages,
    objection_pages.router,
)


def shanghai_today() -> date:
    """The day it is in Langfang."""
    return shanghai_date(datetime.now(UTC))


def create_app(
    settings: Settings, *, client: Client | None = None, today: Callable[[], date] | None = None
) -> FastAPI:
    """The application.

    Args:
        settings: of the installation.
        client: a connected Temporal client; one is made when first needed unless given.
        today: the day that counts as today; Shanghai's unless given.
    """
    app = copy(_routed())
    app.state = State()
    engine = open_engine(settings.database_url, within_seconds=settings.store_wait_seconds)
    app.state.budget = Budget(settings.stranger_calls_a_minute)
    app.state.log_in_limits = LogInLimits()
    app.state.wiring = Wiring(
        settings=settings,
        engine=engine,
        catalogue=load_catalogue(),
        temporal=TemporalLink(settings, client),
        vault=Vault(settings.files),
        tokens=Tokens(settings, engine),
        keyring=settings.keyring(),
        today=today or shanghai_today,
        roots=read_roots(settings),
    )
    return app


@cache
def _routed() -> FastAPI:
    """Every route, wired to nothing: made once, since reading them takes seconds; applications differ in their wiring."""
    app = FastAPI(
        title="兑现 Duixian",
        version="0.1.0",
        description="廊坊市促进人工智能产业发展十三条措施：从申报到拨付。错误均为 RFC 9457 application/problem+json；没有的或重复的查询参数一律不予受理。",
        lifespan=_lifespan,
        dependencies=[Depends(only_declared), Depends(only_once)],
        openapi_url=None,  # a route of ours, see api/documentation
    )
    problems.register(app)
    app.add_exception_handler(HTTPException, on_other_method)
    app.add_middleware(JsonBodies)
    app.add_middleware(BodyLimit)
    app.add_middleware(IdentityFirst, routes=routes_of((*ROUTERS, *PLAIN_ROUTERS)))
    app.add_middleware(OwnHosts)
    app.add_middleware(SafeAnswers)  # the last one added is the first to see a request
    for router in ROUTERS:
        app.include_router(router, responses=PROBLEMS)
    for router in PLAIN_ROUTERS:
        app.include_router(router)
    describe(app, (*ROUTERS, *PLAIN_ROUTERS))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    wired: Wiring = app.state.wiring
    try:
        with suppress(TemporalAway):  # asked for again when it is needed
            await wired.temporal.client()
        keeping = asyncio.create_task(wired.tokens.keep_issuer_keys())
        yield
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
    finally:
        wired.engine.dispose()
