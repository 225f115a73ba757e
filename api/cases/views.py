"""The bodies of the answers about cases."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.cases.objection_views import ObjectionView
from api.cases.project_views import SameProjectView
from api.cases.remedy_views import RemedyView
from api.cases.review_views import FundingJudgementView, ItemsView, SignatureView
from api.money.earlier_views import EarlierAwardView
from api.paging import Page
from domain.calculator.award import Reason, SheetLine
from domain.case.acts.defects import Defect
from domain.money import Yuan


class Token(BaseModel):
    """A bearer token."""

    access_token: str
    token_type: str = "bearer"  # noqa: S105 - the kind of token, not a token
    expires_in: int


class WaitingFor(BaseModel):
    """Whom a case waits for, for what, since when, until when; ``provisional`` is 暂定."""

    party: str
    name: str
    acts: list[str]
    label: str
    subject: str
    since: datetime | None
    due_on: date | None
    provisional: bool


class ActAnswer(BaseModel):
    """Where a case stands after an act; repeated with the same key, the same answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "case_number": "LF2026-0101-00001",
                    "seq": 2,
                    "stage": "牵头审核中",
                    "since": "2026-03-02T01:00:00Z",
                    "sentence": "牵头审核中，自2026年3月2日起等待：市发改委牵头审核，2026年3月23日前。",
                    "amount": None,
                    "overdue": False,
                    "final": False,
                    "waiting_for": [],
                    "reference": "",
                }
            ]
        }
    )

    case_number: str
    seq: int
    stage: str
    since: datetime
    sentence: str
    amount: Yuan | None
    overdue: bool
    final: bool
    waiting_for: list[WaitingFor]
    reference: str = Field("", description="Id of the objection or payee details that the act made.")
    warnings: list[str] = Field(
        [], description="Numbers of persons in words that others read; a preview says it before."
    )


class AllowedAct(BaseModel):
    """An act that the caller can do now, and where."""

    act: str
    label: str
    subject: str
    href: str


class SheetView(BaseModel):
    """A calculation sheet (计算单) of a case."""

    phase: str
    subject: str
    amount: Yuan | None
    eligible: bool
    lines: list[SheetLine]
    reasons: list[Reason]
    at: datetime


class TimelineEntry(BaseModel):
    """One thing that happened."""

    at: datetime
    event: str
    title: str
    stage: str
    party: str
    party_name: str
    reason: str
    defects: list[Defect]
    notice: int = Field(0, description="Which notice of defects of its phase, from 1; 0 where it is none.")
    note: str = Field("", description="Why it went another way: a second notice, signatures that stand.")
    subject: str
    on_behalf: str = Field("", description="Who acted for which absent person (…代…办理); empty for most.")


class DocumentView(BaseModel):
    """A document of a case."""

    id: str
    code: str
    title: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


class LetterView(BaseModel):
    """A letter (公文) of a case, as PDF."""

    id: str
    kind: str
    title: str
    number: str
    event: str
    at: datetime
    sha256: str
    size: int
    href: str


class PaymentView(BaseModel):
    """A payment; the account is shown by its last four digits alone."""

    id: str
    subject: str
    status: str
    amount: Yuan
    city_amount: Yuan
    locality_amount: Yuan
    document_number: str
    account_ending: str
    ordered_at: datetime
    paid_on: date | None
    reason: str


class VoucherView(BaseModel):
    """A voucher (算力券)."""

    status: str
    year: int
    face: Yuan | None
    left: Yuan | None
    issued_on: date | None
    expires_on: date | None
    place: int | None = Field(default=None, description="Place in the queue while it queues (额度排队).")


class RedemptionView(BaseModel):
    """A redemption (兑付)."""

    number: int
    status: str
    amount: Yuan | None


class OriginView(BaseModel):
    """That a case came by invitation: by which list, and what the office has with it."""

    id: str
    list_id: str
    source_title: str
    source_number: str
    words: str
    documents_held: list[str] = Field(description="Codes of documents that count as received on paper.")
    invited_at: datetime
    confirmed_at: datetime | None


class CaseLine(BaseModel):
    """A case in a list."""

    case_number: str
    code: str
    name: str
    number: str
    unit: str
    unit_name: str
    locality: str
    lead: str
    filed_on: date
    stage: str
    since: datetime
    amount: Yuan | None
    due_at: datetime | None
    overdue: bool
    final: bool


class CasePage(Page[CaseLine, str]):
    """A page of cases, newest first."""


class CaseView(CaseLine):
    """Everything about a case that its reader may see."""

    sentence: str
    seq: int
    maker: str | None
    former_names: list[str] = Field(
        description="Names that the unit bore before, and those of one that it took over, or from which the case passed by division."
    )
    award_base: str = Field(description="As it is compared: with its key in normal form.")
    award_base_key: str = Field(description="What the applicant calls the project, as it was typed.")
    fiscal_year: int
    policy_version: str
    policy_digest: str = Field(description="Of all files of that version, as they were at filing.")
    lead_name: str
    locality_name: str
    co_signers: list[str]
    observers: list[str]
    declared_facts: dict[str, Any]
    verified_facts: dict[str, Any] | None
    other_funding: list[dict[str, Any]]
    later_funding: dict[str, list[dict[str, Any]]] = Field(
        description="Year of support or redemption → what was declared for it."
    )
    funding_judgements: list[FundingJudgementView] = Field(
        description="What was found of money of other policies (附则(四)), in order; of a subject the last one holds."
    )
    readings: dict[str, str] = Field(description="Switch → value, as pinned at filing.")
    reading_documents: dict[str, str] = Field(description="Switch → number of the document that said so.")
    expert_score: int | None
    waiting_for: list[WaitingFor]
    allowed_acts: list[AllowedAct]
    sheet: list[SheetLine]
    sheets: list[SheetView]
    timeline: list[TimelineEntry]
    documents: list[DocumentView]
    items: ItemsView
    signatures: list[SignatureView]
    letters: list[LetterView]
    payments: list[PaymentView]
    voucher: VoucherView | None
    redemptions: list[RedemptionView]
    objections: list[ObjectionView]
    same_project: list[SameProjectView]
    earlier_awards: list[EarlierAwardView] = Field(
        description="What the unit was granted before this system ran, of whatever type, as far as it counts."
    )
    remedies: list[RemedyView] = []
    invitation: OriginView | None = Field(None, description="That the case came by invitation (免申即享).")


class Task(BaseModel):
    """Something on the caller's worklist."""

    case_number: str
    code: str
    name: str
    unit_name: str
    stage: str
    label: str
    acts: list[AllowedAct]
    subject: str
    since: datetime
    due_on: date | None
    provisional: bool
    overdue: bool
    taken_by: str = Field("", description="Username of who has taken it; empty when nobody has.")
    taken_by_name: str = ""
    is_mine: bool = Field(
        False, description="Taken by the caller, or by the absent person whose deputy it is."
    )
    is_desk_empty: bool = Field(False, description="Nobody of the desk can act: it goes to the head.")
    desk_is_empty_because: str = ""
    other_funding: str = Field("", description="What was found last of money of other policies (附则(四)).")
