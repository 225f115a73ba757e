"""Previews of acts: the act itself, made by the same code, on a replayed case of the case and in a store that forgets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.office import CaseOffice
from adapters.store.cases.act_answers import is_open
from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.dry_run import DryRunStore, dry_run_store
from adapters.store.engine import open_session
from adapters.store.people.successions import bearer_at
from adapters.store.reach import Engine
from adapters.temporal.connect import time_of
from adapters.temporal.starting import RPC_TIMEOUT
from commands.cases.beginning import begun_at_the_door
from commands.dry_run.effects import Effects, effects_of
from commands.dry_run.execution import DryRun
from commands.dry_run.replay import replay
from commands.dry_run.replayed_case import ReplayedCase, ReplayFailed
from domain.case.acts.act import Act
from domain.case.authenticity.acts import certified
from domain.case.identifiers import workflow_id
from domain.case.record.progress import Opening
from domain.errors import CaseClosed, CaseInterrupted, Refusal

TRIES = 5
"""For a case that goes on while it is looked at."""

_OVER = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
    }
)


class Overtaken(Exception):
    """The case has gone on since its history was read: the store knew a step already that the dry run came to."""


@dataclass(frozen=True)
class Trying:
    """What is to be tried.

    Attributes:
        make: checks what is asked and makes the act, exactly as when it is done, on a store that forgets.
        opening: the run that the act would begin; None in a case that runs.
    """

    case_number: str
    make: Callable[[Engine], Act]
    opening: Callable[[Engine, Act], Opening | None]


@dataclass(frozen=True)
class _Running:
    """A case about to be tried: its replayed case, None where the act begins a new run, and its time."""

    replayed: ReplayedCase | None
    at: datetime


class Previews:
    """Tells what acts would do.

    Args:
        office: what the verbs work with; it tells nobody of what they do.
        client: gives a connected Temporal client.
        time_skipping: whether cases may run ahead of the clock.
    """

    def __init__(
        self, office: CaseOffice, client: Callable[[], Awaitable[Client]], *, time_skipping: bool = False
    ) -> None:
        self._office = office
        self._client = client
        self._time_skipping = time_skipping

    async def preview(self, trying: Trying) -> Effects:
        """What an act would do, without doing it; or its refusal.

        Raises:
            Broken: the dry run came to no end, so that nobody knows.
            RPCError: Temporal is away.
        """
        for _ in range(TRIES):
            try:
                return await self._preview(trying)
            except Refusal as refusal:
                return Effects(refusal=refusal.facts)
            except Overtaken:
                continue
        raise ReplayFailed("the case goes on too fast")

    async def _preview(self, trying: Trying) -> Effects:
        opens = await asyncio.to_thread(self._opens_a_run, trying)
        case = _Running(None, datetime.now(UTC)) if opens else await self._running(trying.case_number)
        return await asyncio.to_thread(self._play, trying, case)

    def _opens_a_run(self, trying: Trying) -> bool:
        """Whether the act would begin a new run; what the checks at the door refuse is refused here."""
        with dry_run_store(self._office.engine) as dry_store:
            return trying.opening(dry_store.engine, trying.make(dry_store.engine)) is not None

    async def _running(self, case_number: str) -> _Running:
        """The case as it runs now.

        Raises:
            CaseClosed: it does not run.
            CaseInterrupted: it does not, though it has not ended.
        """
        client = await self._client()
        handle = client.get_workflow_handle(workflow_id(case_number))
        try:
            history = await handle.fetch_history(rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise await self._ended(case_number) from error
            raise
        if history.events[-1].event_type in _OVER:
            raise await self._ended(case_number)
        at = await time_of(client, handle, is_skipped=self._time_skipping)
        return _Running(await replay(history), at)

    async def _ended(self, case_number: str) -> Refusal:
        """What it means that the case does not run."""
        is_interrupted = await asyncio.to_thread(is_open, self._office.engine, case_number)
        return CaseInterrupted.of() if is_interrupted else CaseClosed.of()

    def _play(self, trying: Trying, case: _Running) -> Effects:
        """Try the act; blocks while it works."""
        try:
            with dry_run_store(self._office.engine) as dry_store:
                return self._tried(dry_store, trying, case)
        finally:
            if case.replayed is not None:
                case.replayed.leave()

    def _tried(self, dry_store: DryRunStore, trying: Trying, case: _Running) -> Effects:
        with DryRun(replace(self._office, engine=dry_store.engine)) as dry_run:
            if case.replayed is not None:
                dry_run.take_up(case.replayed)
            before = _file(dry_store, trying.case_number)
            act = trying.make(dry_store.engine)
            sent = certified(self._office.keyring, trying.case_number, act, case.at)
            opening = trying.opening(dry_store.engine, act)
            if opening is not None:
                keyring = self._office.keyring
                given = begun_at_the_door(dry_store.engine, keyring, opening.kind, opening.given)
                dry_run.open(opening.kind, workflow_id(trying.case_number), given, case.at)
            dry_store.forget()
            dry_run.act(sent, case.at)
        if dry_store.steps < dry_run.steps:
            raise Overtaken
        if dry_run.refusal is not None:
            return Effects(refusal=dry_run.refusal)
        after = _file(dry_store, trying.case_number).progress
        if after is None or dry_run.answer is None:
            raise ReplayFailed("the case gave no answer")
        with open_session(dry_store.engine) as session:
            issuer = bearer_at(session, before.lead, case.at)
        return effects_of(dry_store, issuer, before.progress, after)


def _file(dry_store: DryRunStore, case_number: str) -> CaseRecord:
    """The case as the dry run has it now.

    Raises:
        CaseClosed: there is none.
    """
    case = read_case(dry_store.engine, case_number, whole=False)
    if case is None:
        raise CaseClosed.of()
    return case
