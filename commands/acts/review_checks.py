"""Checks of what a completeness check or a review says, and of the defects that it tells."""

from collections.abc import Mapping
from typing import Any

from adapters.store.cases.records import CaseRecord
from commands.acts.checks import Found, judge, law_of, of_phases, wrong
from commands.acts.telling import Deciding
from commands.wiring import Wiring
from domain.case.acts.act import unreasoned
from domain.case.acts.defects import ASKING, Defect, DefectRequest
from domain.case.acts.instalments import InstalmentReviewRequest, ReviewInstalment
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, Review, ReviewRequest
from domain.case.record.stages import Stage
from domain.catalogue.defects import ITEM_NAMES
from domain.catalogue.facts import Phase
from domain.catalogue.figures import told_anew
from domain.catalogue.items import AskedItem, items_asked
from domain.catalogue.schema import Policy, Procedure, SubsidyType
from domain.departments import DEPARTMENTS
from domain.errors import FieldError

Defects = tuple[Defect, ...]


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
    found += _wrong_papers(subsidy, body)
    if body.decision == "accept":
        found += _missing(case, subsidy, on_paper)
    found += _wrong_referral(subsidy, body.refer_to)
    wrong("形式审查意见需要更正。", found, "请上传缺少的材料、登记已收到的纸质材料，或要求补正。")
    return defects


def _wrong_papers(subsidy: SubsidyType, body: CompletenessRequest) -> Found:
    asked = {document.code for document in subsidy.documents_for(Phase.FILING)}
    return [
        FieldError(path=f"received_on_paper[{index}]", message=f"申报材料中没有代码“{code}”")
        for index, code in enumerate(body.received_on_paper)
        if code not in asked
    ]


def _missing(case: CaseRecord, subsidy: SubsidyType, on_paper: tuple[str, ...]) -> Found:
    there = {document.code for document in case.documents} | set(on_paper)
    return [
        FieldError(path="received_on_paper", message=f"缺少材料“{document.name}”（{document.code}）")
        for document in subsidy.documents_for(Phase.FILING)
        if not document.electronic and document.code not in there
    ]


def _wrong_referral(subsidy: SubsidyType, refer_to: str) -> Found:
    found: Found = []
    if refer_to and subsidy.procedure is not Procedure.REFERRAL:
        found.append(FieldError(path="refer_to", message="只有转办事项可以指定答复部门"))
    if refer_to and refer_to not in DEPARTMENTS:
        found.append(FieldError(path="refer_to", message=f"没有代码为“{refer_to[:40]}”的部门"))
    return found


def check_review(
    wired: Wiring, case: CaseRecord, body: ReviewRequest, checklist: Mapping[str, bool]
) -> Defects:
    """A return names its defects; an approval has every point checked and figures that carry an award.

    Args:
        wired: the law.
        case: as it stands.
        body: what is said.
        checklist: every point, those that stand confirmed from an earlier review included.
    """
    policy, subsidy = law_of(wired, case)
    found = unreasoned(Review, body.decision, body.reason)
    defects = read_defects(policy, subsidy, Phase.FILING, body, found)
    if body.decision == "approve":
        found += _approval_fields(case, subsidy, body, checklist)
    wrong("审核意见需要更正。", found)
    if body.decision == "approve":
        facts = {**case.declared_facts, **(case.verified_facts or {}), **(body.verified_facts or {})}
        known = of_phases(subsidy, facts, (Phase.FILING,), body.verified_facts)
        judge(policy, subsidy, known, case.filed_on, case.readings)
    return defects


def _approval_fields(
    case: CaseRecord, subsidy: SubsidyType, body: ReviewRequest, checklist: Mapping[str, bool]
) -> Found:
    if subsidy.procedure is Procedure.REFERRAL:
        return [] if body.reason.strip() else [FieldError(path="reason", message="须填写答复内容")]
    if case.stage == Stage.EXPERT_REVIEW.value:
        return [] if body.expert_score is not None else [FieldError(path="expert_score", message="为必填项")]
    known = {point.code for point in subsidy.review_points}
    found = [
        FieldError(path=f"checklist.{point.code}", message=f"须逐项确认：{point.text}")
        for point in subsidy.review_points
        if not checklist.get(point.code)
    ]
    found += [
        FieldError(path=f"checklist.{code[:64]}", message="没有这一审核要点")
        for code in body.checklist
        if code not in known
    ]
    return found


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
