"""A case that a test walks, as whoever's turn it is."""

import asyncio
import itertools
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import TimeSkipper

from adapters.store.engine import open_session
from adapters.store.schema import Timeline
from adapters.temporal.connect import SKIP_ON_DEMAND
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.acts.act import Act
from domain.case.acts.registry import BY_KIND
from domain.case.invoices import Invoice
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseOutcome
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.roles import Actor, Role
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT, CALENDAR, FINANCE_BUREAU, PUBLIC
from domain.errors import RefusalFacts
from tools.demo.scenarios import Scenario

if TYPE_CHECKING:
    from tests.workflows.office import Office


FILED_ON = date(2026, 11, 1)
UNITS = {1: "91131071MAFAKE019W", 2: "91131081MAFAKE0277", 3: "91131082MAFAKE027M"}
ROLES = {APPLICANT: Role.APPLICANT, FINANCE_BUREAU: Role.FINANCE}
RUNNING = itertools.count(1)
"""Case numbers of all tests of a session; they share one Temporal server."""

GRANTS: dict[str, dict[str, Any]] = {
    "check_completeness": {"decision": "accept"},
    "supplement": {},
    "review": {"decision": "approve", "expert_score": 80},
    "confirm_amount": {"decision": "confirm"},
    "approve_as_head": {"decision": "approve"},
    "check_sample": {"decision": "confirm"},
    "sign_off": {"decision": "agree"},
    "settle": {"decision": "proceed"},
    "find_on_objection": {"decision": "dismiss"},
    "review_instalment": {"decision": "approve"},
    "review_redemption": {"decision": "approve"},
    "provide_payee": {"payee": "payee-1"},
    "check_payee": {"decision": "accept"},
    "answer_reconsideration": {"decision": "uphold"},
}
"""What is done when it is somebody's task, unless a test does something else."""

SUBJECT_FIELDS = {
    "find_on_objection": "objection",
    "claim_instalment": "instalment",
    "review_instalment": "instalment",
    "review_redemption": "redemption",
    "confirm_payment": "payment",
    "return_payment": "payment",
    "answer_reconsideration": "reconsideration",
}


