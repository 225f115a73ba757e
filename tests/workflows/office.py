"""A worker with a store of its own, and cases on it that tests walk as whoever's turn it is."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from activities.case_records import CaseRecords
from activities.quota_announcer import quota_announcer
from adapters.store.engine import session
from adapters.store.filing import Draft, begin_filing
from adapters.store.reach import Engine
from adapters.store.schema import Timeline
from adapters.temporal import SKIP_ON_DEMAND
from demo.scenarios import SCENARIOS, Scenario
from domain.calculator.sheet import resolve_readings
from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.acts import ACTS, Act, Invoice
from domain.case.filing import plan_case
from domain.case.identifiers import CaseNumber, workflow_id
from domain.case.plan import CasePlan
from domain.case.progress import CaseInput, CaseOutcome
from domain.case.roles import Actor, Role
from domain.case.stages import Stage
from domain.case.steps import Progress
from domain.case.turns import Turn
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from domain.departments import APPLICANT, CALENDAR, FINANCE_BUREAU, PUBLIC
from domain.errors import RefusalFacts
from workflows.registry import WORKFLOWS, sandbox

FILED_ON = date(2026, 11, 1)
UNITS = {1: "91131071MAFAKE019W", 2: "91131081MAFAKE027X"}
ROLES = {APPLICANT: Role.APPLICANT, FINANCE_BUREAU: Role.FINANCE}
RUNNING = itertools.count(1)
"""Case numbers of all tests of a session; they share one Temporal server."""

GRANTS: dict[str, dict[str, Any]] = {
    "check_completeness": {"decision": "accept"},
    "supplement": {},
    "review": {"decision": "approve"},
    "sign_off": {"decision": "agree"},
    "settle": {"decision": "proceed"},
    "find_on_objection": {"decision": "dismiss"},
    "review_instalment": {"decision": "approve"},
    "review_redemption": {"decision": "approve"},
    "provide_payee": {"payee": "payee-1"},
}
"""What is done when it is somebody's turn, unless a test does something else."""

SUBJECT_FIELDS = {
    "find_on_objection": "objection",
    "claim_instalment": "instalment",
    "review_instalment": "instalment",
    "review_redemption": "redemption",
    "confirm_payment": "payment",
    "return_payment": "payment",
}


