"""A worker with a store of its own, and cases on it that tests walk as whoever's turn it is."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlmodel import select
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import Worker

from activities.office import CaseOffice
from activities.registry import VERBS
from activities.verbs import Doing
from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.filing import Draft, begin_filing
from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, ProjectFindingRow
from adapters.temporal.announcing import TemporalAnnouncer
from commands.cases.beginning import begun_at_the_door
from domain.calculator.sheet import resolve_readings
from domain.calendar import WorkingCalendar
from domain.case.acts.act import Act
from domain.case.acts.registry import BY_KIND
from domain.case.authenticity.acts import certified
from domain.case.filing import happened_by, plan_case
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
from tests.activities.casework import KEYRING, LETTERHEAD, VAULT
from tests.workflows.walked_case import FILED_ON, RUNNING, UNITS, WalkedCase
from tools.demo.scenarios import SCENARIOS, Scenario
from workflows.registry import WORKFLOWS, runner


class Announcing(TemporalAnnouncer):
    """Signals cases; what would wake the post office, or open a pool's year, is written down."""

    def __init__(self, client: Client, task_queue: str, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(client, task_queue, loop)
        self.mails: list[str] = []
        self.pools: list[PoolYear] = []

    def mail(self) -> None:
        self.mails.append("mail")

    def turn(self) -> None:
        """The round of the desks is not there."""

    def pool(self, pool: PoolYear) -> None:
        self.pools.append(pool)


@dataclass
class Office:
    """Worker, store and client."""

    client: Client
    case_office: CaseOffice
    announcer: Announcing
    task_queue: str
    first: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    then: dict[str, Callable[[Any, Any], None]] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """The store of this test."""
        return self.case_office.engine

    def certified(self, case_number: str, act: Act) -> Act:
        """An act as it comes from the door."""
        return certified(self.case_office.keyring, case_number, act, datetime.now(UTC))

    def begun(self, kind: str, given: CaseInput) -> CaseInput:
        """What a run begins with, as it comes from the door."""
        return begun_at_the_door(self.engine, self.case_office.keyring, kind, given)

    @property
    def mails(self) -> list[str]:
        """What was told to the post office."""
        return self.announcer.mails

    @property
    def activities(self) -> list[Callable[[Any], Any]]:
        """Every verb, at the office of now."""
        return [Doing(doing.verb, partial(self._do, doing)).at(self.case_office) for doing in VERBS.values()]

    def _do(self, doing: Doing[Any, Any], _office: CaseOffice, asked: Any) -> Any:
        self.first.get(doing.verb.name, lambda _: None)(asked)
        answer = doing(self.case_office, asked)
        self.then.get(doing.verb.name, lambda *_: None)(asked, answer)
        return answer

    def before(self, verb: str, happens: Callable[[Any], None]) -> None:
        """Let something happen in this test before each doing of a verb."""
        self.first[verb] = happens

    def after(self, verb: str, happens: Callable[[Any, Any], None]) -> None:
        """Let something happen in this test after each doing of a verb, before its case hears of it."""
        self.then[verb] = happens

    def move_to(self, engine: Engine) -> None:
        """Work on another store from now on."""
        self.case_office = replace(self.case_office, engine=engine, keyring=KEYRING)
        self.count_by(WorkingCalendar())
        self.first.clear()
        self.then.clear()
        self.announcer.mails.clear()
        self.announcer.pools.clear()

    def count_by(self, calendar: WorkingCalendar) -> None:
        """Count by the calendar of another release from now on."""
        self.case_office = replace(self.case_office, calendars=StoredCalendar(calendar))

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
        self.tell_apart(plan.case_number, base)
        identifier = workflow_id(plan.case_number)
        by = Actor(account="applicant-1", role=Role.APPLICANT, party=APPLICANT)
        act = BY_KIND["file"](id=uuid.uuid4().hex, by=by, digest="d")
        start: WithStartWorkflowOperation[Any, CaseOutcome] = WithStartWorkflowOperation(
            code,
            self.begun(code, CaseInput(plan=plan)),
            id=identifier,
            task_queue=self.task_queue,
            result_type=CaseOutcome,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        await self.client.execute_update_with_start_workflow(
            "file",
            self.certified(plan.case_number, act),
            id=act.id,
            start_workflow_operation=start,
            result_type=Progress,
        )
        handle: WorkflowHandle[Any, CaseOutcome] = self.client.get_workflow_handle(
            identifier, result_type=CaseOutcome
        )
        return WalkedCase(self, scenario, plan, handle)

    def tell_apart(self, number: str, base: str) -> None:
        """A case is about a project of its own, however alike it looks, unless a test says which it is about."""
        with transaction(self.engine) as session:
            unit = session.get_one(CaseFile, number).unit
            others = select(CaseFile.number).where(CaseFile.unit == unit, CaseFile.number != number)
            for other in () if base else session.exec(others).all():
                session.add(
                    ProjectFindingRow(
                        case_number=number,
                        other_case=other,
                        decision="not_the_same",
                        reason="建设内容不同。",
                        party="p",
                        at=datetime.now(UTC),
                    )
                )

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
        typed = validate_facts(subsidy, facts, (Phase.FILING,), date.max)
        key = base or f"{scenario.base or 'base'}-{uuid.uuid4().hex}"

        def number(_running: int) -> str:
            return str(CaseNumber(year=2026, measure=subsidy.number, running=next(RUNNING)))

        return Draft(
            code=scenario.code,
            measure_number=subsidy.number,
            policy_version=policy.version,
            policy_digest=policy.digest,
            reading_documents=policy.reading_documents,
            unit=unit,
            unit_name="廊坊云枢智算科技有限公司",
            maker=None,
            locality="kfq",
            lead=subsidy.lead,
            award_base=subsidy.award_base.of(unit=unit, year=2026, key=key, facts=typed),
            award_base_key=key,
            is_repeatable=subsidy.award_base.repeatable,
            applicant_account="applicant-1",
            contact_email="yunshu@example.com",
            declared_facts=facts,
            other_funding=[],
            readings=readings,
            fiscal_year=2026,
            filed_on=happened_by(subsidy, typed, FILED_ON),
            plan_for=lambda case: plan_case(policy, subsidy, case, "kfq", typed, readings),
            number_for=number,
        )


@asynccontextmanager
async def open_office(client: Client, engine: Engine, task_queue: str) -> AsyncIterator[Office]:
    """A real worker on a real store; mails are counted. ``move_to`` gives it another store."""
    announcer = Announcing(client, task_queue, asyncio.get_running_loop())
    office = Office(client, CaseOffice(engine, announcer, LETTERHEAD, KEYRING, VAULT), announcer, task_queue)
    with ThreadPoolExecutor(4) as threads:
        worker = Worker(
            client,
            task_queue=task_queue,
            workflows=WORKFLOWS,
            activities=office.activities,
            activity_executor=threads,
            workflow_runner=runner(),
        )
        async with worker:
            yield office
