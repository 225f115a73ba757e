"""From the completeness check to the departments' signatures."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Applicant, Official
from api.cases.views import ActAnswer
from commands.acts import review as forms
from commands.acts.review_bodies import CompletenessBody, ReviewBody
from commands.bodies import SettlementBody, SignOffBody, SupplementBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["受理与审核"])


@router.post("/completeness", summary="形式审查")
async def check_completeness(body: CompletenessBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department accepts, asks for supplements (all defects at once), or refuses with a reason.

    To accept, every document that is asked at filing was uploaded or is listed in ``received_on_paper``, now or at an
    earlier check. A second supplement needs ``new_fact``, or a supervisor's ``supervisor_reason``; it is counted.
    """
    return await office.do(caller, forms.CHECK_COMPLETENESS, body)


@router.post("/supplement", summary="提交补正材料")
async def supplement(body: SupplementBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant says that all defects are made good; corrected facts replace the declared ones."""
    return await office.do(caller, forms.SUPPLEMENT, body)


@router.post("/review", summary="牵头审核、专家评审意见、转办答复")
async def review(body: ReviewBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department approves, returns with all defects, or rejects with a reason.

    Verified figures replace declared ones and the amount is computed again. An approval confirms every review point; in
    专家评审中 it carries ``expert_score``; for a referral ``reason`` is the answer.
    """
    return await office.do(caller, forms.REVIEW, body)


@router.post("/signoffs", summary="部门会签")
async def sign_off(body: SignOffBody, caller: Official, office: AtOffice) -> ActAnswer:
    """A co-department or the locality agrees, has no opinion, or objects with a reason."""
    return await office.do(caller, forms.SIGN_OFF, body)


@router.post("/settlement", summary="处理会签异议")
async def settle(body: SettlementBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The lead department settles what was objected to: proceed, amend (review again), or reject."""
    return await office.do(caller, forms.SETTLE, body)