@dataclass
class WalkedCase:
    """One case, in its own time."""

    office: "Office"
    scenario: Scenario
    plan: CasePlan
    handle: WorkflowHandle[Any, CaseOutcome]
    redeemed: int = 0

    async def progress(self) -> Progress:
        """Where the case stands."""
        answer: Progress = await self.handle.query("progress", result_type=Progress)
        return answer

    async def details(self) -> str:
        """What the Temporal UI shows on the case's page."""
        shown = await self.handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        return str(shown.current_details)

    async def stage(self) -> Stage:
        return (await self.progress()).stage

    def actor(self, party: str, kind: str) -> Actor:
        """Another person for each act of a party."""
        account = "applicant-1" if party == APPLICANT else f"{party}-{kind}"
        return Actor(account=account, role=ROLES.get(party, Role.OFFICIAL), party=party)

    async def send(self, act: Act, update_id: str = "") -> Progress:
        """Send an act as it is."""
        answer: Progress = await self.handle.execute_update(
            act.kind, act, id=update_id or act.id, result_type=Progress
        )
        return answer

    def make(self, kind: str, party: str = "", **content: Any) -> Act:
        """An act of a party (the lead unless said otherwise); ``by`` names another account."""
        actor = self.actor(party or self.plan.lead, kind)
        if account := content.pop("by", ""):
            actor = actor.model_copy(update={"account": account})
        values = {"id": uuid.uuid4().hex, "by": actor, "digest": "d", **content}
        return ACTS[kind](**values)

    async def act(self, kind: str, party: str = "", **content: Any) -> Progress:
        """Do an act."""
        return await self.send(self.make(kind, party, **content))

    async def refused(self, kind: str, party: str = "", **content: Any) -> RefusalFacts:
        """Do an act that must be refused; the refusal."""
        return await self.refusal_of(self.make(kind, party, **content))

    async def refusal_of(self, act: Act, update_id: str = "") -> RefusalFacts:
        """Send an act that must be refused; the refusal."""
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await self.send(act, update_id)
        cause = failed.value.cause
        assert isinstance(cause, ApplicationError)
        return RefusalFacts.model_validate(cause.details[0])

    async def now(self) -> datetime:
        """The case's own time."""
        return await TimeSkipper(self.office.client, config=SKIP_ON_DEMAND).get_current_time(self.handle)

    async def skip_to(self, moment: datetime) -> None:
        """Let the case's clock run."""
        ahead = moment - await self.now()
        if ahead > timedelta():
            skipper = TimeSkipper(self.office.client, config=SKIP_ON_DEMAND)
            await skipper.fast_forward(self.handle, ahead + timedelta(seconds=1))

    async def ring(self) -> Progress:
        """Let time run to the next rung of the open turns, and wait until the case has dealt with it."""
        before = await self.progress()
        await self.skip_to(min(turn.next_rung.at for turn in before.turns if turn.next_rung))
        async with asyncio.timeout(30):
            while (after := await self.progress()).seq == before.seq:
                await asyncio.sleep(0.02)
        return after

    async def walk(self, until: Stage | None = None, subject: str = "") -> Progress:
        """Grant whatever is asked until the case is in a stage (with a turn about a subject) or at its end."""
        for _ in range(150):
            progress = await self.progress()
            about = {turn.subject for turn in progress.turns}
            if progress.final or (progress.stage is until and (not subject or subject in about)):
                return progress
            turn = progress.turns[0]
            if turn.party in {CALENDAR, PUBLIC}:
                await self.ring()
            else:
                await self.grant(turn)
        raise AssertionError(f"{self.plan.case_number} does not come to {until}")

    async def end(self) -> CaseOutcome:
        """Walk to the end and give the outcome."""
        await self.walk()
        return await self.handle.result()

    async def grant(self, turn: Turn) -> Progress:
        """Do the first act of a turn."""
        kind = turn.acts[0]
        content = {**GRANTS.get(kind, {}), **await self.content(kind, turn.subject)}
        if kind in SUBJECT_FIELDS:
            numeric = SUBJECT_FIELDS[kind] in {"instalment", "redemption"}
            content[SUBJECT_FIELDS[kind]] = int(turn.subject) if numeric else turn.subject
        return await self.act(kind, turn.party, **content)

    async def content(self, kind: str, subject: str) -> dict[str, Any]:
        """What an act says beside its decision."""
        if kind == "issue_fund_document":
            return await self.split()
        if kind == "confirm_payment":
            return {"paid_on": shanghai_date(await self.now())}
        if kind == "claim_instalment":
            return {"facts": self.scenario.years[int(subject) - 1]}
        if kind == "record_acceptance":
            assert self.scenario.later_on is not None
            await self.skip_to(shanghai_midnight(self.scenario.later_on))
            accepted = {"accepted_on": self.scenario.later_on, "verified_facts": self.scenario.later}
            return {"decision": "passed", **accepted}
        if kind == "redeem":
            return {"invoices": (self.invoice(),)}
        if kind == "review_redemption":
            return {"verified_paid": self.scenario.invoices[self.redeemed - 1]}
        return {}

    async def split(self, locality: str = "0.00") -> dict[str, Any]:
        """A fund document that gives the whole amount."""
        amount = (await self.progress()).amount
        assert amount is not None
        given = {"city_amount": amount - Decimal(locality), "locality_amount": Decimal(locality)}
        return {"document_number": "廊财建〔2026〕88号", **given}

    def invoice(self) -> Invoice:
        """The next paid invoice."""
        self.redeemed += 1
        return Invoice(
            number=f"{self.plan.case_number}-{self.redeemed}",
            supplier="廊坊公共算力服务平台",
            amount=Decimal(self.scenario.invoices[self.redeemed - 1]),
            service_finished_on=date(2026, 10, 31),
            paid_on=date(2026, 11, 1),
        )

    def timeline(self) -> list[str]:
        """The events that the store has recorded."""
        with session(self.office.engine) as reading:
            chosen = select(Timeline).where(Timeline.case_number == self.plan.case_number)
            return [row.event for row in sorted(reading.exec(chosen), key=lambda row: row.seq)]

    async def history_length(self) -> int:
        return (await self.handle.describe()).history_length