@dataclass
class WalkedCase:
    """One case, in its own time."""

    office: "Office"
    scenario: Scenario
    plan: CasePlan
    handle: WorkflowHandle[Any, CaseOutcome]
    redeemed: int = 0
    shift: str = ""

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
        account = "applicant-1" if party == APPLICANT else f"{party}-{kind}{self.shift}"
        return Actor(account=account, role=ROLES.get(party, Role.OFFICIAL), party=party)

    async def send(self, act: Act, update_id: str = "") -> Progress:
        """Send an act, as it comes from the door."""
        answer: Progress = await self.handle.execute_update(
            act.kind, self.certified(act), id=update_id or act.id, result_type=Progress
        )
        return answer

    def certified(self, act: Act) -> Act:
        """An act with its authenticator."""
        return self.office.certified(self.plan.case_number, act)

    def make(self, kind: str, party: str = "", **content: Any) -> Act:
        """An act of a party (the lead unless said otherwise); ``by`` names another account."""
        actor = self.actor(party or self.plan.lead, kind)
        if account := content.pop("by", ""):
            actor = actor.model_copy(update={"account": account})
        must_say_why = BY_KIND[kind].model_fields["reason"].is_required()
        said = {"reason": "经核实。", **content} if must_say_why else content
        values = {"id": uuid.uuid4().hex, "by": actor, "digest": "d", **said}
        return BY_KIND[kind](**values)

    async def act(self, kind: str, party: str = "", **content: Any) -> Progress:
        """Do an act."""
        return await self.send(self.make(kind, party, **content))

    async def bring_in(self, kind: str, party: str) -> Progress:
        """The lead asks a further department to sign, or copies the case to it."""
        by = self.actor(self.plan.lead, kind)
        said: dict[str, Any] = {"party": party, "reason": "请会签。"}
        return await self.send(BY_KIND[kind](id=uuid.uuid4().hex, by=by, digest="d", **said))

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
        """Let time run to the next timer event of the open tasks, and wait until the case has dealt with it."""
        before = await self.progress()
        moment = min(task.next_timer_event.at for task in before.tasks if task.next_timer_event)
        await self.skip_to(moment)
        async with asyncio.timeout(30):
            while _is_ahead(after := await self.progress(), moment):
                await asyncio.sleep(0.02)
        return after

    async def walk(self, until: Stage | None = None, subject: str = "") -> Progress:
        """Grant whatever is asked until the case is in a stage (with a task about a subject) or at its end."""
        for _ in range(150):
            progress = await self.progress()
            about = {task.subject for task in progress.tasks}
            if progress.final or (progress.stage is until and (not subject or subject in about)):
                return progress
            task = progress.tasks[0]
            if task.party in {CALENDAR, PUBLIC}:
                await self.ring()
            else:
                await self.grant(task)
        raise AssertionError(f"{self.plan.case_number} does not come to {until}")

    async def end(self) -> CaseOutcome:
        """Walk to the end and give the outcome."""
        await self.walk()
        return await self.handle.result()

    async def grant(self, task: UserTask) -> Progress:
        """Do the first act of a task."""
        kind = task.acts[0]
        content = {**GRANTS.get(kind, {}), **await self.content(kind, task.subject)}
        if kind in SUBJECT_FIELDS:
            numeric = SUBJECT_FIELDS[kind] in {"instalment", "redemption"}
            content[SUBJECT_FIELDS[kind]] = int(task.subject) if numeric else task.subject
        return await self.act(kind, task.party, **content)

    async def content(self, kind: str, subject: str) -> dict[str, Any]:
        """What an act says beside its decision."""
        if kind == "issue_fund_document":
            return await self.split()
        if kind == "confirm_payment":
            return {"paid_on": shanghai_date(await self.now())}
        if kind == "review" and self.scenario.reviewed:
            return {"verified_facts": self.scenario.reviewed}
        if kind == "claim_instalment":
            confirmed = (
                GRANTS["provide_payee"] if int(subject) > 1 else {}
            )  # as the API asks from the second year on
            return {"facts": self.scenario.years[int(subject) - 1], **confirmed}
        if kind in ("record_acceptance", "report_acceptance"):
            assert self.scenario.later_on is not None
            await self.skip_to(shanghai_midnight(self.scenario.later_on))
            day, figures = self.scenario.later_on, self.scenario.later
            recorded = {"decision": "passed", "accepted_on": day, "verified_facts": figures}
            return recorded if kind == "record_acceptance" else {"happened_on": day, "facts": figures}
        if kind == "redeem":
            return {"invoices": (self.invoice(shanghai_date(await self.now())),)}
        if kind == "review_redemption":
            return {"verified_paid": self.scenario.invoices[self.redeemed - 1]}
        return {}

    async def split(self, locality: str = "0.00") -> dict[str, Any]:
        """A fund document that gives the whole amount."""
        amount = (await self.progress()).amount
        assert amount is not None
        given = {"city_amount": amount - Decimal(locality), "locality_amount": Decimal(locality)}
        return {"document_number": "廊财建〔2026〕88号", **given}

    def invoice(self, on: date) -> Invoice:
        """The next invoice, finished and paid on a day."""
        self.redeemed += 1
        return Invoice(
            number=f"{self.plan.case_number}-{self.redeemed}",
            supplier="廊坊公共算力服务平台",
            amount=Decimal(self.scenario.invoices[self.redeemed - 1]),
            service_finished_on=on,
            paid_on=on,
        )

    def timeline(self) -> list[str]:
        """The events that the store has recorded."""
        with open_session(self.office.engine) as session:
            chosen = select(Timeline).where(Timeline.case_number == self.plan.case_number)
            return [row.event for row in sorted(session.exec(chosen), key=lambda row: row.seq)]

    async def history_length(self) -> int:
        return (await self.handle.describe()).history_length


def _is_ahead(progress: Progress, moment: datetime) -> bool:
    """Whether a timer event of an open task that was due by a moment is still to be dealt with."""
    return any(task.next_timer_event and task.next_timer_event.at <= moment for task in progress.tasks)
