"""Puts the API together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

from fastapi import FastAPI
from temporalio.client import Client

from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.engine import open_engine
from api import health, problems
from api.acts import endings, later_years, preview, reconsideration, recovery, review, urging
from api.acts import objections as notice
from api.acts import payments as money
from api.audit import audit, evidence
from api.body_limit import BodyLimit
from api.bulk import routes as bulk_acts
from api.calendar import routes as calendar
from api.cases import clock, documents
from api.cases import routes as applications
from api.invitations import routes as invitations
from api.law import defect_reasons
from api.law import routes as catalogue
from api.mail import letters, mails
from api.money import ledger, pools
from api.notices import routes as public_notices
from api.openapi import PROBLEMS, describe
from api.payments import routes as payment_lists
from api.people import delegations, desks, people, session
from api.simulation import routes as simulations
from commands.access.tokens import Tokens
from commands.temporal_link import TemporalAway, TemporalLink
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.catalogue.registry import load_catalogue

ROUTERS = (
    session.router,
    catalogue.router,
    defect_reasons.router,
    calendar.router,
    applications.router,
    documents.router,
    desks.router,
    delegations.router,
    people.router,
    letters.router,
    review.router,
    public_notices.router,
    notice.router,
    later_years.router,
    money.router,
    bulk_acts.router,
    payment_lists.router,
    ledger.router,
    pools.router,
    endings.router,
    preview.router,
    reconsideration.router,
    urging.router,
    clock.router,
    recovery.router,
    audit.router,
    evidence.router,
    simulations.router,
    invitations.router,
)
PLAIN_ROUTERS = (health.router, mails.router, public_notices.pages)


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
    wired = Wiring(
        settings=settings,
        engine=open_engine(settings.database_url),
        catalogue=load_catalogue(),
        temporal=TemporalLink(settings, client),
        vault=Vault(settings.files),
        tokens=Tokens(settings),
        today=today or shanghai_today,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with suppress(TemporalAway):  # asked for again when it is needed
            await wired.temporal.client()
        yield
        wired.engine.dispose()

    app = FastAPI(
        title="兑现 Duixian",
        version="0.1.0",
        description="廊坊市促进人工智能产业发展十三条措施：从申报到拨付。错误均为 RFC 9457 application/problem+json。",
        lifespan=lifespan,
    )
    app.state.wiring = wired
    problems.register(app)
    app.add_middleware(
        BodyLimit,
        max_upload_bytes=settings.max_upload_bytes,
        max_simulation_bytes=settings.max_simulation_bytes,
        is_known=wired.tokens.is_good,
    )
    for router in ROUTERS:
        app.include_router(router, responses=PROBLEMS)
    for router in PLAIN_ROUTERS:
        app.include_router(router)
    describe(app, (*ROUTERS, *PLAIN_ROUTERS))
    return app