@dataclass
class Office:
    """Worker, store and client."""

    client: Client
    records: CaseRecords
    task_queue: str
    mails: list[str] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        """The store of this test."""
        return self.records.engine

    def move_to(self, engine: Engine) -> None:
        """Work on another store from now on."""
        self.records.engine = engine
        self.mails.clear()

    async def file(self, code: str, applicant: int = 0, **facts: Any) -> WalkedCase:
        """File the demo's case of a type, with some figures changed."""
        scenario = next(each for each in SCENARIOS if each.code == code)
        chosen = {**scenario.facts, **facts}
        filed = begin_filing(
            self.engine,
            self.draft(scenario, chosen, UNITS[applicant or scenario.applicant]),
            uuid.uuid4().hex,
            "d",
        )
        plan = filed.plan
        identifier = workflow_id(plan.case_number)
        by = Actor(account="applicant-1", role=Role.APPLICANT, party=APPLICANT)
        act = ACTS["file"](id=uuid.uuid4().hex, by=by, digest="d")
        start: WithStartWorkflowOperation[Any, CaseOutcome] = WithStartWorkflowOperation(
            code,
            CaseInput(plan=plan),
            id=identifier,
            task_queue=self.task_queue,
            result_type=CaseOutcome,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        await self.client.execute_update_with_start_workflow(
            "file", act, id=act.id, start_workflow_operation=start, result_type=Progress
        )
        handle: WorkflowHandle[Any, CaseOutcome] = self.client.get_workflow_handle(
            identifier, result_type=CaseOutcome
        )
        return WalkedCase(self, scenario, plan, handle)

    def draft(self, scenario: Scenario, facts: dict[str, Any], unit: str) -> Draft:
        """The application, as the API lays it down."""
        policy = load_catalogue().in_force(FILED_ON)
        subsidy = policy.type(scenario.code)
        readings = resolve_readings(policy, None)
        typed = validate_facts(subsidy, facts, (Phase.FILING,), FILED_ON)
        base = f"{scenario.base or 'base'}-{uuid.uuid4().hex}"

        def number(_running: int) -> str:
            return str(CaseNumber(year=2026, measure=subsidy.number, running=next(RUNNING)))

        return Draft(
            code=scenario.code,
            measure_number=subsidy.number,
            policy_version=policy.version,
            unit=unit,
            unit_name="廊坊云枢智算科技有限公司",
            maker=None,
            locality="kfq",
            lead=subsidy.lead,
            award_base=subsidy.award_base.of(unit=unit, year=2026, key=base),
            applicant_account="applicant-1",
            contact_email="yunshu@example.com",
            declared_facts=facts,
            other_funding=[],
            readings=readings,
            fiscal_year=2026,
            filed_on=FILED_ON,
            plan_for=lambda case: plan_case(policy, subsidy, case, "kfq", typed, readings),
            number_for=number,
        )


@asynccontextmanager
async def open_office(client: Client, engine: Engine, task_queue: str) -> AsyncIterator[Office]:
    """A real worker on a real store; mails are counted. ``move_to`` gives it another store."""
    records = CaseRecords(
        engine,
        load_catalogue(),
        WorkingCalendar(),
        public_url="https://duixian.example.com",
        mail_domain="langfang.example.com",
        announce_mail=lambda: office.mails.append("mail"),
        announce_quota=quota_announcer(client, asyncio.get_running_loop()),
    )
    office = Office(client, records, task_queue)
    with ThreadPoolExecutor(4) as threads:
        worker = Worker(
            client,
            task_queue=task_queue,
            workflows=WORKFLOWS,
            activities=records.verbs,
            activity_executor=threads,
            workflow_runner=sandbox(),
        )
        async with worker:
            yield office
