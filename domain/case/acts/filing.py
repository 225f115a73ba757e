"""What the applicant does to have an application judged, and judged again."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.case.acts.act import Act, Facts
from domain.case.acts.rules import BY_APPLICANT, ActRules, CaseByCase, Group, Needs
from domain.case.contests.contested import Contestable
from domain.case.days import Milestones
from domain.closed import example
from domain.errors import FieldError
from domain.other_funding.declared import Declaration, without_amount
from domain.words import OneLine, Words

Reference = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{1,9}$", description="Which reconsideration: the step that told what is contested."
    ),
]


class File(Act):
    """The applicant files."""

    rules = ActRules("file", "提交申请", BY_APPLICANT, Group.APPLYING, CaseByCase.OF_APPLICANT)


class Supplement(Act):
    """The applicant says that all defects are made good; corrected facts, and a corrected declaration, replace what was declared.

    Attributes:
        brought: the documents that were replaced and the figures that were changed.
    """

    rules = ActRules(
        "supplement",
        "提交补正材料",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        worked_out=frozenset({"brought"}),
        is_told=False,
    )
    model_config = example(
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}, reason="已补正审计报告"
    )

    facts: Facts | None = None
    other_funding: Declaration | None = None
    brought: tuple[str, ...] = ()

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """Other money that is declared is some."""
        return [*super().faults(latest, milestones), *without_amount(self.other_funding or ())]


class RequestReconsideration(Act):
    """The applicant asks, within 60 days of a decision and once for each, that other people of the office look at it again.

    A refused case is taken up again (``against`` left out): one that was not accepted at the completeness check, any other
    at the lead review. Any other decision is named by its kind and, where there are several, its number; it is looked at
    beside the procedure, which goes on, or after the case was closed. Where one alone can be contested, nothing need be
    named. Whoever decided the first time decides nothing now. Remedies outside the office stay as they are.

    Attributes:
        against: which kind of decision; the refusal that ended the case unless given.
        number: which redemption, year, recovery or stop.
        told_in: the step that told it; 0 for the refusal that ended the case.
        decided_by: who decided it, or had a deputy decide.
        claim: what had been claimed, as it was.
    """

    rules = ActRules(
        "request_reconsideration",
        "申请复核",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_OBJECTOR,
        needs=Needs.REMEDY,
        worked_out=frozenset({"told_in", "decided_by", "claim"}),
        opens_ended=True,
    )
    model_config = example(reason="不予支持的依据与事实不符。")

    reason: Words
    against: Contestable | None = None
    number: Annotated[str, StringConstraints(max_length=16, strip_whitespace=True), OneLine] = ""
    told_in: int = 0
    decided_by: tuple[str, ...] = ()
    claim: Facts = {}

    @property
    def outcome(self) -> str:
        """For the record: which kind of decision; empty for the refusal that ended the case."""
        return self.against or ""


class WithdrawReconsideration(Act):
    """The applicant takes back a request to look at a decision again, which then stands; the case goes on as it is."""

    rules = ActRules(
        "withdraw_reconsideration",
        "撤回复核申请",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        subject="reconsideration",
    )
    model_config = example(reason="已与牵头部门核对清楚。")

    reconsideration: Reference
