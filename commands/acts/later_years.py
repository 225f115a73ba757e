"""Checks of what comes after approval against the case: acceptance, yearly instalments, redemptions."""

from collections.abc import Iterator

from adapters.store.units.registry import read_unit
from commands.acts import checks, review_checks
from commands.acts.form import Submission
from commands.acts.money import named_with_claim
from commands.acts.telling import told
from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance
from domain.case.acts.act import Act
from domain.case.acts.instalments import (
    ClaimInstalment,
    ClaimRequest,
    InstalmentReviewRequest,
    ReviewInstalment,
)
from domain.case.acts.vouchers import Redeem, RedemptionRequest, ReviewRedemption
from domain.case.earlier_work import kept_papers, kept_points, papers_of_others
from domain.case.identifiers import legal_person
from domain.catalogue.facts import Phase
from domain.errors import FieldError
from domain.normal_form import normal_form

REMEDY = "请按各项提示更正：上传缺少的材料或登记已收到的纸质材料，并逐项确认审核要点。"


def report_acceptance(matter: Submission, act: ReportAcceptance) -> ReportAcceptance:
    """A report has the figures of the acceptance."""
    checks.check_report(matter.wired, matter.case, act)
    return act


def record_acceptance(matter: Submission, act: RecordAcceptance) -> RecordAcceptance:
    """A passed acceptance has its figures."""
    checks.check_acceptance(matter.wired, matter.case, act)
    passes = act.decision == "passed"
    found = later_papers(matter, RecordAcceptance, Phase.ACCEPTANCE, act.received_on_paper, grants=passes)
    is_lead = act.by.party == matter.case.lead
    act, faults = review_checks.judged(
        matter.wired, matter.case, act, facts=act.verified_facts, stands=not is_lead, may_judge=is_lead
    )
    checks.wrong("登记的结果需要更正。", [*found, *faults], REMEDY)
    return act


def claim_instalment(matter: Submission, said: ClaimRequest) -> ClaimInstalment:
    """A claim has this year's figures, and says which account is paid to."""
    act = matter.made(ClaimInstalment, said, payee="")
    checks.check_claim(matter.wired, matter.case, act)
    return act.model_copy(update=named_with_claim(matter, said.payee))


def review_instalment(matter: Submission, said: InstalmentReviewRequest) -> ReviewInstalment:
    """With the defects in words, and what was found of other money for this year."""
    said, faults = review_checks.judged(matter.wired, matter.case, said, subject=matter.subject)
    checks.check_instalment_review(matter.wired, matter.case, int(matter.subject), said)
    defects = review_checks.instalment_defects(matter.wired, matter.case, said)
    approves = said.decision == "approve"
    found = later_papers(matter, ReviewInstalment, Phase.INSTALMENT, said.received_on_paper, grants=approves)
    found += faults
    kept = kept_points(matter.before, ReviewInstalment.kind, matter.subject)
    checklist = {**dict.fromkeys(kept, True), **said.checklist}
    if approves and int(matter.subject) > 1:  # the first review of the case has judged the first year
        _, subsidy = checks.law_of(matter.wired, matter.case)
        found += review_checks.points_found(subsidy, checklist)
    checks.wrong("年度审核意见需要更正。", found, REMEDY)
    parts = told(matter, ReviewInstalment, said, defects) | {"checklist": checklist}
    if said.decision != "return":
        parts["on_file"] = on_file(matter)
    return matter.made(ReviewInstalment, said, **parts)


def review_redemption(matter: Submission, act: ReviewRedemption) -> ReviewRedemption:
    """An approval has the papers of this redemption."""
    approves = act.decision == "approve"
    found = later_papers(matter, ReviewRedemption, Phase.REDEMPTION, act.received_on_paper, grants=approves)
    act, faults = review_checks.judged(matter.wired, matter.case, act, subject=matter.subject)
    checks.wrong("兑付审核意见需要更正。", [*found, *faults], REMEDY)
    return act.model_copy(update={"on_file": on_file(matter)})


def later_papers(
    matter: Submission, kind: type[Act], phase: Phase, named: tuple[str, ...], *, grants: bool
) -> checks.Found:
    """What is wrong with the papers of a later phase. Those of another year or redemption do not serve this one.

    Args:
        matter: with the documents and earlier decisions of the case.
        kind: of the decision.
        phase: that is decided.
        named: received on paper, as this decision says.
        grants: whether it is in favour, so that nothing may be missing.
    """
    _, subsidy = checks.law_of(matter.wired, matter.case)
    found = review_checks.wrong_papers(subsidy, phase, named)
    if grants:
        used = papers_of_others(matter.before, kind.kind, matter.subject)
        there = {document.code for document in matter.case.documents if document.id not in used}
        kept = kept_papers(matter.before, kind.kind, matter.subject)
        found += review_checks.missing_papers(subsidy, phase, {*there, *named, *kept}, matter.case.readings)
    return found


def on_file(matter: Submission) -> tuple[str, ...]:
    """Ids of all documents that are there when it is decided."""
    return tuple(document.id for document in matter.case.documents)


def redeem(matter: Submission, said: RedemptionRequest) -> Redeem:
    """A voucher pays for what another legal person supplied (供需双方); the claim says which account is paid to.

    Raises:
        InvalidInput: with every invoice of the unit to itself, and what is wrong with the invoices or the account.
    """
    act = matter.made(Redeem, said, payee="")
    checks.wrong("算力服务的供方须为本单位以外的法人（第2条“供需双方”）。", [*_own(matter, act)])
    checks.wrong(
        f"“{act.label}”的内容需要更正。", checks.faults_of(matter.wired, matter.case.case_number, act)
    )
    return act.model_copy(update=named_with_claim(matter, said.payee))


def _own(matter: Submission, act: Redeem) -> Iterator[FieldError]:
    case, person = matter.case, legal_person(matter.case.unit)
    unit = read_unit(matter.wired.engine, person)
    names = (entry.value for entry in unit.names) if unit else ()
    own = {normal_form(name) for name in (person, case.unit_name, case.maker or "", *names)}
    for index, invoice in enumerate(act.invoices):
        if normal_form(invoice.supplier) in own:
            yield FieldError(path=f"invoices[{index}].supplier", message="不能是申请单位自己")
