"""A department with several people, its head, a finance bureau, and one case that waits for them."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.people.accounts import Account, account_by_username, save_account
from adapters.store.schema import AuditEntryRow, Mail
from commands.access.caller import Caller
from commands.acts.preparing import asked, prepare
from domain.case.acts.act import Act
from domain.case.filing import plan_case
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct
from domain.case.roles import Actor, Role
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import ENTER_STAGE
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import Casework, step
from tests.api.asking import UNIT, log_in

NUMBER = "LF2026-0101-00001"
DESK = "development_and_reform"
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
"""A Friday; the API's today is the Monday after."""

OFFICIAL, HEAD = (Role.OFFICIAL,), (Role.OFFICIAL, Role.SUPERVISOR)
MORE_ACCOUNTS: tuple[tuple[str, tuple[Role, ...], str | None, str | None], ...] = (
    ("li", OFFICIAL, DESK, None),
    ("head", HEAD, DESK, None),
    ("double", (Role.OFFICIAL, Role.APPLICANT), "education", UNIT),
    ("cashier", (Role.FINANCE,), "finance_bureau", None),
    ("finance_head", (Role.FINANCE, Role.SUPERVISOR), "finance_bureau", None),
)
"""Beside ``fgw`` of the same department, and ``finance``."""

LEAD = UserTask(
    party=DESK,
    acts=("check_completeness",),
    asked=TermAsked(name="completeness_check", label="形式审查", working_days=5),
)
FACTS = {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}


class House:
    """The API and the store of one test, with a case; people are called by their usernames."""

    def __init__(self, http: httpx.AsyncClient, app: FastAPI) -> None:
        self.http, self.wired = http, app.state.wiring
        self.engine = self.wired.engine
        self.casework = Casework(self.engine)
        self.seq = 0

    def account(self, username: str) -> str:
        found = account_by_username(self.engine, username)
        assert found is not None
        return found.id

    def file(self, number: str = NUMBER, by: str = "yunshu") -> None:
        policy = load_catalogue().in_force(date(2026, 11, 20))
        subsidy = policy.type("compute_centre_construction")
        facts = {"audited_investment": 123000000, "commissioned_on": date(2026, 3, 1)}
        plan = plan_case(policy, subsidy, number, "kfq", facts, {})
        self.casework.file(
            number,
            subsidy.code,
            FACTS,
            plan=plan.model_dump(mode="json"),
            applicant_account=self.account(by),
        )

    def stand(
        self,
        *tasks: UserTask,
        number: str = NUMBER,
        stage: Stage = Stage.COMPLETENESS_CHECK,
        event: Event = Event.SUBMITTED,
        acts: tuple[RecordedAct, ...] = (),
        at: datetime = AT,
        final: bool = False,
    ) -> None:
        """Let the case stand at a stage with these tasks, by the verb that the workflow uses."""
        self.seq += 1
        entered = step(number, self.seq, stage, event, tasks=tasks, acts=acts, at=at, final=final)
        self.casework.do(ENTER_STAGE, entered)

    def did(self, username: str, kind: str, party: str = DESK, for_whom: str = "") -> RecordedAct:
        """An act as the workflow records it."""
        absent = self.account(for_whom) if for_whom else ""
        by = Actor(account=self.account(username), role=Role.OFFICIAL, party=party, for_account=absent)
        return RecordedAct(
            id=f"{username} {kind} {self.seq}",
            kind=kind,
            by=by,
            digest="",
            outcome="",
            reason="",
            content={},
        )

    async def post(self, username: str, path: str, body: Any = None, number: str = NUMBER) -> httpx.Response:
        place = path if path.startswith("/v1") else f"/v1/applications/{number}{path}"
        return await self.http.post(place, json=body, headers=await log_in(self.http, username))

    async def get(self, username: str, path: str = "", number: str = NUMBER) -> Any:
        place = path if path.startswith("/v1") else f"/v1/applications/{number}{path}"
        answer = await self.http.get(place, headers=await log_in(self.http, username))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def done(self, username: str, path: str, body: Any = None) -> Any:
        answer = await self.post(username, path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def away(self, username: str, deputy: str | None = None, **changes: Any) -> Any:
        """Enter an absence for this week."""
        body = {"from_on": "2026-11-23", "until_on": "2026-11-27", "deputy": deputy, "reason": "外出培训"}
        return await self.done(username, "/v1/delegations", body | changes)

    def prepared(self, username: str, kind: str, body: dict[str, Any], number: str = NUMBER) -> Act:
        """The act as it would be sent to the case."""
        account = account_by_username(self.engine, username)
        assert account is not None
        caller = Caller(
            account=account.id,
            name=account.display_name,
            roles=tuple(Role(role) for role in account.roles),
            department=account.department,
            unit=account.unit,
        )
        act = prepare(self.wired, asked(caller, number, "k", kind, "", body))
        assert isinstance(act, Act)
        return act

    def mails(self) -> list[Mail]:
        """Mails to officials."""
        with open_session(self.engine) as session:
            rows = session.exec(select(Mail).order_by(Mail.created_at, Mail.message_id))  # type: ignore[arg-type]
            return [row for row in rows if row.event in ("empty_desk", "reassigned")]

    def chain(self, *actions: str) -> list[AuditEntryRow]:
        """Links of the audit chain about people."""
        with open_session(self.engine) as session:
            rows = session.exec(select(AuditEntryRow).order_by(AuditEntryRow.chain, AuditEntryRow.position))  # type: ignore[arg-type]
            return [row for row in rows if row.action in actions]


@pytest.fixture
def house(http: httpx.AsyncClient, app: FastAPI) -> House:
    """Everybody, and a case that waits for the completeness check."""
    made = House(http, app)
    known = account_by_username(made.engine, "fgw")
    assert known is not None
    for username, roles, department, unit in MORE_ACCOUNTS:
        account = Account(
            username=username,
            password_hash=known.password_hash,
            display_name=f"{username}同志",
            email=f"{username}@example.com",
            roles=tuple(role.value for role in roles),
            department=department,
            unit=unit,
        )
        save_account(made.engine, account)
    made.file()
    made.stand(LEAD)
    return made
