"""Previews of acts: the act itself, made by the same code, on an understudy of the case and in a store that forgets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.case_records import CaseRecords
from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.dry_run import Trial, rehearsed
from adapters.store.reach import Engine
from adapters.temporal import time_of
from commands.dry_run.effects import Effects, effects_of
from commands.dry_run.execution import Rehearsal
from commands.dry_run.replay import revive
from commands.dry_run.replayed_case import Broken, Understudy
from domain.calendar import WorkingCalendar
from domain.case.act import Act
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseInput
from domain.catalogue.registry import Catalogue
from domain.errors import CaseClosed, Refusal

RPC_TIMEOUT = timedelta(seconds=5)
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
    """The case has gone on since its history was read: the store knew a step already that the rehearsal came to."""


@dataclass(frozen=True)
class Opening:
    """The run that an act begins in a case that has ended: the kind of workflow, what it is given, and its title."""

    kind: str
    given: CaseInput
    summary: str


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
    """A case about to be tried: its understudy, None where the act begins a new run, and its time."""

    understudy: Understudy | None
    at: datetime


class Previews:
    """Tells what acts would do.

    Args:
        engine: the store.
        catalogue: every version of the policy.
        client: gives a connected Temporal client.
        public_url: under which applicants reach the product.
        time_skipping: whether cases may run ahead of the clock.
    """

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        client: Callable[[], Awaitable[Client]],
        *,
        public_url: str,
        time_skipping: bool = False,
    ) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._client = client
        self._public_url = public_url
        self._time_skipping = time_skipping
        self._calendar = WorkingCalendar()

    async def preview(self, trying: Trying) -> Effects:
        """What an act would do, without doing it; or its refusal.

        Raises:
            Broken: the rehearsal came to no end, so that nobody knows.
            RPCError: Temporal is away.
        """
        for _ in range(TRIES):
            try:
                return await self._preview(trying)
            except Refusal as refusal:
                return Effects(refusal=refusal.facts)
            except Overtaken:
                continue
        raise Broken("the case goes on too fast")

    async def _preview(self, trying: Trying) -> Effects:
        opens = await asyncio.to_thread(self._opens_a_run, trying)
        case = _Running(None, datetime.now(UTC)) if opens else await self._running(trying.case_number)
        return await asyncio.to_thread(self._play, trying, case)

    def _opens_a_run(self, trying: Trying) -> bool:
        """Whether the act would begin a new run; what the checks at the door refuse is refused here."""
        with rehearsed(self._engine) as trial:
            return trying.opening(trial.engine, trying.make(trial.engine)) is not None

    async def _running(self, case_number: str) -> _Running:
        """The case as it runs now.

        Raises:
            CaseClosed: it does not run.
        """
        client = await self._client()
        handle = client.get_workflow_handle(workflow_id(case_number))
        try:
            history = await handle.fetch_history(rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise _closed() from error
            raise
        if history.events[-1].event_type in _OVER:
            raise _closed()
        at = await time_of(client, handle, is_skipped=self._time_skipping)
        return _Running(await revive(history), at)

    def _play(self, trying: Trying, case: _Running) -> Effects:
        """Try the act; blocks while it works."""
        try:
            with rehearsed(self._engine) as trial:
                return self._tried(trial, trying, case)
        finally:
            if case.understudy is not None:
                case.understudy.leave()

    def _tried(self, trial: Trial, trying: Trying, case: _Running) -> Effects:
        with Rehearsal(self._verbs(trial.engine)) as rehearsal:
            if case.understudy is not None:
                rehearsal.take_up(case.understudy)
            before = _file(trial, trying.case_number)
            act = trying.make(trial.engine)
            opening = trying.opening(trial.engine, act)
            if opening is not None:
                rehearsal.open(opening.kind, workflow_id(trying.case_number), opening.given, case.at)
            trial.forget()
            rehearsal.act(act, case.at)
        if trial.steps < rehearsal.steps:
            raise Overtaken
        if rehearsal.refusal is not None:
            return Effects(refusal=rehearsal.refusal)
        after = _file(trial, trying.case_number).progress
        if after is None or rehearsal.answer is None:
            raise Broken("the case gave no answer")
        return effects_of(trial, before.lead, before.progress, after)

    def _verbs(self, engine: Engine) -> tuple[Callable[..., Any], ...]:
        """Every activity of a case, on a store that forgets; nobody is told of what they do."""
        return CaseRecords(
            engine,
            self._catalogue,
            self._calendar,
            public_url=self._public_url,
            mail_domain="preview.invalid",
            announce_mail=_tell_nobody,
            announce_quota=_tell_nobody,
            announce_netting=_tell_nobody,
            announce_stop=_tell_nobody,
            announce_pool=_tell_nobody,
        ).verbs


def _tell_nobody(*_: object) -> None:
    """Whatever a rehearsal does has not happened."""


def _file(trial: Trial, case_number: str) -> CaseRecord:
    """The case as the rehearsal has it now.

    Raises:
        CaseClosed: there is none.
    """
    case = read_case(trial.engine, case_number, whole=False)
    if case is None:
        raise _closed()
    return case


def _closed() -> CaseClosed:
    return CaseClosed("案件已结束，不能再办理。", remedy="如需继续享受政策，可以重新提交申请。")
