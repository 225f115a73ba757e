"""A case that was decided, put into the store by the verbs, with a day of the API and a post office that a test moves."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import httpx
from sqlmodel import col, update

from adapters.store.engine import transaction
from adapters.store.schema import Mail
from domain.calendar import SHANGHAI
from domain.case.filing import plan_case
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.verbs import ENTER_STAGE
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import Casework, step
from tests.api.asking import log_in

DECIDED_ON = date(2026, 12, 2)
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}
FINAL = {
    Event.NOT_ACCEPTED: Stage.NOT_ACCEPTED,
    Event.REJECTED: Stage.REJECTED,
    Event.NOT_SELECTED: Stage.REJECTED,
    Event.TERMINATED: Stage.REJECTED,
    Event.LAPSED: Stage.CLOSED,
    Event.VOUCHER_EXPIRED: Stage.CLOSED,
}
"""Decisions by which a case ends here; any other leaves it running."""

_NUMBERS = itertools.count(1)


def at(day: date, hour: int = 10) -> datetime:
    """An instant of a day in Langfang."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


@dataclass
class Today:
    """The day that the API takes as today."""

    day: date = DECIDED_ON

    def __call__(self) -> date:
        return self.day


@dataclass
class DecidedCase:
    """One case with one decision, and who looks at it when."""

    http: httpx.AsyncClient
    casework: Casework
    today: Today
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    number: str = field(default_factory=lambda: f"LF2026-0101-{next(_NUMBERS):05}")

    def decide(self, event: Event = Event.REJECTED, seq: int = 2, reason: str = "不符合条件。") -> None:
        """The case is filed, and decided on the second of December."""
        if seq == 2:
            policy = load_catalogue().in_force(DECIDED_ON)
            subsidy = policy.type("compute_centre_construction")
            plan = plan_case(policy, subsidy, self.number, "kfq", FACTS, policy.values)
            self.casework.file(self.number, subsidy.code, dict(FACTS), plan=plan.model_dump(mode="json"))
            self._enter(1, Stage.COMPLETENESS_CHECK, Event.SUBMITTED)
        self._enter(seq, FINAL.get(event, Stage.LEAD_REVIEW), event, final=event in FINAL, reason=reason)

    def _enter(self, seq: int, stage: Stage, event: Event, **more: Any) -> None:
        self.casework.do(ENTER_STAGE, step(self.number, seq, stage, event, at=at(DECIDED_ON, 9), **more))

    def arrive(self, after: int) -> None:
        """The mail server takes its mails so many days after the decision."""
        self._mark(sent_at=at(DECIDED_ON + timedelta(after)))

    def bounce(self) -> None:
        """No mail of it will ever arrive."""
        self._mark(failed=True, trouble="address", attempts=1)

    def _mark(self, **values: Any) -> None:
        with transaction(self.casework.engine) as session:
            session.exec(update(Mail).where(col(Mail.case_number) == self.number).values(**values))

    async def get(self, username: str, path: str = "", after: int | None = None) -> httpx.Response:
        """Somebody looks, so many days after the decision."""
        if after is not None:
            self.today.day = DECIDED_ON + timedelta(after)
        return await self.http.get(
            f"/v1/applications/{self.number}{path}", headers=await self._known(username)
        )

    async def put(self, username: str, path: str, body: Any) -> httpx.Response:
        """Somebody records something."""
        headers = await self._known(username)
        return await self.http.put(f"/v1/applications/{self.number}{path}", json=body, headers=headers)

    async def remedies(
        self, username: str = "auditor", after: int | None = None
    ) -> dict[str, dict[str, Any]]:
        """What stands open, by kind; an auditor's look serves nothing."""
        answer = await self.get(username, "", after)
        assert answer.status_code == 200, answer.text
        return {entry["kind"]: entry for entry in answer.json()["remedies"]}

    async def _known(self, username: str) -> dict[str, str]:
        if username not in self.known:
            self.known[username] = await log_in(self.http, username)
        return self.known[username]
