"""The law as data: policy, measure, subsidy type, and the small things they consist of."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from domain.catalogue.conditions import Condition
from domain.catalogue.defects import DefectReason
from domain.catalogue.facts import FactSpec, Phase, facts_schema
from domain.catalogue.procedures import AcceptanceSpec, AwardBase, BatchSpec, InstalmentSpec, VoucherSpec
from domain.catalogue.ruled import Code, Ruled, Words
from domain.catalogue.rules import Rule
from domain.catalogue.signing import Reliance, SigningRule
from domain.errors import NotFound


class Procedure(StrEnum):
    """The procedure that a case of a type takes."""

    ONE_OFF = "one_off"
    MULTI_YEAR = "multi_year"
    POST_ACCEPTANCE = "post_acceptance"
    VOUCHER = "voucher"
    RANKED_BATCH = "ranked_batch"
    DISCRETIONARY = "discretionary"
    LISTING = "listing"
    REFERRAL = "referral"


class DocumentSpec(Ruled):
    """A document (材料) asked of the applicant; `electronic` ones are forms filled in on the spot."""

    code: Words
    name: Words
    phase: Phase = Phase.FILING
    electronic: bool = False


class ReviewPoint(Ruled):
    """A condition that a person judges (审核要点), with the words it comes from."""

    code: Code
    text: Words
    quote: Words


class Note(Ruled):
    """Words of the law with nothing to compute or to check, and why."""

    quote: Words
    why: Words


class HigherOf(Ruled):
    """Types of one measure that exclude each other on one base (就高), unless a reading lets both stand."""

    codes: tuple[Code, ...] = Field(min_length=2)
    clause: Words
    quote: Words
    reading: str | None = None
    unless: str | None = None


class Measure(Ruled):
    """One of the numbered measures (措施): its title, departments and what holds for all its types."""

    number: int = Field(ge=1)
    title: Words
    clause: Words
    departments: tuple[Code, ...] = Field(min_length=1)
    quote: Words
    higher_of: tuple[HigherOf, ...] = ()


class SubsidyType(Ruled):
    """One thing that can be applied for (事项). `code` is stable for ever."""

    code: Code
    number: str = Field(pattern=r"^\d{1,2}(\.\d)?$")
    measure: int
    name: Words
    procedure: Procedure
    lead: Code
    co_departments: tuple[Code, ...]
    award_base: AwardBase
    clause: Words
    quote: Words
    facts: tuple[FactSpec, ...]
    documents: tuple[DocumentSpec, ...]
    review_points: tuple[ReviewPoint, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rule: Rule = Field(discriminator="kind")
    validity_fact: Code | None = None
    acceptance: AcceptanceSpec | None = None
    instalments: InstalmentSpec | None = None
    voucher: VoucherSpec | None = None
    batch: BatchSpec | None = None
    relies_on: dict[Words, Reliance] = Field(default_factory=dict)
    admits_makers: bool = False

    @property
    def has_money(self) -> bool:
        """Does a case of this type end in a payment?"""
        return self.rule.kind != "none"

    def documents_for(self, phase: Phase) -> tuple[DocumentSpec, ...]:
        """The closed list of documents asked in a phase, the common ones included."""
        return tuple(document for document in self.documents if document.phase is phase)

    def facts_for(self, phases: Collection[Phase]) -> tuple[FactSpec, ...]:
        """The facts asked in these phases."""
        return tuple(fact for fact in self.facts if fact.phase in phases)

    def fact(self, name: str) -> FactSpec:
        """One fact by its name.

        Raises:
            KeyError: There is none; rules are checked against facts when the catalogue loads.
        """
        return {fact.name: fact for fact in self.facts}[name]

    def json_schema(self, phases: Collection[Phase] = (Phase.FILING,)) -> dict[str, Any]:
        """Describe the facts of these phases as JSON Schema with labels, units and examples."""
        return facts_schema(self.facts_for(phases), title=self.name)


class TermRule(Ruled):
    """A term (期限) in working days, whence it comes, and how far it may be extended once."""

    name: Words
    working_days: int = Field(ge=1)
    extension_working_days: int = Field(default=0, ge=0)
    clause: Words
    source: Words
    is_assumed: bool = False


class Reading(Ruled):
    """How an open passage of the law is read (口径): a named switch with a document number."""

    name: Words
    clause: Words
    quote: Words
    document_no: Words
    default: Code
    labels: dict[Code, Words] = Field(min_length=2)


class Closing(Ruled):
    """A closing provision (附则) that the product applies, with its words."""

    clause: Words
    quote: Words
    rule: Words


class Policy(Ruled):
    """One version of the measures, in force from a day on.

    Attributes:
        digest: SHA-256 over the files it was read from; changes with every character.
    """

    version: Words
    title: Words
    released_on: date
    released_on_is_assumed: bool
    valid_until: date
    filing_until: date
    digest: str
    terms: dict[Code, TermRule]
    readings: dict[str, Reading]
    types: dict[Code, SubsidyType]
    measures: tuple[Measure, ...]
    closing: dict[Code, Closing]
    notes: tuple[Note, ...]
    signing: SigningRule
    defect_reasons: dict[Code, DefectReason]
    text: str

    def type(self, code: str) -> SubsidyType:
        """One subsidy type by its code.

        Raises:
            NotFound: The policy has no such type.
        """
        if code not in self.types:
            raise NotFound(
                f"政策《{self.title}》中没有代码为“{code}”的事项。", remedy="请从事项清单中选择一个事项。"
            )
        return self.types[code]

    def measure(self, number: int) -> Measure:
        """One measure by its number."""
        return {measure.number: measure for measure in self.measures}[number]
