"""Checks of what a completeness check or a review says, and of the defects that it tells."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar

from adapters.store.cases.records import CaseRecord
from commands.acts.checks import Found, judge, law_of, of_phases, wrong
from commands.acts.telling import Deciding
from commands.wiring import Wiring
from domain.case.acts.acceptance import RecordAcceptance
from domain.case.acts.act import unreasoned
from domain.case.acts.defects import ASKING, Defect, DefectRequest
from domain.case.acts.instalments import InstalmentReviewRequest, ReviewInstalment
from domain.case.acts.recovery import DecideTopUp
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, Review, ReviewRequest
from domain.case.acts.vouchers import ReviewRedemption
from domain.case.record.stages import Stage
from domain.catalogue.defects import ITEM_NAMES
from domain.catalogue.facts import DECIDING, PHASE_NAMES, Phase
from domain.catalogue.figures import told_anew
from domain.catalogue.items import AskedItem, items_asked
from domain.catalogue.schema import Policy, Procedure, SubsidyType
from domain.departments import DEPARTMENTS
from domain.errors import FieldError
from domain.money import ZERO
from domain.other_funding.declared import FIELD
from domain.other_funding.judgement import FundingJudgement, FundingMatter, faults_of, ground_of, last_of

Defects = tuple[Defect, ...]

Judging = TypeVar(
    "Judging", ReviewRequest, InstalmentReviewRequest, RecordAcceptance, ReviewRedemption, DecideTopUp
)
"""Decisions that find something of other money."""

GRANTING: Final = frozenset({"approve", "passed"})
"""Decisions in favour."""


def check_completeness(
    wired: Wiring, case: CaseRecord, body: CompletenessRequest, on_paper: tuple[str, ...]
) -> Defects:
    """A supplement names its defects, a refusal its reason; what is accepted is complete.

    Args:
        wired: the law.
        case: with its documents.
        body: what is said.
        on_paper: what was received on paper, now or at an earlier check.
    """
    policy, subsidy = law_of(wired, case)
    found = unreasoned(CheckCompleteness, body.decision, body.reason)
    defects = read_defects(policy, subsidy, Phase.FILING, body, found)
    found += wrong_papers(subsidy, Phase.FILING, body.received_on_paper)
    if body.decision == "accept":
        there = {document.code for document in case.documents} | set(on_paper)
        found += missing_papers(subsidy, Phase.FILING, there, case.readings)
    found += _wrong_referral(subsidy, body.refer_to)
    wrong("形式审查意见需要更正。", found, "请上传缺少的材料、登记已收到的纸质材料，或要求补正。")
    return defects


def missing_papers(
    subsidy: SubsidyType, phase: Phase, there: Collection[str], readings: Mapping[str, str]
) -> Found:
    """What the phase asks for under the readings of the case and nobody brought; forms are always there."""
    return [
        FieldError(path="received_on_paper", message=f"缺少材料“{document.name}”（{document.code}）")
        for document in subsidy.documents_needed(phase, lambda name: readings.get(name, ""))
        if not document.electronic and document.code not in there
    ]


def wrong_papers(subsidy: SubsidyType, phase: Phase, named: Collection[str]) -> Found:
    """Codes of papers that the phase does not ask for."""
    asked = {document.code for document in subsidy.documents_for(phase)}
    return [
        FieldError(path=f"received_on_paper[{index}]", message=f"{PHASE_NAMES[phase]}材料中没有代码“{code}”")
        for index, code in enumerate(named)
        if code not in asked
    ]


def _wrong_referral(subsidy: SubsidyType, refer_to: str) -> Found:
    found: Found = []
    if refer_to and subsidy.procedure is not Procedure.REFERRAL:
        found.append(FieldError(path="refer_to", message="只有转办事项可以指定答复部门"))
    if refer_to and refer_to not in DEPARTMENTS:
        found.append(FieldError(path="refer_to", message=f"没有代码为“{refer_to[:40]}”的部门"))
    return found


def check_review(
    wired: Wiring,
    case: CaseRecord,
    body: ReviewRequest,
    checklist: Mapping[str, bool],
    also: Collection[FieldError] = (),
) -> Defects:
    """A return names its defects; an approval has every point checked and figures that carry an award.

    Args:
        wired: the law.
        case: as it stands.
        body: what is said.
        checklist: every point, those that stand confirmed from an earlier review included.
        also: what else was found wrong with it.
    """
    policy, subsidy = law_of(wired, case)
    found = unreasoned(Review, body.decision, body.reason)
    defects = read_defects(policy, subsidy, Phase.FILING, body, found)
    if body.decision == "approve":
        found += _approval_fields(case, subsidy, body, checklist)
    wrong("审核意见需要更正。", [*found, *also])
    if body.decision == "approve":
        facts = {**case.declared_facts, **(case.verified_facts or {}), **(body.verified_facts or {})}
        known = of_phases(subsidy, facts, DECIDING, body.verified_facts)
        judge(policy, subsidy, known, case.filed_on, case.readings, DECIDING)
    return defects


def _approval_fields(
    case: CaseRecord, subsidy: SubsidyType, body: ReviewRequest, checklist: Mapping[str, bool]
) -> Found:
    if subsidy.procedure is Procedure.REFERRAL:
        return [] if body.reason.strip() else [FieldError(path="reason", message="须填写答复内容")]
    if case.stage == Stage.EXPERT_REVIEW.value:
        return []  # the panel has judged
    return points_found(subsidy, checklist) + _not_entered(case, subsidy, body)


def points_found(subsidy: SubsidyType, checklist: Mapping[str, bool]) -> Found:
    """Review points that nobody confirmed, and those that there are not."""
    known = {point.code for point in subsidy.review_points}
    found = [
        FieldError(path=f"checklist.{point.code}", message=f"须逐项确认：{point.text}")
        for point in subsidy.review_points
        if not checklist.get(point.code)
    ]
    strange = [code for code in checklist if code not in known]
    return found + [FieldError(path=f"checklist.{code[:64]}", message="没有这一审核要点") for code in strange]


def _not_entered(case: CaseRecord, subsidy: SubsidyType, body: ReviewRequest) -> Found:
    """An amount that the law leaves open is entered by the lead with its document, never taken from the applicant."""
    rule = subsidy.rule
    if rule.kind != "stated":
        return []
    entered = {**(case.verified_facts or {}), **(body.verified_facts or {})}
    return [
        FieldError(
            path=f"verified_facts.{name}",
            message=f"须由审核人录入“{subsidy.fact(name).label}”：金额须有文号和依据，申请单位填报的不作为依据",
        )
        for name in rule.facts
        if entered.get(name) is None
    ]


def instalment_defects(wired: Wiring, case: CaseRecord, body: InstalmentReviewRequest) -> Defects:
    """The defects of a year's claim; a return names them."""
    policy, subsidy = law_of(wired, case)
    found = unreasoned(ReviewInstalment, body.decision, body.reason)
    defects = read_defects(policy, subsidy, Phase.INSTALMENT, body, found)
    wrong("年度审核意见需要更正。", found)
    return defects


