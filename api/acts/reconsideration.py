"""Reconsideration (复核): a refused case is judged again by other people than the first."""

from fastapi import APIRouter

from api.acts.acting import AtOffice
from api.auth import Applicant
from api.cases.views import ActAnswer
from commands.acts import reconsideration as forms
from commands.bodies import ReasonBody

router = APIRouter(prefix="/v1/applications/{number}", tags=["救济"])


@router.post("/reconsideration", summary="申请复核")
async def request_reconsideration(body: ReasonBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant of a refused case asks, within 60 days of the decision and once, that it be judged again.

    The case is taken up again: one that was not accepted at the completeness check, any other at the lead review. Whoever
    decided the first time decides nothing now. Remedies outside the office stay as they are.
    """
    return await office.do(caller, forms.REQUEST_RECONSIDERATION, body)
