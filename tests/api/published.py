"""Cases on public notice, put there by the verbs that a workflow calls."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessment, Progress, RecordedAct
from domain.case.roles import Actor, Role
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import ASSESS_AWARD, ENTER_STAGE
from domain.catalogue.registry import load_catalogue
from domain.departments import PUBLIC
from tests.activities.casework import Casework, step
from tools.demo.scenarios import SCENARIOS

OPENED = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""A Monday, a week before the API's today."""

_TASK = UserTask(
    party=PUBLIC,
    acts=("raise_objection",),
    standing=True,
    asked=TermAsked(name="public_notice", label="公示", working_days=5),
)
_NUMBERS = itertools.count(1)


class Published:
    """One case on notice."""

    def __init__(
        self, casework: Casework, code: str, facts: dict[str, Any] | None = None, **file: Any
    ) -> None:
        subsidy = load_catalogue().policies[0].type(code)
        self.casework, self.seq, self.raised = casework, 0, 0
        self.number = f"LF2026-{int(subsidy.number.split('.')[0]):02}01-{next(_NUMBERS):05}"
        casework.file(self.number, code, facts or self.facts_of(code), since=OPENED, **file)

    @staticmethod
    def facts_of(code: str) -> dict[str, Any]:
        """The demo's figures of a type."""
        return dict(next(scenario.facts for scenario in SCENARIOS if scenario.code == code))

    def assess(self, **verified: Any) -> None:
        """The lead verifies figures."""
        message = Assessment(
            case_number=self.number,
            seq=self._next(),
            at=OPENED,
            phase="filing",
            verified_facts=verified or None,
        )
        assessed = self.casework.do(ASSESS_AWARD, message)
        assert assessed.refusal is None, assessed.refusal

    def publish(self, at: datetime = OPENED) -> Progress:
        """The notice opens."""
        return self._enter(Stage.PUBLIC_NOTICE, Event.NOTICE_PUBLISHED, at, tasks=(_TASK,))

    def object(self, at: datetime = OPENED + timedelta(days=1)) -> str:
        """Somebody objects."""
        self.raised += 1
        objection = f"objection-{self.number}-{self.raised}"
        self._enter(
            Stage.OBJECTION_FINDING,
            Event.OBJECTION_RAISED,
            at,
            tasks=self._tasks(),
            acts=(self._act("raise_objection", objection, ""),),
        )
        return objection

    def find(self, objection: str, decision: str, at: datetime = OPENED + timedelta(days=2)) -> None:
        """The lead finds on it."""
        is_upheld = decision == "uphold"
        stage = Stage.LEAD_REVIEW if is_upheld else Stage.PUBLIC_NOTICE
        event = Event.OBJECTION_UPHELD if is_upheld else Event.OBJECTION_DISMISSED
        found = self._act("find_on_objection", objection, decision)
        self._enter(stage, event, at, tasks=() if is_upheld else self._tasks(), acts=(found,))

    def end(self, event: Event = Event.PAYEE_ASKED, at: datetime = OPENED + timedelta(days=8)) -> None:
        """The notice is over."""
        stage = Stage.WITHDRAWN if event is Event.WITHDRAWN else Stage.PAYEE_DETAILS
        self._enter(stage, event, at)

    def _enter(self, stage: Stage, event: Event, at: datetime, **more: Any) -> Progress:
        amount = self.casework.case(self.number).amount
        told = step(self.number, self._next(), stage, event, **{"at": at, "amount": amount, **more})
        self.progress = self.casework.do(ENTER_STAGE, told)
        return self.progress

    def _tasks(self) -> tuple[UserTask, ...]:
        return tuple(task for task in self.progress.tasks if task.party == PUBLIC)

    def _next(self) -> int:
        self.seq += 1
        return self.seq

    def _act(self, kind: str, objection: str, decision: str) -> RecordedAct:
        by = Actor(account="someone", role=Role.OFFICIAL, party=PUBLIC)
        return RecordedAct(
            id=f"{kind}-{objection}",
            kind=kind,
            by=by,
            digest="d",
            outcome=decision,
            reason="张三举报，电话 13800000000",
            content={"kind": kind, "objection": objection, "decision": decision},
        )
