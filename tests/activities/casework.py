"""A store with filed cases, and the verbs on it; what they announce is written down."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import select

from activities.case_records import CaseRecords
from adapters.store.engine import session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile
from domain.calendar import WorkingCalendar
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct, Step
from domain.case.roles import Actor, Role
from domain.case.turns import TermAsked, Turn
from domain.catalogue.registry import load_catalogue
from domain.pool_year import PoolYear

UNIT = "91131071MAFAKE019W"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Langfang."""


@dataclass
class Casework:
    """The verbs of a store, and what was announced."""

    engine: Engine
    mails: list[str] = field(default_factory=list)
    quotas: list[str] = field(default_factory=list)
    nettings: list[str] = field(default_factory=list)
    pools: list[PoolYear] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.records = CaseRecords(
            engine=self.engine,
            catalogue=load_catalogue(),
            calendar=WorkingCalendar(),
            public_url="https://duixian.example.com",
            mail_domain="langfang.example.com",
            announce_mail=lambda: self.mails.append("mail"),
            announce_quota=self.quotas.append,
            announce_netting=self.nettings.append,
            announce_stop=lambda _: None,
            announce_pool=self.pools.append,
        )

    def file(self, number: str, code: str, facts: dict[str, Any], **changes: Any) -> str:
        """Put a filed case into the store, as the API does."""
        policy = load_catalogue().in_force(date(2026, 3, 2))
        subsidy = policy.type(code)
        content: dict[str, Any] = {
            "number": number,
            "code": code,
            "measure_number": subsidy.number,
            "policy_version": policy.version,
            "unit": UNIT,
            "unit_name": "廊坊云枢智算科技有限公司",
            "locality": "kfq",
            "lead": subsidy.lead,
            "award_base": f"{subsidy.award_base.kind}:{number}",
            "applicant_account": "a1",
            "contact_email": "yunshu@example.com",
            "declared_facts": facts,
            "other_funding": [],
            "readings": {},
            "plan": {},
            "fiscal_year": 2026,
            "filed_on": date(2026, 3, 2),
            "stage": Stage.DRAFT.value,
            "since": AT,
            "filing_key": f"key-{number}",
            "filing_digest": "",
        }
        with transaction(self.engine) as writing:
            writing.add(CaseFile(**{**content, **changes}))
        return number

    def case(self, number: str) -> CaseFile:
        """The file as it stands."""
        with session(self.engine) as reading:
            return reading.get_one(CaseFile, number)

    def rows(self, table: type[Any]) -> list[Any]:
        """Every row of a table, in the order of its key: a database promises no other."""
        with session(self.engine) as reading:
            return list(reading.exec(select(table).order_by(*table.__table__.primary_key)))


def lead_turn(*kinds: str) -> Turn:
    """The lead department's turn, with fifteen working days."""
    asked = TermAsked(name="lead_review", label="牵头审核", working_days=15)
    return Turn(party="development_and_reform", acts=kinds, asked=asked)


def act(identifier: str, kind: str, **content: Any) -> RecordedAct:
    """An act of the applicant."""
    by = Actor(account="a1", role=Role.APPLICANT, party="applicant")
    return RecordedAct(id=identifier, kind=kind, by=by, digest="d", outcome="", reason="", content=content)


def step(number: str, seq: int, stage: Stage, event: Event, **more: Any) -> Step:
    """A step of a case."""
    return Step(**{"case_number": number, "seq": seq, "at": AT, "stage": stage, "event": event, **more})
