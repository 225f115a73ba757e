"""One run: a stack of many processes, the load, the faults, the rest, and the proof."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from adapters.files.vault import Vault
from adapters.store.engine import open_engine
from adapters.store.reach import Engine
from stack.account_keeping import QUICK, keep_in_store
from stack.embedded import EmbeddedStack, numbered, ports_of_apis
from stack.embedded_settings import throw_away_settings
from stack.postgresql_server import PostgresqlServer, thrown_away
from tools.chaos.callers import Callers
from tools.chaos.errands import Errand, errands
from tools.chaos.journal import Journal
from tools.chaos.load import LOOK_SECONDS, Load
from tools.chaos.midnight import Midnight, errands_of_a_night
from tools.chaos.network import Network
from tools.chaos.proof.books import Books, check_books
from tools.chaos.proof.cases import check_cases, idle_money
from tools.chaos.proof.findings import Findings, Wrong
from tools.chaos.proof.histories import check_histories
from tools.chaos.proof.mail import check_mails, until_all_sent
from tools.chaos.proof.money import check_money
from tools.chaos.proof.requests import check_requests
from tools.chaos.saboteur import Saboteur
from tools.chaos.schedule import faults
from tools.chaos.walk import PatientWalk

LONGEST_PAUSE_SECONDS = 2.0
"""A part that keeps being killed is started again soon."""

QUEUE_SECONDS = 60.0
"""So long a queue may take to move up once there is money."""

REPEATED = 150
"""So many accepted requests are asked once more at the end; each must get its first answer."""

REST_SECONDS = 420.0
"""So long the cases may take to come to their ends once everything is put right."""


@dataclass(frozen=True)
class Plan:
    """What is asked for on the command line."""

    cases: int
    seed: int
    minutes: float
    at_a_time: int = 16
    workers: int = 2
    apis: int = 2
    mean_gap_seconds: float = 3.0
    at_midnight: int = 40


class ChaosRun:
    """A stack, its network, and everybody who uses it.

    Args:
        plan: how much, how long, and from which seed.
        var: the folder of the stack.
        report: told what goes on.
    """

    stack: EmbeddedStack
    saboteur: Saboteur
    callers: Callers
    load: Load
    engine: Engine

    def __init__(self, plan: Plan, var: Path, report: Callable[[str], None]) -> None:
        self.plan = plan
        self.journal = Journal()
        self.findings = Findings()
        self.mails: Counter[str] = Counter()
        self.books = Books()
        self.histories = 0
        self.errands = errands(plan.seed, plan.cases)
        self.seconds: dict[str, float] = {}
        self._var = var
        self._report = report
        self._open = AsyncExitStack()

    async def __aenter__(self) -> "ChaosRun":
        """Start everything."""
        async with AsyncExitStack() as opening, self._timed("start"):
            server = opening.enter_context(thrown_away())
            network = await self._start(server, opening)
            self.saboteur = Saboteur(self.stack, server, network, self._report)
            await self._open_accounts(network)
            self.load = self._load()
            opening.push_async_callback(self.callers.http.aclose)
            self.engine = open_engine(server.url)
            opening.callback(self.engine.dispose)
            self._open = opening.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop everything."""
        await self._open.aclose()

    async def under_fire(self) -> None:
        """The load and the faults, until the load is through or the minutes are over."""
        async with self._timed("faults"):
            work = asyncio.create_task(
                self.saboteur.work(faults(self.plan.seed, self.plan.mean_gap_seconds)), name="faults"
            )
            self.load.begin()
            through = asyncio.create_task(self._under_way())
            await asyncio.wait({work, through}, return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            await self.saboteur.put_right()

    async def _under_way(self) -> None:
        """Until the load is through or the minutes are over, and every target was killed at least once."""
        await self.load.until_through(self.plan.minutes * 60)
        while not self.saboteur.has_killed_every_target:  # noqa: ASYNC110 - faults last as long as they last
            await asyncio.sleep(LOOK_SECONDS)

    async def rest(self) -> None:
        """Everything works again: let the cases go to where they are meant to be, and the mails leave."""
        async with self._timed("rest"):
            await self.load.until_through(REST_SECONDS)
            self.findings.add(Wrong.STUCK, *await self._idle_money())
            await self.load.end(REST_SECONDS)
            self.findings.add(Wrong.STUCK, *self.load.stuck)
            await until_all_sent(self.engine)

    async def midnight(self) -> None:
        """The terms of further cases end all at once, while a worker dies and everybody looks at them."""
        async with self._timed("midnight"):
            walks = self._walks(errands_of_a_night(self.errands, self.plan.at_midnight))
            night = Midnight(walks, self.stack.client, self.saboteur, Random(f"midnight {self.plan.seed}"))
            self.findings.add(Wrong.STUCK, *await night.pass_by())
            await until_all_sent(self.engine)

    async def prove(self) -> None:
        """Ask a sample of the requests again, and compare what callers, store, Temporal and mailbox say."""
        async with self._timed("proof"):
            accepted = self.journal.accepted
            sample = Random(self.plan.seed).sample(accepted, min(REPEATED, len(accepted)))
            await asyncio.gather(*(self.callers.repeat(each) for each in sample))
            settings = self.stack.settings
            await asyncio.to_thread(
                check_requests, self.engine, self.journal, Vault(settings.files), self.findings
            )
            await asyncio.to_thread(check_money, self.engine, self.journal, self.findings)
            self.mails = await asyncio.to_thread(
                check_mails, self.engine, settings.var / "mail", self.findings
            )
            await check_cases(self.engine, self.stack.client, self.findings)
            self.histories = await check_histories(self.stack.client, settings, self.findings)
            self.books = await check_books(self.engine, self.stack.client, settings, self.findings)

    async def _idle_money(self) -> list[str]:
        """Pools that have money though somebody queues for it, once the queue has had time to move up."""
        deadline = time.monotonic() + QUEUE_SECONDS
        while (idle := await asyncio.to_thread(idle_money, self.engine)) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
        await self.load.until_through(REST_SECONDS)
        return idle

    def _load(self) -> Load:
        closing = asyncio.Event()
        return Load(self._walks(self.errands, closing), closing)

    def _walks(self, errands: Iterable[Errand], closing: asyncio.Event | None = None) -> list[PatientWalk]:
        gate, ends = asyncio.Semaphore(self.plan.at_a_time), closing or asyncio.Event()
        return [PatientWalk(errand, self.callers, self.stack.client, gate, ends) for errand in errands]

    async def _start(self, server: PostgresqlServer, opening: AsyncExitStack) -> Network:
        settings = throw_away_settings(self._var, time_skipping=True)
        workers, apis = numbered("worker", self.plan.workers), ports_of_apis(settings, self.plan.apis)
        network = await opening.enter_async_context(Network(settings, server, workers, apis))
        self.stack = EmbeddedStack(
            settings,
            report=lambda _line: None,
            workers=self.plan.workers,
            apis=apis,
            postgresql=server,
            seen=network.seen,
            longest_pause_seconds=LONGEST_PAUSE_SECONDS,
            hasher=QUICK,
        )
        await opening.enter_async_context(self.stack)
        return network

    async def _open_accounts(self, network: Network) -> None:
        units = {errand.unit.username: errand.unit for errand in self.errands}
        accounts = [unit.account() for unit in units.values()]
        url = self.stack.settings.database_url
        await asyncio.to_thread(keep_in_store, accounts, url, QUICK, units.values())
        known = [*self.stack.accounts, *accounts]
        self.callers = Callers(network.urls, known, self.journal, Random(f"callers {self.plan.seed}"))
        await asyncio.gather(*(self.callers.headers(account.username) for account in known))

    def _timed(self, name: str) -> "_Timed":
        return _Timed(self.seconds, name)


class _Timed:
    """Notes how long a part of the run took."""

    def __init__(self, seconds: dict[str, float], name: str) -> None:
        self._seconds, self._name, self._begun = seconds, name, 0.0

    async def __aenter__(self) -> None:
        self._begun = time.monotonic()

    async def __aexit__(self, *_: object) -> None:
        self._seconds[self._name] = time.monotonic() - self._begun
