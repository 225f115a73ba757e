"""Checks of what an act says, against the case and the law, before it is sent; every wrong field at once."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from adapters.store.case_reading import CaseRecord
from api.bodies import AcceptanceBody, ClaimBody, CompletenessBody, InstalmentReviewBody, ReviewBody
from api.wiring import Wiring
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.case.stages import Stage
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, Shape, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.departments import DEPARTMENTS
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


def check_completeness(wired: Wiring, case: CaseRecord, body: CompletenessBody) -> None:
    """A supplement names its defects, a refusal its reason; what is accepted is complete."""
    _, subsidy = law_of(wired, case)
    found: Found = []
    need_reason(body.decision, body.reason, ("refuse",), found)
    if body.decision == "supplement" and not body.defects:
        found.append(FieldError(path="defects", message="须一次性列明全部需要补正的内容"))
    asked = {document.code: document for document in subsidy.documents_for(Phase.FILING)}
    for index, code in enumerate(body.received_on_paper):
        if code not in asked:
            found.append(
                FieldError(path=f"received_on_paper[{index}]", message=f"申报材料中没有代码“{code}”")
            )
    if body.decision == "accept":
        there = {document.code for document in case.documents} | set(body.received_on_paper)
        found += [
            FieldError(path="received_on_paper", message=f"缺少材料“{document.name}”({code})")
            for code, document in asked.items()
            if not document.electronic and code not in there
        ]
    if body.refer_to and subsidy.shape is not Shape.REFERRAL:
        found.append(FieldError(path="refer_to", message="只有转办事项可以指定答复部门"))
    if body.refer_to and body.refer_to not in DEPARTMENTS:
        found.append(FieldError(path="refer_to", message=f"没有代码为“{body.refer_to[:40]}”的部门"))
    wrong("形式审查意见需要更正。", found, "请上传缺少的材料、登记已收到的纸质材料,或要求补正。")


def check_supplement(wired: Wiring, case: CaseRecord, facts: Mapping[str, Any] | None) -> None:
    """Supplemented facts are whole and make the application eligible."""
    if facts is None:
        return
    policy, subsidy = law_of(wired, case)
    judge(policy, subsidy, facts, case.filed_on, case.readings)


def check_review(wired: Wiring, case: CaseRecord, body: ReviewBody) -> None:
    """A return names its defects; an approval has every point checked and figures that carry an award."""
    policy, subsidy = law_of(wired, case)
    found: Found = []
    need_reason(body.decision, body.reason, ("return", "reject"), found)
    if body.decision == "return" and not body.defects:
        found.append(FieldError(path="defects", message="须一次性列明全部需要补正的内容"))
    if body.decision == "approve":
        found += _approval_fields(case, subsidy, body)
    wrong("审核意见需要更正。", found)
    if body.decision == "approve":
        facts = {**(case.verified_facts or case.declared_facts), **(body.verified_facts or {})}
        judge(
            policy,
            subsidy,
            _of_phases(subsidy, facts, (Phase.FILING,), body.verified_facts),
            case.filed_on,
            case.readings,
        )


def _approval_fields(case: CaseRecord, subsidy: SubsidyType, body: ReviewBody) -> Found:
    if subsidy.shape is Shape.REFERRAL:
        return [] if body.reason.strip() else [FieldError(path="reason", message="须填写答复内容")]
    if case.stage == Stage.EXPERT_REVIEW.value:
        return [] if body.expert_score is not None else [FieldError(path="expert_score", message="为必填项")]
    known = {point.code for point in subsidy.review_points}
    found = [
        FieldError(path=f"checklist.{point.code}", message=f"须逐项确认:{point.text}")
        for point in subsidy.review_points
        if not body.checklist.get(point.code)
    ]
    found += [
        FieldError(path=f"checklist.{code[:64]}", message="没有这一审核要点")
        for code in body.checklist
        if code not in known
    ]
    return found


def _of_phases(
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
        f"按所填数据,不符合“{subsidy.name}”的条件。",
        why="".join(reason.message for reason in award.reasons),
        clause="、".join(dict.fromkeys(reason.clause for reason in award.reasons)) or first.clause,
        remedy="请核对数据;如数据无误,可查看其他事项。",
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
        told = FieldError(path="reason", message="核定金额与申请金额不同,须说明理由")
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
