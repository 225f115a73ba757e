"""Checks of what an act says, against the case and the law, before it is sent; every wrong field at once."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from adapters.store.cases.milestones import milestones_of
from adapters.store.cases.records import CaseRecord
from commands.wiring import Wiring
from domain.calculator.award import Award, unexplained
from domain.calculator.calculate import calculate
from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance
from domain.case.acts.act import Act
from domain.case.acts.instalments import ClaimInstalment, InstalmentReviewRequest
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, WrongStage

Found = list[FieldError]


def wrong(what: str, found: Collection[FieldError], remedy: str = "请按各项提示更正后重新提交。") -> None:
    """Refuse when anything was found.

    Raises:
        InvalidInput: with every field.
    """
    if found:
        raise InvalidInput(what, remedy=remedy, fields=tuple(found))


def law_of(wired: Wiring, case: CaseRecord) -> tuple[Policy, SubsidyType]:
    """The policy that the case was filed under, read as it was then, and its type."""
    policy = wired.catalogue.policy(case.policy_version).read_as(case.readings, case.reading_documents)
    return policy, policy.type(case.code)


def faults_of(wired: Wiring, case_number: str, act: Act) -> Found:
    """What is wrong with what an act says of itself and of days."""
    milestones = milestones_of(wired.engine, case_number, act.subject) if any(act.days()) else {}
    return act.faults(wired.latest_day(), milestones)


def check_supplement(wired: Wiring, case: CaseRecord, facts: Mapping[str, Any] | None) -> None:
    """Supplemented facts are whole and make the application eligible."""
    if facts is None:
        return
    policy, subsidy = law_of(wired, case)
    judge(policy, subsidy, facts, case.filed_on, case.readings)


def of_phases(
    subsidy: SubsidyType, facts: Mapping[str, Any], phases: Collection[Phase], given: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The facts of these phases, and whatever was given, so that a stray one is named."""
    names = {fact.name for fact in subsidy.facts_for(phases)} | set(given or {})
    return {name: value for name, value in facts.items() if name in names}


def judge(
    policy: Policy,
    subsidy: SubsidyType,
    facts: Mapping[str, Any],
    on: date,
    readings: Mapping[str, str],
    phases: Collection[Phase] = (Phase.FILING,),
) -> Award:
    """What the facts of an application come to.

    Raises:
        InvalidInput: facts are wrong.
        NotEligible: with every reason.
    """
    award = calculate(policy, subsidy.code, facts, on=on, phases=phases, readings=readings)
    refusal = award.refusal(subsidy.name)
    if refusal is not None:
        raise refusal
    return award


def check_acceptance(wired: Wiring, case: CaseRecord, act: RecordAcceptance) -> None:
    """A passed acceptance has its figures."""
    if act.decision == "passed" and not faults_of(wired, case.case_number, act):
        _, subsidy = law_of(wired, case)
        check_later_facts(wired, subsidy, Phase.ACCEPTANCE, act.verified_facts, "verified_facts")


def check_report(wired: Wiring, case: CaseRecord, act: ReportAcceptance) -> None:
    """A report has the figures of what was awaited."""
    _, subsidy = law_of(wired, case)
    if subsidy.acceptance is None:
        raise WrongStage("本事项没有须待验收或达成的事项，无需报告。", remedy="请查看案件详情中的当前事项。")
    if not faults_of(wired, case.case_number, act):
        check_later_facts(wired, subsidy, Phase.ACCEPTANCE, act.facts, "facts")


def check_claim(wired: Wiring, case: CaseRecord, act: ClaimInstalment) -> None:
    """A claim has this year's figures."""
    _, subsidy = law_of(wired, case)
    _check_instalment(case, act.instalment)
    check_later_facts(wired, subsidy, Phase.INSTALMENT, act.facts, "facts")


def check_instalment_review(
    wired: Wiring, case: CaseRecord, instalment: int, said: InstalmentReviewRequest
) -> None:
    """Verified figures of this year are whole where given; where they give another amount, the reason is told."""
    _, subsidy = law_of(wired, case)
    _check_instalment(case, instalment)
    if said.verified_facts and said.decision == "approve":
        check_later_facts(wired, subsidy, Phase.INSTALMENT, said.verified_facts, "verified_facts")
        _explained(wired, case, said)


def _explained(wired: Wiring, case: CaseRecord, said: InstalmentReviewRequest) -> None:
    """Another amount than the claimed one needs a reason; the case itself counts what other cases take as well."""
    policy, subsidy = law_of(wired, case)
    phases = (Phase.FILING, Phase.INSTALMENT)
    names = {fact.name for fact in subsidy.facts_for(phases)}
    known = {**case.declared_facts, **(case.verified_facts or {})}
    on_file = {name: value for name, value in known.items() if name in names}
    claimed, verified = (
        calculate(
            policy,
            subsidy.code,
            {**on_file, **changed},
            on=wired.latest_day(),
            phases=phases,
            readings=case.readings,
        ).amount
        for changed in ({}, said.verified_facts or {})
    )
    refusal = unexplained(claimed, verified, said.reason)
    if refusal is not None:
        raise refusal


def _check_instalment(case: CaseRecord, instalment: int) -> None:
    count = len(case.plan.instalment_ends)
    if not count:
        raise WrongStage("本事项不分年兑现。", remedy="请查看案件详情中的当前事项。")
    if not 1 <= instalment <= count:
        wrong("没有这一年度。", [FieldError(path="n", message=f"须在 1 至 {count} 之间")])


def check_later_facts(
    wired: Wiring, subsidy: SubsidyType, phase: Phase, given: Mapping[str, Any], path: str
) -> None:
    """Facts of a later phase, told by the field of the body that they stand in."""
    try:
        validate_facts(subsidy, given, (phase,), wired.latest_day())
    except InvalidInput as refused:
        facts = refused.facts
        fields = tuple(
            FieldError(path=path + field.path.removeprefix("facts"), message=field.message)
            for field in facts.fields
        )
        raise InvalidInput(
            facts.what, why=facts.why, clause=facts.clause, remedy=facts.remedy, fields=fields
        ) from None
