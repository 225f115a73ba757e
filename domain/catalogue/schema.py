"""The law as data: policy, measure, subsidy type, and the small things they consist of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pydantic import Field

from domain.catalogue.conditions import Condition
from domain.catalogue.defects import DefectReason
from domain.catalogue.facts import FactSpec, Phase, facts_schema
from domain.catalogue.procedures import (
    AcceptanceSpec,
    AwardBase,
    BatchSpec,
    InstalmentSpec,
    OnceSpec,
    ValiditySpec,
    VoucherSpec,
)
from domain.catalogue.ruled import Code, Ruled, Words
from domain.catalogue.rules import Rule
from domain.catalogue.serving import ServiceRule
from domain.catalogue.signing import Reliance, SigningRule
from domain.catalogue.terms import SIGNING, Silence, TermRule
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
    """A document (材料) asked of the applicant; `electronic` ones are forms filled in on the spot.

    Attributes:
        waived_when: switch → the value with which it need not be given.
    """

    code: Words
    name: Words
    phase: Phase = Phase.FILING
    electronic: bool = False
    waived_when: dict[Words, Code] = Field(default_factory=dict)


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
    """Types of one measure that exclude each other on one base (就高), unless a reading lets both stand.

    Under `wider_reading` = `wider_when` all their awards of one unit and year are compared.
    """

    codes: tuple[Code, ...] = Field(min_length=2)
    clause: Words
    quote: Words
    reading: str | None = None
    unless: str | None = None
    wider_reading: str | None = None
    wider_when: str | None = None


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
    office_documents: tuple[DocumentSpec, ...] = ()
    review_points: tuple[ReviewPoint, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rule: Rule = Field(discriminator="kind")
    validity: ValiditySpec | None = None
    once: OnceSpec | None = None
    acceptance: AcceptanceSpec | None = None
    instalments: InstalmentSpec | None = None
    voucher: VoucherSpec | None = None
    batch: BatchSpec | None = None
    tells: tuple[Words, ...] = ()
    relies_on: dict[Words, Reliance] = Field(default_factory=dict)
    admits_makers: bool = False

    @property
    def has_money(self) -> bool:
        """Does a case of this type end in a payment?"""
        return self.rule.kind != "none"

    @property
    def document_titles(self) -> dict[str, str]:
        """Code → name of every document that may be in a case: asked of the applicant, or filed by the office itself."""
        return {document.code: document.name for document in (*self.documents, *self.office_documents)}

    def documents_for(self, phase: Phase) -> tuple[DocumentSpec, ...]:
        """The closed list of documents asked in a phase, the common ones included."""
        return tuple(document for document in self.documents if document.phase is phase)

    def documents_needed(self, phase: Phase, choice: Callable[[str], str]) -> tuple[DocumentSpec, ...]:
        """Those of them that must be given under these readings (reading → how it stands)."""
        return tuple(
            document
            for document in self.documents_for(phase)
            if not any(choice(name) == value for name, value in document.waived_when.items())
        )

    def facts_for(
        self, phases: Collection[Phase], readings: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[FactSpec, ...]:
        """The facts asked in these phases; what is counted under the readings (switch → value) may not be left out."""
        addition = self.rule.addition if self.rule.kind == "rate" else None
        is_counted = addition is not None and readings.get(addition.reading) == addition.when
        return tuple(
            fact.model_copy(update={"required": True})
            if addition and is_counted and fact.name == addition.fact
            else fact
            for fact in self.facts
            if fact.phase in phases
        )

    @property
    def facts_that_count(self) -> tuple[FactSpec, ...]:
        """All facts but what an applicant only wishes for."""
        wished = getattr(self.rule, "wished", None)
        return tuple(fact for fact in self.facts if fact.name != wished)

    def fact(self, name: str) -> FactSpec:
        """One fact by its name.

        Raises:
            KeyError: There is none; rules are checked against facts when the catalogue loads.
        """
        return {fact.name: fact for fact in self.facts}[name]

    def json_schema(
        self, phases: Collection[Phase] = (Phase.FILING,), readings: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Any]:
        """Describe the facts of these phases as JSON Schema with labels, units and examples."""
        return facts_schema(self.facts_for(phases, readings), title=self.name)


class Reading(Ruled):
    """How an open passage of the law is read (口径): a named switch with a document number."""

    name: Words
    clause: Words
    quote: Words
    document_number: Words
    default: Code
    labels: dict[Code, Words] = Field(min_length=2)


class Closing(Ruled):
    """A closing provision (附则) that the product applies, with its words."""

    clause: Words
    quote: Words
    rule: Words


class Policy(Ruled):
    """One version of the measures.

    Attributes:
        released_on: the day on which the measures were released; their validity counts from it.
        effective_from: the day from which one files under this version of them.
        digest: SHA-256 over the files it was read from; changes with every character.
    """

    version: Words
    title: Words
    released_on: date
    released_on_is_assumed: bool
    effective_from: date
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
    service: ServiceRule
    defect_reasons: dict[Code, DefectReason]
    text: str

    def read_as(self, values: Mapping[str, str], documents: Mapping[str, str]) -> "Policy":
        """The same version with other readings in force.

        Args:
            values: switch → value; those that are not named stand as they are.
            documents: switch → number of the document that says so.
        """
        readings = {
            name: reading.model_copy(
                update={
                    "default": values.get(name, reading.default),
                    "document_number": documents.get(name, reading.document_number),
                }
            )
            for name, reading in self.readings.items()
        }
        return self.model_copy(update={"readings": readings})

    @property
    def values(self) -> dict[str, str]:
        """Switch → value as it stands."""
        return {name: reading.default for name, reading in self.readings.items()}

    @property
    def reading_documents(self) -> dict[str, str]:
        """Switch → number of the document that says how it stands."""
        return {name: reading.document_number for name, reading in self.readings.items()}

    def silent_signers(self, signers: Iterable[str]) -> tuple[str, ...]:
        """Who of these counts as agreed when the term of the sign-off passes in silence; finance and tax never do."""
        agrees = self.terms[SIGNING].silence is Silence.AGREES
        return self.signing.silent(signers) if agrees else ()

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
