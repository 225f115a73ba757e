"""Checks of what an act says, against the case and the law, before it is sent; every wrong field at once."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from adapters.store.cases.records import CaseRecord
from commands.acts.review_bodies import InstalmentReviewBody
from commands.bodies import AcceptanceBody, ClaimBody
from commands.wiring import Wiring
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotEligible, WrongStage

Found = list[FieldError]


def wrong(what: str, found: Collection[FieldError], remedy: str = "请按各项提示更正后重新提交。") -> None:
    """Refuse when anything was found.

    Raises:
        InvalidInput: with every field.
    """
    if found:
        raise InvalidInput(what, remedy=remedy, fields=tuple(found))


def need_reason(decision: str, reason: str, deciding: Collection[str], found: Found) -> None:
    """A decision that burdens someone needs its reason."""
    if decision in deciding and not reason.strip():
        found.append(FieldError(path="reason", message="须说明理由"))


def law_of(wired: Wiring, case: CaseRecord) -> tuple[Policy, SubsidyType]:
    """The policy that the case was filed under, and its type."""
    policy = wired.catalogue.policy(case.policy_version)
    return policy, policy.type(case.code)


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
    policy: Policy, subsidy: SubsidyType, facts: Mapping[str, Any], on: date, readings: Mapping[str, str]
) -> Award:
    """What the filing facts come to.

    Raises:
        InvalidInput: facts are wrong.
        NotEligible: with every reason.
    """
    award = calculate(policy, subsidy.code, facts, on=on, readings=readings)
    if not award.eligible:
        raise not_eligible(subsidy, award)
    return award


def not_eligible(subsidy: SubsidyType, award: Award) -> NotEligible:
    """Every reason at once, as a refusal."""
    first = award.reasons[0]
    return NotEligible(
        f"按所填数据，不符合“{subsidy.name}”的条件。",
        why="".join(reason.message for reason in award.reasons),
        clause="、".join(dict.fromkeys(reason.clause for reason in award.reasons)) or first.clause,
        remedy="请核对数据；如数据无误，可查看其他事项。",
        fields=tuple(
            FieldError(path=f"facts.{reason.fact}" if reason.fact else "facts", message=reason.message)
            for reason in award.reasons
        ),
    )


def check_acceptance(wired: Wiring, case: CaseRecord, body: AcceptanceBody) -> None:
    """A passed acceptance has its figures and lies not in the future; a failed one its reason."""
    _, subsidy = law_of(wired, case)
    found: Found = []
    need_reason(body.decision, body.reason, ("failed",), found)
    if body.accepted_on > wired.latest_day():
        found.append(FieldError(path="accepted_on", message="不得晚于今天"))
    wrong("验收结果需要更正。", found)
    if body.decision == "passed":
        check_later_facts(wired, subsidy, Phase.ACCEPTANCE, body.verified_facts, "verified_facts")


def check_claim(wired: Wiring, case: CaseRecord, instalment: int, body: ClaimBody) -> None:
    """A claim has this year's figures."""
    _, subsidy = law_of(wired, case)
    _check_instalment(case, instalment)
    check_later_facts(wired, subsidy, Phase.INSTALMENT, body.facts, "facts")


def check_instalment_review(
    wired: Wiring, case: CaseRecord, instalment: int, body: InstalmentReviewBody
) -> None:
    """Verified figures of this year are whole where given; where they give another amount, the reason is told."""
    _, subsidy = law_of(wired, case)
    _check_instalment(case, instalment)
    found: Found = []
    need_reason(body.decision, body.reason, ("return", "reject"), found)
    wrong("年度审核意见需要更正。", found)
    if body.verified_facts and body.decision == "approve":
        check_later_facts(wired, subsidy, Phase.INSTALMENT, body.verified_facts, "verified_facts")
        _explained(wired, case, body)


def _explained(wired: Wiring, case: CaseRecord, body: InstalmentReviewBody) -> None:
    """Another amount than the claimed one needs a reason; the case itself counts what other cases take as well."""
    if body.reason.strip():
        return
    policy, subsidy = law_of(wired, case)
    names = {fact.name for fact in subsidy.facts_for((Phase.FILING, Phase.INSTALMENT))}
    known = {**case.declared_facts, **(case.verified_facts or {})}
    claimed = {name: value for name, value in known.items() if name in names}
    amounts = {
        calculate(
            policy,
            subsidy.code,
            {**claimed, **verified},
            on=wired.latest_day(),
            phases=(Phase.FILING, Phase.INSTALMENT),
            readings=case.readings,
        ).amount
        for verified in ({}, body.verified_facts or {})
    }
    if len(amounts) > 1:
        told = FieldError(path="reason", message="核定金额与申请金额不同，须说明理由")
        wrong("年度审核意见需要更正。", [told])


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