def read_defects(policy: Policy, subsidy: SubsidyType, phase: Phase, body: Deciding, found: Found) -> Defects:
    """The defects in the words that the applicant reads; what cannot be read is added to ``found``."""
    items = items_asked(subsidy, phase)
    if body.decision in ASKING and not body.defects:
        found.append(FieldError(path="defects", message="须一次性列明全部需要补正的内容"))
    for index, given in enumerate(body.defects):
        found += _wrong_defect(policy, items, given, f"defects[{index}]")
    if found:
        return ()
    return tuple(_worded(policy, items[given.item], given) for given in body.defects)


def _wrong_defect(policy: Policy, items: Mapping[str, AskedItem], given: DefectRequest, place: str) -> Found:
    if given.item not in items:
        known = "、".join(f"{item.code} {item.title}" for item in items.values())
        return [FieldError(path=f"{place}.item", message=f"本阶段没有这一材料或数据；可选：{known}")]
    if not given.reason:
        return _wrong_words(given, place)
    reason, item = policy.defect_reasons.get(given.reason), items[given.item]
    if reason is None:
        message = "补正事项库中没有这一代码；见 /v1/defect-reasons"
        return [FieldError(path=f"{place}.reason", message=message)]
    if item.kind not in reason.about:
        message = f"“{reason.name}”不适用于{ITEM_NAMES[item.kind]}“{item.title}”"
        return [FieldError(path=f"{place}.reason", message=message)]
    if given.problem.strip():
        return [FieldError(path=f"{place}.problem", message="已选用 reason 的，补充说明请写在 note")]
    return []


