"""The bodies of the answers about the law: subsidy types, quotes, the product catalogue; and health."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from domain.calculator.award import Award


class Product(BaseModel):
    """An entry of the catalogue of innovative products (创新产品名录)."""

    case_number: str
    name: str
    category: str
    summary: str
    unit_name: str
    listed_at: datetime


class Named(BaseModel):
    """An id and its display name."""

    id: str
    name: str


class MeasureLine(BaseModel):
    """A subsidy type in the list."""

    code: str
    number: str
    name: str
    measure: int
    measure_title: str
    procedure: str
    clause: str
    lead: Named
    co_departments: list[Named]
    has_money: bool


class DocumentAsked(BaseModel):
    """A document asked of the applicant, and when."""

    code: str
    name: str
    phase: str
    electronic: bool


class PointView(BaseModel):
    """A condition that a person judges, with its words."""

    code: str
    text: str
    quote: str


class TermView(BaseModel):
    """A term in working days."""

    code: str
    name: str
    working_days: int
    silence: str = Field(description="What the office's silence does at the end: nothing, agrees, accepts.")
    after_supplement: str = Field(description="Whether it goes on after a supplement, or starts anew.")
    clause: str
    source: str


class ReadingView(BaseModel):
    """How an open passage is read."""

    code: str
    name: str
    clause: str
    quote: str
    document_number: str
    value: str
    labels: dict[str, str]


class RelianceView(BaseModel):
    """On what a department signs; who is not listed relies on everything."""

    party: Named
    facts: list[str]
    documents: list[str]


class SigningView(BaseModel):
    """Whose signature a change calls back, whether silence agrees, and whence that comes."""

    clause: str
    source: str
    is_assumed: bool
    never_by_silence: dict[str, str] = Field(description="Department → why it has to speak all the same.")
    relies_on: list[RelianceView]


class ServiceRuleView(BaseModel):
    """After how many days a decision that nobody fetched, or a public announcement, counts as served, and whence that comes."""

    deemed_days: int
    announcement_days: int
    clause: str
    source: str
    is_assumed: bool


class MeasureView(MeasureLine):
    """A subsidy type with everything that an applicant needs to know."""

    quote: str
    policy_version: str
    policy_title: str
    effective_from: date = Field(description="From when one files under this version of the measures.")
    valid_from: date = Field(description="The day of release, from which the measures' validity counts.")
    valid_until: date
    filing_until: date
    formula: str
    award_base: str
    award_base_key_label: str
    admits_makers: bool
    facts: dict[str, dict[str, Any]] = Field(description="Phase → JSON Schema of its facts.")
    documents: list[DocumentAsked]
    review_points: list[PointView]
    signing: SigningView
    service: ServiceRuleView
    terms: list[TermView]
    readings: list[ReadingView]


class Quote(Award):
    """What it would come to; explained, nothing stored. Without a unit no pool, quota or 就高 is applied."""


class Health(BaseModel):
    """Whether a thing works."""

    status: str
    parts: dict[str, bool] = {}
    notes: list[str] = Field(
        [], description="What somebody should look after, though everything can be used."
    )
