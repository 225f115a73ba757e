"""Bringing back a case whose run was ended from outside: by an administrator, or by the morning round."""

import asyncio
from datetime import UTC, datetime

from temporalio.client import Client

from adapters.store.audit.chain import append
from adapters.store.cases.act_answers import is_open
from adapters.store.reach import Engine
from adapters.store.writing import transaction
from adapters.temporal.restoring import restore
from domain.errors import CaseClosed


async def bring_back(engine: Engine, client: Client, case_number: str, by: str, party: str = "") -> str:
    """Have a case go on whose run was ended from outside, with a link of its chain; the id of the new run.

    Args:
        engine: the store.
        client: connected.
        case_number: of the case.
        by: account id of who asks for it, ``command-line``, or ``system``.
        party: in which role.

    Raises:
        CaseClosed: by the store it has ended, or was never taken up.
        NotFound: the server has no history of it any more.
        WrongStage: it runs.
        RPCError: Temporal does not answer.
    """
    if not await asyncio.to_thread(is_open, engine, case_number):
        raise CaseClosed.of()
    run = await restore(client, case_number)
    await asyncio.to_thread(_written_down, engine, case_number, by, party, run)
    return run


def _written_down(engine: Engine, case_number: str, by: str, party: str, run: str) -> None:
    with transaction(engine) as session:
        append(
            session,
            chain=case_number,
            at=datetime.now(UTC),
            actor=by,
            party=party,
            action="case:restored",
            subject=run,
        )
