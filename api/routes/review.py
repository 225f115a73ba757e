"""From the completeness check to the departments' signatures."""

from typing import Any

from fastapi import APIRouter

from adapters.store.case_reading import CaseRecord
from api import checks
from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY, Applicant, Official
from api.bodies import CompletenessBody, ReviewBody, SettlementBody, SignOffBody, SupplementBody
from api.routes.acting import AtOffice
from api.views import ActAnswer
from domain.case.act import Act
from domain.case.acts import CheckCompleteness, Review, Settle, SignOff, Supplement

router = APIRouter(prefix="/v1/applications/{number}", tags=["受理与审核"])


@router.post("/completeness", summary="形式审查")
async def check_completeness(body: CompletenessBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department accepts, asks for supplements (all defects at once), or refuses with a reason.

    To accept, every document that is asked at filing was uploaded or is listed in ``received_on_paper``.
    """

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_completeness(office.wired, case, body)
        return CheckCompleteness(
            **parts,
            decision=body.decision,
            reason=body.reason,
            defects=tuple(body.defects),
            received_on_paper=tuple(body.received_on_paper),
            refer_to=body.refer_to,
        )

    return await office.do(caller, OFFICIAL_ONLY, ("completeness", body), make)


@router.post("/supplement", summary="提交补正材料")
async def supplement(body: SupplementBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant says that all defects are made good; corrected facts replace the declared ones."""

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_supplement(office.wired, case, body.facts)
        return Supplement(**parts, facts=body.facts, reason=body.reason)

    return await office.do(caller, APPLICANT_ONLY, ("supplement", body), make)


@router.post("/review", summary="牵头审核、专家评审意见、转办答复")
async def review(body: ReviewBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department approves, returns with all defects, or rejects with a reason.

    Verified figures replace declared ones and the amount is computed again. An approval confirms every review point; in
    专家评审中 it carries ``expert_score``; for a referral ``reason`` is the answer.
    """

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_review(office.wired, case, body)
        return Review(
            **parts,
            decision=body.decision,
            reason=body.reason,
            verified_facts=body.verified_facts,
            checklist=body.checklist,
            defects=tuple(body.defects),
            expert_score=body.expert_score,
        )

    return await office.do(caller, OFFICIAL_ONLY, ("review", body), make)


@router.post("/signoffs", summary="部门会签")
async def sign_off(body: SignOffBody, caller: Official, office: AtOffice) -> ActAnswer:
    """A co-department or the locality agrees, has no opinion, or objects with a reason."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        found: checks.Found = []
        checks.need_reason(body.decision, body.reason, ("object",), found)
        checks.wrong("会签意见需要更正。", found)
        return SignOff(**parts, decision=body.decision, reason=body.reason)

    return await office.do(caller, OFFICIAL_ONLY, ("signoffs", body), make)


@router.post("/settlement", summary="处理会签异议")
async def settle(body: SettlementBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department settles what was objected to: proceed, amend (review again), or reject."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        return Settle(**parts, decision=body.decision, reason=body.reason)

    return await office.do(caller, OFFICIAL_ONLY, ("settlement", body), make)
