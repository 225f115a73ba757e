"""What comes after approval: acceptance, yearly instalments, vouchers."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Applicant, Official
from api.cases.views import ActAnswer
from commands.acts import later_years as forms
from commands.acts.later_years import Instalment, Redemption
from commands.acts.review_bodies import InstalmentReviewBody
from commands.bodies import AcceptanceBody, ClaimBody, RedemptionBody, RedemptionReviewBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["验收、分年兑现、算力券"])


@router.post("/acceptance", summary="登记验收结果")
async def record_acceptance(body: AcceptanceBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The department that the type names records the awaited event with verified figures."""
    return await office.do(caller, forms.RECORD_ACCEPTANCE, body)


@router.post("/instalments/{n}/claim", summary="申请年度兑现")
async def claim_instalment(n: Instalment, body: ClaimBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant claims a year of support with its figures."""
    return await office.do(caller, forms.CLAIM_INSTALMENT, body, n)


@router.post("/instalments/{n}/review", summary="年度审核")
async def review_instalment(
    n: Instalment, body: InstalmentReviewBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department approves, returns or rejects a year's claim."""
    return await office.do(caller, forms.REVIEW_INSTALMENT, body, n)


@router.post("/redemptions", summary="申请兑付算力券")
async def redeem(body: RedemptionBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant redeems a voucher against invoices that are paid in full for finished services."""
    return await office.do(caller, forms.REDEEM, body)


@router.post("/redemptions/{n}/review", summary="兑付审核")
async def review_redemption(
    n: Redemption, body: RedemptionReviewBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department approves with the verified sum of paid invoices, or rejects with a reason."""
    return await office.do(caller, forms.REVIEW_REDEMPTION, body, n)