def _wrong_words(given: DefectRequest, place: str) -> Found:
    if not given.problem.strip():
        return [FieldError(path=f"{place}.problem", message="须选用 reason，或者写明需要补正的内容")]
    if given.note:
        return [FieldError(path=f"{place}.note", message="自行写明的，请一并写在 problem")]
    return []


def _worded(policy: Policy, item: AskedItem, given: DefectRequest) -> Defect:
    reason = policy.defect_reasons.get(given.reason)
    problem = reason.worded(item.title, given.note) if reason else given.problem
    return Defect(item=item.code, problem=problem, reason=given.reason, name=item.title)


def replaced(wired: Wiring, case: CaseRecord, given: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Names of the figures that an applicant changed; those that are only repeated are not."""
    _, subsidy = law_of(wired, case)
    return told_anew(subsidy.facts, case.declared_facts, case.verified_facts or {}, given or {})


def judged(
    wired: Wiring,
    case: CaseRecord,
    said: Judging,
    *,
    subject: str = "",
    facts: Mapping[str, Any] | None = None,
    stands: bool = False,
    may_judge: bool = True,
) -> tuple[Judging, Found]:
    """A decision with what it finds of other money (附则(四)), as it is kept, and everything that is wrong with that.

    Where nothing was declared and nothing found before, nothing is found. A refusal on this ground gives the law's words as
    its reason.

    Args:
        wired: the law.
        case: with what was declared and found.
        said: the decision.
        subject: the year of support or the redemption that is decided.
        facts: figures that are verified with the decision.
        stands: what was found before holds for this decision too, unless something else was declared since.
        may_judge: whether who decides may judge it.
    """
    policy, subsidy = law_of(wired, case)
    given, declared = said.other_funding, case.declared_funding(subject)
    if not subsidy.has_money:
        return said, [FieldError(path=FIELD, message="本事项不涉及资金，请删去")] if given else []
    is_of_years = bool(case.plan.instalment_ends)  # what was found of another year asks for an answer
    before = last_of(case.funding_judgements, None if is_of_years else subject)
    matter = FundingMatter(
        decision=_direction(getattr(said, "decision", "approve")),  # a top-up is always in favour
        declared=declared,
        before=before.judgement if before else None,
        judged=before.declared if before else (),
        in_base=_left_out(policy, subsidy, {**case.declared_facts, **(facts or {})}, case.readings),
        stands=stands,
        may_judge=may_judge,
    )
    found = faults_of(given, matter)
    if found:
        return said, found
    if given is None and matter.decision == "grant" and not stands:
        return said.model_copy(update={FIELD: FundingJudgement(kind="none")}), found
    if given is not None and given.kind == "excluded":
        quote = policy.closing["no_double_benefit"].quote
        return said.model_copy(update={"reason": ground_of(given, declared, quote, said.reason)}), found
    return said, found


def _direction(decision: str) -> Literal["grant", "refuse", "ask"]:
    if decision in ASKING:
        return "ask"
    return "grant" if decision in GRANTING else "refuse"


def _left_out(
    policy: Policy, subsidy: SubsidyType, facts: Mapping[str, Any], readings: Mapping[str, str]
) -> Decimal:
    """Grants that the base of the award leaves out already (4: own funds alone count), 元."""
    deduction = subsidy.rule.deduction if subsidy.rule.kind == "rate" else None
    if deduction is None:
        return ZERO
    choice = readings.get(deduction.reading, policy.readings[deduction.reading].default)
    given = facts.get(deduction.fact)
    return Decimal(str(given)) if given and choice == deduction.when else ZERO
