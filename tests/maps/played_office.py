"""Cases without a server: the real workflow code and the real verbs on a store, in one thread, and time that jumps.

A way of fifty acts takes a second, so that every way of every procedure can be walked.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from activities.office import CaseOffice
from activities.registry import VERBS
from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.filing import begin_filing
from adapters.store.cases.reconsiderations import case_to_reconsider
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from domain.case.acts.act import Act
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.steps import Progress, Ring, Step
from domain.catalogue.schema import Policy
from domain.departments import APPLICANT
from domain.frozen import Frozen
from tests.activities.casework import LETTERHEAD
from tests.maps.hearing import HEARING
from tests.workflows.office import Office
from tests.workflows.walked_case import UNITS, WalkedCase
from tools.demo.scenarios import SCENARIOS
from tools.maps.playing import Played, read

MORNING = datetime(2026, 11, 2, 1, tzinfo=UTC)


class Refused(Exception):
    """The case took an act, and gave it back."""


@dataclass
class PlayedCase(WalkedCase):
    """A case that is walked as any other, without a server."""

    played: Played | None = None

    @property
    def run(self) -> Played:
        """The run that goes on."""
        assert self.played is not None
        return self.played

    async def progress(self) -> Progress:
        progress: Progress = self.run.workflow.state.progress
        return progress

    async def send(self, act: Act, update_id: str = "") -> Progress:  # noqa: ARG002
        """Send an act, which must be taken."""
        await asyncio.to_thread(self.run.act, act)
        answer = self.run.workflow.state.answers.get(act.id)
        await self._office.deliver()
        assert answer is not None, f"{act.kind} was not taken at {self.run.workflow.stage}"
        if answer.refusal is not None:
            raise Refused(answer.refusal.what)
        return await self.progress()

    async def now(self) -> datetime:
        return self.run.at

    async def skip_to(self, moment: datetime) -> None:
        while min(self.run.timers.values(), default=moment) < moment:
            await asyncio.to_thread(self.run.pass_time)
        self.run.at = max(self.run.at, moment)

    async def ring(self) -> Progress:
        """Let time run to what it brings next."""
        await asyncio.to_thread(self.run.pass_time)
        await self._office.deliver()
        return await self.progress()

    async def hear(self, signal: str) -> None:
        """Something that another case has decided."""
        await asyncio.to_thread(self.run.signal, signal)

    async def end(self) -> CaseOutcome:
        ended = await self.walk()
        return CaseOutcome(stage=ended.stage, amount=ended.amount)

    async def ask_again(self) -> None:
        """Request a reconsideration; from now on other people act for every office."""
        begun = case_to_reconsider(self._office.engine, self.plan.case_number)
        assert begun is not None
        self.shift += "-again"
        await self.begin(self.plan.code, begun)
        await self.act("request_reconsideration", APPLICANT, reason="请复核。")

    async def recover(self, **decision: Any) -> None:
        """Decide that money is to come back, also where the case has ended."""
        begun = ended_case(self._office.engine, self.plan.case_number)
        if begun is not None:
            await self.begin("recovery", begun)
        await self.act(
            "decide_recovery", reason="经审计，多付。", clause="附则(四)", document_number="1号", **decision
        )

    async def begin(self, kind: str, given: CaseInput) -> None:
        """Begin a run."""
        at = self.run.at if self.played else MORNING
        self.played = await asyncio.to_thread(Played, kind, given, partial(self._office.answer, kind), at)

    @property
    def _office(self) -> "PlayedOffice":
        assert isinstance(self.office, PlayedOffice)
        return self.office


@dataclass
class PlayedOffice(Office):
    """A store with its verbs, and the cases that are played on it."""

    cases: dict[str, PlayedCase] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)

    async def file(
        self, code: str, applicant: int = 0, base: str = "", policy: Policy | None = None, **facts: Any
    ) -> PlayedCase:
        """File the demo's case of a type, as any office does."""
        scenario = next(each for each in SCENARIOS if each.code == code)
        unit = UNITS[applicant or scenario.applicant]
        draft = self.draft(scenario, {**scenario.facts, **facts}, unit, base, policy)
        plan: CasePlan = begin_filing(self.engine, draft, uuid.uuid4().hex, "d").plan
        nobody: Any = None
        case = PlayedCase(self, scenario, plan, nobody)
        self.cases[plan.case_number] = case
        await case.begin(code, CaseInput(plan=plan))
        await case.act("file", APPLICANT)
        return case

    def answer(self, kind: str, verb: str, payloads: Sequence[Any]) -> Frozen:
        """Do a verb, and hear what it says."""
        doing = VERBS[verb]
        asked = read(payloads, doing.verb.request_type)
        answer: Frozen = doing(self.case_office, asked)
        if isinstance(asked, Step | Ring):
            HEARING.hear(asked.case_number, kind, asked)
        return answer

    async def deliver(self) -> None:
        """Tell cases what others have decided."""
        while self.told:
            signal, number = self.told.pop(0)
            case = self.cases[number]
            if not case.run.workflow.closed:
                await case.hear(signal)


class Telling(Announcer):
    """Keeps which signals cases are to be sent."""

    def __init__(self, told: list[tuple[str, str]]) -> None:
        self._told = told

    def quota(self, case_number: str) -> None:
        self._told.append(("quota_released", case_number))

    def netting(self, case_number: str) -> None:
        self._told.append(("receivable_netted", case_number))

    def stop(self, case_number: str) -> None:
        self._told.append(("stop_changed", case_number))


def played_office(engine: Engine) -> PlayedOffice:
    """An office on a store."""
    told: list[tuple[str, str]] = []
    nobody: Any = None
    return PlayedOffice(nobody, CaseOffice(engine, Telling(told), LETTERHEAD), nobody, "", told=told)
