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

from sqlmodel import col, select, update

from activities.office import CaseOffice
from activities.registry import VERBS
from adapters.store.cases.ended_cases import ended_case
from adapters.store.cases.filing import begin_filing
from adapters.store.cases.lapses import case_to_make_good
from adapters.store.cases.reconsiderations import case_to_reconsider
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile
from adapters.temporal.announcing import Announcer
from domain.case.acts.act import Act
from domain.case.record.circumstances import Circumstances
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.steps import Progress, Ring, Step
from domain.catalogue.schema import Policy
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.frozen import Frozen
from tests.activities.casework import KEYRING, LETTERHEAD, VAULT
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
    """A case that is walked as any other, without a server.

    Attributes:
        other_payee: the applicant names an account of somebody else.
        other_with_claim: so it does with a claim of more money.
    """

    played: Played | None = None
    other_payee: bool = False
    other_with_claim: bool = False

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
        await asyncio.to_thread(self.run.act, self.certified(act))
        answer = self.run.workflow.state.answers.get(act.id)
        await self._office.deliver()
        assert self._written == self._said, "whoever asks without the case asks of what it said"
        assert answer is not None, f"{act.kind} was not taken at {self.run.workflow.stage}"
        if answer.refusal is not None:
            raise Refused(answer.refusal.what)
        return await self.progress()

    async def content(self, kind: str, subject: str) -> dict[str, Any]:
        if kind == "provide_payee":
            return {"is_other": self.other_payee}
        content = await super().content(kind, subject)
        if kind in ("claim_instalment", "redeem") and self.other_with_claim:
            content |= {"payee": f"another {subject}", "is_other": True}
        return content

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

    async def make_good(self, instalment: int | None = None) -> None:
        """Let the applicant make good what was lost; in a new run where the case has ended."""
        self.redeemed = 0  # the invoices of a redemption that was never paid are free again
        begun = case_to_make_good(self._office.engine, self.plan.case_number, instalment)
        if begun is not None:
            await self.begin(self.plan.code, begun)
        await self.act("excuse_lapse", reason="系统停机。", instalment=instalment)

    async def recover(self, **decision: Any) -> None:
        """Decide that money is to come back, also where the case has ended."""
        begun = ended_case(self._office.engine, self.plan.case_number)
        if begun is not None:
            await self.begin("recovery", begun)
        await self.act(
            "decide_recovery", reason="经审计，多付。", clause="附则(四)", document_number="1号", **decision
        )

    async def send_back(self, payment: str) -> None:
        """The bank returns what was confirmed, also where the case has ended."""
        begun = ended_case(self._office.engine, self.plan.case_number)
        if begun is not None:
            await self.begin("bank_return", begun)
        await self.act(
            "return_payment", FINANCE_BUREAU, payment=payment, reason="收款账户已销户", was_paid=True
        )

    async def top_up(self, **figures: Any) -> None:
        """Decide that too little was paid, also where the case has ended; by other people than before."""
        begun = ended_case(self._office.engine, self.plan.case_number)
        if begun is not None:
            await self.begin("top_up", begun)
        self.shift += "-afresh"
        await self.act(
            "decide_top_up",
            reason="复核认定的金额高于原核定。",
            document_number="1号",
            verified_facts=figures,
        )

    async def pass_to_another_unit(self) -> None:
        """Another unit bears the case from now on: it has named no account."""
        bears = update(CaseFile).where(col(CaseFile.number) == self.plan.case_number)
        with transaction(self._office.engine) as session:
            session.exec(bears.values(unit_since=CaseFile.seq))

    async def begin(self, kind: str, given: CaseInput) -> None:
        """Begin a run."""
        at = self.run.at if self.played else MORNING
        begun = self.office.begun(kind, given)
        self.played = await asyncio.to_thread(Played, kind, begun, partial(self._office.answer, kind), at)

    @property
    def _said(self) -> dict[str, Any]:
        """What says which acts the case takes, but where its next run goes on, which that run writes."""
        said: dict[str, Any] = self.run.workflow.state.circumstances.model_dump(exclude={"checkpoint"})
        return said

    @property
    def _written(self) -> dict[str, Any]:
        """The same as its file has it."""
        asked = select(CaseFile.circumstances).where(col(CaseFile.number) == self.plan.case_number)
        with open_session(self.office.engine) as session:
            found = Circumstances.model_validate(session.exec(asked).one())
        return found.model_dump(exclude={"checkpoint"})

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
        self.tell_apart(plan.case_number, base)
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
        self._told.append(("standing_changed", case_number))


def played_office(engine: Engine) -> PlayedOffice:
    """An office on a store."""
    told: list[tuple[str, str]] = []
    nobody: Any = None
    return PlayedOffice(
        nobody, CaseOffice(engine, Telling(told), LETTERHEAD, KEYRING, VAULT), nobody, "", told=told
    )
