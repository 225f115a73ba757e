"""A store with filed cases, and the verbs on it; what they announce is written down."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import select

from activities.office import CaseOffice
from activities.registry import VERBS
from adapters.files.vault import Vault
from adapters.store.engine import open_session, transaction
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile
from adapters.temporal.announcing import Announcer
from domain.case.authenticity.authenticator import Keyring
from domain.case.record.events import Event
from domain.case.record.money_steps import PaymentOrder
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct, Step
from domain.case.roles import Actor, Role
from domain.case.user_tasks import TermAsked, UserTask
from domain.catalogue.registry import load_catalogue
from domain.money import ZERO
from domain.pool_year import PoolYear
from domain.verb import Answer, Asked, Verb

UNIT = "91131071MAFAKE019W"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Langfang."""


KEYRING = Keyring((b"the key of a test, of 32 bytes...",))
VAULT = Vault(Path("no files are erased here"))
LETTERHEAD = Letterhead(public_url="https://duixian.example.com", mail_domain="langfang.example.com")


def product_tested(fee: str, report: str = "AQ-1", **changes: Any) -> dict[str, Any]:
    """A product that passed its security test."""
    told = {"product_kind": "server", "product_name": "安芯", "institution": "测试中心"}
    return {**told, "report_number": report, "tested_on": "2026-02-20", "fee": fee, "passed": True, **changes}


def plain_plan(case_number: str, **changes: Any) -> CasePlan:
    """What a case of 1.1 is pinned to, as far as offices are written about it."""
    content: dict[str, Any] = {
        "code": "compute_centre_construction",
        "number": "1.1",
        "name": "算力中心建设补助",
        "policy_version": "langfang-ai-2026",
        "lead": "development_and_reform",
        "co_signers": (),
        "locality": "kfq",
        "has_money": True,
        "terms": {},
        "term_labels": {},
    }
    return CasePlan(case_number=case_number, **{**content, **changes})


def whole_order(number: str, seq: int, amount: Decimal, **changes: Any) -> PaymentOrder:
    """The city pays all of an amount."""
    said = {"document_number": "廊财〔2026〕1号", "payee": "p1", **changes}
    sums: dict[str, Any] = {"amount": amount, "city_amount": amount, "locality_amount": ZERO}
    return PaymentOrder(case_number=number, seq=seq, at=AT, **sums, **said)


@dataclass
class Announced(Announcer):
    """Tells nobody, and writes down what was announced."""

    mails: list[str] = field(default_factory=list)
    quotas: list[str] = field(default_factory=list)
    nettings: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    pools: list[PoolYear] = field(default_factory=list)

    def mail(self) -> None:
        self.mails.append("mail")

    def quota(self, case_number: str) -> None:
        self.quotas.append(case_number)

    def netting(self, case_number: str) -> None:
        self.nettings.append(case_number)

    def stop(self, case_number: str) -> None:
        self.stops.append(case_number)

    def pool(self, pool: PoolYear) -> None:
        self.pools.append(pool)


@dataclass
class Casework:
    """The verbs of a store, and what was announced."""

    engine: Engine
    announced: Announced = field(default_factory=Announced)

    def __post_init__(self) -> None:
        self.office = CaseOffice(self.engine, self.announced, LETTERHEAD, KEYRING, VAULT)

    def do(self, verb: Verb[..., Asked, Answer], asked: Asked) -> Answer:
        """Do a verb, as a worker does it."""
        answer: Answer = VERBS[verb.name](self.office, asked)
        return answer

    def file(self, number: str, code: str, facts: dict[str, Any], **changes: Any) -> str:
        """Put a filed case into the store, as the API does."""
        policy = load_catalogue().in_force(date(2026, 3, 2))
        subsidy = policy.type(code)
        content: dict[str, Any] = {
            "number": number,
            "code": code,
            "measure_number": subsidy.number,
            "policy_version": policy.version,
            "policy_digest": policy.digest,
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
        with transaction(self.engine) as session:
            session.add(CaseFile(**{**content, **changes}))
        return number

    def change(self, number: str, **changes: Any) -> None:
        """Put something else into the file of a case."""
        with transaction(self.engine) as session:
            session.get_one(CaseFile, number).sqlmodel_update(changes)

    def case(self, number: str) -> CaseFile:
        """The file as it stands."""
        with open_session(self.engine) as session:
            return session.get_one(CaseFile, number)

    def rows(self, table: type[Any]) -> list[Any]:
        """Every row of a table, in the order of its key: a database promises no other."""
        with open_session(self.engine) as session:
            return list(session.exec(select(table).order_by(*table.__table__.primary_key)))


def lead_task(*kinds: str) -> UserTask:
    """The lead department's task, with fifteen working days."""
    asked = TermAsked(name="lead_review", label="牵头审核", working_days=15)
    return UserTask(party="development_and_reform", acts=kinds, asked=asked)


def act(identifier: str, kind: str, **content: Any) -> RecordedAct:
    """An act of the applicant."""
    by = Actor(account="a1", role=Role.APPLICANT, party="applicant")
    return RecordedAct(id=identifier, kind=kind, by=by, digest="d", outcome="", reason="", content=content)


def step(number: str, seq: int, stage: Stage, event: Event, **more: Any) -> Step:
    """A step of a case."""
    return Step(**{"case_number": number, "seq": seq, "at": AT, "stage": stage, "event": event, **more})
