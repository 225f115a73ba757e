"""A worker with a store of its own, and cases on it that tests walk as whoever's turn it is."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import Worker

from activities.case_announcer import case_announcer
from activities.case_records import CaseRecords
from activities.quota_announcer import QuotaAnnouncer
from adapters.store.cases.filing import Draft, begin_filing
from adapters.store.reach import Engine
from domain.calculator.sheet import resolve_readings
from domain.calendar import WorkingCalendar
from domain.case.acts import ACTS
from domain.case.filing import plan_case
from domain.case.identifiers import CaseNumber, workflow_id
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.steps import Progress
from domain.case.roles import Actor, Role
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.catalogue.validation import validate_facts
from domain.departments import APPLICANT
from domain.pool_year import PoolYear
from tests.workflows.walked_case import FILED_ON, RUNNING, UNITS, WalkedCase
from tools.demo.scenarios import SCENARIOS, Scenario
from workflows.registry import WORKFLOWS, sandbox


@dataclass
class Office:
    """Worker, store and client."""

    client: Client
    records: CaseRecords
    task_queue: str
    mails: list[str] = field(default_factory=list)
    pools: list[PoolYear] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        """The store of this test."""
        return self.records.engine

    def move_to(self, engine: Engine) -> None:
        """Work on another store from now on."""
        self.records.engine = engine
        self.mails.clear()
        self.pools.clear()

    async def file(
        self, code: str, applicant: int = 0, base: str = "", policy: Policy | None = None, **facts: Any
    ) -> WalkedCase:
        """File the demo's case of a type, with some figures changed; ``base`` is its project, ``policy`` pins its plan."""
        scenario = next(each for each in SCENARIOS if each.code == code)
        chosen = {**scenario.facts, **facts}
        filed = begin_filing(
            self.engine,
            self.draft(scenario, chosen, UNITS[applicant or scenario.applicant], base, policy),
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

    def draft(
        self,
        scenario: Scenario,
        facts: dict[str, Any],
        unit: str,
        base: str = "",
        policy: Policy | None = None,
    ) -> Draft:
        """The application, as the API lays it down."""
        policy = policy or load_catalogue().in_force(FILED_ON)
        subsidy = policy.type(scenario.code)
        readings = resolve_readings(policy, None)
        typed = validate_facts(subsidy, facts, (Phase.FILING,), FILED_ON)
        key = base or f"{scenario.base or 'base'}-{uuid.uuid4().hex}"

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
            award_base=subsidy.award_base.of(unit=unit, year=2026, key=key),
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
        announce_quota=QuotaAnnouncer(client, task_queue, asyncio.get_running_loop()).money_came_free,
        announce_netting=case_announcer(client, asyncio.get_running_loop(), "receivable_netted"),
        announce_stop=case_announcer(client, asyncio.get_running_loop(), "stop_changed"),
        announce_pool=lambda pool: office.pools.append(pool),  # noqa: PLW0108 - the office comes later
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
