"""Computing the award of a case from declared and verified figures."""

from decimal import Decimal
from typing import Any, Final

from temporalio import activity

from activities.money.bookings import matter_of, promise
from activities.money.priors import prior_of
from activities.payments.stops import refusal_while_stopped
from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import add_award
from adapters.store.writing import Session, hold
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calendar import shanghai_date
from domain.case.act import Facts
from domain.case.filing import road_dates
from domain.case.record.steps import Assessed, Assessment
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotEligible, RefusalFacts
from domain.money import ZERO, plain

PHASES: Final[dict[str, tuple[Phase, ...]]] = {
    "filing": (Phase.FILING,),
    "acceptance": (Phase.FILING, Phase.ACCEPTANCE),
    "instalment": (Phase.FILING, Phase.INSTALMENT),
}
"""Phase of an assessment → whose facts are known by then."""


class AwardRecords(Verbs):
    """The verb of computing."""

    @activity.defn(name="assess_award")
    def assess_award(self, assessment: Assessment) -> Assessed:
        """Compute the award under the pinned policy version and readings. Done once for case and seq.

        Figures that are wrong or do not carry an award come back as a refusal and change nothing in the file.
        """
        return self.once(
            "assess_award",
            assessment,
            Assessed,
            lambda writing, case: self._assess(writing, case, assessment),
        )

    def _assess(self, writing: Session, case: FiledCase, assessment: Assessment) -> Assessed:
        hold(writing, f"unit:{case.unit}")
        subsidy = self.policy_of(case).type(case.code)
        stopped = refusal_while_stopped(writing, case) if assessment.phase == "instalment" else None
        if stopped is not None:
            return Assessed(refusal=stopped)
        try:
            award = self._calculate(writing, case, assessment)
        except InvalidInput as wrong:
            return Assessed(refusal=wrong.facts)
        claimed = self._claimed(writing, case, assessment, award)
        refusal = (
            refusal_of(subsidy, award)
            or _too_early(subsidy, award, assessment)
            or _unexplained(claimed, award, assessment)
        )
        if refusal is not None:
            award = award.model_copy(update={"eligible": False})
        add_award(writing, case, award, assessment.seq, assessment.phase, assessment.subject, assessment.at)
        if refusal is not None:
            return Assessed(refusal=refusal)
        self._promise(writing, case, assessment, award)
        _take_up(writing, case, assessment, award)
        return Assessed(amount=award.amount, claimed=claimed, **self._dates(case, subsidy, assessment))

    def _claimed(
        self, writing: Session, case: FiledCase, assessment: Assessment, award: Award
    ) -> Decimal | None:
        """What the applicant's own figures come to, where that is another amount; None where it is not."""
        claimed = assessment.claimed_facts
        if claimed is None or claimed == assessment.verified_facts or not award.eligible:
            return None
        as_claimed = assessment.model_copy(update={"verified_facts": claimed})
        amount = self._calculate(writing, case, as_claimed).amount or ZERO
        return None if amount == award.amount else amount

    def _promise(self, writing: Session, case: FiledCase, assessment: Assessment, award: Award) -> None:
        """Enter the promise; a voucher promises nothing before it is issued."""
        subsidy = self.policy_of(case).type(case.code)
        if subsidy.voucher is None and award.amount is not None:
            key = f"{case.number}/assess_award/{assessment.seq}"
            matter = matter_of(self.policy_of(case), case)
            promise(writing, matter, assessment.subject, award.amount, key, assessment.at)

    @staticmethod
    def _dates(case: FiledCase, subsidy: SubsidyType, assessment: Assessment) -> dict[str, Any]:
        """The days of the road, where the verified figures of filing move them."""
        phases = PHASES["filing"]
        if assessment.phase != "filing":
            return {}
        given = {**known_facts(subsidy, case, phases), **(assessment.verified_facts or {})}
        return road_dates(subsidy, validate_facts(subsidy, given, phases, case.filed_on), case.readings)

    def _calculate(self, writing: Session, case: FiledCase, assessment: Assessment) -> Award:
        """Filing facts are judged on the day of filing, later ones on their own day."""
        policy, phases = self.policy_of(case), PHASES[assessment.phase]
        today = shanghai_date(assessment.at)
        return calculate(
            policy,
            case.code,
            {**known_facts(policy.type(case.code), case, phases), **(assessment.verified_facts or {})},
            on=case.filed_on if assessment.phase == "filing" else today,
            phases=phases,
            readings=case.readings,
            prior=prior_of(writing, self.catalogue, policy, case, today.year, subject=assessment.subject),
        )


def known_facts(subsidy: SubsidyType, case: FiledCase, phases: tuple[Phase, ...]) -> Facts:
    """The figures on file for these phases; those of other phases are left out."""
    others = {fact.name for fact in subsidy.facts if fact.phase not in phases}
    return {name: value for name, value in case.facts.items() if name not in others}


def refusal_of(subsidy: SubsidyType, award: Award) -> RefusalFacts | None:
    """Every reason against an award as one refusal; None when there is none."""
    if award.eligible:
        return None
    fields = tuple(
        FieldError(path=f"facts.{reason.fact}" if reason.fact else "facts", message=reason.message)
        for reason in award.reasons
    )
    return NotEligible(
        f"按核实数据，“{subsidy.name}”不符合支持条件。",
        why=" ".join(reason.message for reason in award.reasons),
        clause=award.reasons[0].clause if award.reasons else subsidy.clause,
        remedy="请核对数据后重新办理，或作出不予支持的决定。",
        fields=fields,
    ).facts


def _too_early(subsidy: SubsidyType, award: Award, assessment: Assessment) -> RefusalFacts | None:
    """6.2: before its day, the awaited event counts only when the cap is reached."""
    happened_on, opens_on = assessment.happened_on, assessment.opens_on
    if happened_on is None or opens_on is None or happened_on >= opens_on or award.cap_reached:
        return None
    return NotEligible(
        "未满两年且未达上限，暂不能登记验收。",
        why=f"验收日 {happened_on} 早于 {opens_on}，且金额未达到上限。",
        clause=subsidy.clause,
        remedy=f"请在 {opens_on} 及以后登记，或在金额达到上限后登记。",
        fields=(FieldError(path="accepted_on", message=f"不得早于 {opens_on}"),),
    ).facts


def _unexplained(claimed: Decimal | None, award: Award, assessment: Assessment) -> RefusalFacts | None:
    """Another amount than the claimed one needs a reason in words."""
    if claimed is None or assessment.reason.strip():
        return None
    return InvalidInput(
        f"核定金额 {plain(award.amount or ZERO)} 元与申请金额 {plain(claimed)} 元不同，须说明理由。",
        why="核实数据与申请数据不同，申请单位须知悉差异的理由。",
        clause="附则(五)",
        remedy="请在 reason 中说明理由后重新提交。",
        fields=(FieldError(path="reason", message="须说明核定金额与申请金额不同的理由"),),
    ).facts


def _take_up(writing: Session, case: FiledCase, assessment: Assessment, award: Award) -> None:
    """Keep the verified figures and the amount in the file."""
    verified = {**(case.verified_facts or {}), **(assessment.verified_facts or {})}
    score = case.expert_score if assessment.expert_score is None else assessment.expert_score
    change_case(
        writing, case.number, verified_facts=verified or None, expert_score=score, amount=award.amount
    )
